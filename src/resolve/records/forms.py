"""Forms of normalised values: what blocking keys and agreement tests look at beside the value itself.

Each takes the distinct values of a column and gives one string a value, "" where the form does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from resolve.records import value_forms
from resolve.text.phonetics import skeleton_many, sound_many


def whole(values: Sequence[str]) -> Sequence[str]:
    """Give the values themselves."""
    return values


def sound(values: Sequence[str]) -> Sequence[str]:
    """Give the strict sound key of names."""
    return sound_many(values)


def skeleton(sounds: Sequence[str]) -> Sequence[str]:
    """Give the loose sound key of names from their strict one.

    >>> skeleton(sound(["petrovski", "petrovska"]))
    ['ptrvsk', 'ptrvsk']
    """
    return skeleton_many(sounds)


def first_word(values: Sequence[str]) -> Sequence[str]:
    """Give the first word."""
    return [value.partition(" ")[0] for value in values]


def start(values: Sequence[str]) -> Sequence[str]:
    """Give the first three letters."""
    return [value[:3] for value in values]


def end(values: Sequence[str]) -> Sequence[str]:
    """Give the last four letters."""
    return [value[-4:] for value in values]


def full_date(values: Sequence[str]) -> Sequence[str]:
    """Give dates known to the day.

    >>> full_date(["1986-03-14", "1986", "0000-03-14"])
    ['1986-03-14', '', '']
    """
    return [value if len(value) == 10 and not value.startswith("0000") else "" for value in values]


def year(values: Sequence[str]) -> Sequence[str]:
    """Give the years of dates."""
    return ["" if value.startswith("0000") else value[:4] for value in values]


def month_day(values: Sequence[str]) -> Sequence[str]:
    """Give month and day of dates, in rising order so that a swapped pair meets.

    >>> month_day(["1986-03-14", "1986-14-03", "1986"])
    ['03-14', '03-14', '']
    """
    return ["-".join(sorted(value[5:].split("-"))) if len(value) == 10 else "" for value in values]


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
    "sound": ("", sound),
    "skeleton": ("sound", skeleton),
    "first_skeleton": ("skeleton", first_word),
    "start": ("", start),
    "end": ("", end),
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
