"""The library: what goes in, in any form and order, comes out the same, whole and explained."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import resolve
from resolve.errors import FileError, InputError, ResolveError, UnknownNameError

FULL = {
    "given_name": "Agim",
    "surname": "Hoxha",
    "birth_date": "1986-03-14",
    "national_id": "1403986710012",
    "town": "Nis",
}


def copies(count: int, **cells: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"id": [f"c{n}" for n in range(count)], **{name: [cell] * count for name, cell in cells.items()}}
    )


def weight_by_pair(table: pd.DataFrame) -> dict[frozenset, float]:
    return dict(zip(map(frozenset, pairs_of(table)), table["weight"], strict=True))


def pairs_of(table: pd.DataFrame) -> list[tuple]:
    sides = zip(table["left_source"], table["left_id"], table["right_source"], table["right_id"], strict=True)
    return [((a, b), (c, d)) for a, b, c, d in sides]


# --- what a result holds -----------------------------------------------------------------------------------


def test_every_record_is_in_the_entities_once(found, exports):
    entities = found.entities
    assert list(entities.columns) == ["record_id", "source", "entity_id"]
    assert len(entities) == sum(len(pd.read_csv(p, sep=None, engine="python")) for p in exports.values())
    assert not entities.duplicated(["source", "record_id"]).any() and not entities.isna().any().any()


def test_links_are_over_the_bound_each_pair_once_the_heaviest_first(found):
    links = found.links
    assert list(links.columns)[:5] == ["left_id", "right_id", "weight", "probability", "rule"]
    assert (links["probability"] >= found.linked.task.policy.link).all()
    assert links["weight"].is_monotonic_decreasing
    both = [frozenset(pair) for pair in pairs_of(links)]
    assert len(set(both)) == len(both) and all(len(pair) == 2 for pair in both)


def _shown_order(pairs):
    return pairs.right, pairs.left, -pairs.weight


def test_possible_pairs_are_in_the_unsure_band_or_barred(found):
    policy = found.linked.task.policy
    shares = found.possible["probability"]
    barred = found.linked.possible.barred[np.lexsort(_shown_order(found.linked.possible))]
    assert (shares >= policy.possible).all() and (shares[~barred] < policy.link).all()
    assert not {frozenset(p) for p in pairs_of(found.possible)} & {frozenset(p) for p in pairs_of(found.links)}


def test_the_fixtures_are_resolved_well(found, truth):
    scores = resolve.evaluate(found, truth)
    assert scores.f1 > 0.85 and scores.unmatched == 0


def test_a_score_is_the_sum_of_the_evidence_that_is_shown(found):
    draw = np.random.default_rng(4)
    names = list(zip(found.entities["source"], found.entities["record_id"], strict=True))
    chosen = [(names[a], names[b]) for a, b in draw.integers(0, len(names), (300, 2)) if a != b]
    for left, right in [*chosen, *pairs_of(found.links)[:60], *pairs_of(found.possible)[:60]]:
        shown = found.explain(left, right)
        total = shown.prior_bits + shown.near_bits + sum(each.total for each in shown.evidence)
        assert total == pytest.approx(shown.weight, abs=1e-3)
        assert shown.probability == pytest.approx(1 / (1 + 2.0**-shown.weight))


def test_an_explanation_gives_the_weight_of_the_table(found):
    for table in (found.links, found.possible):
        for (left, right), weight, share in list(
            zip(pairs_of(table), table["weight"], table["probability"], strict=True)
        )[:80]:
            shown, back = found.explain(left, right), found.explain(right, left)
            assert shown.weight == pytest.approx(weight, abs=1e-3) and shown.probability == pytest.approx(
                share, abs=1e-6
            )
            assert back.weight == pytest.approx(shown.weight, abs=1e-3)


def test_an_explanation_says_whether_the_two_are_together(found):
    (left, right) = pairs_of(found.links)[0]
    assert found.explain(left, right).same_entity is True
    entities = found.entities
    other = entities[entities["entity_id"] != entities["entity_id"].iloc[0]].iloc[0]
    first = tuple(entities.iloc[0][["source", "record_id"]])
    assert found.explain(first, (other["source"], other["record_id"])).same_entity is False


def test_explaining_records_that_are_not_there_or_not_told_apart(found):
    with pytest.raises(UnknownNameError, match="no record has the id 'nobody'"):
        found.explain("nobody", ("uk_cases", "UKC-4107"))
    with pytest.raises(UnknownNameError, match="say which with"):
        found.explain("1", ("uk_cases", "UKC-4107"))
    with pytest.raises(UnknownNameError):
        found.explain(("no such source", "1"), ("uk_cases", "UKC-4107"))
    with pytest.raises(KeyError):
        found.explain(("mup_registar", "0"), ("mup_registar", "1"))
    assert found.explain("UKC-4107", ("mup_registar", "1")).left == ("uk_cases", "UKC-4107")


def test_in_linking_the_sides_tell_ids_apart():
    left = pd.DataFrame({"id": ["1", "2"], "surname": ["Hoxha", "Ilić"], "birth_date": ["1986", "1990"]})
    right = pd.DataFrame({"id": ["1", "2"], "surname": ["Ilic", "Hodža"], "birth_date": ["1990", "1986"]})
    shown = resolve.link(left, right).explain("1", "2")
    assert (shown.left, shown.right) == (("left", "1"), ("right", "2"))


# --- determinism and order ---------------------------------------------------------------------------------


def test_two_runs_are_the_same(found, exports):
    again = resolve.dedupe(exports)
    for name in ("entities", "links", "possible", "clusters", "golden", "blocking"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(found, name))
    assert again.model == found.model


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_neither_entities_nor_their_ids(found, exports, partition, seed):
    frames = {}
    for name, path in exports.items():
        frame = text_frame(path)
        if found.linked.records.schemas[list(exports).index(name)].id_column is None:
            frame.insert(0, "row_id", [str(n) for n in range(1, len(frame) + 1)])
        frames[name] = frame.sample(frac=1, random_state=seed).reset_index(drop=True)
    shuffled = resolve.dedupe(frames)
    assert partition(shuffled) == partition(found)
    key = ["source", "record_id"]
    ids = [each.entities.sort_values(key)["entity_id"].tolist() for each in (found, shuffled)]
    assert ids[0] == ids[1]
    weights = [weight_by_pair(each.links) for each in (found, shuffled)]
    assert weights[0].keys() == weights[1].keys()
    assert all(weights[1][pair] == pytest.approx(weight, abs=0.05) for pair, weight in weights[0].items())


def text_frame(path) -> pd.DataFrame:
    from resolve.records.sources import read_source

    return read_source(path).table.to_pandas()


def test_the_order_of_sources_changes_no_entity(found, exports, partition):
    turned = resolve.dedupe(dict(reversed(exports.items())))
    assert partition(turned) == partition(found)


def test_an_entity_keeps_its_id_when_a_stranger_comes(people):
    stranger = pd.DataFrame([{"id": "z", "given_name": "Zef", "surname": "Zogaj", "birth_date": "1.1.1931"}])
    before = resolve.dedupe(people).entities.set_index("record_id")["entity_id"]
    after = resolve.dedupe(pd.concat([people, stranger])).entities.set_index("record_id")["entity_id"]
    assert (after[before.index] == before).mean() > 0.95


# --- forms of input ----------------------------------------------------------------------------------------


def test_every_form_of_input_gives_the_same(people, tmp_path):
    people.to_csv(tmp_path / "frame.csv", index=False)
    people.to_parquet(tmp_path / "frame.parquet")
    people.to_json(tmp_path / "frame.jsonl", orient="records", lines=True, force_ascii=False)
    people.to_excel(tmp_path / "frame.xlsx", index=False)
    table = pa.Table.from_pandas(people)
    forms = {
        "pandas": people,
        "polars": pl.from_pandas(people),
        "lazy": pl.from_pandas(people).lazy(),
        "arrow": table,
        "batch": table.to_batches()[0],
        "duckdb": duckdb.from_arrow(table),
        **{path.suffix: path for path in tmp_path.iterdir()},
        "text of a path": str(tmp_path / "frame.csv"),
        "list": [people],
    }
    expected = resolve.dedupe(people)
    assert expected.entities["entity_id"].nunique() < len(people)
    for name, form in forms.items():
        found = resolve.dedupe(form)
        assert found.linked.records.source_names() == ("frame",), name
        pd.testing.assert_frame_equal(found.entities, expected.entities)
        pd.testing.assert_frame_equal(found.links, expected.links)
        pd.testing.assert_frame_equal(found.golden, expected.golden)


def test_sources_come_in_a_list_or_by_name(people):
    listed = resolve.dedupe([people, people])
    assert set(listed.entities["source"]) == {"frame", "frame_2"}
    named = resolve.dedupe({"border": people, "visa": people})
    assert set(named.entities["source"]) == {"border", "visa"}
    assert (named.entities.groupby("entity_id")["source"].nunique() == 2).all()


@pytest.mark.parametrize("data", [None, 3, [], {}, {"a": None}, [None], pd.Series(["a"]), pd.DataFrame(), "", object()])
def test_what_is_no_data_is_refused(data):
    with pytest.raises(ResolveError):
        resolve.dedupe(data)


def test_files_that_hold_nothing_to_work_on_are_refused(tmp_path):
    for name, content in {
        "empty.csv": "",
        "blank.csv": "\n\n",
        "header.csv": "id;ime\n",
        "tags.csv": "<html></html>",
    }.items():
        path = tmp_path / name
        path.write_text(content)
        with pytest.raises(InputError, match=name.replace(".", r"\.")):
            resolve.dedupe(path)
    with pytest.raises(FileError, match="missing"):
        resolve.dedupe(tmp_path / "missing.csv")
    with pytest.raises(FileError):
        resolve.dedupe(tmp_path)


def test_no_column_with_a_meaning_is_refused_with_advice():
    with pytest.raises(InputError, match="--map") as raised:
        resolve.dedupe(pd.DataFrame({"a1": ["qwrtz-secret", "pl"], "b7": ["!!", "??"]}))
    assert "a1" in str(raised.value) and "secret" not in str(raised.value)


def test_a_file_in_the_wrong_encoding_is_resolved(tmp_path):
    people = "ime;prezime;datum rođenja\nĐorđe;Šarić;1.2.1985\nDjordje;Saric;01.02.1985.\nAna;Čolić;1990\n"
    path = tmp_path / "people.csv"
    path.write_bytes(people.encode("cp1250"))
    found = resolve.dedupe(path)
    assert found.entities["entity_id"].tolist()[0] == found.entities["entity_id"].tolist()[1]
    assert found.golden["surname"].tolist()[-1] == "Čolić" or "Čolić" in found.golden["surname"].tolist()


# --- few, equal and empty records --------------------------------------------------------------------------


def test_one_record(tmp_path):
    found = resolve.dedupe(copies(1, **FULL))
    assert (len(found.entities), len(found.links), len(found.possible), len(found.golden)) == (1, 0, 0, 1)
    assert list(found.links.columns)[:3] == ["left_id", "right_id", "weight"]
    found.save(tmp_path)
    assert found.model.prior > 0


def test_two_records_of_one_person_and_of_two(tmp_path):
    assert resolve.dedupe(copies(2, **FULL)).entities["entity_id"].nunique() == 1
    two = pd.DataFrame({"surname": ["Hoxha", "Ilić"], "given_name": ["Agim", "Ana"], "birth_date": ["1950", "1990"]})
    found = resolve.dedupe(two)
    assert found.entities["entity_id"].nunique() == 2
    found.save(tmp_path)


def test_one_record_on_each_side():
    found = resolve.link(copies(1, **FULL), copies(1, **FULL))
    assert pairs_of(found.links) == [(("left", "c0"), ("right", "c0"))]


@pytest.mark.parametrize("count", [3, 10])
def test_a_few_identical_records_with_full_details_are_one_entity(count):
    assert resolve.dedupe(copies(count, **FULL)).entities["entity_id"].nunique() == 1


@pytest.mark.parametrize("count", [20, 100])
def test_many_identical_records_with_full_details_are_one_entity(count):
    assert resolve.dedupe(copies(count, **FULL)).entities["entity_id"].nunique() == 1


def test_many_identical_records_among_others_are_one_entity(people):
    entities = resolve.dedupe(pd.concat([copies(30, **FULL), people])).entities
    assert entities[entities["record_id"].str.startswith("c")]["entity_id"].nunique() == 1


@pytest.mark.parametrize("count", [2, 50, 51, 300])
def test_records_with_nothing_but_a_common_name_do_not_break_it(count, tmp_path):
    found = resolve.dedupe(copies(count, given_name="Ana"))
    assert len(found.entities) == count
    found.save(tmp_path)


def test_columns_of_nulls_count_for_nothing(people):
    plain = resolve.dedupe(people)
    with_nulls = resolve.dedupe(people.assign(phone=None, town="", email=np.nan))
    pd.testing.assert_frame_equal(with_nulls.entities, plain.entities)


def test_rows_without_a_single_value_are_entities_of_their_own(people):
    empty = pd.DataFrame([{"id": "e1"}, {"id": "e2"}, {"id": "e3", "surname": "nepoznato"}])
    entities = resolve.dedupe(pd.concat([people, empty])).entities.set_index("record_id")["entity_id"]
    assert entities[["e1", "e2", "e3"]].nunique() == 3
    assert not set(entities[["e1", "e2", "e3"]]) & set(entities.drop(["e1", "e2", "e3"]))


def test_repeated_ids_are_told_apart_and_said(people):
    frame = people.assign(id="7")
    found = resolve.dedupe(frame)
    assert found.entities["record_id"].tolist()[:3] == ["7", "7#2", "7#3"]
    assert any("id" in note for note in found.linked.records.notes)
    assert found.explain("7", "7#2").same_entity is True


def test_hostile_cells_are_data(tmp_path):
    names = [
        "=cmd()|' /C calc'!A0",
        "<script>",
        "'; DROP TABLE r; --",
        "a\x00b",
        "\u202eana",
        "\u0301" * 3000,
        "x" * 100_000,
    ]
    frame = pd.DataFrame({"id": range(len(names)), "surname": names, "given_name": names[::-1], "birth_date": "1986"})
    found = resolve.dedupe(frame)
    assert len(found.entities) == len(names)
    found.save(tmp_path)


# --- linking -----------------------------------------------------------------------------------------------


def test_linking_never_links_two_records_of_one_source(linked):
    assert len(linked.links) > 0
    for table in (linked.links, linked.possible):
        assert (table["left_source"] != table["right_source"]).all()


def test_linking_a_file_with_itself_links_across_only(people):
    found = resolve.link(people, people)
    assert (found.links["left_source"] == "left").all() and (found.links["right_source"] == "right").all()
    same = found.links[found.links["left_id"] == found.links["right_id"]]
    assert len(same) == len(people)


def test_one_to_one_never_uses_a_record_twice(people):
    for left, right in ((people, people), (pd.concat([people, people.head(10).assign(id="x")]), people)):
        links = resolve.link(left, right, one_to_one=True).links
        assert len(links) > 0.9 * len(people)
        assert not links["left_id"].duplicated().any() and not links["right_id"].duplicated().any()
        assert (links["left_source"] == "left").all() and (links["right_source"] == "right").all()


def test_one_to_one_of_identical_records_pairs_them_off():
    links = resolve.link(copies(4, **FULL), copies(3, **FULL), one_to_one=True).links
    assert len(links) == 3
    assert not links["left_id"].duplicated().any() and not links["right_id"].duplicated().any()


def test_identical_records_of_one_source_all_join_the_record_they_are_linked_to():
    found = resolve.link(copies(2, **FULL), copies(1, **FULL))
    assert len(found.links) == 2
    assert found.entities["entity_id"].nunique() == 1


@pytest.mark.parametrize("one_to_one", [False, True])
def test_many_identical_records_on_both_sides_all_get_a_link(one_to_one):
    links = resolve.link(copies(60, **FULL), copies(60, **FULL), one_to_one=one_to_one).links
    assert links["left_id"].nunique() == links["right_id"].nunique() == 60


def test_linking_paths_names_the_sources_after_them(linked):
    assert linked.linked.records.source_names() == ("mup_registar", "uk_cases")


# --- schema, model, policy ---------------------------------------------------------------------------------


def test_a_schema_overrules_the_guess(people, partition):
    renamed = people.rename(
        columns={"id": "q1", "given_name": "q2", "surname": "q3", "birth_date": "q4", "passport_no": "q5"}
    )
    said = {"id": "q1", "map": {"q2": "given_name", "q3": "surname", "q4": "birth_date", "q5": "document_number"}}
    found = resolve.dedupe(renamed, schema=said)
    assert partition(found) == partition(resolve.dedupe(people))
    assert partition(resolve.dedupe(renamed, schema=resolve.Schema(**said))) == partition(found)


@pytest.mark.parametrize(
    "schema",
    [{"map": {"surname": "family"}}, {"map": {"nachname": "surname"}}, {"id": "number"}, {"source": {"other": {}}}],
)
def test_a_schema_of_names_that_are_not_there_is_refused(people, schema):
    with pytest.raises(UnknownNameError):
        resolve.dedupe(people, schema=schema)


def test_a_model_is_used_again_from_its_file_or_itself(people, tmp_path):
    trained = resolve.dedupe(people)
    trained.model.save(tmp_path / "model.json")
    of_file = resolve.dedupe(people, model=tmp_path / "model.json")
    of_text = resolve.dedupe(people, model=str(tmp_path / "model.json"))
    of_object = resolve.dedupe(people, model=resolve.Model.load(tmp_path / "model.json"))
    for other in (of_text, of_object):
        pd.testing.assert_frame_equal(other.links, of_file.links)
        assert other.model == of_file.model
    assert of_file.model.fields == trained.model.fields
    pd.testing.assert_frame_equal(of_file.entities, trained.entities)


def test_a_model_serves_data_with_fewer_and_more_fields(people, partition):
    model = resolve.dedupe(people).model
    fewer = resolve.dedupe(people.drop(columns="passport_no"), model=model)
    assert len(fewer.entities) == len(people)
    more = resolve.dedupe(people.assign(town="Niš"), model=model)
    assert partition(more) == partition(resolve.dedupe(people, model=model))


def test_a_model_that_knows_no_field_of_the_data_is_refused(people):
    model = resolve.dedupe(people).model
    with pytest.raises(InputError):
        resolve.dedupe(pd.DataFrame({"town": ["Niš", "Niš"], "street": ["Main 1", "Main 1"]}), model=model)


def test_a_model_that_is_none_is_refused(people, tmp_path):
    (tmp_path / "model.json").write_text("{}")
    with pytest.raises(InputError):
        resolve.dedupe(people, model=tmp_path / "model.json")
    with pytest.raises(FileError):
        resolve.dedupe(people, model=tmp_path / "none.json")


def test_policies_by_name_and_by_hand(people, found, exports):
    strict = resolve.dedupe(exports, policy="strict")
    assert set(map(frozenset, pairs_of(strict.links))) <= set(map(frozenset, pairs_of(found.links)))
    assert (strict.links["probability"] >= 0.99).all()
    pd.testing.assert_frame_equal(resolve.dedupe(exports, policy="default").links, found.links)
    by_hand = resolve.Policy("mine", link=0.999999, possible=0.5, join=0.9)
    assert (resolve.dedupe(people, policy=by_hand).links["probability"] >= 0.999999).all()
    with pytest.raises(UnknownNameError, match="there are: default, strict"):
        resolve.dedupe(people, policy="lenient")


@pytest.mark.parametrize("bounds", [(1.0, 0.5, 0.5), (0.7, 0.0, 0.5), (0.7, 0.9, 0.5), (1.5, 0.1, 0.5), (0.7, 0.1, -1)])
def test_bounds_that_cannot_be_are_refused(bounds):
    with pytest.raises(InputError):
        resolve.Policy("mine", *bounds)


def test_progress_tells_stages_and_shares(people):
    told: list[tuple[str, float]] = []
    resolve.dedupe(people, progress=lambda stage, share: told.append((stage, share)))
    assert all(0 <= share <= 1 for _, share in told)
    last = dict(told)
    assert set(last.values()) == {1.0} and {"preparing", "blocking", "training", "clustering"} <= set(last)


# --- how entities hang together ----------------------------------------------------------------------------


def test_clusters_tells_every_entity_with_its_weakest_pair(found):
    clusters = found.clusters
    assert sorted(clusters["entity_id"]) == sorted(found.entities["entity_id"].unique())
    assert clusters["records"].sum() == len(found.entities)
    several = clusters[clusters["records"] > 1]
    assert several["coherence"].between(0, 1).all() and several["coherence"].is_monotonic_increasing
    assert clusters[clusters["records"] == 1].filter(like="weakest").isna().all(axis=None)
    entity_of = found.entities.set_index(["source", "record_id"])["entity_id"]
    for row in several.head(5).to_dict("records"):
        left, right = ((row[f"weakest_{side}_source"], row[f"weakest_{side}_id"]) for side in ("left", "right"))
        assert entity_of[left] == entity_of[right] == row["entity_id"]
        assert found.explain(left, right).weight == pytest.approx(row["weakest_weight"], abs=1e-2)
        assert row["weakest_probability"] == pytest.approx(1 / (1 + 2 ** -row["weakest_weight"]))


def test_clusters_without_any_link():
    clusters = resolve.dedupe(pd.DataFrame({"surname": ["Hoxha", "Ilić"], "given_name": ["Ana", "Ivo"]})).clusters
    assert clusters["records"].tolist() == [1, 1]
    assert clusters["coherence"].isna().all() and not clusters["bridge"].any()


# --- golden records ----------------------------------------------------------------------------------------


def golden_case() -> resolve.Resolution:
    frames = {
        "mup": pd.DataFrame(
            {
                "id": ["m1", "m2", "m3"],
                "given_name": ["Ђорђе", "Djordje", "Ana"],
                "surname": ["Ђорђевић", "Djordjevic", "Marić"],
                "birth_date": ["1.2.1985.", "01.02.1985", "5.6.1990"],
                "passport_no": ["PA012345", "PA012345", "XX999111"],
            }
        ),
        "uk": pd.DataFrame(
            {
                "id": ["u1"],
                "given_name": ["Đorđe"],
                "surname": ["Đorđević"],
                "birth_date": ["1985-02-10"],
                "passport_no": ["pa 012345"],
                "town": ["Leeds"],
            }
        ),
    }
    return resolve.dedupe(frames)


def test_golden_values_have_votes_and_a_source():
    found = golden_case()
    golden = found.golden.set_index("records")
    assert sorted(golden.index) == [1, 3] and set(found.golden["entity_id"]) == set(found.entities["entity_id"])
    djordje = golden.loc[3]
    assert djordje["sources"] == "mup; uk"
    assert (djordje["birth_date_votes"], djordje["surname_votes"], djordje["town_votes"]) == ("2/3", "3/3", "1/1")
    assert djordje["birth_date"] in {"1.2.1985.", "01.02.1985"}
    assert (djordje["town"], djordje["town_from"]) == ("Leeds", "uk:u1")
    raw = {"mup:m1": "Ђорђевић", "mup:m2": "Djordjevic", "uk:u1": "Đorđević"}
    assert raw[djordje["surname_from"]] == djordje["surname"]
    ana = golden.loc[1]
    assert (ana["surname"], ana["surname_from"], ana["surname_votes"]) == ("Marić", "mup:m3", "1/1")
    assert (ana["town"], ana["town_from"], ana["town_votes"]) == ("", "", "")


def test_every_golden_value_is_the_one_of_the_record_it_is_from(found):
    records = found.linked.records
    row_of = {f"{each.source}:{each.record_id}": row for row, each in enumerate(found.entities.itertuples())}
    entity_of = found.entities["entity_id"].tolist()
    for field in records.columns:
        for row in found.golden[found.golden[field] != ""].to_dict("records"):
            at = row_of[row[f"{field}_from"]]
            assert entity_of[at] == row["entity_id"]
            assert row[field] == records.value(field, at) or row[field] in records.raw(at).values()
            votes, of = map(int, row[f"{field}_votes"].split("/"))
            assert 1 <= votes <= of <= row["records"]


# --- saving ------------------------------------------------------------------------------------------------

FILES = {"entities.csv", "links.csv", "possible.csv", "clusters.csv", "golden.csv", "model.json", "report.html"}


def test_saving_writes_every_file_and_removes_stale_rejects(found, tmp_path):
    folder = tmp_path / "deep" / "out"
    folder.mkdir(parents=True)
    (folder / "rejects.csv").write_text("stale")
    assert found.save(folder) == folder
    assert {path.name for path in folder.iterdir()} == FILES
    entities = pd.read_csv(folder / "entities.csv", dtype=str)
    pd.testing.assert_frame_equal(entities, found.entities.astype("str"), check_dtype=False)
    assert len(pd.read_csv(folder / "links.csv")) == len(found.links)
    assert resolve.Model.load(folder / "model.json") == found.model
    found.save(str(folder))
    assert {path.name for path in folder.iterdir()} == FILES


def test_saved_results_can_be_evaluated(found, truth, tmp_path):
    found.save(tmp_path)
    assert resolve.evaluate(tmp_path / "entities.csv", truth) == resolve.evaluate(found, truth)


def test_a_folder_that_cannot_be_made_is_a_file_error(found, tmp_path):
    (tmp_path / "file").write_text("here first")
    for place in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(FileError):
            found.save(place)


def test_refused_rows_are_kept_with_where_and_why(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,given_name,surname\n1,Ana,Marić\n2,Ivo,Ilić,x,y,z\n3,Eva,Jović\n")
    found = resolve.dedupe(path)
    assert found.entities["record_id"].tolist() == ["1", "3"]
    assert [(reject.line, reject.row) for reject in found.rejects] == [(3, 2)]
    found.save(tmp_path / "out")
    rejects = pd.read_csv(tmp_path / "out" / "rejects.csv")
    assert rejects["line"].tolist() == [3] and "Ivo" in rejects["text"][0] and "Ivo" not in rejects["reason"][0]


# --- privacy and cost --------------------------------------------------------------------------------------


def test_errors_never_quote_a_persons_data(tmp_path):
    secret = "Zefirović"
    bad = tmp_path / "bad.csv"
    bad.write_text(f"a,b\n{secret},{secret}\n")
    truth = pd.DataFrame({"record_id": [secret, secret], "entity_id": ["1", "2"]})
    people = pd.DataFrame({"surname": [secret, secret], "given_name": ["Ana", "Ana"]})
    calls = [
        lambda: resolve.dedupe(pd.DataFrame({"a1": [f"{secret}7!", "x?"]}), schema={"a1": "ignore"}),
        lambda: resolve.dedupe(people, policy="none"),
        lambda: resolve.dedupe(people, schema={"surname": "nothing"}),
        lambda: resolve.evaluate(truth, truth),
        lambda: resolve.evaluate(people, truth),
        lambda: resolve.dedupe([secret]),
    ]
    for call in calls[:-1]:
        with pytest.raises(ResolveError) as raised:
            call()
        assert secret not in str(raised.value) and raised.value.__cause__ is None


def test_importing_stays_cheap():
    heavy = ["pandas", "numpy", "pyarrow", "duckdb", "scipy", "rich"]
    code = f"import sys, resolve; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_there_and_no_other():
    assert all(getattr(resolve, name) is not None for name in resolve.__all__)
    assert set(resolve.__all__) <= set(dir(resolve))
    with pytest.raises(AttributeError, match="no name 'nothing'"):
        resolve.nothing  # noqa: B018


def test_a_resolution_says_what_it_is(found):
    assert f"{len(found.entities):,} records" in repr(found)
    assert set(found.timings) >= {"preparing", "blocking", "comparing", "training", "scoring", "clustering"}
    assert replace(found.model, prior=0.5).prior == 0.5


def test_two_valid_national_numbers_keep_records_apart_whatever_links_them():
    twins = pd.DataFrame(
        {
            "jmbg": ["1708992744983", "", "1708992744894"],
            "surname": ["Cvetković"] * 3,
            "given_name": ["Milan", "Milan", "Milan"],
            "birth_date": ["1992-08-17"] * 3,
            "address": ["Svetoilijska 183, Leskovac"] * 3,
            "phone": ["016 000 417"] * 3,
        }
    )
    found = resolve.dedupe(twins)
    entity = found.entities["entity_id"]
    assert entity[0] != entity[2] and entity[1] in (entity[0], entity[2])
    assert ("1", "3") not in set(zip(found.links["left_id"], found.links["right_id"], strict=True))
    levels = {each.field: each.level for each in found.explain("1", "3").evidence}
    assert levels["national_id"] == "two different valid numbers"
