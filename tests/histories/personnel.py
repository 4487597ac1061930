"""Random facts of personnel."""

from collections.abc import Callable
from random import Random
from typing import Any, Final

from schemas import personnel as p
from schemas.payload import Payload
from tests.histories.world import AGENCIES, DAYS, EMPLOYEES, LETTERS, NIKS, NIPS, UNITS, maybe


def _place(rng: Random) -> dict[str, Any]:
    return {"agency": rng.choice(AGENCIES), "unit": rng.choice(UNITS), **_decided(rng)}


def _decided(rng: Random) -> dict[str, Any]:
    return {"agency": rng.choice(AGENCIES), "effective": rng.choice(DAYS), "decree": rng.choice(LETTERS)}


def _numbers(rng: Random) -> dict[str, Any]:
    nip, nik = maybe(rng, *NIPS, *NIPS[:1] * 3), maybe(rng, *NIKS)
    return {"nip": nip, "nik": nik if nip or nik else NIKS[0]}


def _registered(rng: Random) -> dict[str, Any]:
    return {"name": rng.choice(("Contoh Pegawai", "Contoh Lain")), "sex": maybe(rng, "male", "female"), **_numbers(rng)}


def _given(rng: Random) -> dict[str, Any]:
    return {**_numbers(rng), "effective": rng.choice(DAYS), "until": maybe(rng, *DAYS)}


def _ended(rng: Random) -> dict[str, Any]:
    return {**_numbers(rng), "effective": rng.choice(DAYS), "reason": maybe(rng, "Pensiun")}


def _appointed(rng: Random) -> dict[str, Any]:
    return {**_place(rng), "employment": rng.choice(("pns", "pppk")), "contract_end": maybe(rng, *DAYS)}


def _status(rng: Random) -> dict[str, Any]:
    return {**_decided(rng), "status": rng.choice(("active", "suspended", "retired", "retired", "moved-out")), "reason": maybe(rng, "BUP")}


def _rank(rng: Random) -> dict[str, Any]:
    return {**_decided(rng), "grade": rng.choice(("III/d", "IV/a", "IX"))}


def _increment(rng: Random) -> dict[str, Any]:
    return {**_decided(rng), "service_years": maybe(rng, 12)}


def _post(rng: Random) -> dict[str, Any]:
    return {
        **_place(rng),
        "title": rng.choice(("Kepala Dinas Perhubungan", "Kepala Bidang Lalu Lintas")),
        "kind": rng.choice(("jpt-pratama", "administrator")),
        "leads": maybe(rng, "agency", "unit"),
        "retirement_age": maybe(rng, 60),
    }


def _vacated(rng: Random) -> dict[str, Any]:
    return {**_decided(rng), "person": maybe(rng, *EMPLOYEES), "reason": maybe(rng, "Mutasi")}


def _filled(rng: Random) -> dict[str, Any]:
    kind = rng.choice(("definitive", "plt", "plt", "plh", "pj"))
    return {**_decided(rng), "kind": kind, "person": rng.choice(EMPLOYEES[:2]), "until": maybe(rng, *DAYS)}


def _extended(rng: Random) -> dict[str, Any]:
    return {**_decided(rng), "person": rng.choice(EMPLOYEES[:2]), "until": rng.choice(DAYS)}


def _office(rng: Random) -> dict[str, Any]:
    return {
        **_decided(rng),
        "office": rng.choice(("pa", "kpa", "pptk")),
        "person": rng.choice(EMPLOYEES),
        "activities": maybe(rng, (), ("2.15.02.2.01.0001",)),
        "until": maybe(rng, *DAYS),
    }


def _delegated(rng: Random) -> dict[str, Any]:
    return {**_office(rng), "by": maybe(rng, *EMPLOYEES), "documents": maybe(rng, ("spm",), ("spp", "contract"))}


def _officer_ended(rng: Random) -> dict[str, Any]:
    return {**_decided(rng), "reason": maybe(rng, "Mutasi")}


MAKES: Final[dict[type[Payload], Callable[[Random], dict[str, Any]]]] = {
    p.PersonRegistered: _registered,
    p.AliasGiven: _given,
    p.AliasEnded: _ended,
    p.EmployeeAppointed: _appointed,
    p.Transferred: _place,
    p.StatusChanged: _status,
    p.RankChanged: _rank,
    p.IncrementGiven: _increment,
    p.PostEstablished: _post,
    p.PostChanged: _post,
    p.PostVacated: _vacated,
    p.PostFilled: _filled,
    p.ActingExtended: _extended,
    p.PostAbolished: _decided,
    p.OfficerDesignated: _office,
    p.AuthorityDelegated: _delegated,
    p.OfficerEnded: _officer_ended,
}
