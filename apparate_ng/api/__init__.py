"""What the commands do, for notebooks and programs: the names that `apparate_ng` exports.

Each function goes by the name of its command, stands on the same use case in `operations/`,
prints nothing, asks nothing unless it is given somebody to ask, and ends no process. What it
returns are the documents that the commands print with `--output json`, as typed values. Errors are
`ApparateError` and its subclasses.
"""
