"""Fields and blocking keys in the words that the page uses.

>>> in_words(("surname:skeleton", "birth_date:full_date"))
'rough sound of the surname, and birth date, known to the day'
"""

from __future__ import annotations

from collections.abc import Sequence

from resolve import rules

# How a form of a value (`records.forms`) is told to a person; one that is not here is told by its own name.
_FORMS = {
    "whole": "{}",
    "sound": "sound of the {}",
    "skeleton": "rough sound of the {}",
    "root": "rough sound of the first {}, nicknames as full names",
    "sound_pair": "sound of given name and surname, in either order",
    "skeleton_pair": "rough sound of given name and surname, in either order",
    "loose": "consonants of the {}, those taken for each other as one",
    "loose_pair": "consonants of given name and surname, in either order",
    "sound_start": "start of the {} as it sounds",
    "place": "{}, under any of its names",
    "look_alike": "{}, letters and digits that look alike as one",
    "account_number": "number of the {}, without country and check digits",
    "mailbox": "part of the {} before the @",
    "full_date": "{}, known to the day",
    "year": "year of the {}",
    "month_day": "day and month of the {}, in either order",
    "start": "start of the {}",
    "end": "end of the {}",
    "tail": "last seven digits of the {}",
    "sorted_words": "words of the {}, in any order",
}


def field_label(field: str) -> str:
    """Give a field's name as words."""
    return {"id": "record number", "ignore": "not used"}.get(field, field.replace("_", " "))


def field_meaning(field: str) -> str:
    """Give what a field means, "" for one that the rules do not know."""
    return str(rules.load("schemas/fields")["field"].get(field, {}).get("meaning", ""))


def place_of(field: str) -> tuple[int, str]:
    """Give a sorting key that puts fields in the order of the rules, names first, and unknown ones last."""
    known = list(rules.load("schemas/fields")["field"])
    return (known.index(field) if field in known else len(known), field)


def in_words(keys: Sequence[str]) -> str:
    """Tell what must agree for a blocking rule to put two records together."""
    return ", and ".join(_key(key) for key in keys)


def listed(names: Sequence[str]) -> str:
    """Put names one behind the other.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


def _key(key: str) -> str:
    field, _, form = key.partition(":")
    known = _FORMS.get(form)
    return known.format(field_label(field)) if known else f"{field_label(field)} ({form.replace('_', ' ')})"
