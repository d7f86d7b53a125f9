"""A world's exports in one table, as a careful user of another tool would bring them together.

Columns are known from the agencies' tables, dates are read by each agency's format, phones keep their digits, and other
scripts are brought to Latin by Unidecode, which is what there is to be had without this engine.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from resolve.evaluation.bench.task import COMMON
from resolve.evaluation.world.agencies import Agency, read_agencies

if TYPE_CHECKING:
    import pandas as pd

_FIELDS = {
    "full": "full_name",
    "given": "given_name",
    "surname": "surname",
    "father": "father_name",
    "birth": "birth_date",
    "sex": "sex",
    "national_id": "national_id",
    "document": "document",
    "phone": "phone",
    "birth_town": "place",
}


def world_table(folder: Path, agencies: list[str]) -> pd.DataFrame:
    """Read the exports of a world's folder into the common table, with the columns `record_id` and `source` besides."""
    import pandas as pd

    frames = [_export(folder / f"{agency.name}.csv", agency) for agency in read_agencies(agencies)]
    table = pd.concat(frames, ignore_index=True)
    for column in COMMON:
        if column not in table:
            table[column] = None
    return table.astype(object).where(table.notna(), None)


def written_names(folder: Path, agencies: list[str]) -> pd.DataFrame:
    """Give `source`, `record_id`, `script` and `name` of all records, the name as it is written there."""
    import pandas as pd

    frames = []
    for agency in read_agencies(agencies):
        raw = _raw(folder / f"{agency.name}.csv", agency)
        name = raw["full"] if "full" in raw else raw["given"] + " " + raw["surname"]
        frames.append(
            pd.DataFrame({"source": agency.name, "record_id": raw["id"], "script": agency.script, "name": name})
        )
    return pd.concat(frames, ignore_index=True)


def _raw(path: Path, agency: Agency) -> pd.DataFrame:
    import pandas as pd

    raw = pd.read_csv(path, sep=agency.delimiter, encoding=agency.encoding, dtype=str, keep_default_na=False)
    raw.columns = pd.Index([field for _, field in agency.columns])
    return raw


def _export(path: Path, agency: Agency) -> pd.DataFrame:
    import pandas as pd

    raw = _raw(path, agency)
    table = pd.DataFrame({"record_id": raw["id"], "source": agency.name})
    for field, column in _FIELDS.items():
        if field in raw:
            table[column] = raw[field]
    if "full" in raw:
        table[["surname", "given_name"]] = _parts(raw["full"], agency)
    table["full_name"] = table["given_name"] + " " + table["surname"]
    for column in ("full_name", "given_name", "surname", "father_name", "place"):
        if column in table:
            table[column] = table[column].map(plain_text)
    table["sex"] = raw["sex"].map(dict(zip(agency.sex, "mf", strict=True))) if "sex" in raw else None
    if "birth" in raw:
        table["birth_date"] = _dates(raw["birth"], agency)
    if "phone" in table:
        table["phone"] = table["phone"].map(lambda text: re.sub(r"\D", "", text).removeprefix("00"))
    return table.replace("", None)


def plain_text(text: str) -> str:
    """Give lower-case ASCII letters and single spaces.

    >>> plain_text(" Ђорђе  Žižić")
    'djordje zizic'
    """
    from unidecode import unidecode

    whole = text.encode("utf-8", "ignore").decode("utf-8")  # without lone surrogates, of which Unidecode warns
    return " ".join(re.sub(r"[^a-z0-9]+", " ", unidecode(whole).lower()).split())


def _parts(whole: pd.Series[str], agency: Agency) -> pd.DataFrame:
    """Take whole names apart at the agency's order: the first word or words, and the last."""
    import pandas as pd

    names = whole.str.replace(r"\(.*?\)", " ", regex=True).str.strip()
    if "<<" in agency.full:
        parts = names.str.split("<<", n=1, expand=True)
        return pd.DataFrame({"surname": parts[0], "given_name": parts.get(1, pd.Series("", parts.index)).fillna("")})
    surname_first = agency.full.index("{surname}") < agency.full.index("{given}")
    words = names.str.split()
    first, last = words.str[:1].str.join(" "), words.str[1:].str.join(" ")
    return pd.DataFrame({"surname": first if surname_first else last, "given_name": last if surname_first else first})


def _dates(texts: pd.Series[str], agency: Agency) -> pd.Series[str]:
    import pandas as pd

    shape = agency.date.replace("%e", "%d").replace("%n", "%m")
    dates = pd.to_datetime(texts, format=shape, errors="coerce")
    return dates.dt.strftime("%Y-%m-%d")
