"""What each published format says about an entry comes out in the one form, with nothing lost that screening needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolve.watchlist.lists.draft import Draft
from resolve.watchlist.lists.entries import Kind, ListedParty, Quality
from resolve.watchlist.lists.ofac import add_remarks
from resolve.watchlist.lists.read import read_list

LISTS = Path(__file__).resolve().parents[3] / "fixtures" / "lists"
WEAK, STRONG = Quality.WEAK, Quality.STRONG


def entry(sample: str, at: int = 0) -> ListedParty:
    return read_list(LISTS / sample).entries[at]


def names(party: ListedParty) -> dict[str, tuple[Quality, str]]:
    return {name.text: (name.quality, name.said) for name in party.names}


def test_un_names_qualities_births_and_documents():
    man = entry("un_consolidated.xml")
    assert man.entry_id == "ZZi.001" and man.references == ("UN ZZi.001", "UN 7000001")
    assert names(man) == {
        "RADOVAN KESTENOVIC": (STRONG, "primary"),
        "Радован Кестеновић": (STRONG, "original script"),
        "Radovan Kestenovich": (STRONG, "formerly"),
        "Radovan KESTENOVIĆ": (STRONG, "formerly"),
        "Kesten": (WEAK, "alias"),
        "Кестен": (WEAK, "original script"),
    }
    assert set(man.birth_dates) == {"1972-03-08", "1972-08-03", "circa 1970", "1969 to 1972", "Nov. 1971"}
    assert [(one.number, one.field, one.country, one.misused) for one in man.documents] == [
        ("009900112", "document_number", "Serbia", False),
        ("ZZ-7003", "national_id", "Montenegro", True),
    ]
    assert man.sex == "Male" and man.titles == ("Colonel",) and man.regimes == ("Testland",)
    assert man.nationalities == ("Serbia", "Montenegro") and man.countries == ("Montenegro",)


def test_un_names_keep_a_surname_that_looks_like_nothing_known():
    assert entry("un_consolidated.xml", 1).name == "GAZMEND LISHARKU NA"


def test_un_organisations_have_former_names_and_acronyms():
    firm = entry("un_consolidated.xml", 2)
    assert firm.kind is Kind.ORGANISATION
    assert names(firm)["BCL"] == (WEAK, "acronym") and names(firm)["Brezovica Trans"] == (STRONG, "formerly")


def test_ofac_remarks_hold_births_documents_and_weak_names():
    man = entry("ofac/sdn.csv")
    assert man.birth_dates == ("08 Mar 1972", "circa 1970", "1969 to 1972")
    assert names(man)["KESTEN"] == (WEAK, "alias") and names(man)["KOSTENOVIC, Rade"] == (WEAK, "formerly")
    assert (man.names[0].family, man.names[0].given) == ("KESTENOVIC", "Radovan")
    assert man.regimes == ("TEST", "TEST2") and man.emails == ("kesten@example.org",)
    assert [(one.number, one.field, one.country) for one in man.documents] == [
        ("009900112", "document_number", "Serbia"),
        ("ZZ-7003", "national_id", "Montenegro"),
    ]
    firm, ship = entry("ofac/sdn.csv", 1), entry("ofac/sdn.csv", 2)
    assert firm.phones == ("00381 36 000 001",) and "99000002" in {one.number for one in firm.documents}
    assert ship.kind is Kind.VESSEL and ship.countries == ("Panama",)


@pytest.mark.parametrize(
    "remarks", ["", ";;;", "DOB ;", "a.k.a. ''", "Passport", "'" * 1000, "; ".join(["DOB 1970"] * 5000)]
)
def test_ofac_remarks_of_any_form_are_taken(remarks):
    draft = Draft("1", Kind.PERSON)
    draft.name("Ana")
    add_remarks(draft, remarks)
    assert draft.party().name == "Ana"


def test_ofac_xml_has_categories_of_aliases():
    man = entry("ofac_sdn.xml")
    assert names(man) == {
        "Radovan KESTENOVIC": (STRONG, "primary"),
        "Rade KESTENOVICH": (STRONG, "alias"),
        "KESTEN": (WEAK, "alias"),
    }
    assert man.sex == "Male" and man.emails == ("kesten@example.org",) and man.regimes == ("TEST", "TEST2")
    assert not read_list(LISTS / "ofac_sdn.xml").notes


def test_ofac_advanced_xml_resolves_its_tables():
    man = entry("ofac_sdn_advanced.xml")
    main = man.names[0]
    assert (main.text, main.given, main.father, main.family) == (
        "Radovan Milanov KESTENOVIC",
        "Radovan",
        "Milanov",
        "KESTENOVIC",
    )
    assert names(man)["KESTEN"] == (WEAK, "alias") and names(man)["Радован Кестеновић"] == (STRONG, "original script")
    assert man.birth_dates == ("1972-03-08", "circa 1970") and man.sex == "Male" and man.listed_on == "2019-03-01"
    assert man.nationalities == ("Serbia",) and man.addresses == ("Bar, Montenegro",) and man.regimes == ("TEST",)
    assert [(one.number, one.country, one.misused) for one in man.documents] == [
        ("009900112", "Serbia", False),
        ("ZZ990002", "Montenegro", True),
    ]
    kinds = [one.kind for one in read_list(LISTS / "ofac_sdn_advanced.xml").entries]
    assert kinds == [Kind.PERSON, Kind.ORGANISATION, Kind.VESSEL]


def test_uk_rows_of_one_group_are_one_entry():
    read = read_list(LISTS / "uk_conlist.csv")
    man = read.entries[0]
    assert read.version == "04/05/2026" and man.entry_id == "99001"
    assert names(man) == {
        "Radovan Milan KESTENOVIC": (STRONG, "primary"),
        "Radovan KESTENOVICH": (STRONG, "alias"),
        "КЕСТЕНОВИЋ Радован": (STRONG, "original script"),
        "KESTEN": (WEAK, "alias"),
    }
    assert (man.names[0].given, man.names[0].family) == ("Radovan Milan", "KESTENOVIC")
    assert man.birth_dates == ("08/03/1972", "00/00/1970") and man.birth_places == ("Bar, Montenegro",)
    assert man.nationalities == ("Serbia", "Montenegro") and man.titles == ("Colonel", "Dr") and man.sex == "Male"
    assert man.references == ("UK TST0001", "UN ZZi.001")
    assert man.phones == ("+382 30 000 001", "+382 30 000 002") and man.emails == ("kesten@example.org",)
    assert [(one.number, one.country, one.misused) for one in man.documents] == [
        ("009900112", "Serbia", False),
        ("ZZ990002", "Montenegro", True),
        ("ZZ-7003", "Montenegro", False),
    ]
    assert read.entries[2].kind is Kind.VESSEL and read.entries[2].documents[0].number == "9999993"


def test_uk_sanctions_list_in_both_forms():
    for sample in ("uk_sanctions_list.csv", "uk_sanctions_list.xml"):
        man = entry(sample)
        assert man.entry_id == "TST0001" and "00/00/1970" in man.birth_dates
        assert set(man.references) == {"UN ZZi.001", "UK TST0001", "UK 99001"}
        assert names(man)["Kesten"] == (WEAK, "alias") and names(man)["Rade KESTENOVICH"] == (STRONG, "alias")
    assert read_list(LISTS / "uk_sanctions_list.csv").version == "04-May-2026"


def test_eu_files_in_both_forms_agree():
    xml, table = entry("eu_consolidated.xml"), entry("eu_consolidated.csv")
    for man in (xml, table):
        assert man.entry_id == "EU.9001.1" and "UN ZZi.001" in man.references
        assert man.names[0].given == "Radovan Milan" and names(man)["Kesten"] == (WEAK, "alias")
        assert set(man.birth_dates) >= {"1972-03-08", "circa 1970"}
        assert man.nationalities == ("SERBIA",) and man.sex == "M" and man.positions == ("Head of transport",)
        assert {one.number: one.misused for one in man.documents}["ZZ990002"]
    assert "1969 to 1972" in xml.birth_dates and xml.addresses == table.addresses


def test_eu_journal_cells_hold_several_names_and_notes():
    man = entry("eu_journal.csv")
    assert names(man) == {
        "Colonel Radovan KESTENOVIĆ": (STRONG, "primary"),
        "Colonel Rade KESTENOVIĆ": (STRONG, "alias"),
        "Радован КЕСТЕНОВИЋ": (STRONG, "original script"),
        "Kestenovich, Radovan": (WEAK, "nom de guerre"),
        "Kesten": (WEAK, "alias"),
        "Radovan KOSTENOVIĆ": (STRONG, "formerly"),
    }
    assert man.names[0].father == "Milan" and man.birth_dates == ("8.3.1972", "circa 1970")
    assert man.documents[0].number == "009900112" and man.documents[0].country == "Serbia"
    assert entry("eu_journal.csv", 1).entry_id == "39999R0001 I.B Brezovica Cargo Line (BCL)"


def test_followthemoney_entities_gather_what_points_to_them():
    man = entry("opensanctions.entities.ftm.json")
    assert man.name == "Radovan Kestenović" and (man.names[0].given, man.names[0].family) == ("Radovan", "Kestenović")
    assert names(man)["Kesten"] == (WEAK, "alias") and names(man)["Rade Kostenović"] == (STRONG, "formerly")
    assert [(one.number, one.field, one.misused) for one in man.documents] == [
        ("009900112", "document_number", False),
        ("ZZ-7003", "national_id", True),
        ("ZZ990002", "document_number", False),
    ]
    assert (
        man.addresses == ("Lipova 300, Bar",)
        and man.regimes == ("sanction", "TST")
        and man.references == ("UN ZZi.001",)
    )
    assert man.listed_on == "2019-03-01"
    kinds = [one.kind for one in read_list(LISTS / "opensanctions.entities.ftm.json").entries]
    assert kinds == [Kind.PERSON, Kind.ORGANISATION, Kind.VESSEL]


def test_nested_followthemoney_entities_are_read(tmp_path):
    path = tmp_path / "nested.json"
    path.write_text(
        '{"id": "a", "schema": "Person", "properties": {"name": ["Ana Ilić"], "addressEntity": [{"id": "x", "schema": '
        '"Address", "properties": {"full": ["Lipova 300"]}}], "sanctions": [{"id": "s", "schema": "Sanction", '
        '"properties": {"program": ["Testland"]}}]}}\n'
    )
    party = read_list(path).entries[0]
    assert party.addresses == ("Lipova 300",) and party.regimes == ("Testland",)


def test_simple_targets_cut_their_cells():
    man = entry("opensanctions.targets.simple.csv")
    assert man.birth_dates == ("1972-03-08", "1970") and man.countries == ("rs", "me")
    assert man.addresses == ("Lipova 300; Bar",) and man.documents[0].number == "009900112"
    assert names(man)["Радован Кестеновић"] == (STRONG, "original script")


def test_interpol_notices_in_a_page_or_alone(tmp_path):
    read = read_list(LISTS / "interpol_notices.json")
    man, other = read.entries
    assert (man.entry_id, man.names[0].family, man.birth_dates) == ("2026/99001", "KESTENOVIC", ("1972-03-08",))
    assert other.sex == "M" and other.birth_places == ("Lezhë, AL",) and other.remarks == "Smuggling of persons"
    path = tmp_path / "one.json"
    path.write_text(
        '{"entity_id": "2026/1", "name": "ILIĆ", "forename": "ANA", "nationalities": ["RS"], "sex_id": "U"}'
    )
    assert read_list(path).entries[0].sex == ""


def test_plain_objects_say_kinds_qualities_and_victims():
    man, firm, victim = read_list(LISTS / "plain.jsonl").entries
    assert names(man)["Kesten"] == (WEAK, "alias") and man.birth_dates == ("1972-03-08", "circa 1970")
    assert firm.kind is Kind.ORGANISATION and firm.entry_id == "2"
    assert victim.misused and not man.misused
    assert "'colour'" in read_list(LISTS / "plain.jsonl").notes[0]
