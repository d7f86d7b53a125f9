"""Lists of every format are told by their content, read whole or refused with a reason; hostile files do no harm."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolve.errors import FileError, InputError, ResolveError
from resolve.watchlist.lists.entries import Kind, ListedParty, Quality, ReadList
from resolve.watchlist.lists.read import read_list, read_lists

LISTS = Path(__file__).resolve().parents[3] / "fixtures" / "lists"
SAMPLES = {
    "un_consolidated.xml": ("un-xml", "UN"),
    "ofac/sdn.csv": ("ofac-csv", "OFAC SDN"),
    "ofac_sdn.xml": ("ofac-xml", "OFAC SDN"),
    "ofac_sdn_advanced.xml": ("ofac-advanced-xml", "OFAC SDN"),
    "uk_conlist.csv": ("uk-consolidated-csv", "UK"),
    "uk_conlist.xml": ("uk-consolidated-xml", "UK"),
    "uk_sanctions_list.csv": ("uk-sanctions-list-csv", "UK"),
    "uk_sanctions_list.xml": ("uk-sanctions-list-xml", "UK"),
    "eu_consolidated.xml": ("eu-xml", "EU"),
    "eu_consolidated.csv": ("eu-csv", "EU"),
    "eu_journal.csv": ("eu-journal-csv", "EU journal"),
    "opensanctions.entities.ftm.json": ("followthemoney-json", "opensanctions.entities.ftm"),
    "opensanctions.targets.simple.csv": ("opensanctions-simple-csv", "opensanctions.targets.simple"),
    "interpol_notices.json": ("interpol-json", "Interpol"),
    "plain.jsonl": ("json", "plain"),
}
XML = [name for name in SAMPLES if name.endswith(".xml")]
OFAC_PARTS = ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")


def first(read: ReadList) -> ListedParty:
    return read.entries[0]


@pytest.fixture
def put(tmp_path):
    """Write a file and give its path."""

    def write(content: bytes | str, name: str = "list.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_list_is_told_by_its_content_and_not_by_its_name(sample, tmp_path):
    told = read_list(LISTS / sample)
    assert (told.format, told.name) == SAMPLES[sample]
    assert len(told.digest) == 12
    renamed = tmp_path / "anything.dat"
    shutil.copy(LISTS / sample, renamed)
    again = read_list(renamed, name="own")
    assert (again.format, again.name) == (told.format, "own")
    if not sample.startswith("ofac/"):
        assert again.entries == told.entries


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_names_the_same_invented_man(sample):
    read = read_list(LISTS / sample)
    man = first(read)
    assert man.kind is Kind.PERSON
    assert {"kestenovic", "kestenović"} & {word.strip(",").lower() for word in man.name.split()}
    assert any("1972" in date or "1970" in date for date in man.birth_dates)
    assert all(entry.names and entry.entry_id for entry in read.entries)
    assert len({entry.entry_id for entry in read.entries}) == len(read.entries)


@pytest.mark.parametrize(
    "sample", [name for name in SAMPLES if name not in ("interpol_notices.json", "uk_conlist.xml")]
)
def test_weak_aliases_are_weak_and_original_scripts_kept(sample):
    names = {name.text.lower(): name for name in first(read_list(LISTS / sample)).names}
    if "kesten" in names:
        assert names["kesten"].quality is Quality.WEAK
    assert all(name.said == "original script" for text, name in names.items() if "кестеновић" in text)
    assert first(read_list(LISTS / sample)).names[0].quality is Quality.STRONG


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_file_that_is_cut_off_is_refused_whatever_its_format(sample, put):
    data = (LISTS / sample).read_bytes().rstrip(b"\x1a\r\n ")
    cut = data[: len(data) - 9]
    with pytest.raises(InputError, match="cut off"):
        read_list(put(cut, "cut"))


@pytest.mark.parametrize("sample", XML)
def test_cut_off_xml_says_how_much_was_whole(sample, put):
    data = (LISTS / sample).read_bytes()
    with pytest.raises(InputError, match=r"line \d+: expected a whole list, found XML that is cut off after \d+ whole"):
        read_list(put(data[: int(len(data) * 0.9)]))


@pytest.mark.parametrize("sample", XML)
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
        '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE x>",
    ],
)
def test_document_types_and_entities_are_refused(sample, declared, put):
    text = (LISTS / sample).read_text("utf-8")
    head, end, rest = text.partition("?>")
    with pytest.raises(InputError, match="declares a document type or entities"):
        read_list(put(head + end + declared + rest))


def test_a_document_type_after_a_long_comment_is_refused_too(put):
    text = "<!--" + "x" * 100_000 + "-->" + '<!DOCTYPE x [<!ENTITY a "b">]><CONSOLIDATED_LIST/>'
    with pytest.raises(InputError):
        read_list(put(text))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty file"),
        (b"  \r\n\x1a", "empty file"),
        (b"<rss><channel/></rss>", "outermost element is 'rss'; lists that are read: UN"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "found a web page"),
        (b"<html><body>Not found</body></html>", "found a web page"),
        (b"<CONSOLIDATED_LIST><INDIVIDUALS/></CONSOLIDATED_LIST>", "without a single entry"),
        (b"<sdnList></sdnList>", "without a single entry"),
        (b"[]", "without a single entry"),
        (b"{}", "."),
        (b"Name 6,Group ID,Group Type\n", "without a single entry"),
        (b"colour,weight\nred,5\nblue,6\n", "no column means a name"),
        (b'{"colour": "red"}\n{"colour": "blue"}\n', "no column means a name"),
        (b'[1, 2, "x"]', "."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "gzip"),
        (b"PK\x03\x04\x00\x00", "."),
        (b"just one line of text", "."),
        (b"<", "."),
        (b"<a", "."),
        (b"{", "."),
        (b'"', "."),
    ],
)
def test_what_is_no_list_is_refused_with_what_was_found(content, said, put):
    with pytest.raises(InputError, match=said):
        read_list(put(content))


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(FileError, match="no such file"):
        read_list(tmp_path / "none.xml")
    with pytest.raises(FileError, match="folder"):
        read_list(tmp_path)
    with pytest.raises(InputError, match="at least one list"):
        read_lists([])


def test_line_ends_and_the_old_end_of_file_mark_do_not_matter(put):
    for sample in ("uk_conlist.csv", "eu_consolidated.csv", "plain.jsonl", "opensanctions.targets.simple.csv"):
        plain = (LISTS / sample).read_bytes()
        crlf = plain.replace(b"\n", b"\r\n") + b"\x1a"
        assert read_list(put(crlf)).entries == read_list(LISTS / sample).entries


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sample", ["uk_sanctions_list.csv", "un_consolidated.xml", "plain.jsonl"])
def test_encodings_with_a_mark_are_read(sample, encoding, put):
    text = (LISTS / sample).read_text("utf-8").replace('encoding="UTF-8" ', "")
    assert read_list(put(text.encode(encoding))).entries == read_list(LISTS / sample).entries


def test_an_older_encoding_is_read_if_told_and_guessed_with_a_note_if_not(put):
    text = "id,name\n1,Šaćir Đurđević\n2,Željko Čović\n3,Mišo Ćirić\n"
    told = read_list(put(text.encode("cp1250")), encoding="cp1250")
    assert told.entries[0].name == "Šaćir Đurđević"
    guessed = read_list(put(text.encode("cp1250")))
    assert guessed.entries == told.entries and "cp1250" in guessed.notes[0]


def test_xml_in_a_wrong_encoding_is_refused_with_the_line(put):
    with pytest.raises(InputError, match="line 1: expected XML, found a mistake"):
        read_list(put("<CONSOLIDATED_LIST><INDIVIDUALS>Š</INDIVIDUALS></CONSOLIDATED_LIST>".encode("cp1250")))


def test_xml_nested_without_end_is_refused(put):
    with pytest.raises(InputError, match="nested deeper"):
        read_list(put(b"<CONSOLIDATED_LIST><INDIVIDUALS>" + b"<INDIVIDUAL>" * 100_000))


def test_a_name_of_fifty_megabytes_is_left_out_with_a_note(put):
    huge = "A" * 50_000_000
    xml = (
        "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><REFERENCE_NUMBER>ZZi.1</REFERENCE_NUMBER><FIRST_NAME>"
        + huge
        + "</FIRST_NAME><INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Ana Ilić</ALIAS_NAME></INDIVIDUAL_ALIAS>"
        "</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"
    )
    read = read_list(put(xml))
    assert [name.text for name in first(read).names] == ["Ana Ilić"]
    assert "a name longer than 500 characters was left out" in read.rejects[0].reason
    assert len(read.rejects[0].text) <= 500


def test_long_values_in_every_field_stay_bounded(put):
    long = "x 1 " * 300_000
    rows = f'id,name,aliases,birth_date,passport,reason\n1,Ana Ilić,"{long}","{long}","{long}","{long}"\n'
    man = first(read_list(put(rows)))
    assert man.name == "Ana Ilić" and len(man.remarks) <= 4_000
    assert all(len(document.number) <= 4_000 for document in man.documents)


def test_lone_surrogates_and_directional_marks_do_no_harm(put):
    rows = '{"id": "1", "names": ["\\ud800Ana \\u202eIlić"], "dob": ["\\udfff1985"]}\n'
    read = read_list(put(rows))
    assert first(read).name.encode("utf-8")
    assert "\u202e" in first(read).name  # kept as it is written: what shows it decides how


def test_entries_that_cannot_be_read_are_reported_and_the_rest_is_read():
    read = read_list(LISTS / "un_consolidated.xml")
    assert [(reject.line, reject.reason) for reject in read.rejects] == [(51, "has no name")]
    assert [entry.entry_id for entry in read.entries] == ["ZZi.001", "ZZi.003", "ZZe.001"]
    assert any("1 reject (line 51)" in note for note in read.notes)


def test_a_reference_that_comes_twice_is_numbered(put):
    read = read_list(put('{"id": 1, "name": "Ana"}\n{"id": 1, "name": "Eva"}\n'))
    assert [entry.entry_id for entry in read.entries] == ["1", "1 (2)"]
    assert any("more than once" in note for note in read.notes)


def test_the_parts_of_the_ofac_list_are_read_together_from_one_folder():
    together = read_list(LISTS / "ofac" / "sdn.csv")
    assert {name.text for name in first(together).names} >= {"KESTENOVIĆ, Radovan", "KESTENOVICH, Rade"}
    assert not any("read without" in note for note in together.notes)
    named = read_lists([LISTS / "ofac" / part for part in reversed(OFAC_PARTS)])
    assert len(named) == 1 and named[0].entries == together.entries


def test_the_main_file_alone_is_read_with_a_note(tmp_path):
    shutil.copy(LISTS / "ofac" / "sdn.csv", tmp_path / "x.csv")
    alone = read_list(tmp_path / "x.csv")
    assert "read without alt.csv, add.csv" in alone.notes[0]
    assert first(alone).addresses == ()


def test_an_alias_file_alone_gives_what_it_can(tmp_path):
    shutil.copy(LISTS / "ofac" / "alt.csv", tmp_path / "a.csv")
    read = read_list(tmp_path / "a.csv")
    assert first(read).entry_id == "90001" and first(read).kind is Kind.PERSON
    assert "read without sdn.csv" in read.notes[0]


def test_parts_in_other_folders_belong_to_the_only_main_file(tmp_path):
    for part in OFAC_PARTS[:2]:
        (tmp_path / part[:-4]).mkdir()
        shutil.copy(LISTS / "ofac" / part, tmp_path / part[:-4] / part)
    read = read_lists([tmp_path / "alt" / "alt.csv", tmp_path / "sdn" / "sdn.csv"])
    assert len(read) == 1 and "KESTENOVICH, Rade" in {name.text for name in first(read[0]).names}


def test_several_lists_keep_their_order_and_get_names_apart():
    read = read_lists([LISTS / "un_consolidated.xml", LISTS / "uk_conlist.csv", LISTS / "uk_sanctions_list.xml"])
    assert [one.name for one in read] == ["UN", "UK", "UK_2"]


def test_progress_runs_from_nothing_towards_all():
    shares: list[float] = []
    read_list(LISTS / "uk_conlist.csv", progress=shares.append)
    assert shares and shares == sorted(shares) and shares[0] >= 0 and shares[-1] <= 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_damaged_files_are_read_or_refused_and_nothing_else(tmp_path, sample, data):
    content = bytearray((LISTS / sample).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
        if not content:
            break
    path = tmp_path / "damaged"
    path.write_bytes(bytes(content))
    try:
        read = read_list(path)
    except ResolveError as error:
        assert str(error)
    else:
        assert all(entry.names and entry.entry_id for entry in read.entries)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_and_nothing_else(tmp_path, content):
    path = tmp_path / "any"
    path.write_bytes(content)
    try:
        read_list(path)
    except ResolveError as error:
        assert str(error)
