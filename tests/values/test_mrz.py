"""Machine-readable zones: read, mended, checked, written; hostile text."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resolve
from resolve.errors import InputError, ResolveError, UnknownNameError
from resolve.values import mrz
from resolve.values.contract import Unread
from resolve.values.mrz_layout import check_digit, layouts

QUICK = settings(max_examples=80, deadline=None)
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
WORDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=8)
DATES = st.dates().map(lambda day: day.strftime("%y%m%d"))


@st.composite
def zones(draw: st.DrawFn) -> str:
    form = draw(st.sampled_from(layouts()))
    name = "<".join(draw(st.lists(WORDS, min_size=1, max_size=2)))
    name += "<<" + "<".join(draw(st.lists(WORDS, min_size=1, max_size=2)))
    _, first, last = form.field["name"]
    number = draw(st.text(string.digits + string.ascii_uppercase, min_size=1, max_size=12 if form.long else 9))
    fields = {
        "type": draw(st.sampled_from(form.first)),
        "issuer": draw(st.sampled_from(["SRB", "RKS", "D", "XXA", "UTO"])),
        "name": name[: last - first + 1].rstrip("<"),
        "number": number,
        "nationality": draw(st.sampled_from(["SRB", "ALB", "UNK", "D"])),
        "birth": draw(DATES),
        "sex": draw(st.sampled_from("MF<")),
        "expiry": draw(DATES | st.just("<<<<<<")),
        "optional": draw(st.text(string.digits, max_size=4)),
    }
    if len(number) > 9:
        fields["optional"] = ""
    return mrz.write(form.name, fields)


@QUICK
@given(zones())
def test_reading_and_writing_are_each_other_undone(text):
    zone = mrz.parse(text)
    assert isinstance(zone, mrz.Zone) and zone.failures == () and zone.slips == ()
    assert mrz.write(zone.format, zone.fields()) == zone.text == text
    assert mrz.validate(text) == text and mrz.compact(text.lower()) == text


@QUICK
@given(zones(), st.data())
def test_a_wrong_digit_in_a_checked_field_is_noticed(text, data):
    form = mrz.layout(mrz.parse(text).format)
    name = data.draw(st.sampled_from(["birth", "expiry"]))
    line, first, last = form.field[name]
    place = data.draw(st.integers(first, last)) - 1
    lines = text.split("\n")
    was = lines[line - 1][place]
    now = data.draw(st.sampled_from([digit for digit in string.digits if check_digit(digit) != check_digit(was)]))
    lines[line - 1] = lines[line - 1][:place] + now + lines[line - 1][place + 1 :]
    found = mrz.parse("\n".join(lines))
    assert name in [failure.field for failure in found.failures]
    with pytest.raises(InputError, match=f"line {line}: the check digit of the field '{name}'"):
        mrz.validate("\n".join(lines))


@QUICK
@given(zones(), zones())
def test_comparing_is_symmetric_and_a_zone_is_itself(one, other):
    left, right = mrz.parse(one), mrz.parse(other)
    assert mrz.compare(left, left) is mrz.Agreement.SAME
    assert mrz.compare(left, right) is mrz.compare(right, left)


@QUICK
@given(st.text(max_size=200) | st.text("P<UTO018 \n", max_size=120))
def test_any_text_is_read_or_refused(text):
    found = mrz.parse(text)
    assert isinstance(found, mrz.Zone) or found.reason
    assert text.strip() == "" or len(text) < 8 or isinstance(found, mrz.Zone) or text not in found.reason


@pytest.mark.parametrize("text", ["<" * 10_000_000, "P<UTO" * 2_000_000, "\ud800" * 88, "\u202e" + TD3, "A" * 88])
def test_hostile_text_ends_soon(text):
    found = mrz.parse(text)
    assert isinstance(found, Unread | mrz.Zone) and not (found and found.failures and len(text) > 1000)


def test_messages_quote_no_data():
    with pytest.raises(InputError) as raised:
        mrz.validate(TD3.replace("L898902C36", "L898902C46"))
    message = str(raised.value)
    assert "line 2" in message and "'number'" in message and "L8989" not in message and "ERIKSSON" not in message
    with pytest.raises(InputError, match="lines of 25 characters, not 2 of 44"):
        mrz.validate("P<UTOERIKSSON<<ANNA<MARIA")


def test_what_cannot_be_written_is_refused():
    with pytest.raises(UnknownNameError, match="no format 'TD9'"):
        mrz.write("TD9", {})
    with pytest.raises(UnknownNameError, match="no field 'colour' in TD3"):
        mrz.write("TD3", {"colour": "X"})
    for fields in ({"name": "Ž"}, {"issuer": "SERBIA"}, {"number": "1 2"}):
        with pytest.raises(ResolveError):
            mrz.write("TD3", fields)
    with pytest.raises(InputError, match="expected number and optional data"):
        mrz.write("TD2", {"number": "A" * 30})


def test_a_cut_name_is_known_to_be_cut_when_compared_with_a_full_one():
    zone = mrz.parse(TD3.replace("ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "PREOBRAZHENSKAIA<<VLADISLAVA<VSEVOLODOV"))
    assert zone.name_cut and zone.given == "VLADISLAVA VSEVOLODOV"
    found = resolve.compare_names(zone.name, "Vladislava Vsevolodovna Preobrazhenskaia")
    other = resolve.compare_names(zone.name, "Vladislava Mikhailovna Preobrazhenskaia")
    assert found.similarity > 0.9 > other.similarity
    assert not mrz.parse(TD3).name_cut


def test_the_names_of_a_russian_internal_passport_are_in_code():
    text = mrz.write(
        "TD3",
        {
            "type": "PN",
            "issuer": "RUS",
            "name": "XXX",
            "number": "111222333",
            "birth": "800101",
            "sex": "M",
            "nationality": "RUS",
        },
    ).replace("XXX" + "<" * 20, "S3ERBAKOV<<ALEKSEQ<8N")
    zone = mrz.parse(text)
    assert zone.own_letters == "СЧЕРБАКОВ, АЛЕКСЕЙ ЯН" and zone.slips == ()
    assert mrz.parse(TD3).own_letters == ""


def test_many_are_read_as_one_is():
    assert mrz.parse_many([TD3, "", TD3]) == [mrz.parse(TD3), mrz.parse(""), mrz.parse(TD3)]
