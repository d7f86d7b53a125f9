"""Fitting the model without labels.

u comes from random pairs and from value counts. m, and the shares of matches and of near people among all pairs,
come from EM over agreement patterns (Fellegi and Sunter 1969; Dempster, Laird and Rubin 1977; Winkler 1988; Larsen
and Rubin 2001 for further classes). The patterns are of pairs drawn from the blocks of every rule, large blocks too,
each pair weighted by how unlikely it was to be drawn (Horvitz and Thompson 1952); pairs in no block count as
strangers. So the model does not hang on which rule found a pair, nor on the bounds that blocking sets. The rules'
prior keeps levels that no pair shows from zero, and the model says which they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from resolve import rules
from resolve.linkage.blocking import Candidates
from resolve.linkage.patterns import LEVELS, Patterns, Shown, patterns_of
from resolve.linkage.sampling import Sample
from resolve.records.prepare import Records
from resolve.scoring.comparison import Comparison, Levels, Rows, compare
from resolve.scoring.rarity import expected_levels
from resolve.scoring.together import MOST, if_alone, together_bits
from resolve.scoring.weighing import weigh_many
from resolve.scoring.weights import Floats, Model, start_model

# Enough for three digits of every share that matters, and a second or two of work at most.
_RANDOM_PAIRS = 200_000
_MOST_ROUNDS = 200
_CONVERGED = 1e-4
_ROUGHLY = 1e-2
_MOST_NEAR = 0.15


@dataclass(frozen=True)
class Fit:
    """The outcome of EM.

    Attributes:
        model: with m, near, and the shares of matches and of near people fitted.
        expected: by field and level, how many matching pairs m rests on.
        rounds: how many it took; converged: whether the last changed nothing that matters.
    """

    model: Model
    expected: tuple[Floats, ...]
    rounds: int
    converged: bool


@dataclass(frozen=True)
class Drawn:
    """Level shares of one field among pairs of records drawn at random.

    Attributes:
        shares: of the pairs that were drawn. seen: how many were at each level.
        pairs: how many pairs stand behind each share; the first level's may be known from counts of values, exactly.
        prior: the rules' shares among strangers, and `strength`, for how many pairs they count.
    """

    shares: Floats
    seen: Floats
    pairs: Floats
    prior: Floats
    strength: float

    def of_strangers(self, others: Floats | float = 0.0) -> tuple[float, ...]:
        """Give u: the shares less those of pairs that are not strangers, a fiftieth at least, mixed with the prior.

        The prior is of strangers already, so that only what was drawn is cleaned.
        """
        left = np.maximum(self.shares - others, 0.02 * self.shares)
        mixed = (self.pairs * left + self.strength * self.prior) / (self.pairs + self.strength)
        return tuple((mixed / mixed.sum()).tolist())


def draw_levels(
    records: Records,
    comparisons: Sequence[Comparison],
    rows: Rows,
    *,
    seed: int = 1,
    across_only: bool = False,
) -> list[Drawn]:
    """Find the level shares of pairs drawn at random, for each field.

    Args:
        rows: the rows to draw from, one of each set of identical records.
        across_only: draw pairs of different sources only.
    """
    left, right = _random_pairs(records, rows, seed, across_only)
    levels = compare(records, comparisons, left, right)
    strength = float(rules.load("models/comparisons")["strength"]["u"])
    drawn = []
    for number, each in enumerate(comparisons):
        seen = np.bincount(levels[:, number], minlength=len(each.levels) + 1)[1:].astype(np.float64)
        prior = np.array([level.u for level in each.levels])
        prior /= prior.sum()
        shares, pairs = seen / max(seen.sum(), 1.0), np.full(len(seen), seen.sum())
        if each.levels[0].test == "equal":
            # How often two records have the same value is known from its counts, exactly.
            column = records.columns[each.field]
            prior = expected_levels(column, prior)
            pairs[0] = column.filled * (column.filled - 1) / 2
            rest = shares[1:] / max(shares[1:].sum(), 1e-12) * (1 - column.repeat_share)
            shares = np.concatenate([[column.repeat_share], rest])
        drawn.append(Drawn(shares, seen, pairs, prior, strength))
    return drawn


def _random_pairs(records: Records, rows: Rows, seed: int, across_only: bool) -> tuple[Rows, Rows]:
    count = len(rows)
    if count * (count - 1) // 2 <= _RANDOM_PAIRS:
        left, right = np.triu_indices(count, 1)
    else:
        draw = np.random.default_rng(seed)
        left, right = draw.integers(0, count, _RANDOM_PAIRS), draw.integers(0, count, _RANDOM_PAIRS)
        keep = left != right
        left, right = left[keep], right[keep]
    first, second = rows[left], rows[right]
    if across_only:
        keep = records.source_codes[first] != records.source_codes[second]
        first, second = first[keep], second[keep]
    return first, second


def expectation_maximisation(
    patterns: Patterns,
    start: Model,
    *,
    strength: float,
    prior: Model | None = None,
    fit_u: bool = False,
    settled: float = _CONVERGED,
) -> Fit:
    """Fit a model to agreement patterns.

    Args:
        start: where to start, with a field for each column of the patterns.
        strength: for how many pairs the prior counts in each field (0: plain maximum likelihood).
        prior: whose m and near are the prior; None is `start`.
        fit_u: fit u as well (for patterns of pairs that no blocking chose).
        settled: the change, in m and relative in the share of matches, under which a round was the last.
    """
    model, rounds, converged = start, 0, False
    before = (prior or start).fields
    # A file of a few pairs shows next to nothing of how many near people it holds; then the rules' share stands.
    written = rules.load("models/comparisons")["near"]
    firm, composed = float(written["firm"]) if strength else 0.0, written["composed"]
    known = {group: float(made["known"]) for group, made in composed.items()}
    expected: list[Floats] = []
    while rounds < _MOST_ROUNDS and not converged:
        rounds += 1
        shares = _responsibilities(patterns, model)
        matches = patterns.by_row(patterns.trusted * shares[""])
        mates = {group: patterns.by_row(patterns.counts * shares[group]) for group in model.near}
        others = patterns.by_row(patterns.counts * (1 - shares[""])) - sum(mates.values())
        expected, strangers, *of_groups = _level_sums(patterns, [matches, others, *mates.values()], model)
        by_group = dict(zip(mates, of_groups, strict=True))
        fields = tuple(
            replace(
                each,
                m=_shares(expected[number], first.m, strength),
                near={group: _shares(by_group[group][number], near, strength) for group, near in first.near.items()}
                if each.near_fitted
                else each.near,
                u=_shares(strangers[number], first.u, strength) if fit_u else each.u,
            )
            for number, (each, first) in enumerate(zip(model.fields, before, strict=True))
        )
        share = (float(matches.sum()) + min(strength, 1.0)) / (patterns.total + 11 * min(strength, 1.0))
        beside = {
            group: _share_near(float(pairs.sum()), first, patterns.total, firm, known.get(group) if strength else None)
            for (group, pairs), first in zip(mates.items(), (prior or start).near.values(), strict=True)
        }
        new = replace(model, prior=_inside(share, sum(beside.values())), near=beside, fields=fields)
        if strength:
            new = replace(new, together=_together(patterns, matches, new))
        converged = _change(model, new) < settled
        model = new
    return Fit(model, tuple(expected), rounds, converged)


def _responsibilities(patterns: Patterns, model: Model) -> dict[str, Floats]:
    """Give, for each pattern, the probabilities that a pair is a match (under "") or of each group of near people."""
    bits = np.empty((2 + len(model.near), len(patterns.rows)))
    bits[0] = np.log2(1 - model.prior - sum(model.near.values()))
    bits[1:] = (patterns.shown @ _bits_by_level(model)).T
    bits[1] += np.log2(model.prior)
    for number, share in enumerate(model.near.values(), start=2):
        bits[number] += np.log2(share)
    if model.together:
        bits[1] += np.array(model.together)[patterns.disagreements]
    bits -= bits.max(axis=0)
    # Patterns of one row of levels differ in rarity alone, which multiplies the odds.
    of_rows = np.exp2(bits, out=bits)
    all_odds = of_rows[0][patterns.row]
    odds: dict[str, Floats] = {}
    for group, of_group in zip(("", *model.near), of_rows[1:], strict=True):
        odds[group] = of_group[patterns.row] * patterns.rarity_odds[group]
        all_odds += odds[group]
    return {group: of_group / all_odds for group, of_group in odds.items()}


def _bits_by_level(model: Model) -> Floats:
    """Give what each level of each field is worth, a column for matches and one for each group of near people."""
    bits = np.zeros((len(model.fields) * LEVELS, 1 + len(model.near)))
    for number, each in enumerate(model.fields):
        part = slice(number * LEVELS, number * LEVELS + len(each.m) + 1)
        bits[part, 0] = each.bits()
        for place, group in enumerate(model.near, start=1):
            if group in each.near:
                bits[part, place] = each.near_bits(group)
    return bits


def _together(patterns: Patterns, matches: Floats, model: Model) -> tuple[float, ...]:
    """Give what the number of disagreements adds, from the matches of each row of levels."""
    written = rules.load("models/comparisons")["together"]
    seen = np.bincount(patterns.disagreements, matches, minlength=MOST + 1).astype(np.float64)
    filled, position = patterns.filled
    by_kind = np.bincount(position, matches, minlength=len(filled)).astype(np.float64)
    alone = if_alone(filled, by_kind, [each.m[0] for each in model.fields])
    return together_bits(seen, alone, float(written["strength"]), float(written["most_bits"]))


def _level_sums(patterns: Patterns, weights: Sequence[Floats], model: Model) -> list[list[Floats]]:
    """Sum each array of weights of rows by level, for each field."""
    sums = (patterns.shown_by_level @ np.stack(weights, axis=1)).T
    return [
        [of_one[number * LEVELS + 1 : number * LEVELS + 1 + len(each.m)] for number, each in enumerate(model.fields)]
        for of_one in sums
    ]


def _shares(counts: Floats, prior: Sequence[float], strength: float) -> tuple[float, ...]:
    mixed = counts + strength * np.array(prior)
    if mixed.sum() <= 0:
        return tuple(prior)
    kept = np.maximum(mixed / mixed.sum(), 1e-12)
    return tuple(float(share) for share in kept / kept.sum())


def _share_near(pairs: float, first: float, total: float, firm: float, known: float | None) -> float:
    """Give the share of near people among all pairs.

    Args:
        pairs: how many there seem to be. first: the rules' share, which counts as `firm` pairs of any kind more; or,
            where how many of them there are is known beforehand, as `known` pairs of near people.
    """
    seen = (pairs + firm * first) / (total + firm) if known is None else (pairs + known) / (total + known / first)
    return min(_MOST_NEAR, max(seen, 1e-12))


def _inside(share: float, near: float) -> float:
    """Keep the share of matches such that some pairs are left to be strangers', even where every record is the same."""
    return min(max(share, 1e-12), (1 - 1e-6) * (1 - near))


