# Every target is one line that calls the tool; the tools' settings stand in pyproject.toml and nbgrader_config.py.
PYTHON ?= python3
LEARNER := .venv-learner
FULL := .venv
OWN := pyproject.toml $(shell find src/rapport/labextension -type f)
LOCK := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11
# Jupyter refuses to serve the superuser unless told to, and in a container there is often no other user.
ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
# One more than there are processors: tests wait for browsers and kernels about as long as they compute.
WORKERS ?= $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 1)")
.DEFAULT_GOAL := help

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 22

lab: $(LEARNER)/.done ## open the course in JupyterLab
	cd course && JUPYTER_CONFIG_PATH="$(CURDIR)/course/.jupyter" ../$(LEARNER)/bin/jupyter lab --LabApp.default_url=/lab/tree/00-welcome.ipynb $(ROOT) $(LAB)

test: $(FULL)/.done $(FULL)/.chromium $(FULL)/.postgres lint ## check types, style and content, and run every test
	$(FULL)/bin/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

lint: $(FULL)/.done ## check types, style and content
	$(FULL)/bin/ruff check && $(FULL)/bin/ruff format --check && $(FULL)/bin/mypy && $(FULL)/bin/rapport check

bench: $(FULL)/.done $(LEARNER)/.done $(FULL)/.chromium ## measure speed and size, as ratios in one run
	$(FULL)/bin/python -m bench --learner $(LEARNER)

assignments: $(FULL)/.done ## make exercises/ from solutions/
	for name in $$(ls solutions); do $(FULL)/bin/nbgrader generate_assignment $$name --force --create || exit 1; done

formgrader: $(FULL)/.done ## open JupyterLab for an instructor, with nbgrader
	$(FULL)/bin/jupyter lab --config=nbgrader_config.py $(ROOT)

page: $(FULL)/.done ## show the lessons as web pages without code
	cd course && JUPYTER_CONFIG_PATH="$(CURDIR)/course/.jupyter" JUPYTER_PATH="$(CURDIR)/course/.jupyter" ../$(FULL)/bin/voila $(PAGE)

grade: $(FULL)/.done ## grade a class at once: make grade NAME=abby
	$(FULL)/bin/autograder grade $(NAME)

report: $(FULL)/.done ## look at the items of a graded assignment: make report NAME=abby
	$(FULL)/bin/autograder report $(NAME)

coach: $(FULL)/.done ## prove that training the coach gives the committed weights, digit for digit
	$(FULL)/bin/python -m tools.coach.train --check

schemas: $(FULL)/.done ## write docs/schemas from the models
	$(FULL)/bin/rapport schemas

lock: $(FULL)/.done ## pin everything anew
	cd $(CURDIR) && $(FULL)/bin/$(LOCK) --upgrade pyproject.toml --group full -o requirements.lock && $(FULL)/bin/$(LOCK) pyproject.toml --group build -c requirements.lock -o requirements-learner.lock

$(LEARNER)/.done: requirements-learner.lock $(OWN)
	$(PYTHON) tools/environment.py --slim $(LEARNER) requirements-learner.lock .

$(FULL)/.done: requirements.lock autograder/pyproject.toml $(OWN)
	$(PYTHON) tools/environment.py $(FULL) requirements.lock . autograder

$(FULL)/.chromium: $(FULL)/.done
	$(FULL)/bin/python tools/chromium.py && touch $@

$(FULL)/.postgres: $(FULL)/.done
	$(FULL)/bin/python tools/postgres.py && touch $@

.PHONY: help lab test lint bench assignments formgrader page grade report coach schemas lock
