"""Take in what students handed in through a learning platform: whose each file is, which of several counts, and nothing unsafe.

`archive` lists what folders and zips hold, `names` tells from a path whose it is, `roster` under which id the gradebook knows that person,
`choose` which notebook and which answer file count. `autograder.collectors` joins them to nbgrader's `zip_collect`.
"""
