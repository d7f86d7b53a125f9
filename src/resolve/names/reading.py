"""Names as rows of token numbers and roles, ready to be compared.

Reading here is `names.parse` with what comparing needs on top: parts are cut into tokens, names of several words
("Abd al-Rahman") are written as one, and titles and particles are left out. Names of plain words, by far the most, take
a shorter way.

>>> read("Dr Nur al-Din Hoxha").tokens
('nuruddin', 'hoxha')
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from resolve import rules
from resolve.names import person
from resolve.names.parse import LONGEST, parse_name
from resolve.names.person import NamePart, PersonName
from resolve.names.position import Place
from resolve.names.simple import learn_words, simple_name
from resolve.names.vocabulary import CUT_MARK, Numbers, Vocabulary
from resolve.names.words import Word, word
from resolve.text.unicode import plain

ROLES = ("outer", "middle", "given", "father", "family", "family_part", "maiden", "nickname", "suffix", "title")
OUTER, MIDDLE, GIVEN, FATHER, FAMILY, FAMILY_PART, MAIDEN, NICKNAME, SUFFIX, TITLE = range(len(ROLES))
# No name has more tokens that say something; the bound keeps hostile ones cheap.
MOST_TOKENS = 16
# A name so long may have been cut by the end of its field; machine-readable zones have 30 and 39 places.
FULL_FIELD = 20
_FILLER = "<"
_ARTICLE = 2
# Names whose words are looked at together: no more different words than are kept
_TOGETHER = 50_000

_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ -][^\W\d_]{2,}){0,7}")
_APOSTROPHES = str.maketrans("", "", "'’‘ʻʼ`´ʹ")
_CUT = re.compile(r"[\s·・.-]+")
_SINGLE_ROLES = {
    person.Role.FATHER: FATHER,
    person.Role.MAIDEN: MAIDEN,
    person.Role.NICKNAME: NICKNAME,
    person.Role.SUFFIX: SUFFIX,
    person.Role.TITLE: TITLE,
}
_BESIDE = frozenset({person.Role.UNKNOWN, person.Role.SUFFIX, person.Role.NICKNAME, person.Role.TITLE})
_LEFT_OUT = frozenset({person.Role.TITLE, person.Role.PARTICLE, person.Role.MOTHER})


class Read(NamedTuple):
    """A name cut into tokens: as they are compared, their roles (numbers of ROLES), and as they were written.

    `left_out` are parts that say nothing of who it is; `aliases` the person's other names.
    """

    tokens: tuple[str, ...]
    roles: tuple[int, ...]
    shown: tuple[str, ...]
    left_out: tuple[NamePart, ...] = ()
    aliases: tuple[Read, ...] = ()


@dataclass(frozen=True)
class Names:
    """Many names: token numbers and roles of all, one after the other, and where each begins and how many it has."""

    tokens: Numbers
    roles: npt.NDArray[np.int8]
    starts: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]

    @classmethod
    def of(cls, words: Vocabulary, names: Sequence[Read]) -> Names:
        """Number the tokens of names."""
        tokens = list(chain.from_iterable([name.tokens for name in names]))
        roles = list(chain.from_iterable([name.roles for name in names]))
        sizes = np.array([len(name.tokens) for name in names], np.int64)
        numbers = np.array(words.numbers(tokens), np.int32)
        return cls(numbers, np.array(roles, np.int8), sizes.cumsum() - sizes, sizes)

    def and_more(self, words: Vocabulary, names: Sequence[Read]) -> Names:
        """Give these names and others behind them."""
        if not names:
            return self
        more = Names.of(words, names)
        starts = np.concatenate([self.starts, more.starts + len(self.tokens)])
        tokens, roles = np.concatenate([self.tokens, more.tokens]), np.concatenate([self.roles, more.roles])
        return Names(tokens, roles, starts, np.concatenate([self.sizes, more.sizes]))

    def cut(self, rows: npt.NDArray[np.int64], size: int) -> tuple[Numbers, npt.NDArray[np.int8]]:
        """Give tokens and roles of some names of one size, as arrays of shape (rows, size)."""
        at = self.starts[rows][:, None] + np.arange(size)
        return self.tokens[at], self.roles[at]


@lru_cache(maxsize=200_000)
def read(text: str) -> Read:
    """Read one name whose Unicode is repaired already (`text.repair`)."""
    return _two_words(text) or _simple(text) or _of_parts(parse_name(text))


def read_many(texts: Sequence[str]) -> list[Read]:
    """Read many names, each as `read` reads it; their words are looked at together.

    >>> [name.tokens for name in read_many(["Agim Hoxha", "HOXHA, Besnik"])]
    [('agim', 'hoxha'), ('hoxha', 'besnik')]
    """
    found: list[Read] = []
    for start in range(0, len(texts), _TOGETHER):
        some = texts[start : start + _TOGETHER]
        learn_words(some if len(max(some, key=len)) <= LONGEST else [text[:LONGEST] for text in some])
        found.extend(map(read, some))
    return found


def cores_of(plains: Sequence[str]) -> list[str]:
    """Give plain names without articles, and names of several words as one; others as they are.

    >>> cores_of(["al masri", "abd al rahman", "de la cruz", "ana maria"])
    ['masri', 'abdulrahman', 'de la cruz', 'ana maria']
    """
    marks = _core_words()
    return [text if " " not in text or marks.isdisjoint(text.split()) else _core(text) for text in plains]


@lru_cache(maxsize=100_000)
def _core(text: str) -> str:
    words = text.split()
    tokens = [token.rstrip(CUT_MARK) for token in read(text).tokens]
    return " ".join(tokens) if all(tokens) and 0 < len(tokens) < len(words) else text


@cache
def _core_words() -> frozenset[str]:
    heads, tails, articles = _compounds()
    return articles | heads.keys() | tails.keys()


def _two_words(text: str) -> Read | None:
    """Read a name of two words, or one, that nothing is known of; None where reading takes more."""
    if not _WORDS.fullmatch(text):
        text = text.translate(_APOSTROPHES)
        if not _WORDS.fullmatch(text):
            return None
    if not (text.istitle() or text.isupper() or text.islower()):
        return None
    shown = _CUT.split(text) if "-" in text else text.split(" ")
    if len(shown) > 2:
        return None
    for one in shown:
        if word(one).listed:
            return None
    tokens = text.casefold().replace("-", " ").split(" ")
    if not text.isascii():  # words of a script without capitals lose their article
        tokens = [
            folded(one) if one.lower() == one.upper() else token for one, token in zip(shown, tokens, strict=True)
        ]
    if len(text) >= FULL_FIELD:
        tokens[-1] += CUT_MARK
    return Read(tuple(tokens), (OUTER,) * len(tokens), tuple(shown))


def _simple(text: str) -> Read | None:
    """Read a name of plain words; the shorter way to what its parts give."""
    found = simple_name(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    shown: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    counts = []
    for one in found.words:
        pieces, compared = tokens_of_word(one)
        shown += pieces
        tokens += compared
        counts.append(len(pieces))
    if "" in tokens or len(tokens) > MOST_TOKENS:
        return None
    if len(text) >= FULL_FIELD:
        tokens = (*tokens[:-1], tokens[-1] + CUT_MARK)
    return Read(tokens, roles_of(found.places, tuple(counts)), shown)


def tokens_of_word(one: Word) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the tokens of a word as they are shown and as they are compared."""
    text = one.text
    if text.isalpha() and text.isascii() and not one.initial:
        return (text,), (text.lower(),)
    return _word_tokens(text)