def _change(old: Model, new: Model) -> float:
    # The prior is a small number over all pairs, so it is its relative change that counts.
    moved = [abs(new.prior - old.prior) / old.prior]
    for before, after in zip(old.fields, new.fields, strict=True):
        moved += [abs(a - b) for a, b in zip(before.m, after.m, strict=True)]
    return max(moved)


def train(
    records: Records,
    sample: Sample,
    levels: Levels,
    rows: Rows,
    comparisons: Sequence[Comparison],
    *,
    across_only: bool = False,
) -> Model:
    """Fit a model to the records.

    Args:
        sample: pairs drawn from the blocks of every rule. levels: of their agreement (see `levels_of_sample`).
        rows: one of each set of identical records, in an order that hangs on what they hold (`sampling.by_content`), so
            that the model does not hang on that of the file.
    """
    written = rules.load("models/comparisons")
    strength = float(written["strength"]["m"])
    total = pairs_in_all(records, across_only)
    near = {
        group: min(float(written["near"]["most"]), float(pairs) * len(records) / total)
        for group, pairs in written["near"]["pairs_per_record"].items()
    }
    start = start_model(comparisons, min(0.05, 0.2 * len(records) / total), near)
    drawn = draw_levels(records, comparisons, rows, across_only=across_only)
    start = _with_u(start, [each.of_strangers() for each in drawn])
    shown = Shown.of(sample, levels)
    model = start
    for settled in (_ROUGHLY, _ROUGHLY, _CONVERGED):
        patterns = patterns_of(records, model, shown, total)
        fit = expectation_maximisation(patterns, model, strength=strength, prior=start, settled=settled)
        # Pairs drawn at random are matches and near people too, more so in a file full of repeats: take them out.
        model = _with_u(fit.model, _of_strangers(fit.model, drawn)) if settled == _ROUGHLY else fit.model
    fields = tuple(
        replace(each, seen=tuple(bool(x) for x in (seen_m > 0.5) | (of_field.seen > 0)))
        for each, seen_m, of_field in zip(fit.model.fields, fit.expected, drawn, strict=True)
    )
    told = {"pairs": len(sample.left), "rounds": fit.rounds, "converged": fit.converged}
    return replace(fit.model, fields=fields, training=told)


