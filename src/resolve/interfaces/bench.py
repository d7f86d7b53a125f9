"""What `resolve bench` runs and writes.

>>> asked_for(Asked(people=500), ["easy,hard"], []).difficulties
('easy', 'hard')
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from resolve.errors import FileError, InputError, UnknownNameError
from resolve.evaluation.bench import watchlist
from resolve.evaluation.bench.comparing import Change, moved, unlike
from resolve.evaluation.bench.contenders import Part, taking_part
from resolve.evaluation.bench.measuring import Row, header_of, run
from resolve.evaluation.bench.names import NameRow, run_names
from resolve.evaluation.bench.scale import ScaleRow, run_scale
from resolve.evaluation.bench.screening import BASELINE, Screener, ScreenRow, by_rapidfuzz, run_screening
from resolve.evaluation.bench.suites import SUITES, Asked
from resolve.evaluation.bench.task import OURS
from resolve.evaluation.world.agencies import LEVELS, Difficulty
from resolve.files import write_atomically
from resolve.interfaces.world import names_in
from resolve.version import __version__

OTHERS = ("names", "screening", "scale")
_SEEDED = ("quick", "world", "febrl", *OTHERS)
_PARTS: dict[str, Part] = {"names": "names", "screening": "screening"}
_PLACES = 6
_PEER_SCREENER = "nomenklatura logic-v2"

AnyRow = Row | NameRow | ScreenRow | ScaleRow
Told = Callable[[str], None]
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Result:
    """Rows of a suite, all of one kind, and the seed of its data, None where it has none."""

    suite: str
    rows: Sequence[AnyRow]
    seed: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the result as plain types, with what is needed to repeat it."""
        seed = {} if self.seed is None else {"seed": self.seed}
        return {
            **header_of(self.suite, ["resolve", *sys.argv[1:]]),
            **seed,
            "rows": [_rounded(asdict(row)) for row in self.rows],
        }


def _rounded(value: Any) -> Any:
    """Keep six places of figures, of which none is known so well."""
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return round(value, _PLACES) if isinstance(value, float) else value


@dataclass(frozen=True)
class Comparison:
    """What moved since an earlier result, and what else is not the same."""

    earlier: str
    changes: Sequence[Change]
    unlike: Sequence[str]
    compared: int


def asked_for(asked: Asked, difficulty: Sequence[str], records: Sequence[str]) -> Asked:
    """Bring the options of the command together.

    Args:
        difficulty, records: each one or several with commas between; none: all difficulties, the usual size.

    Raises:
        UnknownNameError: there is no such difficulty. InputError: a size is no whole number.
    """
    levels = tuple(Difficulty.named(level).name for level in names_in(difficulty) or LEVELS)
    sizes = names_in(records)
    if not all(size.replace("_", "").isdigit() for size in sizes):
        raise InputError(f"expected whole numbers in --records, found '{','.join(sizes)[:40]}'")
    return replace(asked, difficulties=levels, records=tuple(map(int, sizes)) or asked.records)


def run_suite(
    suite: str,
    asked: Asked,
    against: Sequence[str],
    *,
    told: Told = lambda words: None,
    progress: Progress = lambda stage, share: None,
) -> Result:
    """Run a suite with this engine and others; those that are not installed or have no part in it are left out.

    Raises:
        UnknownNameError: there is no such suite or contender. InputError: a package or an option is missing.
    """
    if suite not in (*SUITES, *OTHERS):
        raise UnknownNameError(f"no suite '{suite}'; there are: {', '.join((*SUITES, *OTHERS))}")
    peers, said = taking_part(names_in(against), _PARTS.get(suite, "clusters"))
    for words in said:
        told(words)
    rows: Sequence[AnyRow]
    if suite == "names":
        rows = run_names(asked, peers, told=told)
    elif suite == "screening":
        screeners, versions = _screeners(peers)
        rows = run_screening(asked, screeners, versions=versions, told=told)
    elif suite == "scale":
        rows = run_scale(asked, peers, told=told, progress=progress)
    else:
        rows = run(SUITES[suite](asked), [OURS, *peers], told=told)
    return Result(suite, rows, asked.seed if suite in _SEEDED else None)


