"""Words of any script in Latin letters: one usual spelling, or every spelling that a document may show.

A name is never given one romanisation only. `latin_forms` gives a word's spellings with a tag that says where each
comes from: the national standard first, then passport eras, machine-readable zones, popular spellings. The tables are
in `rules/transliteration`, one file a script; where no letter tells the language, the spellings of several are given.

>>> [form.text for form in latin_forms("ЂОРЂЕ")]
['đorđe', 'djordje', 'dorde']
>>> [str(form) for form in latin_forms("Ќосев")][:3]
['ḱosev (mk:bgn)', 'kjosev (mk:icao)', 'kosev (mk:popular)']
>>> to_latin("Ѓорѓи Ќосев"), to_latin("Щерев"), to_latin_cased("ЉУБИЦА Љубић")
('ǵorǵi ḱosev', 'shterev', 'LJUBICA Ljubić')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest

from resolve.text import abjad, tables
from resolve.text.repair import other_reading
from resolve.text.scripts import LONGEST, RANGES, script_of

MOST_FORMS = 8
# Longer words do not repeat, and would fill the memory that shorter ones share.
_WORTH_KEEPING = 100

_TABLED = "".join([ranges for code, ranges in RANGES.items() if code in tables.FILES and code != "Latn"])
# Vowel points and stress marks belong to the word that they stand in.
_WORD = re.compile(f"[{_TABLED}][{_TABLED}\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]*")
_OTHERS = "".join([ranges for code, ranges in RANGES.items() if code != "Latn"])
_NOT_LATIN = re.compile(f"(?![{RANGES['Latn']}])(?:[^\\W\\d_]|[{_OTHERS}])")
_WITH_CAPITALS = ("Latn", "Cyrl", "Grek", "Armn")
_MARKS = re.compile(r"[\u0300-\u036f]+")
# Words that need no more than tables: letters of one script, and short enough to be an honest word
_LATIN = re.compile(f"[{RANGES['Latn']}]{{1,{_WORTH_KEEPING}}}")
_ALIKE = re.compile(f"[{RANGES['Latn']}]{{1,{_WORTH_KEEPING}}}|[{RANGES['Cyrl']}]{{1,{_WORTH_KEEPING}}}")


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling of a word: lower-case Latin text, and a tag that says which standard or habit writes it so."""

    text: str
    tag: str

    def __str__(self) -> str:
        return f"{self.text} ({self.tag})"


def latin_forms(word: str, language: str = "") -> tuple[Form, ...]:
    """Give the Latin spellings of one word of any script and case, the most usual first.

    Args:
        word: one token of a name. A word already Latin comes first as it is, lower-case. Of an over-long one the first
            2,000 characters count.
        language: ISO 639-1 codes parted by spaces, the likeliest first, where they are known (see `guess_languages`);
            codes that do not write this script are passed over. Empty: guessed from the word's letters.

    Returns:
        At most 8 forms with distinct texts; none for a word without anything to spell. With several possible languages
        the national spelling of each comes before any variant.

    >>> [form.text for form in latin_forms("Хаџи")], [form.text for form in latin_forms("Müller")]
    (['hadži', 'hadzi', 'hadji', 'hadzhi'], ['müller', 'muller', 'mueller'])
    """
    return _kept_forms(word, language) if len(word) <= _WORTH_KEEPING else _forms(word[:LONGEST], language)


def latin_forms_many(words: Sequence[str], languages: Sequence[str] | None = None) -> list[tuple[Form, ...]]:
    """Give the forms of many words, as `latin_forms` gives those of one; `languages` has one entry a word.

    >>> [len(forms) for forms in latin_forms_many(["ana", "Ђорђе", ""])]
    [1, 3, 0]
    """
    if languages is None:
        return [latin_forms(word) for word in words]
    return [latin_forms(word, language) for word, language in zip(words, languages, strict=True)]


def latin_texts_many(words: Sequence[str], most: int = MOST_FORMS) -> list[tuple[str, ...]]:
    """Give the texts of the first forms of many words, as `latin_forms` gives them, each step over all words at once.

    >>> latin_texts_many(["ana", "Ђорђе", ""]), latin_texts_many(["Ђорђе"], most=1)
    ([('ana',), ('đorđe', 'djordje', 'dorde'), ()], [('đorđe',)])
    """
    found: list[tuple[str, ...]] = [()] * len(words)
    tabled: list[int] = []
    for place, word in enumerate(words):
        if word.isascii() and word.isalpha() and len(word) <= LONGEST:
            found[place] = (word.lower(),)
        elif _ALIKE.fullmatch(word):
            tabled.append(place)
        else:
            found[place] = tuple([form.text for form in latin_forms(word)])[:most]
    together: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    lowered_words = _lower("\n".join([words[place] for place in tabled]), "").split("\n") if tabled else []
    for place, lowered in zip(tabled, lowered_words, strict=True):
        codes = ("latin",) if _LATIN.fullmatch(lowered) else _fitting("Cyrl", lowered, [])
        together.setdefault(codes, []).append((place, lowered))
    for codes, some in together.items():
        texts = _texts_many(codes, [lowered for _, lowered in some], most)
        for (place, _), one in zip(some, texts, strict=True):
            found[place] = one
    return found


