"""Roles of names that no word marks: told by capitals and by the form, or guessed from endings, known names and order.

Every function takes the names in the order in which they stand and gives each its role, and whether that is told. All
that decides is a few traits of each name, so that names that are alike in these are worked out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from resolve import rules
from resolve.names.person import NamePart, Role
from resolve.names.words import is_given, is_surname, tells_order


class Name(NamedTuple):
    """One name of a whole name: one word, or several that belong together, and the particles before it."""

    text: str
    plain: str
    place: int
    upper: bool = False
    initial: bool = False
    particles: tuple[tuple[int, NamePart], ...] = ()
    child: bool = False
    """It stands after "bin" or the like, so it is the father's."""
    compound: bool = False
    """It is made of several words, as only given names are: Abd al-Rahman."""


class Placed(NamedTuple):
    """A name with its role."""

    name: Name
    role: Role
    sure: bool


Place = tuple[Role, bool]
"""A role, and whether it is told."""

# What decides which role a name has, as bits
UPPER, INITIAL, CHILD, PARTICLES, COMPOUND, GIVEN = (1 << bit for bit in range(6))
TELLS, SURNAME, MIDDLE_END, LAST_END, FATHERS_SON, FATHERS_DAUGHTER = (1 << bit for bit in range(6, 12))
_IS_GIVEN = GIVEN | COMPOUND
_PATRONYMIC = FATHERS_SON | FATHERS_DAUGHTER


def traits(name: Name) -> int:
    """Give all that decides which role a name has, as bits."""
    own = (
        UPPER * name.upper
        | INITIAL * name.initial
        | CHILD * name.child
        | PARTICLES * bool(name.particles)
        | COMPOUND * name.compound
    )
    return own | word_traits(name.text, name.plain)


@lru_cache(maxsize=100_000)
def word_traits(text: str, plain: str) -> int:
    """Give what the word of a name by itself tells of its role, as bits."""
    endings = _endings()
    given = is_given(plain)
    found = GIVEN if given else 0
    if given:
        found |= TELLS * tells_order(plain)
    elif is_surname(plain) or (len(plain) >= endings.short_family and plain.endswith(endings.family)):
        found |= SURNAME
    if plain.endswith(endings.middle):
        found |= MIDDLE_END
    if plain.endswith(endings.last):
        found |= LAST_END
    if len(plain) >= endings.short:
        written = plain if text.isascii() else text.casefold()
        if plain.endswith(endings.female) or written.endswith(endings.female_written):
            found |= FATHERS_DAUGHTER
        elif plain.endswith(endings.male) or written.endswith(endings.male_written):
            found |= FATHERS_SON
    return found


def in_one_run(names: Sequence[Name], surname_first: bool | None, *, father_last: bool = False) -> list[Placed]:
    """Give roles to names that stand side by side; one name alone is taken for a surname.

    Args:
        names: the names, without titles and whatever a marker word claims.
        surname_first: the order where the caller knows it. A run in capitals beside others that are not tells more.
        father_last: a father's name that is already taken stood behind them, as it does where the surname comes first.
    """
    return _placed(names, run_places(_traits_of(names), surname_first, father_last))


def around_father(before: Sequence[Name], after: Sequence[Name], surname_first: bool | None) -> list[Placed]:
    """Give roles to the names on both sides of a father's name in brackets: "Prezime (Otac) Ime" or the reverse."""
    return _placed([*before, *after], father_places(_traits_of(before), _traits_of(after), surname_first))


def around_comma(before: Sequence[Name], after: Sequence[Name], surname_first: bool | None) -> list[Placed]:
    """Give roles to names before and after a comma: the surname stands before it, unless that is a whole name."""
    return _placed([*before, *after], comma_places(_traits_of(before), _traits_of(after), surname_first))


def is_surname_like(name: Name) -> bool:
    """Tell whether a name is a surname by its ending or because it is a common one, and no given name."""
    return _surname_like(traits(name))


def _traits_of(names: Sequence[Name]) -> tuple[int, ...]:
    return tuple(map(traits, names))


def _placed(names: Sequence[Name], places: Sequence[Place]) -> list[Placed]:
    return [Placed(name, role, sure) for name, (role, sure) in zip(names, places, strict=True)]


# --- the same by the traits of the names alone, of which there are few combinations ---


@lru_cache(maxsize=10_000)
def run_places(names: tuple[int, ...], surname_first: bool | None, father_last: bool = False) -> tuple[Place, ...]:
    """Do what `in_one_run` does, by the names' traits."""
    if len(names) < 2:
        return ((Role.FAMILY, False),) * len(names)
    rest = [index for index, name in enumerate(names) if not name & CHILD]
    if len(rest) < len(names):
        others = tuple([names[index] for index in rest])
        found = run_places(others, surname_first) if len(rest) > 1 else _given_places(others)
        return _put(len(names), (Role.FATHER, True), rest, found)
    family = _in_capitals(names)
    if family:
        rest = [index for index in range(len(names)) if index not in family]
        given = _given_places(tuple([names[index] for index in rest]), tuple([names[index] for index in family]))
        return _put(len(names), (Role.FAMILY, True), rest, given)
    return _ordered(names, surname_first, father_last)


@lru_cache(maxsize=10_000)
def father_places(before: tuple[int, ...], after: tuple[int, ...], surname_first: bool | None) -> tuple[Place, ...]:
    """Do what `around_father` does, by the names' traits."""
    capitals = all(name & UPPER for name in before), all(name & UPPER for name in after)
    sure = True
    if capitals[0] != capitals[1]:
        turned = capitals[0]
    elif surname_first is not None:
        turned = surname_first
    else:
        sure = False
        # Serbian registers put the surname first.
        turned = _family_first(before[0], after[0]) is not False
    family, given = (before, after) if turned else (after, before)
    first = tuple([(Role.FAMILY, sure) for _ in family])
    second = tuple([(role, told and sure) for role, told in _given_places(given, family)])
    return first + second if turned else second + first


