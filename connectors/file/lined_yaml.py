"""YAML whose every value knows its line, so that an error in a mapping file can be found. All scalars are text: `no` is no, not false."""

from pathlib import Path
from typing import Any, Final

import yaml

from hub.connector import CannotReadError

Place = tuple[int | str, ...]


class LinedYaml:
    """A document and the lines of its parts."""

    def __init__(self, path: Path) -> None:
        """Reads the file.

        Raises:
            CannotReadError: it is not there, no YAML, or has a key twice.
        """
        self.path = path
        try:
            text = path.read_text("utf-8")
            self._root = yaml.compose(text, yaml.BaseLoader)
        except OSError as error:
            raise CannotReadError(f"Berkas pemetaan {path} tidak dapat dibaca: {error.strerror}.") from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
            raise CannotReadError(f"{path}, baris {line}: bukan YAML yang sah.") from error
        self._lines: dict[Place, int] = {}
        self.data: Any = None if self._root is None else self._walk(self._root, ())

    def line(self, place: Place) -> int:
        """The line of a part, or of the nearest part around it that is there."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def wrong(self, place: Place, sentence: str) -> CannotReadError:
        """An error at a place, as a person finds it."""
        name = ".".join(map(str, place))
        return CannotReadError(f"{self.path}, baris {self.line(place)}, {name or 'seluruh berkas'}: {sentence}.")

    def _walk(self, node: yaml.Node, place: Place) -> Any:
        self._lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode):
            return [self._walk(member, (*place, number)) for number, member in enumerate(node.value)]
        if not isinstance(node, yaml.MappingNode):
            return node.value
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                raise self.wrong((*place, name), f"ditulis dua kali, lagi pada baris {key.start_mark.line + 1}")
            found[name] = self._walk(value, (*place, name))
            self._lines[(*place, name)] = key.start_mark.line + 1
        return found


__all__: Final = ["LinedYaml", "Place"]
