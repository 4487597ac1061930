"""Officers of the budget and their delegations: who may sign what, for which activities.

On one day the old one ends before the new one begins.
"""

from typing import Annotated, Literal

from pydantic import Field

from schemas.common import Activities, Agency, Employee, HasDecree, Tmt, Unit, Until, Why
from schemas.event_type import event
from schemas.fields import EmployeeRef, Payload

Office = Literal["pa", "kpa", "ppk", "ppk-skpd", "pptk", "treasurer-expenditure", "treasurer-revenue", "treasurer-assistant"]
Document = Literal["spp", "spm", "contract"]
TheOffice = Annotated[
    Office, Field(title="Jabatan keuangan", description="PA, KPA, PPK, PPK-SKPD, PPTK, atau bendahara.", examples=["kpa"])
]


@event("personnel.officer-ended", kind="designation", rank=10)
class OfficerEnded(Payload):
    """Penunjukan atau pelimpahan berakhir; TMT adalah hari pertama tanpa wewenang itu."""

    agency: Agency
    reason: Why = None
    effective: Tmt
    decree: HasDecree = None


@event("personnel.officer-designated", kind="designation", rank=20)
class OfficerDesignated(Payload):
    """Pejabat pengelola keuangan ditunjuk."""

    agency: Agency
    unit: Unit = None
    office: TheOffice
    person: Employee
    activities: Activities = None
    effective: Tmt
    until: Until = None
    decree: HasDecree = None


@event("personnel.authority-delegated", kind="designation", rank=30)
class AuthorityDelegated(Payload):
    """Wewenang menandatangani dilimpahkan kepada pegawai lain."""

    agency: Agency
    office: TheOffice
    person: Employee
    by: EmployeeRef | None = Field(
        None, title="Pemberi wewenang", description="Objek pegawai yang melimpahkan.", examples=["employee/simpeg:15"]
    )
    documents: tuple[Document, ...] | None = Field(
        None, max_length=3, title="Dokumen", description="Yang boleh ditandatangani; kosong berarti semua.", examples=[["spm"]]
    )
    activities: Activities = None
    effective: Tmt
    until: Until = None
    decree: HasDecree = None
