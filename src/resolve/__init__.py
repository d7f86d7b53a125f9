"""Entity resolution for records that disagree on script, spelling, dates and order.

Names load when they are first used, so `import resolve` is quick:

>>> import resolve
>>> resolve.__version__.count(".")
2
"""

from typing import TYPE_CHECKING, Any

from resolve.version import __version__

if TYPE_CHECKING:
    from resolve.errors import FileError, InputError, ResolveError, RulesError, UnknownNameError
    from resolve.evaluation.metrics import Scores
    from resolve.interfaces.library import Resolution, dedupe, evaluate, link
    from resolve.interfaces.lookup import Lookup, Match
    from resolve.interfaces.training import train
    from resolve.linkage.pipeline import Policy
    from resolve.names.compare import NameComparison, compare_names, compare_names_many
    from resolve.names.organisation import OrganisationName, parse_organisation
    from resolve.names.organisation_compare import compare_organisations, compare_organisations_many
    from resolve.names.parse import parse_name
    from resolve.names.person import PersonName
    from resolve.records.schema import Schema
    from resolve.report.explanation import Explanation
    from resolve.scoring.weights import Model
    from resolve.watchlist.hits import Hit
    from resolve.watchlist.policy import ScreeningPolicy
    from resolve.watchlist.watchlist import Watchlist

_WHERE = {
    "dedupe": "resolve.interfaces.library",
    "link": "resolve.interfaces.library",
    "evaluate": "resolve.interfaces.library",
    "Resolution": "resolve.interfaces.library",
    "Lookup": "resolve.interfaces.lookup",
    "Match": "resolve.interfaces.lookup",
    "train": "resolve.interfaces.training",
    "NameComparison": "resolve.names.compare",
    "compare_names": "resolve.names.compare",
    "compare_names_many": "resolve.names.compare",
    "OrganisationName": "resolve.names.organisation",
    "parse_organisation": "resolve.names.organisation",
    "compare_organisations": "resolve.names.organisation_compare",
    "compare_organisations_many": "resolve.names.organisation_compare",
    "PersonName": "resolve.names.person",
    "parse_name": "resolve.names.parse",
    "Model": "resolve.scoring.weights",
    "Policy": "resolve.linkage.pipeline",
    "Schema": "resolve.records.schema",
    "Explanation": "resolve.report.explanation",
    "ScreeningPolicy": "resolve.watchlist.policy",
    "Hit": "resolve.watchlist.hits",
    "Watchlist": "resolve.watchlist.watchlist",
    "Scores": "resolve.evaluation.metrics",
    "ResolveError": "resolve.errors",
    "InputError": "resolve.errors",
    "FileError": "resolve.errors",
    "UnknownNameError": "resolve.errors",
    "RulesError": "resolve.errors",
}

__all__ = [
    "Explanation",
    "FileError",
    "Hit",
    "InputError",
    "Lookup",
    "Match",
    "Model",
    "NameComparison",
    "OrganisationName",
    "PersonName",
    "Policy",
    "Resolution",
    "ResolveError",
    "RulesError",
    "Schema",
    "Scores",
    "ScreeningPolicy",
    "UnknownNameError",
    "Watchlist",
    "__version__",
    "compare_names",
    "compare_names_many",
    "compare_organisations",
    "compare_organisations_many",
    "dedupe",
    "evaluate",
    "link",
    "parse_name",
    "parse_organisation",
    "train",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'resolve' has no name '{name}'")
    from importlib import import_module

    from resolve.threads import no_collection

    with no_collection():
        module = import_module(_WHERE[name])
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})
