"""Rapport: practise therapeutic rapport on simulated clients inside Jupyter.

This is the learner's side. It knows nothing of keys to graded items; those live with the instructor, in ``autograder``.
"""

__version__ = "0.1.0"
