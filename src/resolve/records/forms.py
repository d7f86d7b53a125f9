"""Forms of normalised values: what blocking keys and agreement tests look at beside the value itself.

Each takes the distinct values of a column and gives one string a value, "" where the form does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from resolve.text.phonetics import skeleton_many, sound_many


def whole(values: Sequence[str]) -> Sequence[str]:
    """Give the values themselves."""
    return values


def sound(values: Sequence[str]) -> Sequence[str]:
    """Give the strict sound key of names."""
    return sound_many(values)


def skeleton(values: Sequence[str]) -> Sequence[str]:
    """Give the loose sound key of names.

    >>> skeleton(["petrovski", "petrovska"])
    ['ptrvsk', 'ptrvsk']
    """
    return skeleton_many(sound_many(values))


def first_skeleton(values: Sequence[str]) -> Sequence[str]:
    """Give the loose sound key of the first token of names."""
    return skeleton([value.partition(" ")[0] for value in values])


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


FORMS: Mapping[str, Callable[[Sequence[str]], Sequence[str]]] = {
    made.__name__: made
    for made in (
        whole,
        sound,
        skeleton,
        first_skeleton,
        start,
        end,
        full_date,
        year,
        month_day,
        prefix,
        tail,
        local_part,
        sorted_words,
    )
}
