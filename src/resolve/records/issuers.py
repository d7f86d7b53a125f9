"""Document numbers with the issuer that another column names.

>>> numbers, issuers = Coded.of(["P1", "P1", "P2 XKX"]), Coded.of(["Srbija", "", "SRB"])
>>> with_issuers(numbers, issuers).texts().tolist()
['P1 SRB', 'P1', 'P2 XKX']
"""

from __future__ import annotations

import numpy as np

from resolve.records.columns import MISSING, Coded
from resolve.values import countries
from resolve.values.documents import issuer_of, joined


def with_issuers(numbers: Coded, issuers: Coded | None) -> Coded:
    """Put the issuers of another column behind document numbers that have none, each distinct pair once.

    Args:
        numbers: prepared document numbers.
        issuers: raw issuers of the same rows, or None where there is no such column; what is no country is passed over.
    """
    if issuers is None:
        return numbers
    known = issuers.mapped(_issuers)
    pair = np.where(
        numbers.codes == MISSING, -1, numbers.codes.astype(np.int64) * (len(known.values) + 1) + known.codes + 1
    )
    distinct, inverse = np.unique(pair, return_inverse=True)
    number, issuer = np.divmod(distinct, len(known.values) + 1)
    texts = [
        "" if both < 0 else _with_issuer(numbers.values[one], "" if by == 0 else known.values[by - 1])
        for both, one, by in zip(distinct.tolist(), number.tolist(), issuer.tolist(), strict=True)
    ]
    made = Coded.of(texts)
    return Coded(made.codes[inverse].astype(np.int32), made.values)


def _with_issuer(text: str, issuer: str) -> str:
    return text if issuer_of(text) else joined(text, issuer)


def _issuers(values: list[str]) -> list[str]:
    found = countries.parse_many(values)
    return [one.ids[0] if isinstance(one, countries.Nationality) and len(one.ids) == 1 else "" for one in found]
