"""Hypothesis gives the same examples each time, here and in CI."""

from hypothesis import settings

settings.register_profile("schemas", derandomize=True, deadline=None, max_examples=150)
settings.load_profile("schemas")
