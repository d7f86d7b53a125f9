"""Forms of normalised values: what blocking keys and agreement tests look at beside the value itself.

Each takes the distinct values of a column and gives one string a value, "" where the form does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from resolve.names.lexicon import roots_of
from resolve.names.reading import cores_of
from resolve.records import value_forms
from resolve.text.phonetics import loose_many, skeleton_many, sound_many

_LONGEST_SPAN = 2
"""Years over which a span of birth has a year in its middle that is worth a blocking key."""


def whole(values: Sequence[str]) -> Sequence[str]:
    """Give the values themselves."""
    return values


def core(values: Sequence[str]) -> Sequence[str]:
    """Give names without articles, and names of several words ("abd al rahman") as one."""
    return cores_of(values)


def sound(values: Sequence[str]) -> Sequence[str]:
    """Give the strict sound key of names."""
    return sound_many(values)


def skeleton(sounds: Sequence[str]) -> Sequence[str]:
    """Give the loose sound key of names from their strict one.

    >>> skeleton(sound(["petrovski", "petrovska"]))
    ['ptrvsk', 'ptrvsk']
    """
    return skeleton_many(sounds)


def loose(skeletons: Sequence[str]) -> Sequence[str]:
    """Give the consonants of names, those alike that scripts and scribes take for each other.

    >>> loose(skeleton(sound(["haqmal", "hakmal", "taghavi", "taqwi"])))
    ['knl', 'knl', 'dkb', 'dkb']
    """
    return loose_many(skeletons)


def sound_start(skeletons: Sequence[str]) -> Sequence[str]:
    """Give the first two consonants, or the vowel in front and one."""
    return [text[:2] for text in skeletons]


def first_word(values: Sequence[str]) -> Sequence[str]:
    """Give the first word."""
    return [value.partition(" ")[0] for value in values]


def root(values: Sequence[str]) -> Sequence[str]:
    """Give the loose sound key of the first word; nicknames and known spellings have that of the full name.

    >>> root(["sloba", "slobodan", "slobodam marko", "bill", "william"])
    ['slbdn', 'slbdn', 'slbdm', 'vlm', 'vlm']
    """
    return skeleton_many(sound_many(roots_of(first_word(values))))


def start(values: Sequence[str]) -> Sequence[str]:
    """Give the first three letters."""
    return [value[:3] for value in values]


def end(values: Sequence[str]) -> Sequence[str]:
    """Give the last four letters."""
    return [value[-4:] for value in values]


def full_date(values: Sequence[str]) -> Sequence[str]:
    """Give dates known to the day; default days such as 1 January, known to the year only, meet among themselves.

    >>> full_date(["1986-03-14", "1986", "1985-08-03 solar", "1986-01-01?"])
    ['1986-03-14', '', '1985-08-03', '1986?']
    """
    cores = [value.partition(" ")[0] for value in values]
    return [core if len(core) == 10 else f"{core[:4]}?" if core[-1:] == "?" else "" for core in cores]


def year(values: Sequence[str]) -> Sequence[str]:
    """Give the years of dates; that of a span of a few years is the one in its middle, and a longer one has none.

    >>> year(["1986-03-14", "1986~", "1985-03-21/1986-03-20 solar", "1950/1970"])
    ['1986', '1986', '1985', '']
    """
    return [_middle_year(value) if "/" in value else _year_of(value) for value in values]


def _year_of(value: str) -> str:
    return "" if value.startswith("0000") else value[:4]


def _middle_year(span: str) -> str:
    first, _, last = span.partition("/")
    if not (first[:4].isdecimal() and last[:4].isdecimal()):
        return ""
    if int(last[:4]) - int(first[:4]) > _LONGEST_SPAN:
        return ""
    from_month = int(first[5:7]) if first[5:7].isdecimal() else 1
    return str((int(first[:4]) + int(last[:4]) + (from_month > 6)) // 2)


def month_day(values: Sequence[str]) -> Sequence[str]:
    """Give month and day of dates, in rising order so that a swapped pair meets.

    >>> month_day(["1986-03-14", "1986-14-03", "1986"])
    ['03-14', '03-14', '']
    """
    return ["-".join(sorted(value[5:].split("-"))) if len(value) == 10 else "" for value in full_date(values)]


def prefix(values: Sequence[str]) -> Sequence[str]:
    """Give the district part of postcodes: all but the last three characters, at least two.

    >>> prefix(["M80NA", "11000", "3172"])
    ['M8', '11', '31']
    """
    return [value[: max(2, len(value) - 3)] for value in values]


def tail(values: Sequence[str]) -> Sequence[str]:
    """Give the last seven digits of telephone numbers, "" for shorter ones."""
    return [value[-7:] if len(value) >= 7 else "" for value in values]


def local_part(values: Sequence[str]) -> Sequence[str]:
    """Give what stands before the @ of e-mail addresses."""
    return [value.partition("@")[0] for value in values]


def sorted_words(values: Sequence[str]) -> Sequence[str]:
    """Give the words in alphabetical order.

    >>> sorted_words(["were street 11"])
    ['11 street were']
    """
    return [" ".join(sorted(value.split())) for value in values]


# By name: the form that it is made from ("" for the values themselves), and how.
FORMS: Mapping[str, tuple[str, Callable[[Sequence[str]], Sequence[str]]]] = {
    "whole": ("", whole),
    "core": ("", core),
    "sound": ("core", sound),
    "skeleton": ("sound", skeleton),
    "root": ("core", root),
    "loose": ("skeleton", loose),
    "sound_start": ("loose", sound_start),
    "start": ("core", start),
    "end": ("core", end),
    "sorted_words": ("", sorted_words),
    "full_date": ("", full_date),
    "year": ("", year),
    "month_day": ("", month_day),
    "prefix": ("", prefix),
    "tail": ("", tail),
    "local_part": ("", local_part),
    "mailbox": ("", value_forms.mailboxes),
    "place": ("", value_forms.place_keys),
    "number": ("", value_forms.document_numbers),
    "look_alike": ("number", value_forms.look_alikes),
    "account_number": ("", value_forms.account_numbers),
    "street_and_house": ("", value_forms.street_and_house),
}