@lru_cache(maxsize=100_000)
def _word_tokens(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    pieces = tuple(_pieces(text))
    return pieces, tuple(map(folded, pieces))


def _of_parts(name: PersonName) -> Read:
    left_out = tuple([part for part in name.parts if _says_nothing(part)])
    parts = _parts_compared(name)
    pieces = [_pieces(part.text) for part in parts]
    roles = roles_of(tuple([(part.role, part.sure) for part in parts]), tuple(map(len, pieces)))
    shown = [piece for one in pieces for piece in one]
    tokens = [_compared(piece, role) for piece, role in zip(shown, roles, strict=True)]
    aliases = tuple([alias for alias in map(_of_parts, name.aliases) if alias.tokens])
    kept = slice(0, MOST_TOKENS)
    if tokens and len(name.raw) >= FULL_FIELD:
        families = [place for place, role in enumerate(roles) if role in (FAMILY, FAMILY_PART)]
        # A machine-readable zone cuts the surname too.
        for place in {len(tokens) - 1, *(families[-1:] if _FILLER in name.raw else ())}:
            tokens[place] += CUT_MARK
    return Read(tuple(tokens[kept]), roles[kept], tuple(shown[kept]), left_out, aliases)


def _compared(piece: str, role: int) -> str:
    said = folded(piece)
    return _suffixes().get(said) or _suffixes().get(f"{said}.", said) if role == SUFFIX else said


def _parts_compared(name: PersonName) -> list[NamePart]:
    """Give the parts that say who it is; of a name that has none, all it has."""
    said = [part for part in name.parts if not _says_nothing(part) and folded(part.text)]
    who = [part for part in said if part.role not in _BESIDE]
    return said if who else [part for part in name.parts if folded(part.text)]


def _says_nothing(part: NamePart) -> bool:
    """Tell a part that is no evidence. A title that may as well be a name, or half of one, is kept."""
    if part.role is person.Role.TITLE:
        return part.sure and part.text.casefold() not in _joined_titles()
    return part.role in _LEFT_OUT


@lru_cache(maxsize=10_000)
def roles_of(places: tuple[Place, ...], counts: tuple[int, ...]) -> tuple[int, ...]:
    """Give the roles of tokens, by the parts' roles and how many tokens each part has.

    Of several given names that nothing tells, those after the first are middle names.
    """
    families = sum(
        count for (role, sure), count in zip(places, counts, strict=True) if role is person.Role.FAMILY and sure
    )
    roles: list[int] = []
    given_before = False
    for (part_role, sure), count in zip(places, counts, strict=True):
        for place in range(count):
            role = _role(part_role, sure, place, families)
            if role == OUTER and part_role is person.Role.GIVEN and OUTER in roles and given_before:
                role = MIDDLE
            roles.append(role)
        given_before |= part_role is person.Role.GIVEN
    return tuple(roles)


def _role(role: person.Role, sure: bool, place: int, families: int) -> int:
    if role in _SINGLE_ROLES:
        return _SINGLE_ROLES[role]
    if role is person.Role.FAMILY:
        return (FAMILY if families == 1 else FAMILY_PART) if sure else OUTER if place == 0 else FAMILY_PART
    if role is person.Role.GIVEN:
        return MIDDLE if place else GIVEN if sure else OUTER
    return MIDDLE


def _pieces(text: str) -> list[str]:
    """Cut the text of a part into tokens; a name of several words is one.

    >>> _pieces("Abd al-Rahman"), _pieces("Okafor-Wyatt"), _pieces("J.C."), _pieces("Dž.")
    (['abdulrahman'], ['Okafor', 'Wyatt'], ['J', 'C'], ['Dž.'])
    """
    pieces = [piece for piece in _CUT.split(text.strip(".")) if piece]
    if len(pieces) < 2:
        return [text] if _short_with_dot(text) else _initials(pieces[0]) if pieces else []
    compound = _compound(pieces)
    return [compound] if compound else pieces


def _short_with_dot(text: str) -> bool:
    """Tell an initial of two letters, such as Dž., which its dot tells from a short name."""
    return text.endswith(".") and 2 <= len(text.rstrip(".")) <= 3


def _initials(piece: str) -> list[str]:
    found = word(piece)
    return list(piece) if found.initial and found.upper and len(piece) > 1 else [piece]


def _compound(pieces: Sequence[str]) -> str:
    """Write a name of several words as one, without the article inside; "" where it is none."""
    heads, tails, articles = _compounds()
    said = [folded(piece) for piece in pieces]
    spelled = [plain(piece) or piece for piece in pieces]
    inner = [piece for piece, plainly in zip(said[1:-1], spelled[1:-1], strict=True) if plainly not in articles]
    if spelled[0] in heads:
        head, last = heads[spelled[0]], tails.get(spelled[-1], said[-1])
        # In "Abd Allah" head and last word share an article, which is written once.
        shared = not inner and spelled[-1] in tails and head.endswith(last[:_ARTICLE])
        return head + "".join(inner) + (last[_ARTICLE:] if shared else last)
    if spelled[-1] in tails:
        return said[0] + "".join(inner) + tails[spelled[-1]]
    return ""


def folded(text: str) -> str:
    """Give a token as it is compared: small letters, no apostrophes, no article joined to it."""
    return without_joined_article(text.translate(_APOSTROPHES).casefold().strip("-"))


def without_joined_article(small: str) -> str:
    """Cut off an article that is written together with the name.

    >>> without_joined_article("الحريري"), without_joined_article("علي")
    ('حريري', 'علي')
    """
    for article in _joined_articles():
        if small.startswith(article) and len(small) > len(article) + 2:
            return small[len(article) :]
    return small


@cache
def _joined_articles() -> tuple[str, ...]:
    return tuple(rules.load("names/tokens")["articles"]["joined"].split())


@cache
def _joined_titles() -> frozenset[str]:
    return frozenset(rules.load("names/tokens")["titles"]["joined"].split())


@cache
def _compounds() -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """Give how first and last halves of names of several words are written in one, and the articles between them."""
    written = rules.load("names/tokens")
    return (
        _by_spelling(written["first"]),
        _by_spelling(written["last"]),
        frozenset(written["articles"]["words"].split()),
    )


@cache
def _suffixes() -> dict[str, str]:
    return _by_spelling(rules.load("names/tokens")["suffix"])


def _by_spelling(written: Mapping[str, str]) -> dict[str, str]:
    return {spelling: one for one, spellings in written.items() for spelling in spellings.split()}
