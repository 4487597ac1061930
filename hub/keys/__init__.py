"""KEYS: hashes by which things are found, keys under which persons are hidden. Knows no database and no event type."""

from hub.keys.hashes import Hashes, event_key, subject_key
from hub.keys.vault import SealedError, Vault

__all__ = ["Hashes", "SealedError", "Vault", "event_key", "subject_key"]
