"""Who can be measured: this engine, and other people's tools where they are installed.

>>> contender("rapidfuzz").label
'rapidfuzz baseline'
>>> taking_part(["rapidfuzz", "nomenklatura"], "clusters")[0]
['rapidfuzz']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from resolve.errors import InputError, UnknownNameError
from resolve.evaluation.bench.task import OURS, Answer, Task
from resolve.version import __version__

Part = Literal["clusters", "names", "screening"]


@dataclass(frozen=True)
class Contender:
    """Someone who deduplicates."""

    name: str
    label: str
    package: str
    dedupe: Callable[[Task], Answer]

    @property
    def version(self) -> str:
        """Give the version that is installed."""
        return __version__ if self.name == OURS else version(self.package)


@dataclass(frozen=True)
class Peer:
    """Another tool: what it is called, its package, and in which kinds of suites it takes part."""

    label: str
    package: str
    parts: tuple[Part, ...]


PEERS = {
    "splink": Peer("Splink", "splink", ("clusters",)),
    "recordlinkage": Peer("recordlinkage", "recordlinkage", ("clusters",)),
    "rapidfuzz": Peer("rapidfuzz baseline", "rapidfuzz", ("clusters", "names", "screening")),
    "nomenklatura": Peer("nomenklatura logic-v2", "nomenklatura", ("names", "screening")),
}
_KINDS: dict[Part, str] = {
    "clusters": "does not deduplicate tables",
    "names": "does not compare names alone",
    "screening": "does not screen",
}


def taking_part(names: Sequence[str], part: Part) -> tuple[list[str], list[str]]:
    """Give those of the named peers that take part in a kind of suite, and what is to be said of the others.

    Raises:
        UnknownNameError: there is none of a name.
    """
    there, said = [], []
    for name in dict.fromkeys(names):
        peer = _peer(name)
        if part not in peer.parts:
            said.append(f"{peer.label} {_KINDS[part]}: left out")
        elif installed(name) is None:
            said.append(f"{peer.label} is not installed: left out (pip install {peer.package})")
        else:
            there.append(name)
    return there, said


def installed(name: str) -> str | None:
    """Give the version of a peer that is installed; None where there is none."""
    try:
        return version(_peer(name).package)
    except PackageNotFoundError:
        return None


def contender(name: str) -> Contender:
    """Give a contender that deduplicates, by name.

    Raises:
        UnknownNameError: there is none of that name. InputError: its package is not installed.
    """
    if name == OURS:
        return Contender(OURS, OURS, "resolve-entities", import_module("resolve.evaluation.bench.engine").dedupe)
    peer = _peer(name)
    if "clusters" not in peer.parts:
        raise UnknownNameError(f"{peer.label} {_KINDS['clusters']}")
    if installed(name) is None:
        raise InputError(f"{peer.label} is not installed; pip install {peer.package}, or leave it out")
    module = import_module(f"resolve.evaluation.bench.peers.{name}")
    return Contender(name, peer.label, peer.package, module.dedupe)


def _peer(name: str) -> Peer:
    if name not in PEERS:
        raise UnknownNameError(f"no contender '{name}'; there are: {', '.join((OURS, *PEERS))}")
    return PEERS[name]
