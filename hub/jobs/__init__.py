"""Long work: asked for on a page, by a command or by the scheduler; done by whichever process claims it; survives a kill.

`queue` is the table, `runner` the loop of a process that works, `kinds` lists what can be asked for, one line each.
"""
