"""How fast names compare: pairs a second in a batch, one pair with its explanation, import and first use.

Names are made of the synthetic stock. Half of the pairs are one name written twice (other spelling, short
form, typing error, order, second name left out), half are two names. No pair occurs twice. In "repeating",
the pairs are of 20,000 different names, as in a file where each name meets many; in "distinct", no name
occurs twice; in "cross-script" neither, and the right side is in Cyrillic letters.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

import record
from corruption import Keyboard, Strings, typing_errors
from peers import name_scorers
from peers.name_scorers import Scorer
from stock import HERE, Numbers, Stock, read_stock

PAIRS = 500_000
REPEATING_NAMES = 20_000
VARIANTS = 40
"""Ways of writing each person's name in "repeating"."""
PEER_PAIRS = 20_000
"""Pairs for peers that take more than a tenth of a millisecond each."""
EXPLAINED = 2_000
WARM_UP = 200
STARTS = 7
RATES = {"second": 0.2, "second left out": 0.4, "short": 0.1, "typing": 0.4, "surname first": 0.25}
"""Part of the people who have a second given name, and of the writings in which the rest happens."""
LETTERS = (
    "lj:љ nj:њ dž:џ ch:ч sh:ш zh:ж th:т ph:ф a:а b:б v:в g:г d:д đ:ђ e:е ž:ж z:з i:и j:ј k:к l:л m:м n:н o:о p:п "
    "r:р s:с t:т ć:ћ u:у f:ф h:х c:ц č:ч š:ш q:к w:в x:кс y:ј ç:ч ë:е ı:и ö:о ü:у ğ:г ş:ш"
)
"""Serbian letters, and the nearest for letters that Serbian doesn't have."""
START = """
import time
start = time.perf_counter()
import resolve
imported = time.perf_counter()
resolve.compare_names("Đorđe Petrović", "Ђорђе Петровић").similarity
print(imported - start, time.perf_counter() - imported)
"""


@dataclass(frozen=True)
class Pairs:
    """Aligned names."""

    left: list[str]
    right: list[str]


@dataclass(frozen=True)
class Maker:
    """Writes names of people out of the stock."""

    stock: Stock
    typing: dict[str, float]
    keyboard: Keyboard

    @classmethod
    def from_files(cls) -> Maker:
        """Read names.toml and errors.toml."""
        errors = tomllib.loads((HERE / "errors.toml").read_text(encoding="utf-8"))
        weights = {kind: errors["typing"][kind] for kind in ("insert", "delete", "substitute", "transpose")}
        return cls(read_stock(errors), weights, Keyboard.of(errors["typing"]["rows"], errors["typing"]["near"]))

    def people(self, count: int, rng: np.random.Generator) -> Numbers:
        """Draw people, each name as likely as any other: given name, second given name or -1, surname."""
        given, surnames = self.stock.given.shape[2], self.stock.surnames.shape[2]
        second = np.where(rng.random(count) < RATES["second"], rng.integers(0, given, count), -1)
        return np.stack([rng.integers(0, given, count), second, rng.integers(0, surnames, count)])

    def write(self, people: Numbers, spoil: bool, rng: np.random.Generator) -> Strings:
        """Write each person's name, in its proper form or spoiled."""
        given_number, second_number, surname_number = people
        count = len(given_number)

        def chance(what: str) -> Any:
            return (rng.random(count) < RATES[what]) & spoil

        spelling = rng.integers(0, 3, count) if spoil else np.zeros(count, dtype=np.int64)
        given = self.stock.given[spelling, chance("short").astype(np.int64), given_number]
        second = np.char.add(" ", self.stock.given[spelling, 0, second_number])
        without = (second_number < 0) | chance("second left out")
        given = np.char.add(given, np.where(without, "", second))
        surname = self.stock.surnames[spelling, 0, surname_number]
        straight = np.char.add(np.char.add(given, " "), surname)
        turned = np.char.add(np.char.add(surname, ", "), given)
        written = np.where(chance("surname first"), turned, straight)
        wrong = chance("typing")
        if wrong.any():
            spoiled = typing_errors(written, self.keyboard, self.typing, rng)
            written = np.where(wrong, spoiled, written)
        return np.asarray(written, dtype=np.str_)


