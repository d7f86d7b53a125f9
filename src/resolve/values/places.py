"""Places of birth and residence: a town under any of its names, the country, what it lies near or is a part of.

Reading works on plain words (text/unicode), so that commas, brackets and scripts make no difference. A town that the
gazetteer (`rules/places/towns`) lacks keeps its spelling and is compared by it.

>>> place = parse("s. Velika Kruša kod Prizrena, Kosovo")
>>> place.name, place.near, place.countries
('Krushë e Madhe', 'Prizren', ('XKX',))
>>> [compare(parse("Priština"), parse(other)).value for other in ("Prishtinë, Kosovo", "KOSOVO", "Prihstina", "Peć")]
['the same place, under another name or with its country', 'one lies in or by the other', 'close spelling', 'different']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from resolve.errors import InputError
from resolve.text.unicode import plain_many
from resolve.values import countries
from resolve.values.contract import Unread
from resolve.values.gazetteer import Words, candidates, kinds, lies_in, main_name, towns, undeclined, word_list

_CLOSE = 0.90
_MOST_WORDS = 12
_MOST_IN_A_NAME = 6
_SHORTEST_PART = 3
_CODE_LENGTH = 3


class Agreement(Enum):
    """How far two places agree, from the strongest."""

    SAME = "same"
    OTHER_NAME = "the same place, under another name or with its country"
    WITHIN = "one lies in or by the other"
    CLOSE = "close spelling"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Place:
    """A place as far as a cell tells it.

    Attributes:
        text: the plain spelling of the whole cell.
        town: index of the town in `rules/places/towns`, -1 where it is not there or its name is several towns'.
        name: the town's name, from the gazetteer where it is there, else as plain words; "" for a country alone.
        countries: ids of the countries named, else of the town's; () where unknown.
        around: index of the town that the place lies near or is a part of, else -1.
        near: that town's name, "" for none.
    """

    text: str
    town: int
    name: str
    countries: Words
    around: int = -1
    near: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, *self.countries) if part)

    @property
    def key(self) -> str:
        """What two names of one place have in common: the town, or its plain name, or the country alone."""
        if self.town >= 0:
            return f"{plain_many([self.name])[0]} {self.countries[0].lower()}"
        return self.name or " ".join(self.countries).lower()


def parse(text: str) -> Place | Unread:
    """Read one place.

    Args:
        text: a town, village or country, with or without the country, words for its kind, "near" or "municipality of".

    Returns:
        `Unread` for text without a letter or digit.
    """
    return parse_many([text])[0]


def parse_many(texts: Sequence[str]) -> list[Place | Unread]:
    """Read each text as `parse` does; equal texts are read once."""
    return [_read(spelled) if spelled else Unread("no letters") for spelled in plain_many(texts)]


def compact(text: str) -> str:
    """Give a place's key (see `Place.key`), "" for text without a letter.

    >>> compact("Скопје"), compact("Üsküp (Makedonya)"), compact("Donja Rijeka")
    ('skopje mkd', 'skopje mkd', 'donja rijeka')
    """
    found = parse(text)
    return found.key if isinstance(found, Place) else ""


def validate(text: str) -> str:
    """Give the key of a place that the gazetteer knows.

    Raises:
        InputError: the gazetteer has neither the town nor the country.
    """
    found = parse(text)
    if isinstance(found, Place) and (found.town >= 0 or found.countries):
        return found.key
    raise InputError("expected a town or country that rules/places knows, found another; add it there")


def is_valid(text: str) -> bool:
    """Tell whether the gazetteer has the town or the country."""
    found = parse(text)
    return isinstance(found, Place) and (found.town >= 0 or bool(found.countries))


def compare(left: Place, right: Place) -> Agreement:
    """Give the agreement level of two places; exchanging them changes nothing."""
    from rapidfuzz.distance import JaroWinkler

    if left.text == right.text:
        return Agreement.SAME
    apart = bool(left.countries and right.countries) and not any(
        one == other or countries.related(one, other) for one in left.countries for other in right.countries
    )
    if left.key == right.key and not apart:
        return Agreement.OTHER_NAME
    if within(left, right) or within(right, left):
        return Agreement.WITHIN
    if apart or (left.town >= 0 and right.town >= 0):
        return Agreement.DIFFERENT
    one, other = (place.name or place.key for place in (left, right))
    close = JaroWinkler.similarity(*(plain_many([one, other]))) >= _CLOSE
    return Agreement.CLOSE if close or JaroWinkler.similarity(left.text, right.text) >= _CLOSE else Agreement.DIFFERENT


def within(inner: Place, outer: Place) -> bool:
    """Tell whether one place lies in or by the other: a town in a country, a part or village by a town.

    >>> within(parse("Titograd"), parse("SFRJ")), within(parse("Niš - Medijana"), parse("Nish"))
    (True, True)
    """
    if not outer.name:
        return bool(inner.name) and any(
            one == other or countries.related(one, other) for one in inner.countries for other in outer.countries
        )
    return inner.around >= 0 and inner.around == outer.town


@lru_cache(maxsize=200_000)
def _read(spelled: str) -> Place:
    words = tuple(spelled.split()[:_MOST_WORDS])
    whole = countries.by_name(" ".join(words))
    if whole and not main_name(" ".join(words)):
        return Place(spelled, -1, "", (whole,))
    country, rest = ("", words) if candidates(words) else _country_apart(words)
    if not rest:
        return Place(spelled, -1, "", (country,))
    name, near = _near_apart(rest)
    return _located(spelled, name, near, country)


def _located(spelled: str, words: Words, near: Words, country: str) -> Place:
    around = _town(near, country) if near else -1
    context = country or (" ".join(towns()[around].countries) if around >= 0 else "")
    words = _without_kind(words)
    town = _town(words, context)
    if town < 0 and not near:
        town, around = _two_names(words, context)
    if town < 0 and around < 0:
        around = _larger(words, country)
    named: Words = (country,) if country else ()
    if town >= 0:
        # A town of the gazetteer keeps its own countries: what is written may be the state at that time.
        named, name = towns()[town].countries, towns()[town].name
    else:
        name = " ".join(words)
        named = named or (towns()[around].countries if around >= 0 else ())
    return Place(spelled, town, name, named, around, towns()[around].name if around >= 0 else "")


def _country_apart(words: Words) -> tuple[str, Words]:
    """Take the country off the end of a place's words, or else off their beginning; the longest name that fits."""
    for count in range(min(_MOST_IN_A_NAME, len(words)), 0, -1):
        for named, rest in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            found = _country(named, rest)
            if found:
                return found, rest
    return "", words


