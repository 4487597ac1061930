"""Exit codes of ``simpul``."""

FAILED = 1
"""It did not work; the same call may work later."""
STOPPED = 78
"""Going on would do harm, or the call is wrong (sysexits' EX_CONFIG): somebody has to read the sentence first."""