def levels_of_sample(
    records: Records, comparisons: Sequence[Comparison], sample: Sample, candidates: Candidates, levels: Levels
) -> Levels:
    """Compare the pairs of a sample; of those that are candidates, the levels are known.

    Args:
        candidates: in rising order, but for pairs of a record with itself, which are last. levels: of their agreement.
    """
    first = len(candidates) - int(np.count_nonzero(candidates.left == candidates.right))
    known = candidates.left[:first].astype(np.int64) << 32 | candidates.right[:first]
    pair = np.minimum(sample.left, sample.right).astype(np.int64) << 32 | np.maximum(sample.left, sample.right)
    order = np.argsort(pair)  # in order they are found several times as fast
    at = np.searchsorted(known, pair[order])
    held = at < first
    held[held] = known[at[held]] == pair[order[held]]
    found = np.empty((len(pair), len(comparisons)), np.int8, order="F")
    for number, column in enumerate(levels.T):
        found[order[held], number] = column[at[held]]
    others = np.sort(order[~held])
    found[others] = compare(records, comparisons, sample.left[others], sample.right[others])
    return found


def _with_u(model: Model, u: Sequence[tuple[float, ...]]) -> Model:
    fields = zip(model.fields, u, strict=True)
    return replace(model, fields=tuple(replace(each, u=shares) for each, shares in fields))


