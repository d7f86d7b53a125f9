"""The reader of rules: every file of the house is sound, frozen and fingerprinted; a broken one is refused."""

from __future__ import annotations

import pytest

from resolve import rules
from resolve.errors import RulesError
from resolve.linkage.blocking import read_rules
from resolve.records.forms import FORMS
from resolve.scoring.across import ACROSS
from resolve.scoring.agreement import TESTS
from resolve.scoring.comparison import levels_of

NAMES = sorted(
    path.relative_to(rules.data_folder("rules")).with_suffix("").as_posix()
    for path in rules.data_folder("rules").rglob("*.toml")
)


@pytest.fixture
def other_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(rules, "data_folder", lambda name: tmp_path)
    rules.load.cache_clear()
    rules.fingerprint.cache_clear()
    yield tmp_path
    rules.load.cache_clear()
    rules.fingerprint.cache_clear()


@pytest.mark.parametrize("name", NAMES)
def test_every_file_says_what_it_is(name):
    about = rules.load(name)["about"]
    assert all(about[part] for part in ("source", "date", "meaning"))


def test_what_is_read_cannot_be_changed():
    content = rules.load("models/comparisons")
    with pytest.raises(TypeError):
        content["surname"] = ()
    with pytest.raises(TypeError):
        content["strength"]["m"] = 0
    assert isinstance(content["surname"], tuple)
    assert rules.load("models/comparisons") is content


def test_a_missing_file_and_folder_are_refused():
    with pytest.raises(RulesError, match="no rules file"):
        rules.load("names/nothing")
    with pytest.raises(RulesError, match="install the package again"):
        rules.data_folder("no such folder")


@pytest.mark.parametrize(
    "content", [b"", b"[about]\n", b'[about]\nsource = "x"\ndate = "y"\n', b"not toml", b'[about]\nsource = "\xff"\n']
)
def test_a_broken_file_is_refused_with_its_name(other_folder, content):
    (other_folder / "broken.toml").write_bytes(content)
    with pytest.raises(RulesError, match=r"broken\.toml"):
        rules.load("broken")


def test_about_must_be_a_table(other_folder):
    (other_folder / "broken.toml").write_bytes(b"about = 3\n")
    with pytest.raises(RulesError, match=r"broken\.toml"):
        rules.load("broken")


def test_the_fingerprint_tells_content_and_names_apart_but_not_line_ends(other_folder):
    def mark(**files: bytes) -> str:
        for path in other_folder.iterdir():
            path.unlink()
        for name, content in files.items():
            (other_folder / f"{name}.toml").write_bytes(content)
        rules.fingerprint.cache_clear()
        return rules.fingerprint()

    assert mark(a=b"x = 1\n") == mark(a=b"x = 1\r\n") != mark(a=b"x = 2\n")
    assert mark(a=b"x = 1\n") != mark(b=b"x = 1\n")
    assert mark(a=b"1", b=b"2") != mark(a=b"1b2")


def test_comparisons_name_tests_that_exist_and_shares_that_can_be():
    kinds = {field["kind"] for field in rules.load("schemas/fields")["field"].values()} - {"id", "ignore", "part"}
    for kind in kinds:
        levels = levels_of(kind)
        assert all(level.test in TESTS or level.test in ACROSS or level.test == "name" for level in levels)
        assert all(0 < level.m < 1 and 0 < level.u < 1 for level in levels)
        assert levels[-1].test == "otherwise" and len({level.name for level in levels}) == len(levels)
        assert {level.rarity for level in levels} <= {"yes", "no", "like", "sounds", "common"}


def test_blocking_rules_name_fields_and_forms_that_exist():
    fields = set(rules.load("schemas/fields")["field"])
    names = [rule.name for rule in read_rules()]
    assert len(set(names)) == len(names)
    for rule in read_rules():
        assert rule.fields <= fields
        for key in (*rule.keys, *rule.refine):
            form = key.partition(":")[2]
            assert form.removesuffix("_pair") in FORMS


def test_policies_are_bounds_in_order():
    for policy in rules.load("models/policies")["policy"].values():
        assert 0 < policy["possible"] < policy["link"] < 1 and 0 < policy["join"] < 1
