"""Every example in README.md and docs/ runs, and shows what it really gives.

What runs: `python` and `pycon` blocks (each page is one continuing namespace), `console` and `sh` lines that call
`resolve`, and `toml` blocks, which must parse. A TOML block that opens with the comment "# name.toml" is kept under
that name for the examples after it. All run in one folder a page, with a copy of fixtures/ in it.

How output is compared: white space counts once, "..." stands for anything, and a figure with decimals may be off by two
in its last one. After a command, `$ echo $?` shows its exit status, which is 0 where nothing is shown.

    python tests/docs/test_examples.py      writes the output that the examples give into the pages
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from resolve.interfaces import cli

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
ENVIRONMENT = {"COLUMNS": "100", "NO_COLOR": "1", "RESOLVE_CHARTS": "off"}
ANYTHING = "..."
SHOWN_FOLDER = "~/resolve"  # stands in the pages for the folder that the examples ran in

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECONDS = re.compile(r"\d+\.\d+(\s+seconds)")
_FIGURE = re.compile(r"[+-]?[\d,]*\.(\d+)%?[,.)]?")
_RULE = re.compile(r"[-─]{4,}")


@dataclass
class Block:
    """A fenced block: its language, its text, and where the text starts in the page."""

    language: str
    text: str
    start: int


@dataclass
class Shown:
    """Output shown in a block: where it stands in the block, what it says, and what it should say."""

    start: int
    end: int
    want: str
    got: str


def blocks_of(page: Path) -> list[Block]:
    found = _BLOCK.finditer(page.read_text("utf-8"))
    return [Block(each[1], each[2], each.start(2)) for each in found]


def agrees(want: str, got: str) -> bool:
    """Compare output as the module says.

    >>> agrees("59 people\\n...\\n1.2 seconds", "59  people\\nmore\\n0.7 seconds"), agrees("+7.4 bits", "+7.3 bits")
    (True, True)
    >>> agrees("59 people", "60 people"), agrees("a b", "a b c"), agrees("0.9333", "0.9400")
    (False, False, False)
    """
    parts: list[list[str]] = [[]]
    for token in _tokens(want):
        if token == ANYTHING:
            parts.append([])
        else:
            parts[-1].append(token)
    tokens = _tokens(got)
    if len(parts) == 1:
        return _same(parts[0], tokens)
    first, *middle, last = parts
    end = len(tokens) - len(last)
    if not _same(first, tokens[: len(first)]) or end < len(first) or not _same(last, tokens[end:]):
        return False
    place = len(first)
    for part in middle:
        starts = range(place, end - len(part) + 1)
        found = next((at for at in starts if _same(part, tokens[at : at + len(part)])), None)
        if found is None:
            return False
        place = found + len(part)
    return True


def _tokens(text: str) -> list[str]:
    return _RULE.sub("----", _SECONDS.sub(r"#\1", text)).split()


def _same(want: list[str], got: list[str]) -> bool:
    return len(want) == len(got) and all(_same_token(a, b) for a, b in zip(want, got, strict=True))


def _same_token(want: str, got: str) -> bool:
    ours, theirs = _FIGURE.fullmatch(want), _FIGURE.fullmatch(got)
    if want == got or ours is None or theirs is None or len(ours[1]) != len(theirs[1]):
        return want == got
    apart = abs(_number(want) - _number(got))
    return apart <= 2.000001 * 10.0 ** -len(ours[1])


def _number(token: str) -> float:
    return float(token.rstrip("%,.)").replace(",", ""))


class Runner:
    """Runs the blocks of one page, one after the other, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.names: dict[str, Any] = {"__name__": "__docs__"}

    def run(self, block: Block) -> list[Shown]:
        """Run a block and give the output that it shows, wanted and got.

        Raises:
            AssertionError: a command left with another status than the one shown. Else what the example raises.
        """
        match block.language:
            case "python":
                with _printing_to([]):
                    exec(compile(block.text, "<example>", "exec"), self.names)
            case "pycon":
                return self._session(block.text)
            case "console" | "sh":
                return self._commands(block.text)
            case "toml":
                tomllib.loads(block.text)
                if named := re.match(r"# (\S+\.toml)\n", block.text):
                    (self.folder / named[1]).write_text(block.text, "utf-8")
        return []

    def _session(self, text: str) -> list[Shown]:
        shown = []
        lines = text.splitlines(keepends=True)
        for example in doctest.DocTestParser().get_examples(text):
            got = self._evaluated(example.source)
            after = example.lineno + example.source.count("\n")
            start = sum(len(line) for line in lines[:after])
            end = start + sum(len(line) for line in lines[after : after + example.want.count("\n")])
            shown.append(Shown(start, end, example.want, got))
        return shown

    def _evaluated(self, source: str) -> str:
        printed: list[str] = []
        before, sys.displayhook = sys.displayhook, lambda value: value is None or printed.append(repr(value) + "\n")
        try:
            with _printing_to(printed):
                exec(compile(source, "<example>", "single"), self.names)
        except Exception as error:
            name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
            printed.append(f"Traceback (most recent call last):\n    ...\n{name}: {error}\n")
        finally:
            sys.displayhook = before
        return "".join(printed).replace(str(self.folder), SHOWN_FOLDER)

    def _commands(self, text: str) -> list[Shown]:
        shown: list[Shown] = []
        place = 0
        steps = _steps(text)
        for number, (command, want) in enumerate(steps):
            start = text.index(want, place + len(command)) if want else place
            place = start + len(want)
            if command.split()[0] != "resolve":
                continue
            following = steps[number + 1] if number + 1 < len(steps) else ("", "")
            status = int(following[1]) if following[0] == "echo $?" else 0
            left_with, printed = self._call(command)
            assert left_with == status, f"{command}: status {left_with}\n{printed}"
            if want:
                shown.append(Shown(start, place, want, printed.replace(str(self.folder), SHOWN_FOLDER)))
        return shown

    def _call(self, command: str) -> tuple[int, str]:
        """Run a command in this process, which spares it the imports; give its status and all it shows."""
        printed: list[str] = []
        typed = patch.object(sys, "argv", shlex.split(command))
        with typed, _printing_to(printed, errors=True):
            try:
                cli.main()
            except SystemExit as left:
                return int(left.code or 0), "".join(printed)
        raise AssertionError(f"{command}: came back without a status")


