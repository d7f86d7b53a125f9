"""How two dates of birth agree: many pairs at once over a table of distinct dates, one pair by the same code.

A default day (1 January and its like) counts as its year only. Two dates that are not both known to the day are
compared as the intervals of days that they may be.

>>> table = DateTable.of(["1986-03-14", "1986-14-03", "1986-03-15", "1986", "1958/1962", "1986-01-01?"])
>>> [Agreement(level).name for level in agreements(table, np.zeros(6, int), np.arange(6)).tolist()]
['SAME_DAY', 'SWAPPED', 'ONE_EDIT', 'AS_FAR_AS_KNOWN', 'DIFFERENT', 'AS_FAR_AS_KNOWN']
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from resolve.values.date_calendars import Calendar
from resolve.values.date_values import BirthDate, Flag, of_text

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer]
Levels = npt.NDArray[np.int8]
Parts = npt.NDArray[np.int16]
Digits = npt.NDArray[np.uint32]
_Day = tuple[int, int, int]

_MONTH = 31
_YEAR = 366
_NEAR_YEARS = 2
_YEARS, _MONTHS, _DAYS = 9999, 12, 31
"""What the parts of a date go up to, if it is possible."""
_OFF_BY = 1
"""By how many days two conversions of one date from another calendar may differ."""
_LOWEST_BITS = np.uint32(0x11111111)
_DIGIT, _A_PART = np.uint32(4), np.uint32(8)
"""Bits of one digit, and of day or month."""
_DIGITS = (np.uint32(0xFF), np.uint32(0xFF00), np.uint32(0xFFFF0000))
"""The digits of day, month and year, four bits each."""
_BEGINS = np.uint32(0x1010)
"""The digits that day and month begin with: the one before is of another part."""
_DAYS_BEFORE_LEAP = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


class Agreement(enum.IntEnum):
    """How two dates agree, the strongest agreement first."""

    SAME_DAY = 1
    SWAPPED = 2
    """Day and month exchanged."""
    ONE_EDIT = 3
    """One digit wrong, or two neighbours exchanged."""
    OTHER_CALENDAR = 4
    """The same day by another conversion from a Hijri calendar."""
    YEAR_APART = 5
    """Day and month agree, the years are next to each other and differ in more than a digit: 1989, 1990."""
    DECADE_APART = 6
    """Day and month agree, the years are ten apart and differ in more than a digit: 1995, 2005."""
    SAME_MONTH = 7
    """One is known to the month or a few weeks, and the other lies there."""
    TWO_PARTS = 8
    """Two of day, month and year agree."""
    SAME_DEFAULT = 9
    """The same year, on days that stand for "not known" (1 January)."""
    AS_FAR_AS_KNOWN = 10
    """One is known to the year, or is a default day, and the other agrees with it."""
    WITHIN_RANGE = 11
    """One is a span of years, or approximate, and the other lies there."""
    SAME_YEAR = 12
    """Different days of one year."""
    NEAR_YEAR = 13
    """One or two years apart."""
    DIFFERENT = 14


class Part(enum.IntEnum):
    """The part in which two dates differ; NONE where it is not one part alone, or a date is not known to the day."""

    NONE = 0
    DAY = 1
    MONTH = 2
    YEAR = 3


@dataclass(frozen=True)
class DateTable:
    """Dates as arrays, one entry a date.

    Attributes:
        first, last: int32, days since 1970 of the interval. year, month, day: as written, 0 where unknown; those of an
            impossible date stay as written. whole: year, month and day are all written, and no default; default: they
            are one.
        converted: the date was written in a Hijri calendar.
    """

    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    year: npt.NDArray[np.int16]
    month: npt.NDArray[np.int16]
    day: npt.NDArray[np.int16]
    whole: Bools
    converted: Bools
    default: Bools

    @classmethod
    def of(cls, texts: Sequence[str]) -> DateTable:
        """Make the table of normal spellings; one that is none gives a date that agrees with nothing."""
        count = len(texts)
        plainly = np.array([len(text) == 10 and text[4] == "-" == text[7] for text in texts], bool)
        year, month, day = (np.zeros(count, np.int16) for _ in range(3))
        whole, converted, default = (np.zeros(count, bool) for _ in range(3))
        never = np.iinfo(np.int32)
        first, last = np.full(count, never.max, np.int32), np.full(count, never.min, np.int32)
        table = cls(first, last, year, month, day, whole, converted, default)
        table._fill_plain(np.flatnonzero(plainly), texts)
        for place in np.flatnonzero(~plainly).tolist():
            born = of_text(texts[place])
            if born is not None:
                table._fill(place, born)
        return table

    @classmethod
    def of_values(cls, values: Sequence[BirthDate]) -> DateTable:
        """Make the table of values."""
        return cls.of([value.text for value in values])

    def _fill(self, place: int, born: BirthDate) -> None:
        self.first[place], self.last[place] = (end.toordinal() - _EPOCH for end in (born.first, born.last))
        self.year[place], self.month[place], self.day[place] = born.year, born.month, born.day
        self.whole[place] = born.first == born.last and not born.flags & (Flag.DEFAULT | Flag.APPROXIMATE)
        self.default[place] = Flag.DEFAULT in born.flags
        self.converted[place] = born.calendar is not Calendar.GREGORIAN

    def _fill_plain(self, places: Ints, texts: Sequence[str]) -> None:
        """Fill in spellings such as 1986-03-14, of possible and impossible dates."""
        if not len(places):
            return
        joined = "".join([texts[place] for place in places.tolist()]).encode("ascii", "replace")
        digits = np.frombuffer(joined, np.uint8).reshape(len(places), 10).astype(np.int16) - ord("0")
        year = digits[:, :4] @ np.array([1000, 100, 10, 1], np.int16)
        month, day = (digits[:, at : at + 2] @ np.array([10, 1], np.int16) for at in (5, 8))
        known = np.clip(month, 1, 12)
        leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
        month_days = _DAYS_BEFORE_LEAP[known - 1] - ((month == 2) & ~leap)
        possible = (month >= 1) & (month <= 12) & (day >= 1) & (day <= month_days)
        start = (year.astype("M8[Y]") - 1970) + (known - 1).astype("m8[M]")
        self.first[places] = start.astype("M8[D]").astype(np.int64) + np.where(possible, day, 1) - 1
        self.last[places] = self.first[places]
        self.year[places], self.month[places], self.day[places] = year, month, day
        self.whole[places] = (year > 0) & (day > 0)  # a day of month 0 is a slip, as is one of month 13
        for place in places[~possible].tolist():  # rare: their intervals are those of the values
            born = of_text(texts[place])
            if born is not None:
                self.first[place], self.last[place] = (end.toordinal() - _EPOCH for end in (born.first, born.last))


_EPOCH = 719163


def agreements(table: DateTable, left: Ints, right: Ints) -> Levels:
    """Give the `Agreement` of pairs of dates, by their places in a table; exchanging the sides changes nothing."""
    level = np.full(len(left), Agreement.DIFFERENT, np.int8)
    years = _years_apart(table, left, right)
    level[years <= _NEAR_YEARS] = Agreement.NEAR_YEAR
    whole = table.whole[left] & table.whole[right]
    if whole.all():
        return _whole(table, left, right, level)
    for at, of in ((np.flatnonzero(~whole), _coarse), (np.flatnonzero(whole), _whole)):
        if len(at):
            level[at] = of(table, left[at], right[at], level[at])
    return level


def agreements_of_days(table: DateTable, one: int, others: Sequence[int]) -> list[tuple[Agreement, Part] | None]:
    """Give the `Agreement` of a date with some others, and the `Part` in which they differ, as the arrays do.

    There is None for two spellings of one day, for dates of another calendar, and for those that cannot be. It is the
    quicker way to the agreements of a few pairs.

    >>> table = DateTable.of(["1986-03-14", "1986-03-15", "1986-04-14", "1986", "14"])
    >>> [found and (found[0].name, found[1].name) for found in agreements_of_days(table, 0, [1, 2, 3, 4])]
    [('ONE_EDIT', 'DAY'), ('ONE_EDIT', 'MONTH'), ('AS_FAR_AS_KNOWN', 'NONE'), None]
    """
    at = np.array([one, *others])
    year, month, day = table.year[at], table.month[at], table.day[at]
    possible = (year <= _YEARS) & (month <= _MONTHS) & (day <= _DAYS)
    whole = table.whole[at]
    plain = (whole & ~table.converted[at] & possible).tolist()
    own, *parts = zip(year.tolist(), month.tolist(), day.tolist(), strict=True)
    if plain[0] and all(plain):
        return [_of_days(own, each) for each in parts]
    coarse = (~(whole & whole[0])).tolist()[1:]
    return [
        _of_intervals(table, one, other) if coarsely else _of_days(own, each) if plain[0] and known else None
        for other, each, known, coarsely in zip(others, parts, plain[1:], coarse, strict=True)
    ]


def agreement_of_days(table: DateTable, one: int, other: int) -> tuple[Agreement, Part] | None:
    """Give what `agreements_of_days` gives, of two dates."""
    if not (table.whole[one] and table.whole[other]):
        return _of_intervals(table, one, other)
    if table.converted[one] or table.converted[other]:
        return None
    own, theirs = _day_of(table, one), _day_of(table, other)
    if max(own[0], theirs[0]) > _YEARS or max(own[1], theirs[1]) > _MONTHS or max(own[2], theirs[2]) > _DAYS:
        return None
    return _of_days(own, theirs)


def _day_of(table: DateTable, place: int) -> _Day:
    return int(table.year[place]), int(table.month[place]), int(table.day[place])


def _of_intervals(table: DateTable, one: int, other: int) -> tuple[Agreement, Part] | None:
    """Give what `_coarse` gives, of two dates of which one at least is not known to the day."""
    ours, theirs = ((int(table.first[place]), int(table.last[place])) for place in (one, other))
    if ours[0] > ours[1] or theirs[0] > theirs[1]:  # of a text that is no date
        return None
    year = int(table.year[one])
    same_year = year > 0 and year == int(table.year[other])
    if max(ours[0], theirs[0]) > min(ours[1], theirs[1]):
        if same_year:
            return Agreement.SAME_YEAR, Part.NONE
        earlier, later = min(ours, theirs), max(ours, theirs)
        apart = date.fromordinal(later[0] + _EPOCH).year - date.fromordinal(earlier[1] + _EPOCH).year
        return Agreement.NEAR_YEAR if apart <= _NEAR_YEARS else Agreement.DIFFERENT, Part.NONE
    width = max(ours[1] - ours[0], theirs[1] - theirs[0]) + 1
    if width <= _MONTH:
        return Agreement.SAME_MONTH, Part.NONE
    if table.default[one] and table.default[other]:
        return Agreement.SAME_DEFAULT, Part.NONE
    return Agreement.AS_FAR_AS_KNOWN if width <= _YEAR or same_year else Agreement.WITHIN_RANGE, Part.NONE


def _of_days(own: _Day, other: _Day) -> tuple[Agreement, Part] | None:
    apart = abs(own[0] - other[0])
    same_month, same_day = own[1] == other[1], own[2] == other[2]
    same = (apart == 0) + same_month + same_day
    if same == 0 and apart > _NEAR_YEARS:  # nearly all pairs
        return Agreement.DIFFERENT, Part.NONE
    if same == 3:  # another spelling of one day, which says more than the parts do
        return None
    part = Part.NONE
    if same == 2:
        part = Part.YEAR if apart else Part.MONTH if same_day else Part.DAY
    if apart == 0 and own[1] == other[2] and own[2] == other[1]:
        return Agreement.SWAPPED, part
    if same and _is_slip(own, other):
        return Agreement.ONE_EDIT, part
    if same == 2:
        a_birthday = {1: Agreement.YEAR_APART, 10: Agreement.DECADE_APART}
        return a_birthday.get(apart, Agreement.TWO_PARTS), part
    if apart <= _NEAR_YEARS:
        return Agreement.SAME_YEAR if apart == 0 else Agreement.NEAR_YEAR, part
    return Agreement.DIFFERENT, part


def _is_slip(own: _Day, other: _Day) -> bool:
    """Tell whether one digit differs, or two neighbours within one part are exchanged and nothing else differs."""
    apart = [place for place in range(3) if own[place] != other[place]]
    if len(apart) != 1:
        return False
    a, b = own[apart[0]], other[apart[0]]
    differ = []
    place = 0
    while a or b:
        (a, digit), (b, theirs) = divmod(a, 10), divmod(b, 10)
        if digit != theirs:
            differ.append((place, digit, theirs))
        place += 1
    if len(differ) == 2:
        (first, ours, said), (second, ours_next, said_next) = differ
        return second == first + 1 and ours == said_next and ours_next == said
    return len(differ) == 1


def parts_apart(table: DateTable, left: Ints, right: Ints) -> Levels:
    """Give the `Part` in which pairs of dates differ, by their places in a table.

    >>> table = DateTable.of(["1986-03-14", "1986-03-15", "1986-04-14", "1986"])
    >>> parts_apart(table, np.zeros(4, int), np.arange(4)).tolist()
    [0, 1, 2, 0]
    """
    differ = _digits_at(table, left) ^ _digits_at(table, right)
    apart = [(differ & digits) != 0 for digits in _DIGITS]
    alone = apart[0] ^ apart[1] ^ apart[2] ^ (apart[0] & apart[1] & apart[2])
    alone &= table.whole[left] & table.whole[right]
    part = np.full(len(left), Part.NONE, np.int8)
    for number, differs in zip((Part.DAY, Part.MONTH, Part.YEAR), apart, strict=True):
        part[alone & differs] = number
    return part


def _coarse(table: DateTable, left: Ints, right: Ints, level: Levels) -> Levels:
    """Give the levels of pairs of which one at least is not known to the day."""
    first = np.maximum(table.first[left], table.first[right]).astype(np.int64)
    last = np.minimum(table.last[left], table.last[right])
    width = np.maximum(_width(table, left), _width(table, right))
    same_year = (table.year[left] == table.year[right]) & (table.year[left] > 0)
    meet = first <= last
    level[meet] = Agreement.WITHIN_RANGE
    level[meet & ((width <= _YEAR) | same_year)] = Agreement.AS_FAR_AS_KNOWN
    level[meet & table.default[left] & table.default[right]] = Agreement.SAME_DEFAULT
    level[meet & (width <= _MONTH)] = Agreement.SAME_MONTH
    level[~meet & same_year] = Agreement.SAME_YEAR
    return level


def _width(table: DateTable, at: Ints) -> npt.NDArray[np.int64]:
    return table.last[at].astype(np.int64) - table.first[at] + 1


def _whole(table: DateTable, left: Ints, right: Ints, level: Levels) -> Levels:
    """Give the levels of pairs of dates that are both known to the day."""
    ours, theirs = _digits_at(table, left), _digits_at(table, right)
    differ = ours ^ theirs
    same_day, same_month, same_year = ((differ & digits) == 0 for digits in _DIGITS)
    level[same_year] = Agreement.SAME_YEAR
    level[(same_year & (same_month | same_day)) | (same_month & same_day)] = Agreement.TWO_PARTS
    birthday = np.flatnonzero(same_month & same_day)
    years = np.abs(table.year[left[birthday]].astype(np.int32) - table.year[right[birthday]])
    level[birthday[years == 10]] = Agreement.DECADE_APART
    level[birthday[years == 1]] = Agreement.YEAR_APART
    converted = (
        np.flatnonzero(table.converted[left] | table.converted[right]) if table.converted.any() else birthday[:0]
    )
    if len(converted):
        apart = table.first[left[converted]].astype(np.int64) - table.first[right[converted]]
        converted = converted[np.abs(apart) <= _OFF_BY]
        level[converted] = Agreement.OTHER_CALENDAR
    slip = _one_edit(ours, theirs)
    slip[converted] = False
    level[slip] = Agreement.ONE_EDIT
    of_year = np.flatnonzero(same_year)
    one, (day, month, _) = ours[of_year], _DIGITS
    turned = (one & day) << _A_PART | (one & month) >> _A_PART
    level[of_year[turned == theirs[of_year] & (day | month)]] = Agreement.SWAPPED
    level[birthday[years == 0]] = Agreement.SAME_DAY
    return level


def _one_edit(ours: Digits, theirs: Digits) -> Bools:
    """Hold where one digit differs, or two neighbours within year, month or day are exchanged."""
    differ = ours ^ theirs
    differ |= differ >> np.uint32(2)
    differ |= differ >> np.uint32(1)
    differ &= _LOWEST_BITS
    lowest = differ & -differ
    more = differ ^ lowest
    holds = np.asarray((more == 0) & (lowest != 0))
    # Two neighbours, which are of one part unless the one behind begins its part
    two = np.flatnonzero((more == lowest << _DIGIT) & ((lowest & _BEGINS) == 0) & (more != 0))
    one, other, digit = ours[two], theirs[two], lowest[two] * np.uint32(0xF)
    holds[two] = (((one >> _DIGIT ^ other) | (other >> _DIGIT ^ one)) & digit) == 0
    return holds


def _digits_at(table: DateTable, at: Ints) -> Digits:
    """Give the digits of dates, four bits each: of a few by themselves, of many by way of the whole table."""
    if len(at) < len(table.year):
        return _four_bits_a_digit(table.year[at], table.month[at], table.day[at])
    return _four_bits_a_digit(table.year, table.month, table.day)[at]


def _four_bits_a_digit(year: Parts, month: Parts, day: Parts) -> Digits:
    digits = np.zeros(len(year), np.uint32)
    for part, width in ((year, 4), (month, 2), (day, 2)):
        for place in reversed(range(width)):
            digits = digits << np.uint32(4) | (part.astype(np.uint32) // np.uint32(10**place)) % np.uint32(10)
    return digits


def _years_apart(table: DateTable, left: Ints, right: Ints) -> npt.NDArray[np.int32]:
    """Give how many calendar years lie between two intervals, 0 where they share one."""
    if len(left) < len(table.first):  # a few pairs by themselves, many by way of the whole table
        starts, ends = ((_year_of(days[left]), _year_of(days[right])) for days in (table.first, table.last))
    else:
        start, end = _year_of(table.first), _year_of(table.last)
        starts, ends = (start[left], start[right]), (end[left], end[right])
    gap = np.maximum(starts[0] - ends[1], starts[1] - ends[0])
    return np.asarray(np.maximum(gap, 0))


def _year_of(days: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    return days.astype("M8[D]").astype("M8[Y]").astype(np.int32)
