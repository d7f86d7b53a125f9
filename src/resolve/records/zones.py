r"""Columns that hold machine-readable zones, taken apart into the fields that they fill.

>>> lines = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
>>> {name: column.texts().tolist() for name, column in zone_fields(Coded.of([lines, "not a zone"])).items()}["surname"]
['ERIKSSON', '']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from resolve.records.columns import Coded
from resolve.values import mrz

_FILLED: Mapping[str, Callable[[mrz.Zone], str]] = {
    "surname": lambda zone: zone.surname,
    "given_name": lambda zone: zone.given,
    "birth_date": lambda zone: zone.birth_date,
    "sex": lambda zone: zone.sex,
    "nationality": lambda zone: zone.nationality,
    "document_number": lambda zone: zone.number,
    "issuing_country": lambda zone: zone.issuer,
}
ZONE_FIELDS = tuple(_FILLED)


def zone_fields(raw: Coded) -> dict[str, Coded]:
    """Give a column for each field that zones fill; rows without a zone, or whose zone does not say, are missing.

    What a failed check digit puts in doubt is left out: a doubtful number or date of birth is worse than none.
    """
    zones = mrz.parse_many(raw.values.tolist())
    return {
        name: raw.replaced([value(zone) if isinstance(zone, mrz.Zone) and _sure(zone, name) else "" for zone in zones])
        for name, value in _FILLED.items()
    }


def _sure(zone: mrz.Zone, name: str) -> bool:
    failed = {failure.field for failure in zone.failures}
    return {"document_number": "number", "birth_date": "birth"}.get(name, "") not in failed
