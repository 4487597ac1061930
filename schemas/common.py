"""Fields that many events share, declared once with their Indonesian title, description and example."""

from typing import Annotated

from pydantic import Field

from schemas.fields import ActivityCode, Day, Decree, EmployeeRef, LongText, Moment, OwnAgency, Personal, Text, UnitCode

Tmt = Annotated[Day, Field(title="TMT", description="Hari pertama hal ini berlaku.", examples=["2026-01-05"])]
Until = Annotated[Day | None, Field(title="Sampai dengan", description="Hari terakhir berlaku, ikut dihitung.", examples=["2026-04-04"])]
At = Annotated[
    Moment, Field(title="Saat kejadian", description="Saat hal ini terjadi, dengan zona waktu.", examples=["2026-01-05T09:30:00+07:00"])
]
Agency = Annotated[OwnAgency, Field(title="OPD", description="Kode singkat OPD tempat hal ini berlaku.", examples=["dishub"])]
By = Annotated[OwnAgency, Field(title="Oleh OPD", description="Kode singkat OPD yang melakukan langkah ini.", examples=["dishub"])]
Unit = Annotated[UnitCode | None, Field(title="Unit kerja", description="Kode singkat unit kerja di dalam OPD.", examples=["dishub-lalin"])]
HasDecree = Annotated[Decree | None, Field(title="Surat keputusan", description="Surat yang menjadi dasar.")]
Employee = Annotated[EmployeeRef, Field(title="Pegawai", description="Objek pegawai, bukan NIP.", examples=["employee/simpeg:4711"])]
Why = Annotated[Text | None, Field(title="Alasan", description="Alasan singkat, tanpa data pribadi.", examples=["Pejabat lama pensiun"])]
Words = Annotated[
    Personal[LongText | None],
    Field(title="Isi", description="Isi lengkap; disimpan tersandi.", examples=["Lampu jalan di depan sekolah padam."]),
]
Activities = Annotated[
    tuple[ActivityCode, ...] | None,
    Field(
        title="Sub-kegiatan",
        description="Kode sub-kegiatan yang dicakup; kosong berarti semua.",
        examples=[["2.15.02.2.01.0001"]],
        max_length=200,
    ),
]
