"""Measure grading against its goals, in one run: stock nbgrader, keyed nbgrader, a whole class at once, and the floor under all three.

Each way runs as a process of its own, as a user would run it, in a fresh course in a temporary folder. The ways take turns, so that a machine
that is busy with something else is busy for all of them, and what is compared are ratios of neighbours.
"""
