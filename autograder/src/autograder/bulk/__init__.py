"""Grade a whole class at once: read answers, never run code, and write what keyed `nbgrader autograde` would.

How one run goes, and what holds at every moment of it:

1. `setup` reads the course's settings, the keys and, from the gradebook, the cells that the instructor gave. What can't be graded without
   running code is refused here.
2. `find` lists the submissions. Workers (`workers`) take them in chunks: `find` reads one, `one` marks it, `write` lays its graded folder
   aside, and `autograder.feedback` its page, all without the database.
3. One writer (`writer`) takes what comes back, many students at a time: old graded folders and pages are moved away, `gradebook` writes all
   marks in one transaction, the new ones are moved in, and the `ledger` notes what each was made from. A page is written for what the
   gradebook should hold; the writer reads what it does hold, and mends the few pages that say something else.

So a student's graded folder and feedback page are only ever there while the gradebook holds their marks. Killed at any point, some students
have no graded folder, which nbgrader shows as not graded yet, and the next run grades just those. A submission that can't be graded keeps the
marks, the graded folder and the page it had.
"""
