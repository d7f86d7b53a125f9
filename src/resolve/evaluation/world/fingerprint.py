"""The fingerprint of the world's own rules, so that a result says which world it was measured on.

>>> len(world_fingerprint())
12
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from resolve import rules


@lru_cache(maxsize=1)
def world_fingerprint() -> str:
    """Give the first 12 hex digits of the SHA-256 of the rules in `rules/world`, by name and content."""
    digest = sha256()
    folder = rules.data_folder("rules") / "world"
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:12]