def _steps(text: str) -> list[tuple[str, str]]:
    """Cut a block into commands, each with the output shown under it; without any "$", each line is a command."""
    lines = text.splitlines(keepends=True)
    if not any(line.startswith("$ ") for line in lines):
        return [(line.strip(), "") for line in lines if line.strip() and not line.startswith("#")]
    steps: list[tuple[str, str]] = []
    for line in lines:
        if line.startswith("$ "):
            steps.append((line[2:].strip(), ""))
        elif steps:
            steps[-1] = (steps[-1][0], steps[-1][1] + line)
    return steps


@contextmanager
def _printing_to(printed: list[str], *, errors: bool = False) -> Iterator[None]:
    class Writer(StringIO):
        def write(self, text: str) -> int:
            length = super().write(text)  # which refuses bytes: writers are tried with them
            printed.append(text)
            return length

    writer = Writer()
    with redirect_stdout(writer), redirect_stderr(writer) if errors else nullcontext():
        yield


@contextmanager
def _workplace() -> Iterator[Path]:
    """Make a folder with the fixtures in it, short of name so that no line of output wraps for it, and go there."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="resolve-") as made:
        shutil.copytree(ROOT / "fixtures", Path(made) / "fixtures")
        os.chdir(made)
        try:
            with patch.dict(os.environ, ENVIRONMENT):
                yield Path(made)
        finally:
            os.chdir(before)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_examples_run_and_show_what_they_give(page: Path) -> None:
    with _workplace() as folder:
        runner = Runner(folder)
        for block in blocks_of(page):
            for shown in runner.run(block):
                assert agrees(shown.want, shown.got), f"shown:\n{shown.want}\ngiven:\n{shown.got}"


def test_readme_opens_with_examples_of_every_kind() -> None:
    assert {"python", "pycon", "console", "toml"} <= {block.language for block in blocks_of(ROOT / "README.md")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def rewritten(want: str, got: str) -> str:
    """Put new output in the place of old, keeping what "..." lines leave out.

    A part between two "..." lines is found again by its first and last line, figures aside.

    >>> rewritten("a 1\\n...\\nb 2\\n", "a 9\\nx\\nb 8\\nc\\n")
    'a 9\\n...\\nb 8\\n'
    """
    lines = got.splitlines()
    if ANYTHING not in want.splitlines():
        return "".join(line.rstrip() + "\n" for line in lines)
    written: list[str] = []
    place = 0
    for part in re.split(rf"^{re.escape(ANYTHING)}\n", want, flags=re.MULTILINE):
        kept = part.splitlines()
        if kept:
            first = next(at for at in range(place, len(lines)) if _letters(lines[at]) == _letters(kept[0]))
            later = range(first, len(lines))
            place = 1 + next((at for at in later if _letters(lines[at]) == _letters(kept[-1])), first + len(kept) - 1)
            written += [line.rstrip() for line in lines[first:place]]
        written.append(ANYTHING)
    return "\n".join(written[:-1]) + "\n"


def _letters(line: str) -> str:
    return re.sub(r"[\W\d]+", " ", line).strip()


def rewrite(page: Path) -> None:
    """Run a page's examples and write what they give into it."""
    text = page.read_text("utf-8")
    with _workplace() as folder:
        runner = Runner(folder)
        changes = [(block.start, shown) for block in blocks_of(page) for shown in runner.run(block)]
    for start, shown in reversed(changes):
        if not agrees(shown.want, shown.got):
            text = text[: start + shown.start] + rewritten(shown.want, shown.got) + text[start + shown.end :]
    page.write_text(text, "utf-8")


if __name__ == "__main__":
    for each in PAGES:
        rewrite(each)
