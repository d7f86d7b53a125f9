"""How the tokens of a name make up a person's name: marker words, brackets, commas and aliases.

`read` walks over the tokens once. What a marker claims becomes a part at once; the names that are left are collected
in segments between commas and get their roles together at the end, from `resolve.names.position`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from resolve.names import position
from resolve.names.clusters import clusters, nominative
from resolve.names.person import NamePart, PersonName, Role
from resolve.names.position import Name, Placed
from resolve.names.tokens import Shape, Token
from resolve.names.words import NO_KINDS, Kind, is_given, is_mans, is_short_form, word
from resolve.text.unicode import plain

_FATHER = frozenset({Kind.FATHER, Kind.FATHER_GENITIVE})
_MOTHER = frozenset({Kind.MOTHER, Kind.MOTHER_GENITIVE})
_GENITIVE = frozenset({Kind.FATHER_GENITIVE, Kind.MOTHER_GENITIVE})
_ENDS_ALIAS = frozenset({Kind.ALIAS, Kind.OR})
_WHOLE = 2
"""A whole name has at least so many names; a single one after an alias word is a nickname."""


def read(tokens: Sequence[Token], raw: str, surname_first: bool | None) -> PersonName:
    """Read tokens into a name.

    Args:
        tokens: from `resolve.names.tokens.tokens`.
        raw: the text that they are from.
        surname_first: the order of given name and surname where the caller knows it.
    """
    reader = _Reader(raw, surname_first)
    only = tokens[0] if len(tokens) == 1 else None
    # Quotes or brackets around everything say nothing.
    reader.walk(only.inner if only and only.kind in (Shape.QUOTED, Shape.GROUP) else tokens)
    return reader.result()


@dataclass(slots=True)
class _Reader:
    raw: str
    surname_first: bool | None
    segments: list[list[Token]] = field(default_factory=lambda: [[]])
    parts: list[tuple[int, NamePart]] = field(default_factory=list)
    aliases: list[PersonName] = field(default_factory=list)
    married: bool = False
    father_last: bool = False
    told: bool = False  # a marker stood behind a comma or a whole name: the next comma ends what it claims
    over: bool = False  # the name is complete: what follows in plain words is something else

    def walk(self, tokens: Sequence[Token]) -> None:
        """Take tokens one after the other; each step says where the next begins."""
        index = 0
        while index < len(tokens):
            token = tokens[index]
            index += 1
            if token.kind is Shape.MARKER:
                index = self._marker(token, tokens, index)
            elif token.kind is Shape.SEPARATOR:
                index = self._separator(token, tokens, index)
            elif token.kind is Shape.COMMA:
                self._next_segment()
            elif token.kind is Shape.UNKNOWN:
                self._part(token.place, token.text, Role.UNKNOWN, sure=False)
            elif token.kind is Shape.QUOTED:
                self._nickname(token.inner or (token,), sure=True)
            elif token.kind is Shape.GROUP and _speaks_for_itself(token):
                self.walk(token.inner)
            elif Kind.AND in token.kinds and tokens[index : index + 1] and tokens[index].kind is not Shape.NAME:
                continue  # zvani "Mare" i "Crni"
            elif self.over and token.kind is Shape.NAME:
                self._part(token.place, token.text, Role.UNKNOWN, sure=False)
            else:
                self.segments[-1].append(token)

    def result(self) -> PersonName:
        """Give roles to what no marker claimed, and put the name together."""
        segments = [segment for segment in map(self._without_titles, self.segments) if segment]
        placed = self._comma(segments) if len(segments) > 1 else self._segment(segments[0]) if segments else []
        for name, role, sure in placed:
            known = Role.MAIDEN if self.married and role is Role.FAMILY else role
            self._name(name, known, sure)
        parts = tuple([part for _, part in sorted(self.parts, key=lambda item: item[0])])
        if not parts and self.aliases:
            first = self.aliases[0]
            return PersonName(self.raw, first.parts, (*first.aliases, *self.aliases[1:]))
        return PersonName(self.raw, parts, tuple(self.aliases))

    def _next_segment(self) -> None:
        """Begin what follows a comma. Commas around what a marker claims do not part the surname from the rest."""
        if self.told and self._count() >= _WHOLE:
            self.over = True
        elif not self.told:
            self.segments.append([])

    # --- marker words ---

    def _marker(self, token: Token, tokens: Sequence[Token], index: int) -> int:
        handlers: dict[Kind, Callable[[Token, Sequence[Token], int], int]] = {
            Kind.ALIAS: self._alias,
            Kind.OR: self._separator,
            Kind.FATHER_AFTER: self._father_before,
            Kind.NICKNAME: self._nicknamed,
        }
        behind_comma = len(self.segments) > 1 and not self.segments[-1]
        if behind_comma:
            self.segments.pop()
        self.told |= behind_comma or self._count() >= _WHOLE
        for kind, handler in handlers.items():
            if kind in token.kinds:
                return handler(token, tokens, index)
        return self._relation(token, tokens, index)

    def _relation(self, token: Token, tokens: Sequence[Token], index: int) -> int:
        """Take the father's, mother's, maiden or married name that follows."""
        whole_before = self._count() >= _WHOLE
        taken, index = _argument(tokens, index, 1 if not whole_before else None)
        names, titles = clusters(taken)
        self.parts += titles
        if token.kinds & (_FATHER | _MOTHER):
            role = Role.FATHER if token.kinds & _FATHER else Role.MOTHER
            for name in names[:1]:
                self._name(nominative(name, token.languages) if token.kinds & _GENITIVE else name, role, sure=True)
            for name in names[1:]:
                self._name(name, Role.UNKNOWN, sure=False)
            return index
        role = Role.FAMILY if Kind.MARRIED in token.kinds else Role.MAIDEN
        for name in names:
            self._name(name, role, sure=True)
        self.married |= role is Role.FAMILY and bool(names) and whole_before
        return index

    def _father_before(self, token: Token, tokens: Sequence[Token], index: int) -> int:
        """Take the name before "oğlu" as the father's."""
        segment = self.segments[-1]
        nothing_else = self._count() < _WHOLE and index >= len(tokens)
        if nothing_else or not segment or segment[-1].kind is not Shape.NAME:
            segment.append(token._replace(kind=Shape.NAME, kinds=NO_KINDS))
            return index
        names, _ = clusters([segment.pop()])
        for name in names:
            self._name(nominative(name, token.languages), Role.FATHER, sure=True)
        self.father_last = index >= len(tokens)
        return index

    def _nicknamed(self, token: Token, tokens: Sequence[Token], index: int) -> int:
        taken, index = _argument(tokens, index, None if self._count() >= _WHOLE else 1)
        self._nickname(taken, sure=True)
        return index

    def _nickname(self, taken: Sequence[Token], *, sure: bool) -> None:
        """Add a nickname; where it is itself a whole name, a weak alias."""
        names, _ = clusters(taken)
        if len(names) >= _WHOLE and is_given(names[0].plain):
            self._add_alias(taken, weak=True)
        elif taken:
            text = " ".join(token.text for token in taken)
            self._part(taken[0].place, text, Role.NICKNAME, sure=sure)

    # --- aliases ---

    def _alias(self, token: Token, tokens: Sequence[Token], index: int) -> int:
        """Take everything up to the next alias as another name; within a name, the next word as a nickname."""
        if self._count() == 1 and len(self.segments) == 1:
            return self._nicknamed(token, tokens, index)
        end = index
        while end < len(tokens) and not _ends_alias(tokens, end):
            end += 1
        self._add_alias(tokens[index:end], weak=False)
        return end

    def _separator(self, token: Token, tokens: Sequence[Token], index: int) -> int:
        """Read what follows "or", ";" or "/" as another name, if a whole one stands before it."""
        if self._count() >= _WHOLE:
            return self._alias(token, tokens, index)
        if self._count() == 1 and token.text in ";；؛":
            self.segments.append([])
        return index

    def _add_alias(self, tokens: Sequence[Token], *, weak: bool) -> None:
        found = read(tokens, " ".join(token.text for token in tokens), self.surname_first)
        if len(found.parts) == 1 and found.parts[0].role is Role.FAMILY:
            part = found.parts[0]
            found = PersonName(found.raw, (NamePart(part.text, part.plain, Role.NICKNAME, sure=True),), found.aliases)
        if found.parts:
            weak = weak or all(part.role is Role.NICKNAME for part in found.parts)
            self.aliases += [PersonName(found.raw, found.parts, (), weak), *found.aliases]

    # --- names that no marker claims ---

    def _without_titles(self, segment: list[Token]) -> list[Name | Token]:
        """Give the names of a segment, and its brackets among them."""
        done: list[Name | Token] = []
        run: list[Token] = []
        for token in [*segment, None]:
            if token is not None and token.kind is Shape.NAME:
                run.append(token)
                continue
            names, extras = clusters(run, alone=len(segment) == len(run) and self._count() == len(run))
            done += names
            self.parts += extras
            run = []
            if token is not None:
                done.append(token)
        return done

    def _comma(self, segments: list[list[Name | Token]]) -> list[Placed]:
        """Read "Surname, Given Other": what stands before the first comma is the surname."""
        last = segments[-1]
        behind = last[-1]
        if isinstance(behind, Token) and len(last) > 1:
            # "Surname, Given (X)": the father's name if it is known as a man's, else a nickname.
            last.pop()
            names, _ = clusters(behind.inner)
            self._father_or_nickname(behind, father=bool(names) and is_mans(names[0].plain))
        halves: tuple[list[Name], list[Name]] = ([], [])
        for number, segment in enumerate(segments):
            for item in segment:
                if isinstance(item, Name):
                    halves[min(number, 1)].append(item)
                else:
                    self._father_or_nickname(item, father=True)
        return position.around_comma(*halves, self.surname_first)

    def _segment(self, segment: list[Name | Token]) -> list[Placed]:
        """Read names in a row, perhaps with the father's name in brackets between them."""
        names = [item for item in segment if isinstance(item, Name)]
        around: list[Placed] = []
        for number, item in enumerate(segment):
            if isinstance(item, Token):
                before = [one for one in segment[:number] if isinstance(one, Name)]
                after = [one for one in segment[number:] if isinstance(one, Name)]
                between = bool(before and after) and not around
                if self._father_or_nickname(item, father=between, beside=names):
                    around = position.around_father(before, after, self.surname_first)
        if around:
            return around
        if len(names) == 1 and any(part.role is Role.FATHER for _, part in self.parts):
            return [Placed(names[0], Role.GIVEN, False)]
        return position.in_one_run(names, self.surname_first, father_last=self.father_last)

    def _father_or_nickname(self, group: Token, *, father: bool, beside: Sequence[Name] = ()) -> bool:
        """Add what brackets hold; tell whether it was the father's name, or a surname in its place."""
        names, titles = clusters(group.inner)
        only_names = all(token.kind is Shape.NAME for token in group.inner)
        if Kind.SUFFIX in word(group.text.rstrip(".") + ".").kinds:
            self._part(group.place, group.text, Role.SUFFIX, sure=True)
        elif len(names) >= _WHOLE or not only_names:
            self._add_alias(group.inner, weak=False)
        elif names and position.is_surname_like(names[0]):
            self.parts += titles
            self._name(names[0], Role.MAIDEN, sure=False)
            return father
        elif father and names and not any(is_short_form(names[0].plain, name.plain) for name in beside):
            self.parts += titles
            self._name(names[0], Role.FATHER, sure=True)
            return True
        else:
            self._nickname(group.inner, sure=False)
        return False

    # --- bookkeeping ---

    def _count(self) -> int:
        return sum(1 for segment in self.segments for token in segment if token.kind is Shape.NAME)

    def _name(self, name: Name, role: Role, sure: bool) -> None:
        self.parts += name.particles
        self.parts.append((name.place, NamePart(name.text, name.plain, role, sure)))

    def _part(self, place: int, text: str, role: Role, *, sure: bool) -> None:
        self.parts.append((place, NamePart(text, plain(text), role, sure)))


def _argument(tokens: Sequence[Token], index: int, most: int | None) -> tuple[Sequence[Token], int]:
    """Give the names that a marker before `index` claims, and where they end."""
    if index < len(tokens) and tokens[index].kind in (Shape.QUOTED, Shape.GROUP):
        return tokens[index].inner, index + 1
    end = index
    while end < len(tokens) and tokens[end].kind is Shape.NAME:
        end += 1
        if most is not None and len(clusters(tokens[index : end + 1])[0]) > most:
            break
    return tokens[index:end], end


def _speaks_for_itself(group: Token) -> bool:
    """Tell whether brackets begin with a marker word, or hold nothing that could be a name."""
    marked = bool(group.inner) and group.inner[0].kind is Shape.MARKER
    return marked or not any(token.kind is Shape.NAME for token in group.inner)


def _ends_alias(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.kind is Shape.COMMA:
        return index + 1 < len(tokens) and tokens[index + 1].kind is Shape.MARKER
    return token.kind is Shape.SEPARATOR or (token.kind is Shape.MARKER and bool(token.kinds & _ENDS_ALIAS))
