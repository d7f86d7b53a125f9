"""Ways to score pairs of names: this project's and other people's, all called alike.

A scorer takes two aligned sequences of names and gives an array of scores from 0 to 1, one a pair. The right
side is the list that is searched, which matters to the scorers that are not symmetric.
"""

from __future__ import annotations

import argparse
import atexit
import functools
import json
import subprocess
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
ScoreMany = Callable[[Sequence[str], Sequence[str]], Scores]

HERE = Path(__file__).parent
RULES = HERE.parents[1] / "rules" / "names" / "comparison.toml"
FALLBACK_THRESHOLD = 0.8
"""The fixed threshold of scorers whose makers publish none."""
LOGIC_V2_THRESHOLD = 0.7
"""What the makers of logic-v2 advise: its own API reports a match from 0.7 on."""
CHUNK = 5_000
"""Pairs in one message to a peer's process."""


@dataclass(frozen=True)
class Scorer:
    """A way to score pairs of names.

    by_schema  for scorers that are told what a pair is (Person, Company ...): one schema a pair
    same_at    the score from which on its makers call two names the same
    clock      for a peer in a process of its own: the seconds that it has worked so far
    """

    name: str
    score_many: ScoreMany
    same_at: float = FALLBACK_THRESHOLD
    by_schema: Callable[[Sequence[str], Sequence[str], Sequence[str]], Scores] | None = None
    version: str = ""
    clock: Callable[[], float] | None = None


def published_threshold(rules: Path = RULES) -> float:
    """Give the key `same_at` of the project's rules for comparing names, 0.8 where there is none."""
    if not rules.exists():
        return FALLBACK_THRESHOLD
    return float(_find(tomllib.loads(rules.read_text(encoding="utf-8")), "same_at") or FALLBACK_THRESHOLD)


def _find(table: dict[str, Any], key: str) -> Any:
    """Look a key up in a table and in the tables inside it."""
    if key in table:
        return table[key]
    inner = (_find(value, key) for value in table.values() if isinstance(value, dict))
    return next((value for value in inner if value is not None), None)


def resolve_score(left: Sequence[str], right: Sequence[str]) -> Scores:
    """Score with this project."""
    import resolve

    return np.asarray(resolve.compare_names_many(left, right), dtype=np.float64)


def resolve_by_schema(left: Sequence[str], right: Sequence[str], schemas: Sequence[str]) -> Scores:
    """Score with this project: people by their names, everything else as organisations.

    Both say "the same" from one similarity on (`same_at` in rules/names/comparison and rules/names/organisations).
    """
    import resolve

    people = np.array([schema == "Person" for schema in schemas], bool)
    scores = np.empty(len(people))
    for some, compare in ((people, resolve.compare_names_many), (~people, resolve.compare_organisations_many)):
        at = np.flatnonzero(some).tolist()
        scores[at] = compare([left[i] for i in at], [right[i] for i in at])
    return scores


def plain(names: Sequence[str]) -> list[str]:
    """Bring names into lower-case ASCII, each distinct name once."""
    from unidecode import unidecode

    forms = {name: unidecode(name).lower() for name in set(names)}
    return [forms[name] for name in names]


def rapidfuzz_score(left: Sequence[str], right: Sequence[str], scorer: str) -> Scores:
    """Score with a measure of rapidfuzz.fuzz over unidecode text."""
    from rapidfuzz import fuzz, process

    found = process.cpdist(plain(left), plain(right), scorer=getattr(fuzz, scorer), dtype=np.float64)
    return np.asarray(found, dtype=np.float64) / 100


def jaro_winkler_score(left: Sequence[str], right: Sequence[str]) -> Scores:
    """Score with Jaro-Winkler over unidecode text."""
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    found = process.cpdist(plain(left), plain(right), scorer=JaroWinkler.normalized_similarity, dtype=np.float64)
    return np.asarray(found, dtype=np.float64)


@dataclass
class LogicV2:
    """nomenklatura's logic-v2 in a Python of its own.

    `seconds` sums up what the peer itself took: reading its data, its start and our messages are left out.
    """

    python: Path
    seconds: float = 0.0
    version: str = ""
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def score_many(self, left: Sequence[str], right: Sequence[str]) -> Scores:
        """Score pairs of people's names."""
        return self.by_schema(left, right, ["Person"] * len(left))

    def by_schema(self, left: Sequence[str], right: Sequence[str], schemas: Sequence[str]) -> Scores:
        """Score pairs of entities of the given schemas that have nothing but a name."""
        scores: list[float] = []
        for start in range(0, len(left), CHUNK):
            part = slice(start, start + CHUNK)
            sent = {"left": list(left[part]), "right": list(right[part]), "schema": list(schemas[part])}
            answer = self._ask(sent)
            scores += answer["scores"]
            self.seconds += answer["seconds"]
        return np.array(scores, dtype=np.float64)

    def start(self) -> None:
        """Start the process if it isn't running and wait until it has read its data."""
        if self._process is None:
            command = [str(self.python), "-E", str(HERE / "logic_v2_worker.py")]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
            self.version = self._read()["version"]

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._pipe(self._process.stdin).close()
            self._process.wait()
            self._pipe(self._process.stdout).close()
            self._process = None

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send one line and read one."""
        self.start()
        assert self._process is not None
        pipe = self._pipe(self._process.stdin)
        pipe.write(json.dumps(message, ensure_ascii=False) + "\n")
        pipe.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        """Read one line."""
        assert self._process is not None
        line = self._pipe(self._process.stdout).readline()
        if not line:
            raise OSError(f"expected an answer from logic-v2 in {self.python}, found none; see its message above")
        answer: dict[str, Any] = json.loads(line)
        return answer

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        """Give the pipe, which is there because we asked for it."""
        assert pipe is not None
        return pipe


def ours() -> Scorer:
    """Give this project's scorer."""
    return Scorer("resolve", resolve_score, published_threshold(), resolve_by_schema)


def rapidfuzz_scorers() -> list[Scorer]:
    """Give the string measures that people reach for first."""
    measures = ("token_sort_ratio", "token_set_ratio", "WRatio")
    return [Scorer(f"unidecode + {name}", functools.partial(rapidfuzz_score, scorer=name)) for name in measures]


def logic_v2(python: Path) -> tuple[Scorer, LogicV2]:
    """Give the scorer of logic-v2 and the process behind it, started; close it in the end."""
    peer = LogicV2(python)
    peer.start()
    version = f"nomenklatura {peer.version}"
    return Scorer("logic-v2", peer.score_many, LOGIC_V2_THRESHOLD, peer.by_schema, version, lambda: peer.seconds), peer


def scorers(peer_python: Path | None, wanted: Sequence[str] | None = None) -> list[Scorer]:
    """Give all scorers, or those whose names contain one of `wanted`; say so where one has to be skipped."""
    found = [ours(), *rapidfuzz_scorers()]
    if wanted:
        found = [scorer for scorer in found if any(part in scorer.name for part in wanted)]
    if wanted and not any(part in "logic-v2" for part in wanted):
        return found
    if peer_python is None:
        print("logic-v2 skipped: no --peer-python given (a Python that has nomenklatura)", flush=True)
        return found
    scorer, peer = logic_v2(peer_python)
    atexit.register(peer.close)
    return [*found, scorer]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe the options that all suites about names share."""
    parser.add_argument("--peer-python", type=Path, help="a Python that has nomenklatura, to measure logic-v2 as well")
    parser.add_argument("--scorers", nargs="+", metavar="PART", help="only scorers whose names contain one of these")
    parser.add_argument("--threshold", type=float, help="the fixed threshold (default: what each one's makers publish)")
