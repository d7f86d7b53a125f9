"""Roles of names that no word marks: told by capitals and by the form, or guessed from endings, known names and order.

Every function takes the names in the order in which they stand and gives each its role, and whether that is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
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


def in_one_run(names: Sequence[Name], surname_first: bool | None, *, father_last: bool = False) -> list[Placed]:
    """Give roles to names that stand side by side; one name alone is taken for a surname.

    Args:
        names: the names, without titles and whatever a marker word claims.
        surname_first: the order where the caller knows it. A run in capitals beside others that are not tells more.
        father_last: a father's name that is already taken stood behind them, as it does where the surname comes first.
    """
    if len(names) < 2:
        return [Placed(name, Role.FAMILY, False) for name in names]
    fathers = [Placed(name, Role.FATHER, True) for name in names if name.child]
    if fathers:
        names = [name for name in names if not name.child]
        rest = in_one_run(names, surname_first) if len(names) > 1 else given_names(names)
        return rest + fathers
    family = _in_capitals(names)
    if family:
        given = given_names([name for name in names if name not in family], family)
        return [Placed(name, Role.FAMILY, True) for name in family] + given
    return _ordered(names, surname_first, father_last)


def around_father(before: Sequence[Name], after: Sequence[Name], surname_first: bool | None) -> list[Placed]:
    """Give roles to the names on both sides of a father's name in brackets: "Prezime (Otac) Ime" or the reverse."""
    capitals = all(name.upper for name in before), all(name.upper for name in after)
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
    return [
        placed._replace(sure=placed.sure and sure)
        for placed in [*[Placed(name, Role.FAMILY, True) for name in family], *given_names(given, family)]
    ]


def given_names(names: Sequence[Name], family: Sequence[Name] = ()) -> list[Placed]:
    """Give roles to names of which the form says that none is the surname, which is `family`."""
    placed = [Placed(name, Role.GIVEN, True) for name in names[:1]]
    for name in names[1:]:
        bulgarian = len(names) == 2 and len(family) == 1 and _from_father(name, family[0])
        father = name.child or bulgarian or bool(_patronymic(name))
        placed.append(Placed(name, Role.FATHER if father else Role.MIDDLE, name.child))
    return placed


def is_whole(names: Sequence[Name]) -> bool:
    """Tell whether names are known to begin with a given name and to end with a surname."""
    return len(names) > 1 and _is_given(names[0]) and is_surname_like(names[-1])


def is_surname_like(name: Name) -> bool:
    """Tell whether a name is a surname by its ending or because it is a common one, and no given name."""
    endings = _endings()
    ends = len(name.plain) >= endings.short_family and name.plain.endswith(endings.family)
    return is_surname(name.plain) or (ends and not _is_given(name))


def _in_capitals(names: Sequence[Name]) -> list[Name]:
    """Give the names in capitals, where they stand together and others are not in capitals.

    Capitals of initials say nothing by themselves: "J. SMITH" tells no more than "John SMITH", "JC JUNCKER" nothing.
    """
    full = [name for name in names if not name.initial]
    upper = [index for index, name in enumerate(names) if name.upper and not name.initial]
    if not upper or len(upper) == len(full) or upper[-1] - upper[0] >= len(upper):
        return []
    return [names[index] for index in upper]


def _ordered(names: Sequence[Name], surname_first: bool | None, father_last: bool) -> list[Placed]:
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
            second = at_end or all(names[index].initial for index in rest[1:])
            roles[rest[0]], roles[rest[1 if second else -1]] = Role.FAMILY, Role.GIVEN
        else:
            roles[rest[0]], roles[rest[-1]] = Role.GIVEN, Role.FAMILY
    told = surname_first is not None
    return [
        Placed(name, role, told and role in (Role.GIVEN, Role.FAMILY)) for name, role in zip(names, roles, strict=True)
    ]


def _turned(first: Name, last: Name, patronymic_last: bool) -> bool:
    """Guess whether the surname comes first."""
    known = _family_first(first, last)
    if known is not None:
        return known
    if patronymic_last or (first.particles and not last.particles):
        return True
    return last.initial and not first.initial


def _family_first(first: Name, last: Name) -> bool | None:
    """Tell from known given names, then from the endings of surnames, whether the first of two names is the surname."""
    given = _is_given(first), _is_given(last)
    if given[0] != given[1] and (given[0] or last.compound or tells_order(last.plain)):
        return given[1]
    family = is_surname_like(first), is_surname_like(last)
    return family[0] if family[0] != family[1] else None


def _is_given(name: Name) -> bool:
    return name.compound or is_given(name.plain)


def _from_father(name: Name, family: Name) -> bool:
    """Tell whether a name before or beside a surname is made of the father's, as in Bulgaria: Ivan Petrov Stoyanov."""
    endings = _endings()
    alike = name.plain.endswith(endings.middle) and family.plain.endswith(endings.last)
    return alike and not is_given(name.plain) and not is_given(family.plain)


def _patronymic_at(names: Sequence[Name]) -> int | None:
    """Find the patronymic. Of two names a man's is rather a surname, and after a given name so is a last one."""
    for index in range(len(names) - 1, 0, -1):
        kind = _patronymic(names[index])
        last = index == len(names) - 1
        if kind == "female" or (kind == "male" and len(names) > 2 and not (last and is_given(names[0].plain))):
            return index
    return 1 if len(names) == 3 and _from_father(names[1], names[2]) else None


def _patronymic(name: Name) -> str:
    """Tell whether a name ends like a patronymic: "male", "female" or ""."""
    endings = _endings()
    if len(name.plain) < endings.short:
        return ""
    written = name.plain if name.text.isascii() else name.text.casefold()
    if name.plain.endswith(endings.female) or written.endswith(endings.female_written):
        return "female"
    return "male" if name.plain.endswith(endings.male) or written.endswith(endings.male_written) else ""


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
