"""The limits of a rule as they hold now: the declared ones under those that the region set, each with its law and its date."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.views.reference import Parameter, ParameterSpan
from hub.web.rules import Catalogue


class Limit(NamedTuple):
    """A parameter in force."""

    name: str
    meaning: str
    value: str
    since: dt.date
    law: str


async def limits_of(connection: AsyncConnection, rule: str, rules: Catalogue, now: dt.datetime) -> list[Limit]:
    """Every parameter of the rule. Limits are law, not data of an agency: all who see the rule see them."""
    span = ParameterSpan.c
    holds = (span.valid_from <= now) & or_(span.valid_to.is_(None), span.valid_to > now)
    asked = select(Parameter.c.name, span.value, span.law, span.valid_from).join(ParameterSpan.table, span.skey == Parameter.c.skey)
    rows = await connection.execute(asked.where(Parameter.c.rule == rule, holds).order_by(span.valid_from))
    told = {row.name: row for row in rows}
    declared = {one.name: one for one in sorted(rules[rule].parameters, key=lambda one: one.since) if one.since <= now.date()}
    return [
        Limit(name, one.meaning, told[name].value, told[name].valid_from, told[name].law)
        if name in told
        else Limit(name, one.meaning, str(one.value), one.since, one.law)
        for name, one in declared.items()
    ]
