"""Find what is broken in a course's set-up, and say where and how to mend it. Nothing is changed.

Each check is a function from a `Course` to findings; `examine` has the list of them.
"""
