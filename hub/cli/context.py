"""What commands share: the settings of the chosen home, and how to say something."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import typer

from hub import home
from hub.settings import Settings

T = TypeVar("T")


def settings() -> Settings:
    """The settings of the chosen home: ``--home``, else SIMPUL_HOME, else ``.simpul`` in the current folder."""
    return home.load()


def given() -> frozenset[str]:
    """Names of the settings that the environment itself gives."""
    return frozenset(home.checked().model_fields_set)


def say(text: str) -> None:
    typer.echo(text)


def wait_for(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end."""
    return asyncio.run(work)
