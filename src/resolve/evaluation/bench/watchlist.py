"""The engine's own watchlist as a screener: it reads the list and the exports by itself, with nothing said about them.

>>> everything(ScreeningPolicy.named("default")).possible < 1e-6
True
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from resolve.evaluation.bench.screening import ScreenAnswer, ScreenTask, query_id
from resolve.watchlist.hits import Hit
from resolve.watchlist.policy import MATCH, POSSIBLE, ScreeningPolicy
from resolve.watchlist.watchlist import Watchlist

_LIMIT = 10


def screen(task: ScreenTask) -> ScreenAnswer:
    """Screen every export against the list: alerts by the default policy, and the weaker hits for the curves."""
    default = ScreeningPolicy.named("default")
    watchlist = Watchlist.read(task.watchlist)
    alerts = list(_hits(watchlist, task, default))
    start = time.perf_counter()
    hits = [(query, hit.entry_id, hit.weight) for query, hit in _hits(watchlist, task, everything(default))]
    extra = time.perf_counter() - start
    at_least = {POSSIBLE: (POSSIBLE, MATCH), MATCH: (MATCH,)}
    verdicts = {
        verdict: frozenset((query, hit.entry_id) for query, hit in alerts if hit.verdict in strong)
        for verdict, strong in at_least.items()
    }
    return ScreenAnswer(hits, verdicts, extra)


def everything(policy: ScreeningPolicy) -> ScreeningPolicy:
    """Give a policy with no bound to speak of, so that hits can be looked at under every threshold."""
    return replace(policy, name="everything", possible=1e-9)


def _hits(watchlist: Watchlist, task: ScreenTask, policy: ScreeningPolicy) -> Iterator[tuple[str, Hit]]:
    for agency, path in task.data.items():
        for hit in watchlist.screen_table(path, limit=_LIMIT, policy=policy):
            yield query_id(agency, hit.query_id), hit
