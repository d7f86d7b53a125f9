"""Errors: one family, each also the builtin kind that fits."""

from __future__ import annotations

import pickle

import pytest

import resolve
from resolve.errors import FileError, InputError, ResolveError, RulesError, UnknownNameError


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [(InputError, ValueError), (FileError, OSError), (UnknownNameError, KeyError), (RulesError, ValueError)],
)
def test_each_is_a_resolve_error_and_a_builtin(kind, builtin):
    for catch in (ResolveError, builtin, kind):
        with pytest.raises(catch):
            raise kind("what was expected")
    assert str(kind("what was expected")) == "what was expected"
    assert getattr(resolve, kind.__name__) is kind
    again = pickle.loads(pickle.dumps(kind("what was expected")))
    assert type(again) is kind and str(again) == "what was expected"


def test_an_unknown_name_without_a_message_is_blank():
    assert str(UnknownNameError()) == ""
