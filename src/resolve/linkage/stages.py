"""The stages of a run whose results can be kept, and how each is written to a folder and read back.

What is kept are numbers of rows, agreement levels, weights and the model; no cell of a record.

>>> import tempfile
>>> place = Path(tempfile.mkdtemp())
>>> write_levels(place, np.array([[1, 2]], np.int8))
>>> read_levels(place).tolist()
[[1, 2]]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from resolve.linkage.blocking import Candidates, Rule, RuleReport
from resolve.linkage.clustering import Clustering
from resolve.linkage.groups import Groups
from resolve.linkage.progress import Clock
from resolve.linkage.sampling import Sample
from resolve.linkage.scored import Scored, Weights
from resolve.linkage.work import Work, load_arrays, load_told, save_arrays, save_told
from resolve.memory import give_back
from resolve.scoring.comparison import Levels, Rows
from resolve.scoring.weights import Model

T = TypeVar("T")
Identical = tuple[Groups, Rows]
Found = tuple[Candidates, Sample]
Weighed = tuple[Model, Weights, npt.NDArray[np.bool_]]
Decided = tuple[Scored, npt.NDArray[np.int64], Clustering]

# What the stages are called on the screen, where it is not the name of their folder.
_SHOWN = {"identical": "finding identical records"}
_SECONDS = "seconds.json"


@dataclass(frozen=True)
class Stages:
    """Does the stages of a run, or reads back those that were kept."""

    work: Work
    clock: Clock

    def done(self, name: str, make: Callable[[], T], write: Callable[[Path, T], None], read: Callable[[Path], T]) -> T:
        """Give what a stage makes: what was kept of it, else what `make` gives, which is then kept."""
        shown = _SHOWN.get(name, name)
        place = self.work.place(name)
        if place is not None:
            with self.clock.taken_up(shown, float((place / _SECONDS).read_text("utf-8"))):
                return read(place)
        with self.clock.stage(shown):
            made = make()
            give_back()

        def keep(place: Path) -> None:
            write(place, made)
            (place / _SECONDS).write_text(repr(self.clock.seconds[shown]), "utf-8")

        self.work.keep(name, keep)
        return made


def write_identical(place: Path, made: Identical) -> None:
    """Write who leads each record, and the leaders in the order of their content."""
    groups, ordered = made
    save_arrays(place, leader=groups.leader, ordered=ordered)


def read_identical(place: Path) -> Identical:
    """Read what `write_identical` wrote."""
    held = load_arrays(place)
    return Groups.led_by(held["leader"]), held["ordered"]


def write_blocking(place: Path, made: Found) -> None:
    """Write candidate pairs, their rules, and the pairs that were drawn for training."""
    found, sample = made
    save_arrays(place, left=found.left, right=found.right, rule=found.rule, times=found.times)
    save_arrays(place, **{f"sample_{name}": array for name, array in vars(sample).items()})
    save_told(place, {"rules": [asdict(one) for one in found.rules], "reports": [asdict(one) for one in found.reports]})


def read_blocking(place: Path) -> Found:
    """Read what `write_blocking` wrote; the blocks are not among it."""
    held, told = load_arrays(place), load_told(place)
    used = tuple(Rule(**{**one, "keys": tuple(one["keys"]), "refine": tuple(one["refine"])}) for one in told["rules"])
    reports = tuple(RuleReport(**{**one, "keys": tuple(one["keys"])}) for one in told["reports"])
    sample = Sample(**{name: held[f"sample_{name}"] for name in (each.name for each in fields(Sample))})
    return Candidates(held["left"], held["right"], held["rule"], held["times"], used, (), reports), sample


def write_levels(place: Path, levels: Levels) -> None:
    """Write the level of each pair in each field."""
    save_arrays(place, levels=levels)


def read_levels(place: Path) -> Levels:
    """Read what `write_levels` wrote, from the disk as it is needed."""
    return load_arrays(place, mapped=True)["levels"]


def write_model(place: Path, model: Model) -> None:
    """Write a model."""
    model.save(place / "model.json")


def read_model(place: Path) -> Model:
    """Read what `write_model` wrote."""
    return Model.load(place / "model.json")


def write_weighed(place: Path, made: Weighed) -> None:
    """Write the weights of all candidate pairs, which of them are barred, and the model."""
    model, weight, barred = made
    write_model(place, model)
    save_arrays(place, weight=weight, barred=barred)


def read_weighed(place: Path) -> Weighed:
    """Read what `write_weighed` wrote."""
    held = load_arrays(place)
    return read_model(place), held["weight"], held["barred"]


def write_decided(place: Path, made: Decided) -> None:
    """Write the links and entities."""
    links, labels, clustering = made
    parts = {"link": vars(links), "clustering": vars(clustering)}
    plain: dict[str, Any] = {}
    for part, content in parts.items():
        arrays = {f"{part}_{name}": value for name, value in content.items() if isinstance(value, np.ndarray)}
        save_arrays(place, **arrays)
        plain[part] = {name: value for name, value in content.items() if not isinstance(value, np.ndarray)}
    save_arrays(place, labels=labels)
    save_told(place, plain)


def read_decided(place: Path) -> Decided:
    """Read what `write_decided` wrote."""
    held, told = load_arrays(place), load_told(place)

    def part(name: str) -> dict[str, Any]:
        arrays = {key.removeprefix(f"{name}_"): array for key, array in held.items() if key.startswith(f"{name}_")}
        return {**arrays, **told[name]}

    return Scored(**part("link")), held["labels"], Clustering(**part("clustering"))
