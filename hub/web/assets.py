"""Our own CSS, scripts and pictures under names that hold a hash of their content: kept for ever, never stale, nothing from elsewhere."""

import hashlib
import mimetypes
from pathlib import Path
from typing import Final

from starlette.responses import Response

FOLDER: Final = Path(__file__).parent / "static"
_FOR_EVER: Final = "public, max-age=31536000, immutable"


class Assets:
    """Every file of the folder, read once at start."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._hashed: dict[str, str] = {}
        self._bodies: dict[str, tuple[bytes, str]] = {}
        for file in sorted(folder.iterdir()):
            body = file.read_bytes()
            name = f"{file.stem}.{hashlib.sha256(body).hexdigest()[:12]}{file.suffix}"
            self._hashed[file.name] = name
            self._bodies[name] = (body, mimetypes.guess_type(file.name)[0] or "application/octet-stream")

    def url(self, name: str) -> str:
        """The address of a file by its plain name; an unknown name is a mistake in a template (KeyError)."""
        return f"/aset/{self._hashed[name]}"

    def answer(self, hashed: str) -> Response | None:
        found = self._bodies.get(hashed)
        return found and Response(found[0], media_type=found[1], headers={"Cache-Control": _FOR_EVER})
