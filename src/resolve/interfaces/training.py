"""Training a model by itself, with labels or without: `resolve.train`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from resolve.evaluation.labelled import read_labels
from resolve.linkage.pipeline import Policy, Progress, Task, run
from resolve.records.population import read_population
from resolve.records.prepare import prepare
from resolve.records.schema import Schema, read_schemas
from resolve.records.sources import read_sources
from resolve.scoring.weights import Model

if TYPE_CHECKING:
    from resolve.interfaces.library import Told


def train(
    data: Any,
    labels: Any = None,
    *,
    schema: Told = None,
    across: bool = False,
    population: Any = None,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> Model:
    """Fit a model to records, and to what people have said of some of them; `dedupe` and `link` take it as `model`.

    Args:
        data: a path, a frame, a list of these or a dict of them by name, as in `dedupe`.
        labels: a path or a frame. Of pairs: left_id, right_id, match (1, 0, yes, no, true, false; "unsure" is
            skipped), and left_source, right_source where sources number their records alike; without match, all are
            matches. Of entities: record_id, entity_id, maybe source. None: the model is that of `dedupe`.
            Labels of records that are not in the data are counted in `Model.training["labelled"]` and left out. Fewer
            than a score of labelled pairs, or pairs of one kind only, change nothing.
        schema, population, encoding, progress: as in `dedupe`. The model does not hold the population: give it to
            `dedupe` and `link` as well.
        across: learn from pairs of different sources only, for use with `link`.

    Raises:
        InputError: nothing to read; labels in neither form, not understood, or contradicting each other; or no
            record of theirs in the data. FileError: a file cannot be read.

    Example:
        >>> import pandas as pd
        >>> people = pd.DataFrame({"id": ["1", "2", "3"], "name": ["Ana Marić", "Ana Maric", "Ivo Babić"]})
        >>> said = pd.DataFrame({"left_id": ["1", "1"], "right_id": ["2", "3"], "match": ["yes", "no"]})
        >>> train(people, said).training["labelled"]["pairs"]
        2
    """
    told = progress or (lambda stage, share: None)
    people = None if population is None else read_population(population)
    told("preparing", 0.0)
    sources = read_sources(data, encoding=encoding)
    records = prepare(sources, read_schemas(sources, Schema.of(schema)))
    known = None if labels is None else read_labels(labels, records, across_only=across)
    told("preparing", 1.0)
    return run(records, Task(Policy.named("default"), across, labels=known, population=people), told).model
