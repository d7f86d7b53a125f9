r"""Figures as people read them.

>>> count(1234567), bits(-3.25), percent(0.00031)
('1\u202f234\u202f567', '\u22123.2', '0.031\xa0%')
"""

from __future__ import annotations

MINUS = "\u2212"

# Grouped by a narrow space: a comma means thousands to one reader and decimals to the next.
_GROUP = "\u202f"


def count(number: int) -> str:
    """Write a whole number, thousands apart."""
    return f"{number:,}".replace(",", _GROUP).replace("-", MINUS)


def many(number: int, one: str, several: str | None = None) -> str:
    """Write a number with what it counts.

    >>> many(1, "record"), many(0, "record"), many(2, "person", "people")
    ('1 record', '0 records', '2 people')
    """
    return f"{count(number)} {one if number == 1 else several or one + 's'}"


def bits(number: float) -> str:
    """Write an amount of evidence with its sign, to a tenth of a bit."""
    rounded = round(number, 1) or 0.0
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):.1f}"


def percent(share: float) -> str:
    r"""Write a share of one in hundredths; small shares keep two figures.

    >>> percent(0.5), percent(0.123456), percent(0.0), percent(1e-9)
    ('50\xa0%', '12.3\xa0%', '0\xa0%', '<0.0001\xa0%')
    """
    hundred = 100 * share
    if 0 < hundred < 0.0001:
        return "<0.0001\u00a0%"
    if 99.95 <= hundred < 100:
        return ">99.9\u00a0%"
    digits = 1 if hundred >= 10 else 2 if hundred >= 1 else 3 if hundred >= 0.1 else 6
    shown = f"{hundred:.{digits}f}" if hundred >= 0.1 else f"{hundred:.2g}"
    if "e" in shown:
        shown = f"{hundred:.6f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) + "\u00a0%"


def probability(share: float) -> str:
    r"""Write a match probability, never rounded to a certainty that it is not.

    >>> probability(1.0), probability(0.9), probability(1e-7)
    ('over 99.99\xa0%', '90.0\xa0%', 'under 0.01\xa0%')
    """
    if share > 0.9999:
        return "over 99.99\u00a0%"
    if share < 0.0001:
        return "under 0.01\u00a0%"
    return f"{100 * share:.2f}\u00a0%" if share > 0.99 or share < 0.01 else f"{100 * share:.1f}\u00a0%"


def seconds(number: float) -> str:
    """Write a length of time.

    >>> seconds(0.0312), seconds(12.34), seconds(3725)
    ('0.03 s', '12.3 s', '1 h 2 min')
    """
    if number < 1:
        return f"{number:.2f} s"
    if number < 120:
        return f"{number:.1f} s"
    minutes = round(number / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def one_in(share: float) -> str:
    """Write a small share as "1 in so many".

    >>> one_in(0.004)
    '1 in 250'
    """
    number = 1 / share
    digits = max(0, len(str(int(number))) - 3)
    return f"1 in {count(round(number / 10**digits) * 10**digits)}"