def _country(words: Words, rest: Words) -> str:
    if len(words) > 1:
        return countries.by_name(" ".join(words))
    word = words[0]
    if word in word_list("in"):
        return ""
    found = countries.by_name(word) or (countries.of_code(word) if len(word) >= _CODE_LENGTH else "")
    if found or not rest:
        return found
    # Two letters may be a word of the name: they are a country only where the town is known to be in it.
    code = countries.of_code(word) if len(word) < _CODE_LENGTH else ""
    return code if code and _town(rest, code) >= 0 else ""


def _near_apart(words: Words) -> tuple[Words, Words]:
    """Cut a place's words at "near" or "municipality of"; both parts have words, or the second has none."""
    for i in range(1, len(words) - 1):
        if words[i] in word_list("near") or words[i] in word_list("part_of"):
            return words[:i], words[i + 1 :]
    return words, ()


def _without_kind(words: Words) -> Words:
    """Leave out words for the kind of place, unless the whole is a town's name as it stands."""
    while len(words) > 1 and not candidates(words):
        first = next((n for n in (3, 2, 1) if n < len(words) and _opens(" ".join(words[:n]))), 0)
        if first:
            words = words[first:]
        elif words[-1] in kinds("after"):
            words = words[:-1]
        else:
            break
    return words


def _opens(text: str) -> bool:
    return text in kinds("before") or text in word_list("in") or text in word_list("near")


def _town(words: Words, country: str) -> int:
    """Give the one town that words name, as they stand or declined, in a country where one is said; else -1."""
    for form in (words, *undeclined(words)):
        found = candidates(form)
        if not found:
            continue
        if country:
            fitting = [(town, rank) for town, rank in found if lies_in(town, country)]
            own = [(town, rank) for town, rank in fitting if set(towns()[town].countries) & set(country.split())]
            return min(own or fitting, key=lambda one: one[1])[0] if fitting else -1
        best = min(rank for _, rank in found)
        first = [town for town, rank in found if rank == best]
        return first[0] if len(first) == 1 else -1
    return -1


def _two_names(words: Words, country: str) -> tuple[int, int]:
    """Read two towns' names one after the other: one town's two names, or a town and the larger one beside it."""
    for i in range(1, len(words)):
        if candidates(words[:i]) and candidates(words[i:]):
            both = [town for town, _ in candidates(words[:i]) if town in dict(candidates(words[i:]))]
            if both:
                return both[0], -1
            if all(len(part) > 1 or main_name(part[0]) for part in (words[:i], words[i:])):
                return _town(words[:i], country), _town(words[i:], country)
    return -1, -1


def _larger(words: Words, country: str) -> int:
    """Give the town whose name the words begin or end with ("Beograd Zemun"); -1 for none."""
    for count in range(len(words) - 1, 0, -1):
        for part in (words[:count], words[-count:]):
            if len(" ".join(part)) >= _SHORTEST_PART and main_name(" ".join(part)):
                found = _town(part, country)
                if found >= 0:
                    return found
    return -1
