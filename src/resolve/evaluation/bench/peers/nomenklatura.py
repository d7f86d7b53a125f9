"""logic-v2 of nomenklatura, the matcher of OpenSanctions: names side by side, and people against a list.

It scores two entities; which entities to score is left to an index. Here the likeliest entries of each person by
RapidFuzz stand in for that, many enough that hardly any right one is lost. 0.7 is the score from which on its makers
report a match.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from resolve.evaluation.bench.screening import ScreenAnswer, ScreenTask, names_of
from resolve.evaluation.bench.suites import read_rows
from resolve.evaluation.screening import Hit

SAME_AT = 0.7
_CANDIDATES = 10
_CHUNK = 2_000
_SEXES = {"m": "male", "f": "female"}


def compare_names(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[np.float64]:
    """Score pairs of people that have nothing but a name, from 0 to 1; the right side is the one that is listed."""
    score = _Scorer()
    made = lru_cache(maxsize=100_000)(lambda side, name: score.entity(f"{side} {name}", {"name": [name]}))
    return np.array([score(made("left", a), made("right", b)) for a, b in zip(left, right, strict=True)], np.float64)


def screen(task: ScreenTask) -> ScreenAnswer:
    """Screen people against a list: names with all aliases, date of birth, sex, nationality and document."""
    score = _Scorer()
    entries = read_rows(task.watchlist)
    listed = [score.entity(entry["id"], _of_entry(entry)) for entry in entries]
    hits: list[Hit] = []
    people = task.queries.to_dict("records")
    for row, candidates in enumerate(_likeliest([person["name"] or "" for person in people], entries)):
        asked = score.entity(f"query {row}", _of_person(people[row]))
        for at in candidates:
            found = score(asked, listed[at])
            if found > 0:
                hits.append((people[row]["query_id"], entries[at]["id"], found))
    return ScreenAnswer(hits, {"match": frozenset((query, entry) for query, entry, score in hits if score >= SAME_AT)})


class _Scorer:
    """Makes entities of it and compares them."""

    def __init__(self) -> None:
        from followthemoney import model
        from nomenklatura.matching import get_algorithm

        self._model, self._algorithm = model, get_algorithm("logic-v2")
        self._config = self._algorithm.default_config()

    def entity(self, key: str, properties: Mapping[str, Sequence[str]]) -> Any:
        """Make a person; the key differs between any two, since names are remembered by it."""
        made = self._model.make_entity("Person")
        made.id = key
        for name, values in properties.items():
            made.add(name, [value for value in values if value])
        return made

    def __call__(self, left: Any, right: Any) -> float:
        return float(self._algorithm.compare(left, right, self._config).score)


def _of_entry(entry: Mapping[str, str]) -> dict[str, list[str]]:
    return {
        "name": [entry["name"]],
        "alias": entry["aliases"].split("; "),
        "weakAlias": entry["weak_aliases"].split("; "),
        "birthDate": [entry["birth_date"]],
        "gender": [_SEXES.get(entry["sex"].lower(), "")],
        "nationality": [entry["nationality"]],
        "passportNumber": [entry["document"]],
    }


def _of_person(person: Mapping[Any, Any]) -> dict[str, list[str]]:
    return {
        "name": [person["name_as_written"]],
        "birthDate": [person["birth_date"] or ""],
        "gender": [_SEXES.get(person["sex"] or "", "")],
        "passportNumber": [person["document"] or ""],
    }


def _likeliest(names: Sequence[str], entries: Sequence[Mapping[str, str]]) -> Iterator[list[int]]:
    """Give the entries to compare for each name: the most alike of all their names, whatever the likeness."""
    from rapidfuzz import fuzz, process

    known = [(at, name) for at, entry in enumerate(entries) for name in names_of(entry)]
    owner = np.array([at for at, _ in known], np.int64)
    for start in range(0, len(names), _CHUNK):
        part = names[start : start + _CHUNK]
        alike = process.cdist(part, [name for _, name in known], scorer=fuzz.token_sort_ratio, dtype=np.float32)
        best = np.argsort(-alike, axis=1, kind="stable")[:, : 3 * _CANDIDATES]
        for row in owner[best]:
            yield list(dict.fromkeys(row.tolist()))[:_CANDIDATES]
