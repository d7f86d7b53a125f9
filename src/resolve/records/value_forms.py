"""Normal spellings of places, nationalities, contacts and numbers for prepared columns, and forms of these.

Each takes distinct texts and gives one a text, "" for nothing. A normal spelling is plain text that can be shown and is
read again by `resolve.values`, so that a column needs to keep nothing else.

>>> nationalities(["Република Србија", "Ruritania"]), document_texts(["Pasoš br. 009776525 (SRB)"])
(['srb', 'ruritania'], ['009776525 SRB'])
>>> place_keys(["pristina", "prishtine kosove", "donja rijeka"])
['prishtine xkx', 'prishtine xkx', 'donja rijeka']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from resolve.text.unicode import compact_many, plain_many
from resolve.values import accounts, addresses, countries, documents, emails, phones, places, plates
from resolve.values.contract import Unread
from resolve.values.shapes import fold_slips_many

# A word without a digit beside the number: a label, a country or letters of the number that stand apart.
_WORD_BESIDE = re.compile(r"(?<![^\W_])[^\W\d_]+(?![^\W_])")


def nationalities(values: list[str]) -> list[str]:
    """Give the ids of the countries named, in lower case, or the plain words where none is known."""
    found = countries.parse_many(values)
    plain = plain_many(values)
    return [text if isinstance(one, Unread) else one.text.lower() for one, text in zip(found, plain, strict=True)]


def phone_digits(values: list[str]) -> list[str]:
    """Give the digits of telephone numbers of one column, from the calling code on where it is known."""
    return phones.digits_many(values)


def email_texts(values: list[str]) -> list[str]:
    """Give e-mail addresses in lower case."""
    return [emails.compact(text) for text in values]


def document_texts(values: list[str]) -> list[str]:
    """Give the numbers of documents, with the issuer behind them where the cell says it."""
    plain = compact_many(values)
    return [
        _document(text) if not text.isascii() or _WORD_BESIDE.search(text) else number
        for text, number in zip(values, plain, strict=True)
    ]


def plate_texts(values: list[str]) -> list[str]:
    """Give registration plates in capital letters and digits."""
    return [plates.compact(text) for text in values]


def account_texts(values: list[str]) -> list[str]:
    """Give bank accounts in capital letters and digits."""
    return [accounts.compact(text) for text in values]


def place_keys(values: Sequence[str]) -> list[str]:
    """Give what all names of one place have in common (`places.Place.key`)."""
    return [place.key if isinstance(place, places.Place) else "" for place in places.parse_many(values)]


def document_numbers(values: Sequence[str]) -> list[str]:
    """Give the numbers of documents without their issuers."""
    return [documents.number_of(value) for value in values]


def look_alikes(values: Sequence[str]) -> list[str]:
    """Give numbers with one character for all that are taken for each other."""
    return fold_slips_many(values)


def account_numbers(values: Sequence[str]) -> list[str]:
    """Give account numbers without what an IBAN puts before them."""
    return [accounts.account_number(value) for value in values]


def mailboxes(values: Sequence[str]) -> list[str]:
    """Give e-mail addresses without dots and tags before the @."""
    return [emails.mailbox(value) for value in values]


def street_and_house(values: Sequence[str]) -> list[str]:
    """Give the words of the street and the house number of addresses, "" where one of them is missing."""
    found = addresses.parse_many(values)
    nothing = addresses.Address("", "")
    return addresses.keys_of([one if isinstance(one, addresses.Address) else nothing for one in found])


def _document(text: str) -> str:
    found = documents.parse(text)
    return found.text if isinstance(found, documents.Document) else ""
