"""How entities hang together: as defined, for every entity, whatever the order of the rows, in bounded work."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from resolve.linkage import cohesion
from resolve.linkage.cohesion import Cohesion, cohesion_of
from resolve.linkage.pipeline import Linked, Policy, Scored, Task, run
from resolve.records.prepare import prepare
from resolve.records.schema import read_schema
from resolve.records.sources import read_source
from resolve.scoring.comparison import compare
from resolve.scoring.weights import weigh


def linked_of(*frames: pd.DataFrame, across_only: bool = False) -> Linked:
    sources = [read_source(frame, f"source {number}") for number, frame in enumerate(frames, start=1)]
    records = prepare(sources, [read_schema(source) for source in sources])
    return run(records, Task(Policy.named("default"), across_only=across_only))


def people(count: int, seed: int) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    given = draw.choice(["Ana", "Marko", "Agim", "Emina", "Ivo", "Besa", "Ilir", "Jana"], count)
    surname = draw.choice(["Hoxha", "Petrović", "Ilić", "Krasniqi", "Novak", "Gjoka", "Berisha"], count)
    born = [f"{draw.integers(1950, 2000)}-{draw.integers(1, 13):02}-{draw.integers(1, 29):02}" for _ in range(count)]
    return pd.DataFrame({"id": range(1, count + 1), "given_name": given, "surname": surname, "date_of_birth": born})


def repeated(seed: int) -> pd.DataFrame:
    """Make people who come three times, the second time with a slip, the third without a day of birth."""
    first = people(60, seed)
    second = first.assign(surname=[name[:-1] for name in first["surname"]])
    third = first.assign(date_of_birth=[born[:4] for born in first["date_of_birth"]])
    return pd.concat([first, second, third], ignore_index=True).assign(id=[f"r{row}" for row in range(180)])


@pytest.fixture(scope="module")
def linked() -> Linked:
    return linked_of(repeated(1))


def all_weights(linked: Linked, rows: list[int]) -> dict[tuple[int, int], float]:
    pairs = list(combinations(rows, 2))
    left, right = (np.array([pair[side] for pair in pairs], np.int32) for side in (0, 1))
    comparisons = [each.comparison for each in linked.model.comparisons_in(linked.records)]
    levels = compare(linked.records, comparisons, left, right)
    return dict(zip(pairs, weigh(linked.records, linked.model, levels, left, right).tolist(), strict=True))


def test_coherence_is_the_mean_probability_of_all_pairs(linked: Linked) -> None:
    found = cohesion_of(linked)
    assert (found.sizes > 2).any()
    for place, label in enumerate(found.labels.tolist()):
        rows = np.flatnonzero(linked.labels == label).tolist()
        assert found.sizes[place] == len(rows)
        if len(rows) == 1:
            assert np.isnan(found.coherence[place])
            assert (found.left[place], found.right[place], found.bridge[place]) == (-1, -1, False)
            continue
        weights = all_weights(linked, rows)
        expected = np.mean([1 / (1 + 2.0**-bits) for bits in weights.values()])
        assert found.coherence[place] == pytest.approx(expected, abs=1e-3)
        pair = (int(found.left[place]), int(found.right[place]))
        assert weights[pair] == pytest.approx(found.weakest[place], abs=1e-3)


def by_ids(linked: Linked, found: Cohesion) -> set[tuple[object, ...]]:
    ids = linked.records.record_ids
    several = np.flatnonzero(found.sizes > 1)
    return {
        (
            frozenset(ids[linked.labels == found.labels[place]].tolist()),
            found.coherence[place],
            found.weakest[place],
            frozenset((ids[found.left[place]], ids[found.right[place]])),
            found.bridge[place],
        )
        for place in several.tolist()
    }


def test_does_not_hang_on_the_order_of_rows(linked: Linked) -> None:
    turned = linked_of(repeated(1).sample(frac=1, random_state=3).reset_index(drop=True))
    assert by_ids(turned, cohesion_of(turned)) == by_ids(linked, cohesion_of(linked))


def joined(linked: Linked, rows: int, links: list[tuple[int, int, float]]) -> Linked:
    """Make one entity of the first rows, held by these links alone."""
    left, right = (np.array([link[side] for link in links], np.int32) for side in (0, 1))
    bits = np.array([link[2] for link in links], np.float32)
    none = linked.possible.where(np.zeros(len(linked.possible), bool))
    scored = Scored(left, right, bits, np.zeros(len(bits), np.int8), np.zeros(len(bits), bool))
    labels = np.arange(len(linked.labels))
    labels[:rows] = 0
    return replace(linked, labels=labels, links=scored, possible=none)


def test_a_chain_of_strangers_is_incoherent_and_hangs_on_bridges(linked: Linked) -> None:
    chained = joined(linked, 4, [(0, 1, 12.0), (1, 2, 7.0), (2, 3, 12.0)])
    found = cohesion_of(chained)
    assert found.coherence[0] == pytest.approx(0.5, abs=0.01), "three links of six pairs"
    assert (found.weakest[0], found.left[0], found.right[0]) == (7.0, 1, 2)
    assert found.bridge[0]
    assert found.worst_first()[0] == 0


def test_two_records_held_by_a_pair_that_was_not_kept_are_weighed(linked: Linked) -> None:
    found = cohesion_of(joined(linked, 2, []))
    assert found.coherence[0] == pytest.approx(0.0, abs=0.01)
    assert (found.left[0], found.right[0]) == (0, 1)
    assert found.weakest[0] < 0


def test_a_weak_link_beside_stronger_ones_is_not_what_holds(linked: Linked) -> None:
    found = cohesion_of(joined(linked, 3, [(0, 1, 12.0), (1, 2, 9.0), (0, 2, 2.0)]))
    assert (found.weakest[0], found.left[0], found.right[0], found.bridge[0]) == (9.0, 1, 2, False)


def test_large_entities_take_work_in_proportion(linked: Linked, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def counting(records, comparisons, left, right):  # type: ignore[no-untyped-def]
        compared.append(len(left))
        return compare(records, comparisons, left, right)

    monkeypatch.setattr(cohesion, "compare", counting)
    ring = [(row, row + 1, 9.0) for row in range(119)]
    found = cohesion_of(joined(linked, 120, ring))
    assert sum(compared) <= 120 * cohesion.PAIRS_A_RECORD
    assert 0 < found.coherence[0] < 0.2
    assert found.bridge[0]


def test_many_identical_records_hang_together_well() -> None:
    same = linked_of(pd.concat([people(1, 1)] * 80 + [people(30, 2)], ignore_index=True))
    found = cohesion_of(same)
    largest = int(found.sizes.argmax())
    assert found.sizes[largest] >= 80
    assert found.coherence[largest] > 0.95
    assert not found.bridge[largest]


def test_across_sources_only_pairs_across_count() -> None:
    first = people(60, 1)
    across = linked_of(first, pd.concat([first, first.head(20).assign(surname="Ilić")]), across_only=True)
    found = cohesion_of(across)
    codes = across.records.source_codes
    several = found.sizes > 1
    assert several.any()
    assert (codes[found.left[several]] != codes[found.right[several]]).all()
    assert not np.isnan(found.coherence[several]).any()


def test_one_record_and_no_link() -> None:
    found = cohesion_of(linked_of(people(1, 1)))
    assert (found.sizes.tolist(), found.bridge.tolist(), len(found.worst_first())) == ([1], [False], 0)
    assert len(cohesion_of(linked_of(pd.DataFrame({"sex": ["M", "F"], "id": [1, 2]}))).labels) == 2
