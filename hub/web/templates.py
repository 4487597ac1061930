"""Jinja: autoescape always, an undefined name is an error, nothing but our own folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hub.settings import Settings
from hub.web import formats, values, words
from hub.web.assets import Assets
from hub.web.formats import Formats

FOLDER: Final = Path(__file__).parent / "templates"


class Templates:
    """Renders the pages of a region."""

    def __init__(self, settings: Settings, assets: Assets, said: Formats) -> None:
        self._env = Environment(
            loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._env.globals.update(
            asset=assets.url,
            demo=settings.demo,
            region=settings.region_name,
            code=settings.region,
            words=words,
            said=said,
            dash=formats.DASH,
            shown=lambda facts: values.shown(facts, said),
            filled=lambda sentence, facts: values.filled(sentence, facts, said),
            reason=words.reason,
            span=formats.span,
            due=lambda text: values.one("due", text, said),
        )
        self._env.filters.update(
            word=lambda code, table: words.word(getattr(words, table), code),
            number=formats.number,
            percent=formats.percent,
            rupiah=formats.rupiah,
            short_rupiah=formats.short_rupiah,
            period=lambda text: values.one("period", text, said),
            day=said.day,
            moment=said.moment,
        )

    def render(self, name: str, facts: Mapping[str, Any]) -> str:
        """A page's HTML."""
        return self._env.get_template(name).render(facts)
