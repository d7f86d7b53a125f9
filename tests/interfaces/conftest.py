"""Runs on the shipped fixtures, made once, and small frames of people."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import resolve
from resolve.interfaces import cli
from resolve.rules import data_folder

EXPORTS = ("mup_registar", "kufiri_hyrje", "uk_cases")


@pytest.fixture
def call(capsys, monkeypatch):
    """Run the command in this process: exit status, standard output, error output."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["resolve", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return run


@pytest.fixture(scope="session")
def exports() -> dict[str, Path]:
    return {name: data_folder("fixtures") / f"{name}.csv" for name in EXPORTS}


@pytest.fixture(scope="session")
def truth() -> Path:
    return data_folder("fixtures") / "truth.csv"


@pytest.fixture(scope="session")
def found(exports) -> resolve.Resolution:
    return resolve.dedupe(exports)


@pytest.fixture(scope="session")
def linked(exports) -> resolve.Resolution:
    return resolve.link(exports["mup_registar"], exports["uk_cases"])


@pytest.fixture(scope="session")
def people() -> pd.DataFrame:
    """Forty people, every fifth of them twice with a slip."""
    given = ["Agim", "Marko", "Ana", "Besnik", "Jovan", "Elira", "Nikola", "Sara"]
    surnames = ["Hoxha", "Petrović", "Krasniqi", "Ilić", "Berisha"]
    rows = []
    for n in range(40):
        born = f"{1 + n * 7 % 28:02}.{1 + n * 5 % 12:02}.{1950 + n}"
        number = f"{(n + 1) * 73_856_093 % 10**9:09}"
        row = (f"r{n}", given[n % 8], surnames[n // 8] + "xyz"[: n % 3], born, number)
        rows.append(row)
        if n % 5 == 0:
            rows.append((f"r{n}b", row[1], row[2].upper(), row[3].replace(".", "/"), number))
    return pd.DataFrame(rows, columns=["id", "given_name", "surname", "birth_date", "passport_no"])


@pytest.fixture(scope="session")
def partition() -> Callable[[resolve.Resolution], set[frozenset[tuple[str, str]]]]:
    """Give a resolution's entities as sets of (source, record id)."""

    def of(resolution: resolve.Resolution) -> set[frozenset[tuple[str, str]]]:
        entities = resolution.entities
        members: dict[str, set[tuple[str, str]]] = {}
        for source, record, entity in zip(
            entities["source"], entities["record_id"], entities["entity_id"], strict=True
        ):
            members.setdefault(entity, set()).add((source, record))
        return {frozenset(each) for each in members.values()}

    return of
