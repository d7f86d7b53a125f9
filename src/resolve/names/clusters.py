"""Words side by side put together to names: "Abd al-Rahman" is one, "van der Berg" has particles, "Dr" is none.

>>> from resolve.names.tokens import tokens
>>> names, extras = clusters(tokens("Dr Abd al-Rahman bin Salih van der Berg Jr."))
>>> [(name.text, [part.text for _, part in name.particles]) for name in names]
[('Abd al-Rahman', []), ('Salih', ['bin']), ('Berg', ['van', 'der'])]
>>> [(part.role.value, part.text) for _, part in extras]
[('title', 'Dr'), ('suffix', 'Jr.')]
"""

from __future__ import annotations

from collections.abc import Sequence

from resolve.names.person import NamePart, Role, joined
from resolve.names.position import Name
from resolve.names.tokens import Token
from resolve.names.words import NO_KINDS, Kind, Word, is_given, is_mans, nominatives, word

Extras = list[tuple[int, NamePart]]

_LEADING = frozenset({Kind.TITLE, Kind.TITLE_LEADING})
_AFTER = frozenset({Kind.TITLE_AFTER, Kind.TITLE_AFTER_MAYBE})
_COMPOUND = frozenset({Kind.JOIN_NEXT})
"""What is left of the kinds of words that have been put together."""


def clusters(tokens: Sequence[Token], *, alone: bool = True) -> tuple[list[Name], Extras]:
    """Put name tokens together to names, and set titles and suffixes apart.

    Args:
        tokens: tokens side by side; those that are no words are passed over.
        alone: there is nothing else of this name, so that a title without a name beside it is taken for a name.

    Returns:
        The names, and for each title and suffix its place and part.
    """
    words = [token for token in tokens if token.word is not None]
    if not any(token.kinds for token in words):
        return [_plain_name(token) for token in words], []
    rest, extras = _without_titles(words, alone)
    return _with_particles(_joined(rest)), extras


def plain_name(one: Word, place: int) -> Name:
    """Make a name of one word."""
    return Name(one.text, one.plain, place, one.upper, one.initial)


def nominative(name: Name, languages: tuple[str, ...]) -> Name:
    """Undo the genitive of a parent's name; of several possible names, one that the list of given names knows.

    >>> nominative(plain_name(word("Nikole"), 0), ("sr",)).text
    'Nikola'
    """
    found = nominatives(name.text, languages)
    known = [text for text in found if is_given(word(text).plain)]
    known.sort(key=lambda text: not is_mans(word(text).plain))
    if not found or (not known and is_given(name.plain)):
        return name
    text = (known or found)[0]
    return name._replace(text=text, plain=word(text).plain)


def _plain_name(token: Token) -> Name:
    return plain_name(token.word or word(token.text), token.place)


def _without_titles(words: list[Token], alone: bool) -> tuple[list[Token], Extras]:
    """Set titles and suffixes apart: those in front first, then those behind, then those within."""
    rest = list(words)
    extras: Extras = []
    least = 1 if alone else 0  # as many names have to be left

    def take(index: int, role: Role, sure: bool) -> None:
        token = rest.pop(index)
        extras.append((token.place, _part(token, role, sure)))

    while len(rest) > least and rest[0].kinds & _LEADING:
        take(0, Role.TITLE, sure=True)
    if not rest:
        return rest, extras
    while Kind.TITLE_MAYBE in rest[0].kinds and len(_with_particles(rest)) > 2:
        take(0, Role.TITLE, sure=False)
    while len(rest) > least and _is_suffix(rest):
        take(-1, Role.SUFFIX, sure=True)
    for index in range(len(rest) - 1, -1, -1):
        kinds = rest[index].kinds
        others = len(rest) - 1
        if Kind.TITLE in kinds and others >= least:
            take(index, Role.TITLE, sure=True)
        elif index and kinds & _AFTER and others >= (1 if Kind.TITLE_AFTER in kinds else 2):
            take(index, Role.TITLE, sure=Kind.TITLE_AFTER in kinds)
    return rest, extras


def _is_suffix(words: Sequence[Token]) -> bool:
    last = words[-1]
    if Kind.SUFFIX_NUMBER in last.kinds:
        return len(words) > 2 and last.word is not None and last.word.upper
    return Kind.SUFFIX in last.kinds


def _joined(words: Sequence[Token]) -> list[Token]:
    """Put together names of several words: Abd al-X, Abu X, X al-Din, X Ullah."""
    done: list[Token] = []
    index = 0
    while index < len(words):
        token = words[index]
        end = index + 1
        if Kind.JOIN_NEXT in token.kinds:
            while end < len(words) - 1 and Kind.JOIN_ARTICLE in words[end].kinds:
                end += 1
            end = min(end + 1, len(words))
            token = _together(words[index:end])
        elif Kind.JOIN_PREVIOUS in token.kinds and done:
            start = len(done) - 1
            while start > 0 and Kind.JOIN_ARTICLE in done[start].kinds:
                start -= 1
            token = _together([*done[start:], token])
            del done[start:]
        done.append(token)
        index = end
    return done


def _together(words: Sequence[Token]) -> Token:
    if len(words) == 1:
        return words[0]._replace(kinds=NO_KINDS)
    text = joined([token.text for token in words])
    return words[0]._replace(text=text, word=word(text), kinds=_COMPOUND)


def _with_particles(words: Sequence[Token]) -> list[Name]:
    """Give each name the particles before it; particles at the end are names themselves."""
    done: list[Name] = []
    particles: list[tuple[int, NamePart]] = []
    for index, token in enumerate(words):
        last = index == len(words) - 1
        if not last and _is_particle(token, index, len(words)):
            particles.append((token.place, _part(token, Role.PARTICLE, sure=True)))
            continue
        name = _plain_name(token)
        child = bool(index and done and Kind.CHILD in words[index - 1].kinds)
        done.append(
            Name(
                name.text,
                name.plain,
                name.place,
                name.upper,
                name.initial,
                tuple(particles),
                child,
                token.kinds == _COMPOUND,
            )
        )
        particles = []
    return done


def _is_particle(token: Token, index: int, count: int) -> bool:
    if not token.kinds & {Kind.PARTICLE, Kind.CHILD}:
        return False
    capital = token.word is not None and not token.word.lower and not token.text.endswith("-")
    return not (index == 0 and count == 2 and capital and Kind.ALSO_GIVEN in token.kinds)


def _part(token: Token, role: Role, sure: bool) -> NamePart:
    return NamePart(token.text, token.word.plain if token.word else "", role, sure)