@lru_cache(maxsize=10_000)
def comma_places(family: tuple[int, ...], given: tuple[int, ...], surname_first: bool | None) -> tuple[Place, ...]:
    """Do what `around_comma` does, by the names' traits."""
    whole = len(family) > 1 and bool(family[0] & _IS_GIVEN) and _surname_like(family[-1])
    if whole and not any(name & GIVEN for name in given):
        # "Nikola Petrović, Beograd"
        return run_places(family, surname_first) + ((Role.UNKNOWN, False),) * len(given)
    if not family or not given:
        return run_places(family or given, surname_first)
    return ((Role.FAMILY, True),) * len(family) + _given_places(given, family)


def _put(count: int, usual: Place, indices: Sequence[int], places: Sequence[Place]) -> tuple[Place, ...]:
    found = dict(zip(indices, places, strict=True))
    return tuple([found.get(index, usual) for index in range(count)])


def _given_places(names: tuple[int, ...], family: tuple[int, ...] = ()) -> tuple[Place, ...]:
    """Give roles to names of which the form says that none is the surname, which is `family`."""
    found: list[Place] = [(Role.GIVEN, True) for _ in names[:1]]
    for name in names[1:]:
        bulgarian = len(names) == 2 and len(family) == 1 and _from_father(name, family[0])
        father = bool(name & (CHILD | _PATRONYMIC)) or bulgarian
        found.append((Role.FATHER if father else Role.MIDDLE, bool(name & CHILD)))
    return tuple(found)


def _surname_like(name: int) -> bool:
    return bool(name & SURNAME) and not name & COMPOUND


def _in_capitals(names: Sequence[int]) -> list[int]:
    """Give the places of names in capitals, where they stand together and others are not in capitals.

    Capitals of initials say nothing by themselves: "J. SMITH" tells no more than "John SMITH", "JC JUNCKER" nothing.
    """
    full = [name for name in names if not name & INITIAL]
    upper = [index for index, name in enumerate(names) if name & UPPER and not name & INITIAL]
    if not upper or len(upper) == len(full) or upper[-1] - upper[0] >= len(upper):
        return []
    return upper


def _ordered(names: Sequence[int], surname_first: bool | None, father_last: bool) -> tuple[Place, ...]:
    father = _patronymic_at(names)
    rest = [index for index in range(len(names)) if index != father]
    roles = [Role.MIDDLE] * len(names)
    if father is not None:
        roles[father] = Role.FATHER
    if len(rest) == 1:
        roles[rest[0]] = Role.GIVEN
    else:
        at_end = father_last or father == len(names) - 1
        turned = surname_first if surname_first is not None else _turned(names[rest[0]], names[rest[-1]], at_end)
        if turned:
            second = at_end or all(names[index] & INITIAL for index in rest[1:])
            roles[rest[0]], roles[rest[1 if second else -1]] = Role.FAMILY, Role.GIVEN
        else:
            roles[rest[0]], roles[rest[-1]] = Role.GIVEN, Role.FAMILY
    told = surname_first is not None
    return tuple([(role, told and role in (Role.GIVEN, Role.FAMILY)) for role in roles])


def _turned(first: int, last: int, patronymic_last: bool) -> bool:
    """Guess whether the surname comes first."""
    known = _family_first(first, last)
    if known is not None:
        return known
    if patronymic_last or (first & PARTICLES and not last & PARTICLES):
        return True
    return bool(last & INITIAL) and not first & INITIAL


def _family_first(first: int, last: int) -> bool | None:
    """Tell from known given names, then from the endings of surnames, whether the first of two names is the surname."""
    given = bool(first & _IS_GIVEN), bool(last & _IS_GIVEN)
    if given[0] != given[1] and (given[0] or last & (COMPOUND | TELLS)):
        return given[1]
    family = _surname_like(first), _surname_like(last)
    return family[0] if family[0] != family[1] else None


def _from_father(name: int, family: int) -> bool:
    """Tell whether a name before or beside a surname is made of the father's, as in Bulgaria: Ivan Petrov Stoyanov."""
    return bool(name & MIDDLE_END and family & LAST_END) and not (name | family) & GIVEN


def _patronymic_at(names: Sequence[int]) -> int | None:
    """Find the patronymic. Of two names a man's is rather a surname, and after a given name so is a last one."""
    for index in range(len(names) - 1, 0, -1):
        last = index == len(names) - 1
        son = names[index] & FATHERS_SON and len(names) > 2 and not (last and names[0] & GIVEN)
        if son or names[index] & FATHERS_DAUGHTER:
            return index
    return 1 if len(names) == 3 and _from_father(names[1], names[2]) else None


class _Endings(NamedTuple):
    """Endings of patronymics, and of surnames; words of fewer than `short` letters are not judged by them."""

    female: tuple[str, ...]
    male: tuple[str, ...]
    female_written: tuple[str, ...]
    male_written: tuple[str, ...]
    middle: tuple[str, ...]
    last: tuple[str, ...]
    short: int
    family: tuple[str, ...]
    short_family: int


@cache
def _endings() -> _Endings:
    words = rules.load("names/words")
    patronymic, family = words["patronymic"], words["family"]
    return _Endings(
        female=patronymic["female"],
        male=patronymic["male"],
        female_written=patronymic["female_written"],
        male_written=patronymic["male_written"],
        middle=patronymic["middle"],
        last=patronymic["last"],
        short=patronymic["short"],
        family=family["endings"],
        short_family=family["short"],
    )
