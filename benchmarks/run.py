"""Run a suite of the bench and write its results.

python benchmarks/run.py scale --records 1000000          this project and Splink by turns, time, memory, F1
python benchmarks/run.py febrl                            FEBRL 3 and 4
python benchmarks/run.py historical --data historical_50k.parquet
python benchmarks/run.py census --data uk_census_cis/
python benchmarks/run.py rldata --data rldata10000.csv
python benchmarks/run.py calibration --data data/           whether probabilities mean what they say
python benchmarks/run.py small --data data/                 files of ten records and more, and a population beside them
python benchmarks/run.py names --data name_pairs/         same name or not, beside other people's measures
python benchmarks/run.py crossscript --data crossscript/  Cyrillic names among Latin ones
python benchmarks/run.py names-speed                      names compared a second, one explained, import
python benchmarks/run.py lookup-speed                     one pair explained, one new record against 100,000
python benchmarks/run.py screening --data data/           people against public lists, and how fast
python benchmarks/run.py values                           a million dates and national numbers prepared
"""

from __future__ import annotations

import argparse
from pathlib import Path

import accuracy
import calibration
import crossscript
import lookup_speed
import names_accuracy
import names_speed
import scale
import screening
import small_files
import values_speed
from worker import CONTENDERS

ON_FILES = {"historical": accuracy.historical, "census": accuracy.census, "rldata": accuracy.rldata}
ON_NAMES = {"names": names_accuracy, "crossscript": crossscript, "names-speed": names_speed, "screening": screening}
BY_OPTIONS = {
    **ON_NAMES,
    "lookup-speed": lookup_speed,
    "values": values_speed,
    "calibration": calibration,
    "small": small_files,
}


def main() -> None:
    """Run from the command line."""
    options = _parser().parse_args()
    if options.suite == "scale":
        print(scale.suite(options.records, options.seed, options.contenders, options.repeats))
    elif options.suite == "febrl":
        print(accuracy.suite("febrl", accuracy.febrl()))
    elif options.suite in BY_OPTIONS:
        print(BY_OPTIONS[options.suite].suite(options))
    else:
        print(accuracy.suite(options.suite, ON_FILES[options.suite](options.data)))


def _parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(description="Run a suite of the bench.")
    suites = parser.add_subparsers(dest="suite", required=True)
    scale_parser = suites.add_parser("scale", help="deduplicate a synthetic population")
    scale_parser.add_argument("--records", type=int, default=1_000_000)
    scale_parser.add_argument("--seed", type=int, default=1)
    scale_parser.add_argument("--repeats", type=int, default=1)
    scale_parser.add_argument("--contenders", nargs="+", choices=sorted(CONTENDERS), default=sorted(CONTENDERS))
    suites.add_parser("febrl", help="FEBRL 3 and 4")
    for name, reader in ON_FILES.items():
        described = suites.add_parser(name, help=(reader.__doc__ or "").splitlines()[0])
        described.add_argument("--data", type=Path, required=True)
    for name, module in BY_OPTIONS.items():
        module.add_options(suites.add_parser(name, help=(module.__doc__ or "").splitlines()[0]))
    return parser


if __name__ == "__main__":
    main()
