"""Score pairs of names with nomenklatura's logic-v2; runs in the peer's own Python, which has nomenklatura.

Says {"version": ...} once it is ready. Reads lines of JSON from standard input, {"left": [names], "right":
[names], "schema": [schemas]}, and answers each with {"scores": [...], "seconds": ...}. An entity is made for
each distinct name and has nothing but the name; the left one is the query, as in its API.
"""

from __future__ import annotations

import functools
import importlib.metadata
import json
import sys
import time
from typing import Any

from followthemoney import model  # type: ignore[import-not-found, unused-ignore]
from nomenklatura.matching import get_algorithm  # type: ignore[import-not-found, unused-ignore]


@functools.lru_cache(maxsize=100_000)
def entity(side: str, schema: str, name: str) -> Any:
    """Make an entity with a name; the id differs between any two, since the peer remembers names by id."""
    made = model.make_entity(schema)
    made.id = f"{side}-{schema}-{name}"
    made.add("name", name)
    return made


def main() -> None:
    """Answer until the input ends."""
    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()
    algorithm.compare(entity("left", "Person", "Jane Doe"), entity("right", "Person", "Джейн Доу"), config)
    print(json.dumps({"version": importlib.metadata.version("nomenklatura")}), flush=True)
    for line in sys.stdin:
        message = json.loads(line)
        start = time.perf_counter()
        scores = [
            algorithm.compare(entity("left", schema, left), entity("right", schema, right), config).score
            for left, right, schema in zip(message["left"], message["right"], message["schema"], strict=True)
        ]
        print(json.dumps({"scores": scores, "seconds": time.perf_counter() - start}), flush=True)


if __name__ == "__main__":
    main()
