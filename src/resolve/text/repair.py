r"""Damage that text takes on its way, undone where it is certain: wrong code pages, look-alikes, invisible characters.

>>> repair("PetroviÄ‡"), repair("Ðorðe Jovanoviæ"), repair("\\or|e Petrovi}")
('Petrović', 'Đorđe Jovanović', 'Đorđe Petrović')
>>> repair("Hélène Sæther Guðrún")
'Hélène Sæther Guðrún'
>>> repair("\u041carko \u202eAna"), other_reading("Kneè")
('Marko Ana', 'Kneč')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from resolve import rules
from resolve.text.scripts import LONGEST, letters_by_script

# Each pass leaves less to mend, and damage upon damage doubles a text's length each time, so 2,000 characters cannot
# hold as many layers; the bound is there for what nobody thought of.
_PASSES = 24

# Longer texts do not repeat, and would fill the memory that shorter ones share.
_WORTH_KEEPING = 100

# Text that no step below would change: letters of one script without those that damage produces, digits, plain marks.
_SOUND_ASCII = r" !\"#$%&'()*+,\-./0-9:;<=>?_"
_SOUND = re.compile(
    rf"[{_SOUND_ASCII}A-Za-zÇÉËÍÑÓÖÚÜáäçéëíñóöúüýĆćČčĐđĞğİıŁłŞşŠšŽž]*|[{_SOUND_ASCII}\u0401-\u040f\u0410-\u044f\u0451-\u045f]*"
    rf"|[{_SOUND_ASCII}\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]*"
)
_SOUND_JOINED = re.compile(rf"[{_SOUND_ASCII}A-Za-z\n]*")

_SPACES = re.compile(r"[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]+"
)
# Two marks are as many as an honest letter bears; the rest of a stack is dropped.
_STACKED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2})"
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_MARKED = re.compile("[\u00c0-\u00ff]")
_MARKED_ONLY = re.compile("[^A-Za-z\u0100-\uffff]+")
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")


@dataclass(frozen=True, slots=True)
class _Misread:
    """One way in which letters are taken for others; see `rules/transliteration/repair.toml`."""

    name: str
    word: re.Pattern[str]
    whole: re.Pattern[str]
    letters: Mapping[int, str]
    damaged: re.Pattern[str]
    evidence: re.Pattern[str]
    spared: re.Pattern[str]
    doubt: re.Pattern[str]

    def mend(self, text: str) -> str:
        """Mend every word of the text, where the text proves that this is what happened to it."""
        if not self.damaged.search(text) or not self.evidence.search(text):
            return text
        return self.word.sub(lambda found: self._mend_word(found.group()), text)

    def mend_all(self, text: str) -> str:
        """Mend every word that may be damaged so, where other texts beside this one prove that they were."""
        return self.word.sub(lambda found: self._mend_told(found.group()), text) if self.damaged.search(text) else text

    def doubtful(self, word: str) -> str:
        """Give the mended word where it is possible but not certain, else ""."""
        if not self.damaged.search(word) or not self.doubt.search(word) or not self.whole.fullmatch(word):
            return ""
        return "" if self.spared.search(word) else word.translate(self.letters)

    def _mend_told(self, word: str) -> str:
        # Brackets about a word of capitals are letters as well where the texts are known to have no brackets.
        whole = len(word) == 1 or (word.isupper() and self.whole.fullmatch(word))
        return word.translate(self.letters) if whole else self._mend_word(word)

    def _mend_word(self, word: str) -> str:
        spare = self.spared.search(word) and not self.evidence.search(word)
        return word if spare or not self.whole.fullmatch(word) else word.translate(self.letters)


@dataclass(frozen=True, slots=True)
class _Page:
    """What UTF-8 looks like when it is read in a one-byte code page."""

    runs: re.Pattern[str]
    sequence: re.Pattern[str]
    to_bytes: Mapping[str, int]
    leads: frozenset[str]
    certain: frozenset[str]
    plausible: re.Pattern[str]

    def decode(self, found: re.Match[str]) -> str:
        """Decode one run of sequences, where it is sure not to be honest letters."""
        run = found.group()
        sequences = self.sequence.findall(run)
        # An honest word may hold two letters that make a sequence; it does not hold symbols among its letters.
        symbols = any(not character.isalpha() for sequence in sequences for character in sequence[1:])
        many = len(sequences) > 2 or (symbols and len(run) > 2)
        if not (many or run in self.certain or (symbols and run[0] in self.leads)):
            return run
        read = bytes([self.to_bytes[character] for character in run]).decode("utf-8", "replace")
        return read if self.plausible.fullmatch(read) else run


def repair(text: str) -> str:
    """Undo the damage of one text; see `repair_many`."""
    if len(text) > _WORTH_KEEPING:
        text = text[:LONGEST]
        return text if _SOUND.fullmatch(text) else _repaired(text)
    return text if _SOUND.fullmatch(text) else _kept(text)


def repair_many(texts: Sequence[str]) -> list[str]:
    """Undo damage of texts where it is certain, and leave alone what may be honest.

    Mended are: UTF-8 read in a one-byte code page; Serbo-Croatian letters read in a western code page or in YUSCII;
    look-alike letters of another script inside a word; compatibility forms (NFKC); more than two marks on a letter.
    Invisible and control characters and lone surrogates are dropped, white space of every kind becomes a space. Only
    the first 2,000 characters of a text count. Never raises; mending twice changes nothing.

    >>> repair_many(["Petroviæ", "", "Ǆevad"])
    ['Petrović', '', 'DŽevad']
    """
    joined = "\n".join(texts)
    if joined.isascii() and _SOUND_JOINED.fullmatch(joined) and joined.count("\n") == len(texts) - 1:
        return [text[:LONGEST] for text in texts] if len(max(texts, key=len)) > LONGEST else list(texts)
    return [repair(text) for text in texts]


def misread(text: str, told: Collection[str] = ()) -> tuple[str, str]:
    """Undo only the damage of a wrong code page, and name its kind.

    Args:
        text: any text; more than 2,000 characters are left as they are.
        told: kinds of damage that texts beside this one prove; they are undone wherever they may have been done.

    Returns:
        The text, and "utf-8", a name of `rules/transliteration/repair` ("cp1250", "8859-2", "yuscii"), or "" for none.

    >>> misread("PetroviÄ‡"), misread("Kneè"), misread("Kneè", told={"cp1250"}), misread("[ARI]", told={"yuscii"})
    (('Petrović', 'utf-8'), ('Kneè', ''), ('Kneč', 'cp1250'), ('ŠARIĆ', 'yuscii'))
    """
    if len(text) > LONGEST:
        return text, ""
    decoded = _decoded(text)
    found = "utf-8" if decoded != text else ""
    for kind in _misreads():
        mended = kind.mend_all(decoded) if kind.name in told else kind.mend(decoded)
        if mended != decoded:
            return mended, found or kind.name
    return decoded, found


def may_be_misread(text: str, kind: str) -> bool:
    """Say whether a text is one letter, or holds a word, that may have taken one kind of damage.

    >>> may_be_misread("MILO[", "yuscii"), may_be_misread("ana@example.org", "yuscii")
    (True, False)
    """
    chosen = next(one for one in _misreads() if one.name == kind)
    if len(text) == 1:
        return chosen.damaged.search(text) is not None
    return any(chosen.doubtful(found.group()) for found in chosen.word.finditer(text[:LONGEST]))


def other_reading(word: str) -> str:
    """Give the mended reading of a word that may be damaged but need not be, or "" where there is none.

    >>> other_reading("Kneè"), other_reading("Hélène"), other_reading("Sæther"), other_reading("@arko")
    ('Kneč', '', '', 'Žarko')
    """
    if not _damaged().search(word):
        return ""
    for misread in _misreads():
        mended = misread.doubtful(word[:LONGEST])
        if mended:
            return mended
    return ""


@lru_cache(maxsize=100_000)
def _kept(text: str) -> str:
    return _repaired(text)


def _repaired(text: str) -> str:
    for _ in range(_PASSES):
        mended = _one_pass(text)
        if mended == text or _SOUND.fullmatch(mended):
            return mended
        text = mended
    return text


def _one_pass(text: str) -> str:
    text = _decoded(text[:LONGEST])
    for misread in _misreads():
        text = misread.mend(text)
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    text = unicodedata.normalize("NFC", _STACKED.sub(r"\1", unicodedata.normalize("NFKD", text)))
    return _one_script(text)[:LONGEST]


def _decoded(text: str) -> str:
    """Decode what is UTF-8 read in a one-byte code page."""
    before = ""
    while text != before and not text.isascii():  # each decoding shortens the text
        before = text
        for page in _pages():
            text = page.runs.sub(page.decode, text)
    return _from_cyrillic_page(text)


def _from_cyrillic_page(text: str) -> str:
    """Read a text of nothing but marked Latin letters as the Cyrillic letters that stand at their places."""
    written = rules.load("transliteration/repair")["cyrillic"]
    if text.isascii() or not _MARKED_ONLY.fullmatch(text) or len(_MARKED.findall(text)) < written["least"]:
        return text
    try:
        read: str = text.encode(written["read_as"]).decode(written["page"])
    except UnicodeError:
        return text
    return read if set(letters_by_script(read)) == {"Cyrl"} else text


@cache
def _pages() -> tuple[_Page, ...]:
    written = rules.load("transliteration/repair")["pages"]
    return tuple([_page(name, written) for name in written["names"]])


def _page(name: str, written: Mapping[str, Any]) -> _Page:
    # Bytes that the page leaves undefined come through as control characters; so does all of 80-9F in ISO 8859-1.
    to_bytes = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0x100):
        to_bytes[bytes([byte]).decode(name, "replace").replace("\ufffd", chr(byte))] = byte
    lead, longer, following = (
        "[" + re.escape("".join([character for character, byte in to_bytes.items() if byte in span])) + "]"
        for span in (range(0xC2, 0xE0), range(0xE0, 0xF0), range(0x80, 0xC0))
    )
    sequence = f"(?:{lead}{following}|{longer}{following}{following})"
    return _Page(
        runs=re.compile(f"{sequence}+"),
        sequence=re.compile(sequence),
        to_bytes=to_bytes,
        leads=frozenset(written["certain_leads"][name]),
        certain=frozenset(written["certain"]),
        plausible=re.compile(f"[{written['plausible']}]+"),
    )


@cache
def _misreads() -> tuple[_Misread, ...]:
    return tuple([_misread(kind) for kind in rules.load("transliteration/repair")["letters"]])


@cache
def _damaged() -> re.Pattern[str]:
    """Give a pattern of all letters that some damage leaves behind."""
    kinds = rules.load("transliteration/repair")["letters"]
    return re.compile("[" + re.escape("".join([letter for kind in kinds for letter in kind["letters"]])) + "]", re.I)


def _misread(kind: Mapping[str, Any]) -> _Misread:
    def compiled(*alternatives: str) -> re.Pattern[str]:
        return re.compile("|".join(alternatives), re.IGNORECASE if kind["any_case"] else 0)

    return _Misread(
        name=kind["name"],
        word=compiled(kind["word"]),
        whole=compiled(kind["whole"]),
        letters={ord(misread): written for misread, written in kind["letters"].items()},
        damaged=compiled("[" + re.escape("".join(kind["letters"])) + "]"),
        evidence=compiled(*kind["evidence"]),
        spared=compiled(kind["spared"]),
        doubt=compiled(*kind["doubt"]),
    )


def _one_script(text: str) -> str:
    """Fold look-alike letters in each word to the script of most of the word, or of the text where that is a tie."""
    if text.isascii():
        return text
    whole = letters_by_script(text)
    if len(whole) < 2:
        return text
    return _TOKEN.sub(lambda found: _fold(found.group(), whole), text)


def _fold(token: str, whole: Mapping[str, int]) -> str:
    own = letters_by_script(token)
    if len(own) == 1 and len(token) > 1:
        return token
    most = _leading(own if len(own) > 1 else whole) or _leading(whole)
    folded = token.translate(_lookalikes(most)) if most else token
    # Letters that look like nothing in the other script show that the word was meant to mix them.
    return folded if len(letters_by_script(folded)) == 1 else token


def _leading(letters: Mapping[str, int]) -> str | None:
    """Name the script with the most letters; None where two have as many."""
    ranked = sorted(letters.items(), key=lambda item: -item[1])
    tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
    return ranked[0][0] if ranked and not tied else None


@cache
def _lookalikes(script: str) -> dict[int, str]:
    """Give the letters that fold to `script`: those of others that look like one of its own."""
    pairs = rules.load("transliteration/repair")["lookalikes"].get(script, ())
    return {ord(pair[0]): pair[1] for pair in pairs}