def _texts_many(codes: tuple[str, ...], words: list[str], most: int) -> Iterator[tuple[str, ...]]:
    """Write lower-case Latin or Cyrillic words, all in the same languages, by the schemes of these."""
    script = "Latn" if codes == ("latin",) else "Cyrl"
    known = tables.script(script)
    joined = "\n".join(words)
    columns = [words, list(map(other_reading, words))] if script == "Latn" else []
    for rank in zip_longest(*[known.languages[code].schemes for code in codes]):
        for tag in filter(None, rank):
            if len(columns) < most or most > 1:
                spelled = tables.scheme(script, tag).write(joined)
                if script == "Latn" and not spelled.isascii():
                    spelled = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", spelled)))
                texts = spelled.split("\n")
                columns.append(list(map(_only_latin, texts)) if _NOT_LATIN.search(spelled) else texts)
    for row in zip(*columns, strict=True):
        distinct = dict.fromkeys(row)
        distinct.pop("", None)
        yield tuple(distinct)[:most]


def guess_languages(word: str, context: str = "") -> tuple[str, ...]:
    """Name the languages (ISO 639-1) that a word may be in, the likeliest first; none for a Latin or unknown script.

    Args:
        word: one token of a name, of any case.
        context: the name's other words. Languages that cannot have written them are ruled out, if any are left.

    >>> guess_languages("Иванов"), guess_languages("Сергей"), guess_languages("Хашим", "Ќосев")
    (('sr', 'mk', 'bg', 'ru'), ('bg', 'ru'), ('mk',))
    """
    short = len(word) + len(context) <= 2 * _WORTH_KEEPING
    return _kept_guess(word, context) if short else _guess(word[:LONGEST], context[:LONGEST])


def guess_language(word: str) -> str:
    """Name the likeliest language (ISO 639-1) of a word; "sr" for a Latin or unknown script.

    >>> guess_language("ќосев"), guess_language("ђорђе"), guess_language("марко")
    ('mk', 'sr', 'sr')
    """
    return next(iter(guess_languages(word)), "sr")


def to_latin(text: str) -> str:
    """Write the words of a text whose script a table covers in Latin letters, lower case; the rest passes unchanged."""
    return to_latin_many(text.lower())


def to_latin_many(lowered: str) -> str:
    """Write every word of an already lower-cased text as its first form; line breaks and spaces stay in place."""
    return _WORD.sub(_first_of, lowered)


def to_latin_cased(text: str) -> str:
    """Write a text in Latin letters for display, with its capitals.

    A letter that becomes two is all capitals beside another capital and capitalised alone (Љ gives LJ or Lj). Words of
    scripts without capitals begin with one.

    >>> to_latin_cased("ЊЕГОШ, Њ. Шћепан"), to_latin_cased("محمد")
    ('NJEGOŠ, Nj. Šćepan', 'Muhammad')
    """
    return _WORD.sub(lambda found: _cased(found.group()), unicodedata.normalize("NFC", text))


def _forms(word: str, language: str) -> tuple[Form, ...]:
    lowered = _lower(word, language)
    if lowered.isascii() and lowered.isalpha():
        return (Form(lowered, "latin"),)
    script = script_of(lowered)
    if script in ("Latn", "Zyyy"):
        found = _latin(lowered)
    elif script in tables.FILES:
        found = _tabled(script, lowered, language)
    else:
        found = iter([Form(_last_resort(lowered), "unidecode")])
    distinct: dict[str, Form] = {}
    for form in found:
        text = _only_latin(form.text).strip()[:LONGEST]
        if text and text not in distinct:
            distinct[text] = Form(text, form.tag)
            if len(distinct) == MOST_FORMS:
                break
    return tuple(distinct.values())


def _latin(word: str) -> Iterator[Form]:
    yield Form(word, "latin")
    other = other_reading(word)
    if other:
        yield Form(_lower(other, ""), "repair?")
    for tag in tables.script("Latn").languages["latin"].schemes:
        spelled = tables.scheme("Latn", tag).write(word)
        if not spelled.isascii():
            spelled = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", spelled)))
        yield Form(spelled, tag)


def _tabled(script: str, word: str, language: str) -> Iterator[Form]:
    known = tables.script(script)
    cleaned = known.clean(word)
    codes = _languages(script, cleaned, language)
    for text, tag in abjad.names(script, cleaned, codes):
        yield Form(text, tag)
    by_language = [[(code, tag) for tag in known.languages[code].schemes] for code in codes]
    for rank in zip_longest(*by_language):
        for scheme in rank:
            if scheme:
                code, tag = scheme
                yield Form(tables.scheme(script, tag).write(abjad.vowelled(script, cleaned, code)), tag)


