"""The released class of bulk grading, with every kind of cell."""

from tests.autograder.bulk.conftest import course, released_class

__all__ = ["course", "released_class"]
