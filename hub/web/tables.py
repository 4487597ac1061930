"""Who may sign in, who is signed in, and how they tried. Times here are real time: a moved demo clock must not open or end a session."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from hub.store.metadata import metadata

MOMENT = DateTime(timezone=True)

account = Table(
    "account",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("login", Text, nullable=False, unique=True, comment="Lower case; never a NIP or NIK."),
    Column("name", Text, nullable=False, comment="As the time line of an alert names who acted."),
    Column("password", Text, comment="argon2id; null: only a one-time link lets in."),
    Column("roles", ARRAY(Text), nullable=False),
    Column("agency", Text, comment="Slug; whose liaison an opd account is."),
    Column("sekda", Boolean, nullable=False, server_default=text("false"), comment="The regional secretary: sees restricted alerts."),
    Column("made_at", MOMENT, nullable=False, server_default=func.now()),
    Column("disabled_at", MOMENT),
    CheckConstraint("roles <@ ARRAY['secretariat', 'inspektorat', 'opd', 'operator']", name="roles"),
    CheckConstraint("cardinality(roles) > 0", name="some_role"),
    CheckConstraint("('opd' = ANY (roles)) = (agency IS NOT NULL)", name="liaison"),
    CheckConstraint("NOT sekda OR 'secretariat' = ANY (roles)", name="sekda"),
)

session = Table(
    "session",
    metadata,
    Column("hash", LargeBinary, primary_key=True, comment="SHA-256 of the cookie's 256 random bits."),
    Column("account", BigInteger, ForeignKey(account.c.no), nullable=False, index=True),
    Column("made_at", MOMENT, nullable=False, server_default=func.now()),
    Column("seen_at", MOMENT, nullable=False, server_default=func.now(), comment="Written at most once a minute."),
)

api_token = Table(
    "api_token",
    metadata,
    Column("hash", LargeBinary, primary_key=True, comment="SHA-256 of the token's 256 random bits."),
    Column("prefix", Text, nullable=False, comment="First characters, to tell one from another in lists."),
    Column("account", BigInteger, ForeignKey(account.c.no), nullable=False, index=True),
    Column("made_at", MOMENT, nullable=False, server_default=func.now()),
    Column("revoked_at", MOMENT),
)

signin_link = Table(
    "signin_link",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("account", BigInteger, ForeignKey(account.c.no), nullable=False),
    Column("made_at", MOMENT, nullable=False, server_default=func.now()),
    Column("used_at", MOMENT),
)

signin_attempt = Table(
    "signin_attempt",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("login", LargeBinary, nullable=False, comment="SHA-256: people type passwords and NIPs into this field."),
    Column("address", Text, nullable=False),
    Column("at", MOMENT, nullable=False, server_default=func.now()),
    Column("right", Boolean, nullable=False, server_default=text("false")),
    Index("ix_signin_attempt_at", "at"),
)
