"""Schemes of numbers: the rules hold together."""

from __future__ import annotations

import importlib

from resolve import rules
from resolve.values.checksums import _CHECKS as CHECKS
from resolve.values.number_schemes import scheme_called, schemes


def test_the_rules_hold_together():
    assert len({scheme.key for scheme in schemes()}) == len(schemes()) <= 32
    for scheme in schemes():
        assert scheme.check in CHECKS and set(scheme.shape) <= set("9AX")
        assert scheme.kind in ("national", "document", "device")
        assert len(scheme.weights) in (0, len(scheme.shape) - 1)
        assert not scheme.lost_zero or scheme.birth is not None
        assert all(len(country) == 2 and country.isupper() for country in scheme.countries)


def test_names_find_their_scheme_in_any_script():
    for scheme in schemes():
        assert scheme_called(scheme.key) is scheme
    assert scheme_called("ЈМБГ").key == scheme_called("EMŠO").key == "jmbg"
    assert scheme_called("") is None and scheme_called("x" * 100_000) is None


def test_every_module_named_for_other_countries_is_there():
    for modules in rules.load("identifiers/schemes")["others"].values():
        assert all(hasattr(importlib.import_module(f"stdnum.{name}"), "is_valid") for name in modules)