def _screeners(peers: Sequence[str]) -> tuple[dict[str, Screener], dict[str, str]]:
    """Give this engine, the baseline and the peers, with their versions."""
    found: dict[str, Screener] = {OURS: watchlist.screen, BASELINE: by_rapidfuzz}
    versions = {OURS: __version__, BASELINE: version("rapidfuzz")}
    if "nomenklatura" in peers:
        from resolve.evaluation.bench.peers import nomenklatura

        found[_PEER_SCREENER], versions[_PEER_SCREENER] = nomenklatura.screen, version("nomenklatura")
    return found, versions


def write_result(result: Result, path: Path, comparison: Comparison | None = None) -> None:
    """Write a result as JSON; into a folder as JSON, Markdown and a page, all called after the suite.

    Args:
        path: a file, or a folder, which is what exists as one or has a name without a dot.

    Raises:
        FileError: a file cannot be written.
    """
    folder = path.is_dir() or not path.suffix
    target = path / f"{result.suite}.json" if folder else path
    write_atomically(target, json.dumps(result.to_dict(), indent=1, ensure_ascii=False) + "\n")
    if folder:
        from resolve.interfaces.bench_markdown import markdown

        write_atomically(path / f"{result.suite}.md", markdown(result))
        write_page(result, path / f"{result.suite}.html", comparison)


def write_page(result: Result, path: Path, comparison: Comparison | None = None) -> None:
    """Write a result as a page with plots, which needs no network and runs no script.

    Raises:
        FileError: the file cannot be written.
    """
    from resolve.report.bench import bench_page

    moves = None if comparison is None else (comparison.earlier, comparison.changes, comparison.unlike)
    write_atomically(path, bench_page(result.to_dict(), result.rows, moves))


def compared(result: Result, name: str, old: Mapping[str, Any]) -> Comparison:
    """Compare a result with an earlier one, which goes by a name."""
    now = {(row.set, row.contender): row.measures() for row in result.rows}
    known = {(row.get("set", ""), row.get("contender")) for row in old["rows"]}
    return Comparison(name, moved(old, now), unlike(old, result.to_dict()), len(known & now.keys()))


def earlier_result(path: Path) -> dict[str, Any]:
    """Read an earlier result.

    Raises:
        FileError: it cannot be read. InputError: it is none.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError:
        raise InputError(f"{path}: expected the JSON of an earlier run of resolve bench") from None
    rows = content.get("rows") if isinstance(content, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"{path}: expected the JSON of an earlier run of resolve bench, found other content")
    return dict(content)


def below_floors(result: Result, floors: Mapping[str, float]) -> list[str]:
    """Say where this engine's F1 is below the floor that is set for a set.

    Raises:
        InputError: one is set for a set that was not measured.
    """
    found = {row.set: row.f1 for row in result.rows if row.contender == OURS and not isinstance(row, ScreenRow)}
    absent = sorted(floors.keys() - found.keys())
    if absent:
        raise InputError(f"there are floors for '{', '.join(absent)}', which this run has not measured")
    return [
        f"{name}: F1 of this engine is {found[name]:.3f}, below the floor of {floor:.3f}"
        for name, floor in floors.items()
        if not found[name] >= floor
    ]


def read_floors(path: Path, suite: str) -> dict[str, float]:
    """Read the floors that a file sets for the sets of a suite.

    Raises:
        FileError: the file cannot be read. InputError: it sets none for the suite, or none that is a share.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{path}: expected TOML with floors by suite and set: {error}") from None
    floors = content.get(suite)
    if not isinstance(floors, dict) or not floors or not all(_is_share(floor) for floor in floors.values()):
        raise InputError(f'{path}: expected a table [{suite}] of floors from 0 to 1, such as "a set" = 0.8')
    return floors


def _is_share(floor: object) -> bool:
    return isinstance(floor, float) and 0 <= floor <= 1
