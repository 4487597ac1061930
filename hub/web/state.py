"""What every request of this process shares."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from hub.keys.vault import Vault
from hub.settings import Settings
from hub.web.assets import Assets
from hub.web.formats import Formats
from hub.web.letters import Desk
from hub.web.live import Feed
from hub.web.passwords import Passwords
from hub.web.rules import Catalogue
from hub.web.templates import Templates


@dataclass(frozen=True, slots=True)
class Web:
    """The edges and the memory of the pages; `hub/web/app.py` builds it."""

    settings: Settings
    engine: AsyncEngine
    vault: Vault
    passwords: Passwords
    assets: Assets
    formats: Formats
    templates: Templates
    feed: Feed
    rules: Catalogue
    desk: Desk

    @property
    def https(self) -> bool:
        return self.settings.public_url.startswith("https://")

    @property
    def cookie(self) -> str:
        """Name of the session's cookie; `__Host-` binds it to this host over TLS."""
        return "__Host-simpul" if self.https else "simpul"

    @property
    def early_cookie(self) -> str:
        """Name of the cookie that guards the sign-in form itself."""
        return "__Host-simpul-awal" if self.https else "simpul-awal"
