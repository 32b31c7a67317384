"""Throw damaged and hostile input at everything that reads what a student handed in.

Not part of the tests: run once after a change to a reader. ``python -m fuzz.readers --inputs 1000000`` mutates valid files and builds odd
ones; ``python -m fuzz.guided TARGET`` lets atheris, installed apart, look for inputs that reach new code.
"""
