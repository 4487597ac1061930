"""Agencies and their units. A merger is a span that queries follow: it rewrites nothing. On one day what begins precedes what ends."""

from typing import Annotated

from pydantic import Field

from schemas.common import HasDecree, Tmt
from schemas.event_type import event
from schemas.fields import AgencyCode, OwnAgency, Payload, SkpdCode, Text, UnitCode

TheAgency = Annotated[OwnAgency, Field(title="OPD", description="Kode singkat OPD; tidak pernah berubah.", examples=["dishub"])]
TheUnit = Annotated[UnitCode, Field(title="Unit kerja", description="Kode singkat unit; tidak pernah berubah.", examples=["dishub-lalin"])]
Name = Annotated[Text, Field(title="Nama", description="Nama resmi.", examples=["Dinas Perhubungan"])]


@event("reference.agency-established", kind="agency", rank=0)
class AgencyEstablished(Payload):
    """OPD dibentuk."""

    agency: TheAgency
    name: Name
    skpd_code: SkpdCode | None = Field(None, title="Kode SKPD", description="22 karakter.", examples=["2.15.0.00.0.00.01.0000"])
    effective: Tmt
    decree: HasDecree = None


@event("reference.agency-renamed", kind="agency", rank=10)
class AgencyRenamed(Payload):
    """OPD berganti nama atau kode SKPD; kode singkatnya tetap."""

    agency: TheAgency
    name: Name
    skpd_code: SkpdCode | None = Field(None, title="Kode SKPD", description="22 karakter.", examples=["2.15.0.00.0.00.01.0000"])
    effective: Tmt
    decree: HasDecree = None


@event("reference.agency-split", kind="agency", rank=20)
class AgencySplit(Payload):
    """OPD dipecah; yang disebut meneruskan sebagian tugasnya."""

    agency: TheAgency
    into: tuple[AgencyCode, ...] = Field(
        min_length=1, max_length=20, title="Menjadi", description="OPD penerus.", examples=[["dishub", "dispora"]]
    )
    effective: Tmt
    decree: HasDecree = None


@event("reference.agency-merged", kind="agency", rank=30)
class AgencyMerged(Payload):
    """OPD digabung ke OPD lain."""

    agency: TheAgency
    into: AgencyCode = Field(title="Ke dalam", description="OPD penerus.", examples=["dpupr"])
    effective: Tmt
    decree: HasDecree = None


@event("reference.agency-abolished", kind="agency", rank=40)
class AgencyAbolished(Payload):
    """OPD dihapus."""

    agency: TheAgency
    effective: Tmt
    decree: HasDecree = None


@event("reference.unit-established", kind="unit", rank=0)
class UnitEstablished(Payload):
    """Unit kerja dibentuk."""

    unit: TheUnit
    agency: TheAgency
    name: Name
    parent: UnitCode | None = Field(None, title="Induk", description="Unit atasan di OPD yang sama.", examples=["dishub-sekretariat"])
    effective: Tmt
    decree: HasDecree = None


@event("reference.unit-renamed", kind="unit", rank=10)
class UnitRenamed(Payload):
    """Unit kerja berganti nama."""

    unit: TheUnit
    agency: TheAgency
    name: Name
    effective: Tmt
    decree: HasDecree = None


@event("reference.unit-merged", kind="unit", rank=30)
class UnitMerged(Payload):
    """Unit kerja digabung ke unit lain."""

    unit: TheUnit
    agency: TheAgency
    into: UnitCode = Field(title="Ke dalam", description="Unit penerus.", examples=["dishub-angkutan"])
    effective: Tmt
    decree: HasDecree = None


@event("reference.unit-abolished", kind="unit", rank=40)
class UnitAbolished(Payload):
    """Unit kerja dihapus."""

    unit: TheUnit
    agency: TheAgency
    effective: Tmt
    decree: HasDecree = None
