"""The only reader of `rules/`: hand-edited knowledge, read once, frozen and fingerprinted.

A rules file is TOML and opens with a `[about]` table of at least `source`, `date` and `meaning`. The folder
travels inside the wheel; in a checkout the files at the top of the tree are read in its place.

>>> rules = load("models/comparisons")
>>> sorted(rules)[0]
'about'
>>> len(fingerprint())
12
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from resolve.errors import RulesError

_PACKAGE = Path(__file__).resolve().parent
_NOT_MATCHED_BY = "world"
_ABOUT_FIELDS = ("source", "date", "meaning")


def data_folder(name: str) -> Path:
    """Give the folder of shipped data called `name` ("rules" or "fixtures").

    An installed wheel carries it in the package; a checkout has it two levels above.

    Raises:
        RulesError: neither place holds it, so the installation is broken.
    """
    shipped = _PACKAGE / "data" / name
    checkout = _PACKAGE.parent.parent / name
    for place in (shipped, checkout):
        if place.is_dir():
            return place
    raise RulesError(f"the folder '{name}' is missing from this installation; install the package again")


@cache
def load(name: str) -> Mapping[str, Any]:
    """Read `rules/<name>.toml` and return it frozen: mappings are read-only, arrays are tuples.

    Raises:
        RulesError: the file is missing, is not TOML, or lacks its `[about]` table.
    """
    path = data_folder("rules") / f"{name}.toml"
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise RulesError(f"no rules file '{name}.toml'; expected it in the folder rules/") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"rules/{name}.toml cannot be read: {error}") from error
    about = content.get("about")
    missing = [field for field in _ABOUT_FIELDS if not isinstance(about, dict) or not about.get(field)]
    if missing:
        raise RulesError(f"rules/{name}.toml: the table [about] lacks {', '.join(missing)}")
    frozen: Mapping[str, Any] = _freeze(content)
    return frozen


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Give the first 12 hex digits of the SHA-256 of all rules that matching goes by, by name and content.

    The tables of the synthetic world are not among them: nothing is matched by those.
    """
    digest = hashlib.sha256()
    folder = data_folder("rules")
    for path in sorted(folder.rglob("*.toml")):
        if path.relative_to(folder).parts[0] == _NOT_MATCHED_BY:
            continue
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
        digest.update(b"\0")
    return digest.hexdigest()[:12]


def _freeze(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _freeze(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_freeze(item) for item in value)
    return value
