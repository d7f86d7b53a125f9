import argparse
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import names_speed
from names_speed import Maker, Pairs
from peers.name_scorers import Scorer


@pytest.fixture(scope="module")
def maker() -> Maker:
    return Maker.from_files()


@pytest.mark.parametrize("setting", sorted(names_speed.SETTINGS))
def test_pairs_are_different_and_repeatable(maker: Maker, setting: str) -> None:
    make = names_speed.SETTINGS[setting]
    pairs = make(maker, 1000, np.random.default_rng(1))
    assert len(pairs.left) == len(pairs.right) == 1000
    assert len(set(zip(pairs.left, pairs.right, strict=True))) == 1000
    assert pairs == make(maker, 1000, np.random.default_rng(1))
    assert pairs != make(maker, 1000, np.random.default_rng(2))


def test_names_repeat_or_do_not(maker: Maker) -> None:
    few = names_speed.repeating(maker, 2000, np.random.default_rng(1))
    assert len({*few.left, *few.right}) <= 200
    all_different = names_speed.distinct(maker, 2000, np.random.default_rng(1))
    assert len({*all_different.left, *all_different.right}) == 4000


def test_half_of_the_pairs_are_related(maker: Maker) -> None:
    from rapidfuzz import fuzz

    pairs = names_speed.distinct(maker, 2000, np.random.default_rng(1))
    alike = np.array([fuzz.token_sort_ratio(a, b) for a, b in zip(pairs.left, pairs.right, strict=True)]) > 70
    assert 0.35 < alike.mean() < 0.6


def test_cyrillic_names_have_no_latin_letters(maker: Maker) -> None:
    pairs = names_speed.cross_script(maker, 2000, np.random.default_rng(1))
    assert not any("a" <= letter <= "z" for name in pairs.right for letter in name.lower())
    assert names_speed.cyrillic("Đorđe Njegoš") == "Ђорђе Његош"


def test_a_peer_is_timed_by_its_own_clock() -> None:
    worked = iter([1.0, 3.0])
    peer = Scorer("peer", lambda left, right: np.zeros(len(left)), clock=lambda: next(worked))
    row = names_speed.batch_row("distinct", peer, [Pairs(["a"] * 10, ["b"] * 10)])
    assert (row["pairs a second"], row["pairs"], row["different names"]) == (5, 10, 2)


def test_slow_peers_get_fewer_pairs(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(100))
    fast = Scorer("fast", lambda left, right: np.zeros(len(left)))
    slow = Scorer("slow", lambda left, right: np.zeros(len(left)), clock=lambda: float(next(ticks)))
    monkeypatch.setattr(names_speed.name_scorers, "scorers", lambda python, wanted: [fast, slow])
    parser = argparse.ArgumentParser()
    names_speed.add_options(parser)
    options = parser.parse_args(["--pairs", "400", "--peer-pairs", "100", "--repeats", "2", "--scorers", "s"])
    rows = names_speed.batches(options, maker)
    assert [(row["scorer"], row["pairs"]) for row in rows] == [("fast", 400), ("slow", 100)] * 3


def test_single_comparisons_are_timed(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    import resolve

    def compare(left: str, right: str) -> Any:
        return SimpleNamespace(similarity=0.5, explanation="because")

    monkeypatch.setitem(vars(resolve), "compare_names", compare)
    monkeypatch.setattr(names_speed, "EXPLAINED", 50)
    rows = names_speed.explained(maker, seed=1)
    assert [row["pairs"] for row in rows] == [50] * 4
    assert all(row["µs"] >= 0 for row in rows)


def test_starts_are_medians_of_fresh_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names_speed, "START", "print(0.25, 0.5)")
    rows = names_speed.starts(sys.executable, times=3)
    assert [row["ms"] for row in rows] == [250.0, 500.0]
