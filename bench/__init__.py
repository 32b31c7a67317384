"""Speed and size, each figure measured against its own baseline in one run: `python -m bench --learner .venv-learner`."""