def _first_of(found: re.Match[str]) -> str:
    word = found.group()
    return _kept_first(word) if len(word) <= _WORTH_KEEPING else _first(word)


def _first(word: str) -> str:
    """Write a lower-case word of one script or several as its first form, letter by letter where it changes script."""
    script = script_of(word)
    if script not in tables.FILES or script == "Latn":
        return word
    known = tables.script(script)
    cleaned = known.clean(word)
    codes = _languages(script, cleaned, "")
    latin = next((text for text, _ in abjad.names(script, cleaned, codes)), "")
    if not latin:
        vowelled = abjad.vowelled(script, cleaned, codes[0])
        latin = tables.scheme(script, known.languages[codes[0]].schemes[0]).write(vowelled)
    # Letters of a second script in the word are left after the first one's table, and go the same way; fewer each time.
    return latin if latin.isascii() or latin == word else to_latin_many(latin)


def _cased(word: str) -> str:
    lowered = word.lower()
    script = script_of(lowered)
    if lowered == word or script not in tables.FILES or len(lowered) != len(word):
        latin = _first(lowered)
        return latin if script in _WITH_CAPITALS else latin[:1].upper() + latin[1:]
    known = tables.script(script)
    shown, lowered = known.clean(word), known.clean(lowered)
    scheme = tables.scheme(script, known.languages[_languages(script, lowered, "")[0]].schemes[0])
    out = []
    for start, end, latin in scheme.pieces(lowered):
        beside = shown[max(0, start - 1) : start] + shown[start + 1 : end + 1]
        if not shown[start : start + 1].isupper():
            out.append(latin)
        else:
            out.append(latin.upper() if any(map(str.isupper, beside)) else latin[:1].upper() + latin[1:])
    return to_latin_many("".join(out))


def _guess(word: str, context: str) -> tuple[str, ...]:
    lowered = _lower(word, "")
    script = script_of(lowered)
    if script not in tables.FILES or script == "Latn":
        return ()
    known = tables.script(script)
    others = [known.clean(token) for token in _WORD.findall(_lower(context, "")) if script_of(token) == script]
    return _fitting(script, known.clean(lowered), others)


def _languages(script: str, word: str, language: str) -> tuple[str, ...]:
    """Give the languages to spell a word in: those named that write the script, else those that its letters allow."""
    known = tables.script(script)
    named = [known.aliases.get(code, code) for code in language.split()]
    named = [code for code in dict.fromkeys(named) if code in known.languages]
    if not named:
        return _fitting(script, word, [])
    # A name of another language inside a record of this one keeps its own reading too.
    astray = [] if any(known.languages[code].fits(_own(script, word)) for code in named) else _fitting(script, word, [])
    return tuple(dict.fromkeys([*named, *astray]))


def _fitting(script: str, word: str, others: Sequence[str]) -> tuple[str, ...]:
    known = tables.script(script)
    letters = _own(script, word)
    if not others:
        usual = tuple([code for code in known.usual if known.languages[code].fits(letters)])
        if usual:
            return usual
    fits = [code for code, language in known.languages.items() if language.fits(letters)]
    if not fits:  # a letter of no alphabet, or alphabets mixed: the language that lacks the fewest of the letters
        lacking = {code: sum(map(language.lacks, letters)) for code, language in known.languages.items()}
        fits = [min(lacking, key=lacking.__getitem__)]
    for other in others:
        fits = [code for code in fits if known.languages[code].fits(_own(script, other))] or fits
    return tuple([code for code in fits if code in known.default] or fits)


def _own(script: str, word: str) -> str:
    return _not_of(script).sub("", word)


@cache
def _not_of(script: str) -> re.Pattern[str]:
    return re.compile(f"[^{RANGES[script]}\u0301]+")


def _lower(word: str, language: str) -> str:
    """Bring a word to lower case; capital I gives the dotless ı only where the language is said to have one."""
    if {"tr", "az"}.intersection(language.split()):
        word = word.replace("I", "ı")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word).replace("İ", "i").lower())


def _only_latin(text: str) -> str:
    """Write what a scheme left in another script by that script's first form, or by Unidecode."""
    if not text.isascii() and _NOT_LATIN.search(text):
        text = to_latin_many(text)
        text = _NOT_LATIN.sub(lambda found: _last_resort(found.group()), text)
    return text


def _last_resort(word: str) -> str:
    from unidecode import unidecode

    spelled: str = unidecode(word, errors="ignore")
    return spelled.lower()


_kept_forms = lru_cache(maxsize=200_000)(_forms)
_kept_first = lru_cache(maxsize=200_000)(_first)
_kept_guess = lru_cache(maxsize=200_000)(_guess)
