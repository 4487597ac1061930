"""How many random histories a test tries: few and always the same ones in CI, many and new ones in long runs.

`HISTORIES=50 pytest tests/views tests/path --timeout=0` tries fifty times as many, and makes a failure small. (The name is no setting of
the hub: those are removed from the environment of tests.)
"""

import os
import time
from typing import Final

from hypothesis import HealthCheck, Phase, settings

TIMES: Final = int(os.environ.get("HISTORIES", "1"))


def budget(examples: int, *, shrink: bool = True) -> settings:
    """Settings for a property test.

    Args:
        examples: in CI.
        shrink: whether a failure is made small at once; not where an example takes long: there a long run does it.
    """
    phases = [Phase.generate, Phase.shrink] if shrink or TIMES > 1 else [Phase.generate]
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(
        max_examples=examples * TIMES, deadline=None, derandomize=TIMES == 1, database=None, phases=phases, suppress_health_check=quiet
    )


def seeds(examples: int) -> range:
    """Seeds for a test that is no property test of hypothesis."""
    first = 0 if TIMES == 1 else int(time.time()) % 10**6 * 1000
    return range(first, first + examples * TIMES)