def _of_strangers(model: Model, drawn: Sequence[Drawn]) -> list[tuple[float, ...]]:
    """Take matches and near people out of the shares of pairs drawn at random."""
    shares = []
    for each, of_field in zip(model.fields, drawn, strict=True):
        others = model.prior * np.array(each.m)
        for group, near in each.near.items():
            others = others + model.near[group] * np.array(near)
        shares.append(of_field.of_strangers(others))
    return shares


def pairs_in_all(records: Records, across_only: bool) -> float:
    """Give the number of pairs of records that could be asked about."""
    total = len(records) * (len(records) - 1) / 2
    if across_only:
        within = np.bincount(records.source_codes).astype(float)
        total -= float((within * (within - 1) / 2).sum())
    return max(total, 1.0)


def estimate_prior(
    records: Records, model: Model, candidates: Candidates, levels: Levels, pair_counts: Floats, total: float
) -> float:
    """Find the share of matches among all pairs at which the candidates' probabilities add up to it."""
    bits = weigh_many(records, model, levels, candidates.left, candidates.right) - model.prior_bits
    rounded, position = np.unique(np.clip(np.round(bits * 4), -400, 400).astype(np.int16), return_inverse=True)
    counts = np.bincount(position, pair_counts, minlength=len(rounded))
    prior = min(model.prior, 0.1)
    for _ in range(100):
        odds = np.exp2(rounded / 4.0) * prior / (1 - prior)
        # One match in eleven pairs before any is seen: with two records there is still something to start from.
        new = float((np.sum(counts * odds / (1 + odds)) + 1.0) / (total + 11.0))
        if abs(new - prior) < 1e-3 * prior:
            break
        prior = new
    return prior
