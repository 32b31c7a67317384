"""Feedback pages: what each student reads after grading, one self-contained HTML file for a submission.

The same page comes from `autograder grade`, `autograder feedback`, `nbgrader generate_feedback` and the formgrader's buttons:

1. `sheet` says what an assignment's page is about: its items, keys and marked cells. Read once for a class.
2. `held` says what the gradebook holds of one submission; `gradebook` reads it there.
3. `shown` says what one answer is to be `told`, `mastery` sums a page up, and `page` turns all of it into HTML.
4. `files` says where pages lie; `exporter` and `again` are the two ways to them beside bulk grading.

No key of an item that is withheld (`reveal: false` in the keys), no hidden test, and nothing that a browser would run ever gets there.
"""
