"""Drives nbgrader's own commands over a copy of the course."""
