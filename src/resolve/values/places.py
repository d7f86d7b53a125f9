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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from resolve import rules
from resolve.errors import InputError
from resolve.text.unicode import plain_many
from resolve.values import countries
from resolve.values.contract import Unread

_CLOSE = 0.90
_MOST_WORDS = 12
_MOST_IN_A_NAME = 6
_SHORTEST_DECLINED = 4
_SHORTEST_PART = 3
_CODE_LENGTH = 3
_MAIN, _OTHER, _FORMER = range(3)

Words = tuple[str, ...]


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


def town_named(plain_text: str) -> int:
    """Give the index of the one town that has just this plain name; -1 where none or several have.

    >>> towns()[town_named("shkup")].name, town_named("mitrovica"), town_named("shkup 5")
    ('Skopje', -1, -1)
    """
    found = _index().get(plain_text, ())
    if len(found) > 1:
        best = min(rank for _, rank in found)
        found = tuple([one for one in found if one[1] == best])
    return found[0][0] if len(found) == 1 else -1


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the gazetteer: its name, the ids of its countries, and names that it had, with years where known."""

    name: str
    countries: Words
    former: tuple[tuple[str, int, int], ...]


@cache
def towns() -> tuple[Town, ...]:
    """Give the towns of the gazetteer in the order of the rules."""
    return tuple(
        Town(
            entry["name"],
            tuple(entry["country"].split()),
            tuple([(f["name"], f.get("from", 0), f.get("to", 0)) for f in entry.get("former", ())]),
        )
        for entry in rules.load("places/towns")["town"]
    )


@lru_cache(maxsize=200_000)
def _read(spelled: str) -> Place:
    words = tuple(spelled.split()[:_MOST_WORDS])
    whole = countries.by_name(" ".join(words))
    if whole and not _main_name(" ".join(words)):
        return Place(spelled, -1, "", (whole,))
    country, rest = ("", words) if _candidates(words) else _country_apart(words)
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
    if word in _word_list("in"):
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
        if words[i] in _word_list("near") or words[i] in _word_list("part_of"):
            return words[:i], words[i + 1 :]
    return words, ()


def _without_kind(words: Words) -> Words:
    """Leave out words for the kind of place, unless the whole is a town's name as it stands."""
    while len(words) > 1 and not _candidates(words):
        first = next((n for n in (3, 2, 1) if n < len(words) and _opens(" ".join(words[:n]))), 0)
        if first:
            words = words[first:]
        elif words[-1] in _kinds("after"):
            words = words[:-1]
        else:
            break
    return words


def _opens(text: str) -> bool:
    return text in _kinds("before") or text in _word_list("in") or text in _word_list("near")


def _town(words: Words, country: str) -> int:
    """Give the one town that words name, as they stand or declined, in a country where one is said; else -1."""
    for form in (words, *_undeclined(words)):
        found = _candidates(form)
        if not found:
            continue
        if country:
            fitting = [(town, rank) for town, rank in found if _lies_in(town, country)]
            own = [(town, rank) for town, rank in fitting if set(towns()[town].countries) & set(country.split())]
            return min(own or fitting, key=lambda one: one[1])[0] if fitting else -1
        best = min(rank for _, rank in found)
        first = [town for town, rank in found if rank == best]
        return first[0] if len(first) == 1 else -1
    return -1


def _lies_in(town: int, country: str) -> bool:
    return any(
        one == said or countries.related(one, said) for one in towns()[town].countries for said in country.split()
    )


def _two_names(words: Words, country: str) -> tuple[int, int]:
    """Read two towns' names one after the other: one town's two names, or a town and the larger one beside it."""
    for i in range(1, len(words)):
        if _candidates(words[:i]) and _candidates(words[i:]):
            both = [town for town, _ in _candidates(words[:i]) if town in dict(_candidates(words[i:]))]
            if both:
                return both[0], -1
            if all(len(part) > 1 or _main_name(part[0]) for part in (words[:i], words[i:])):
                return _town(words[:i], country), _town(words[i:], country)
    return -1, -1


def _larger(words: Words, country: str) -> int:
    """Give the town whose name the words begin or end with ("Beograd Zemun"); -1 for none."""
    for count in range(len(words) - 1, 0, -1):
        for part in (words[:count], words[-count:]):
            if len(" ".join(part)) >= _SHORTEST_PART and _main_name(" ".join(part)):
                found = _town(part, country)
                if found >= 0:
                    return found
    return -1


def _undeclined(words: Words) -> list[Words]:
    last = words[-1]
    if len(last) < _SHORTEST_DECLINED:
        return []
    declined = rules.load("places/words")["declined"]
    first = [*_restored(words[0], declined["adjectives"]), words[0]] if len(words) > 1 else []
    return [
        (*head, restored)
        for restored in _restored(last, declined["endings"])
        for head in ([(one, *words[1:-1]) for one in first] or [()])
    ]


def _restored(word: str, endings: Sequence[Sequence[str]]) -> list[str]:
    return [word[: len(word) - len(ending)] + instead for ending, instead in endings if word.endswith(ending)]


def _candidates(words: Words) -> tuple[tuple[int, int], ...]:
    return _index().get(" ".join(words), ())


def _main_name(text: str) -> bool:
    return any(rank == _MAIN for _, rank in _index().get(text, ()))


@cache
def _index() -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Give by plain name the towns that have it, each with whether it is the main, another or a former name."""
    texts: list[str] = []
    owners: list[tuple[int, int]] = []
    for i, entry in enumerate(rules.load("places/towns")["town"]):
        ranked = ((_MAIN, [entry["name"]]), (_OTHER, entry.get("names", ())), (_FORMER, _former(entry)))
        for rank, names in ranked:
            texts += names
            owners += [(i, rank)] * len(names)
    found: dict[str, dict[int, int]] = {}
    for spelled, (town, rank) in zip(plain_many(texts), owners, strict=True):
        if spelled:
            found.setdefault(spelled, {}).setdefault(town, rank)
    return {spelled: tuple(known.items()) for spelled, known in found.items()}


def _former(entry: Mapping[str, Sequence[Mapping[str, str]]]) -> list[str]:
    return [one["name"] for one in entry.get("former", ())]


@cache
def _kinds(where: str) -> frozenset[str]:
    return frozenset(rules.load("places/words")["settlement"][where])


@cache
def _word_list(name: str) -> frozenset[str]:
    return frozenset(rules.load("places/words")[name]["words"])