def repeating(maker: Maker, count: int, rng: np.random.Generator) -> Pairs:
    """Make pairs of few names: 20,000, or fewer where fewer pairs are wanted."""
    people = max(2, min(REPEATING_NAMES, count // 10) // VARIANTS)
    numbers = maker.people(people, rng)
    frame = pd.DataFrame({"person": np.tile(np.arange(people), 3 * VARIANTS)})
    frame["name"] = maker.write(np.tile(numbers, 3 * VARIANTS), True, rng)
    frame = frame.drop_duplicates("name").groupby("person").head(VARIANTS).sort_values("person", kind="stable")
    names, person = frame["name"].to_numpy(dtype=object), frame["person"].to_numpy()
    start, size = np.searchsorted(person, np.arange(people)), np.bincount(person, minlength=people)

    def related(wanted: int) -> tuple[Numbers, Numbers]:
        who = rng.integers(0, people, wanted)
        left, right = (start[who] + (rng.random(wanted) * size[who]).astype(np.int64) for _ in range(2))
        return left, right

    def unrelated(wanted: int) -> tuple[Numbers, Numbers]:
        return rng.integers(0, len(names), wanted), rng.integers(0, len(names), wanted)

    halves = []
    for draw, same in ((related, True), (unrelated, False)):
        left, right = draw(4 * count)
        kept = (left != right) & ((person[left] == person[right]) == same)
        drawn = pd.DataFrame({"left": left[kept], "right": right[kept]}).drop_duplicates()
        halves.append(drawn.head(count // 2))
    chosen = pd.concat(halves).sample(frac=1, random_state=rng)
    return Pairs(names[chosen["left"]].tolist(), names[chosen["right"]].tolist())


def distinct(maker: Maker, count: int, rng: np.random.Generator) -> Pairs:
    """Make pairs in which no name occurs twice."""
    drawn = count + count // 2 + 20
    left, others = maker.people(drawn, rng), maker.people(drawn, rng)
    same = np.arange(drawn) % 2 == 0
    frame = pd.DataFrame(
        {
            "left": maker.write(left, False, rng).astype(object),
            "right": maker.write(np.where(same, left, others), True, rng).astype(object),
            "same": same,
        }
    )
    both = pd.concat([frame["left"], frame["right"]], keys=["left", "right"])
    repeated = both.duplicated()
    frame = frame[~(repeated["left"].to_numpy() | repeated["right"].to_numpy())]
    chosen = frame.groupby("same").head(count // 2)
    return Pairs(chosen["left"].tolist(), chosen["right"].tolist())


def cross_script(maker: Maker, count: int, rng: np.random.Generator) -> Pairs:
    """Make such pairs with the right side in Cyrillic letters; names that become alike are left in."""
    pairs = distinct(maker, count, rng)
    return Pairs(pairs.left, [cyrillic(name) for name in pairs.right])


def cyrillic(name: str) -> str:
    """Write a name in Cyrillic letters.

    >>> cyrillic("Đorđe Ljubić")
    'Ђорђе Љубић'
    """
    lower = name.replace("İ", "i").lower()
    for latin, letter in (pair.split(":") for pair in LETTERS.split()):
        lower = lower.replace(latin, letter)
    return lower.title()


SETTINGS: dict[str, Callable[[Maker, int, np.random.Generator], Pairs]] = {
    "repeating": repeating,
    "distinct": distinct,
    "cross-script": cross_script,
}


def batch_row(setting: str, scorer: Scorer, pairs: Sequence[Pairs]) -> dict[str, Any]:
    """Score each of the batches once, new to the scorer; give the median of the pairs a second."""
    rates = []
    scorer.score_many(["Ana Anić"] * WARM_UP, ["Анна Анич"] * WARM_UP)
    for batch in pairs:
        before = scorer.clock() if scorer.clock else time.perf_counter()
        scorer.score_many(batch.left, batch.right)
        after = scorer.clock() if scorer.clock else time.perf_counter()
        rates.append(len(batch.left) / (after - before))
    rate = statistics.median(rates)
    names = len({*pairs[0].left, *pairs[0].right})
    figures = {"pairs a second": round(rate), "µs a pair": round(1e6 / rate, 3)}
    return {"scorer": scorer.name, "names": setting, "pairs": len(pairs[0].left), "different names": names, **figures}


def batches(options: argparse.Namespace, maker: Maker) -> list[dict[str, Any]]:
    """Measure every scorer in every setting; slow peers get fewer pairs."""
    measures = name_scorers.scorers(options.peer_python, options.scorers)
    if not options.scorers:
        measures.append(Scorer("unidecode + Jaro-Winkler", name_scorers.jaro_winkler_score))
    rows = []
    for setting, make in SETTINGS.items():
        size = {False: options.pairs, True: min(options.pairs, options.peer_pairs)}
        seeds = range(options.seed, options.seed + options.repeats)
        made = {
            slow: [make(maker, count, np.random.default_rng(seed)) for seed in seeds] for slow, count in size.items()
        }
        for scorer in measures:
            print(f"{setting}: {scorer.name}", flush=True)
            rows.append(batch_row(setting, scorer, made[scorer.clock is not None]))
    return rows


def explained(maker: Maker, seed: int) -> list[dict[str, Any]]:
    """Time single comparisons of pairs that are new to the engine: alone, and with the explanation written out.

    The engine is warm: it has compared other names before.
    """
    import resolve

    kinds: dict[str, Callable[[Any], Any]] = {
        "similarity": lambda comparison: comparison.similarity,
        "str(explanation)": lambda comparison: str(comparison.explanation),
    }
    rows = []
    for setting in ("distinct", "cross-script"):
        for turn, (what, use) in enumerate(kinds.items()):
            pairs = SETTINGS[setting](maker, EXPLAINED + WARM_UP, np.random.default_rng(seed + 1_000 + turn))
            taken = []
            for left, right in zip(pairs.left, pairs.right, strict=True):
                start = time.perf_counter_ns()
                use(resolve.compare_names(left, right))
                taken.append(time.perf_counter_ns() - start)
            median = round(statistics.median(taken[WARM_UP:]) / 1_000, 1)
            rows.append({"one comparison": what, "names": setting, "pairs": len(taken) - WARM_UP, "µs": median})
    return rows


def starts(python: str = sys.executable, times: int = STARTS) -> list[dict[str, Any]]:
    """Time `import resolve` and the first comparison after it, in fresh processes."""
    taken = []
    for _ in range(times):
        said = subprocess.run([python, "-c", START], check=True, capture_output=True, text=True).stdout
        taken.append([float(part) * 1_000 for part in said.split()])
    imported, first = (round(statistics.median(part), 1) for part in zip(*taken, strict=True))
    return [
        {"start": "import resolve", "processes": times, "ms": imported},
        {"start": "first comparison after it", "processes": times, "ms": first},
    ]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the suite."""
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--peer-pairs", type=int, default=PEER_PAIRS, help="pairs for logic-v2")
    parser.add_argument("--repeats", type=int, default=3, help="batches of each kind; the median counts")
    parser.add_argument("--seed", type=int, default=1)
    name_scorers.add_options(parser)


def suite(options: argparse.Namespace) -> str:
    """Measure; give the page, recorded unless only some scorers were asked for."""
    maker = Maker.from_files()
    ours = not options.scorers or any(part in "resolve" for part in options.scorers)
    tables = {
        "batches": batches(options, maker),
        "One comparison": explained(maker, options.seed) if ours else [],
        "Start": starts() if ours else [],
    }
    return record.page(
        None if options.scorers else "names_speed", f"Names compared: {options.pairs:,} pairs", tables, {}
    )
