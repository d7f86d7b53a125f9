"""The peer logic-v2: what is told to it, with a stand-in for its packages; and itself, where it is installed."""

from __future__ import annotations

import sys
import types

import numpy as np
import pandas as pd
import pytest

from resolve.evaluation.bench.names import measures
from resolve.evaluation.bench.peers import nomenklatura
from resolve.evaluation.bench.screening import ScreenTask

LIST = (
    "id,name,aliases,weak_aliases,birth_date,nationality,document,sex\n"
    "W1,Hashim Thaci,Хашим Тачи; Hasim Taci,Gjarpri,1968-04-24,XKX,P1,M\n"
    "W2,Ana Ilic,,,1990,SRB,,F\n"
)


class Entity:
    def __init__(self) -> None:
        self.id, self.properties = "", {}

    def add(self, name: str, values: list[str]) -> None:
        self.properties.setdefault(name, []).extend(values)


@pytest.fixture
def stand_in(monkeypatch):
    """Score 1 where the sides share a name, a passport or nothing said against it; keep what was compared."""
    compared: list[tuple[Entity, Entity]] = []

    def compare(left: Entity, right: Entity, config: object) -> types.SimpleNamespace:
        compared.append((left, right))
        names = set(right.properties["name"]) | set(right.properties.get("alias", ()))
        return types.SimpleNamespace(score=0.9 if names & set(left.properties["name"]) else 0.2)

    algorithm = types.SimpleNamespace(default_config=lambda: None, compare=compare)
    model = types.SimpleNamespace(make_entity=lambda schema: Entity())
    monkeypatch.setitem(sys.modules, "followthemoney", types.SimpleNamespace(model=model))
    monkeypatch.setitem(sys.modules, "nomenklatura", types.SimpleNamespace())
    found = types.SimpleNamespace(get_algorithm=lambda name: algorithm)
    monkeypatch.setitem(sys.modules, "nomenklatura.matching", found)
    return compared


@pytest.fixture
def task(tmp_path) -> ScreenTask:
    (tmp_path / "watchlist.csv").write_text(LIST, "utf-8")
    queries = pd.DataFrame(
        {
            "query_id": ["a:1", "b:1", "b:2"],
            "name": ["hashim tachi", "nobody known", None],
            "name_as_written": ["Хашим Тачи", "Nobody Known", ""],
            "birth_date": ["1968-04-24", None, None],
            "sex": ["m", None, None],
            "document": ["P1", None, None],
        }
    )
    return ScreenTask(tmp_path / "watchlist.csv", {}, queries)


def test_it_is_told_all_that_is_known_and_names_as_they_are_written(stand_in, task):
    answer = nomenklatura.screen(task)
    assert answer.verdicts == {"match": frozenset({("a:1", "W1")})}
    assert {query for query, _, _ in answer.hits} == {"a:1", "b:1", "b:2"}
    left, right = next(pair for pair in stand_in if pair[1].properties["name"] == ["Hashim Thaci"])
    assert left.properties == {
        "name": ["Хашим Тачи"],
        "birthDate": ["1968-04-24"],
        "gender": ["male"],
        "passportNumber": ["P1"],
    }
    assert right.properties["alias"] == ["Хашим Тачи", "Hasim Taci"] and right.properties["weakAlias"] == ["Gjarpri"]
    assert right.properties["gender"] == ["male"] and right.properties["nationality"] == ["XKX"]


def test_names_are_compared_side_by_side(stand_in):
    scores = nomenklatura.compare_names(["Ana", "Ana"], ["Ana", "Marko"])
    assert scores.tolist() == [0.9, 0.2] and isinstance(scores, np.ndarray)


def test_itself_where_it_is_installed(task):
    pytest.importorskip("nomenklatura")
    pytest.importorskip("followthemoney")
    same, other = nomenklatura.compare_names(["Ђорђе Петровић", "Goran Ilić"], ["Djordje Petrovic", "Ana Jovanova"])
    assert same >= nomenklatura.SAME_AT > other
    assert ("a:1", "W1") in nomenklatura.screen(task).verdicts["match"]
    assert measures(["nomenklatura"])[-1].version
