"""REBUILD, VERIFY: the log folded once more, slice by slice, and compared with what the tables hold.

    slices (the log in the order of subjects)  →  replay (the same fold)  →  compare  →  repair, or say what differs

A rebuild is a verification that repairs: rows that are right are left alone, so readers never see an empty view, a rebuild that was
killed is simply started again, and after a change of a `step` only what it changes is written.
"""
