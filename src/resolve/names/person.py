"""A person's name as it was read: parts with roles, and the other names that came with it.

>>> part = NamePart("Đorđe", "djordje", Role.GIVEN, sure=False)
>>> name = PersonName("Đorđe", (part,))
>>> name.given, name.plain, str(name)
(('Đorđe',), 'djordje', 'given Đorđe')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a part of a name is. The order is the one in which a name is shown."""

    TITLE = "title"
    """Dr, Hadži, Mullah, Bey: said of the person, no part of the name."""
    GIVEN = "given"
    MIDDLE = "middle"
    """Between given name and surname: a second given name, the father's, or a first surname; nothing tells which."""
    FATHER = "father"
    """The father's or grandfather's name, or a patronymic."""
    MOTHER = "mother"
    PARTICLE = "particle"
    """van, de, al, bin: belongs to the part after it."""
    FAMILY = "family"
    MAIDEN = "maiden"
    SUFFIX = "suffix"
    NICKNAME = "nickname"
    UNKNOWN = "unknown"
    """A number, an address, a word that fits nowhere."""


_PLAIN_ORDER = (Role.GIVEN, Role.MIDDLE, Role.FATHER, Role.FAMILY)
_INSTEAD = (Role.NICKNAME, Role.MAIDEN, Role.MOTHER, Role.UNKNOWN)


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part of a name.

    Attributes:
        text: the part as it was written, with damage repaired; a father's name after "sin" is put in the nominative.
        plain: lower-case a-z, digits and single spaces.
        role: what the part is.
        sure: the form or a word beside it tells the role; False where it is guessed from position or ending.
    """

    text: str
    plain: str
    role: Role
    sure: bool


@dataclass(frozen=True, slots=True)
class PersonName:
    """A whole name.

    Attributes:
        raw: the text that was read; of an over-long one, the beginning that was read.
        parts: the parts in the order in which they were written.
        aliases: other whole names of the person that stood in the same text.
        weak: this is an alias known to be a nickname: evidence beside others, never a key by itself.
        cut: the text was too long, and its end was left out.
    """

    raw: str
    parts: tuple[NamePart, ...] = ()
    aliases: tuple[PersonName, ...] = ()
    weak: bool = False
    cut: bool = False

    def texts(self, role: Role) -> tuple[str, ...]:
        """Give the parts of one role as they are written."""
        return tuple([part.text for part in self.parts if part.role is role])

    @property
    def given(self) -> tuple[str, ...]:
        """Given names that are told or guessed to be so; second ones of doubtful role are in `middle`."""
        return self.texts(Role.GIVEN)

    @property
    def middle(self) -> tuple[str, ...]:
        """Names between given name and surname whose role nothing tells."""
        return self.texts(Role.MIDDLE)

    @property
    def father(self) -> tuple[str, ...]:
        """Names of the father and grandfathers, and patronymics."""
        return self.texts(Role.FATHER)

    @property
    def mother(self) -> tuple[str, ...]:
        """The mother's name."""
        return self.texts(Role.MOTHER)

    @property
    def family(self) -> tuple[str, ...]:
        """Surnames, without their particles."""
        return self.texts(Role.FAMILY)

    @property
    def maiden(self) -> tuple[str, ...]:
        """Surnames at birth."""
        return self.texts(Role.MAIDEN)

    @property
    def particles(self) -> tuple[str, ...]:
        """Small words such as van, al and bin; each belongs to the part that follows it in `parts`."""
        return self.texts(Role.PARTICLE)

    @property
    def titles(self) -> tuple[str, ...]:
        """Titles and forms of address."""
        return self.texts(Role.TITLE)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Junior, III and the like."""
        return self.texts(Role.SUFFIX)

    @property
    def nicknames(self) -> tuple[str, ...]:
        """Nicknames that stand in the name or after an alias word."""
        return self.texts(Role.NICKNAME) + tuple([text for alias in self.aliases for text in alias.nicknames])

    @property
    def unknown(self) -> tuple[str, ...]:
        """Parts that are no names, or of which nothing can be said."""
        return self.texts(Role.UNKNOWN)

    @property
    def plain(self) -> str:
        """The name in plain letters: given names, the father's, surname; no titles, suffixes, nicknames or aliases.

        Where there are none of these, what else was read.
        """
        return " ".join(self._plains(_PLAIN_ORDER)) or " ".join(self._plains(_INSTEAD))

    def __str__(self) -> str:
        said = [
            f"{role} {' '.join(texts)}" for role in Role if role is not Role.PARTICLE and (texts := self._with(role))
        ]
        said += [f"{'also called' if alias.weak else 'alias'} ({alias})" for alias in self.aliases]
        return " · ".join(said) or "no name"

    def to_dict(self) -> dict[str, object]:
        """Give everything as plain dictionaries and lists, ready for JSON."""
        return {
            "raw": self.raw,
            "parts": [
                {"text": part.text, "plain": part.plain, "role": part.role.value, "sure": part.sure}
                for part in self.parts
            ],
            "aliases": [alias.to_dict() for alias in self.aliases],
            "weak": self.weak,
            "cut": self.cut,
        }

    def _with(self, role: Role) -> list[str]:
        """Give the texts of a role, each behind its particles."""
        found = []
        for part, particles in _behind_particles(self.parts):
            if part.role is role:
                found.append(joined([particle.text for particle in particles] + [part.text]))
        return found

    def _plains(self, roles: Iterable[Role]) -> list[str]:
        by_role: dict[Role, list[str]] = {role: [] for role in roles}
        for part, particles in _behind_particles(self.parts):
            if part.role in by_role:
                by_role[part.role] += [one.plain for one in (*particles, part) if one.plain]
        return [plain for plains in by_role.values() for plain in plains]


def joined(texts: Iterable[str]) -> str:
    """Put words side by side, without a space after one that ends with a hyphen.

    >>> joined(["van", "der", "Berg"]), joined(["al-", "Zoubi"])
    ('van der Berg', 'al-Zoubi')
    """
    return " ".join(texts).replace("- ", "-")


def _behind_particles(parts: Iterable[NamePart]) -> Iterator[tuple[NamePart, list[NamePart]]]:
    """Give each part that is no particle with the particles directly before it."""
    particles: list[NamePart] = []
    for part in parts:
        if part.role is Role.PARTICLE:
            particles.append(part)
        else:
            yield part, particles
            particles = []
