"""Blocking keys in words that a person reads."""

from __future__ import annotations

import pytest

from resolve.linkage.blocking import read_rules
from resolve.report.words import in_words

RULES = read_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_form_of_the_rules_has_words_of_its_own(rule):
    for key in (*rule.keys, *rule.refine):
        assert "(" not in in_words((key,)), f"{key} is told by the name of its form"
