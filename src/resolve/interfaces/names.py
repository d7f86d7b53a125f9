"""What `resolve name` shows: how one name is read, or how two compare.

>>> reading_of(parse_name("Ilić, Ana"))["parts"][0]["forms"]
[[{'text': 'ilić', 'tag': 'latin'}, {'text': 'ilic', 'tag': 'popular'}, {'text': 'ilich', 'tag': 'english'}]]
>>> verdict_on(compare_names("Sloba Ilić", "Slobodan Ilić"))["same"]
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from resolve import rules
from resolve.errors import InputError
from resolve.interfaces.screen import Screen
from resolve.names.compare import Evidence, NameComparison, compare_names
from resolve.names.organisation import OrganisationName, parse_organisation
from resolve.names.organisation_compare import compare_organisations
from resolve.names.parse import parse_name
from resolve.names.person import PersonName
from resolve.text.transliterate import Form, latin_forms

# A pipe has no edge to wrap at.
_PIPE_WIDTH = 2_000
# Costs smaller than this show as nothing, so they are not shown.
_SHOWN_FROM = 0.0005
_WHOLE = "(whole name)"
_NO_NAME = "expected a name, found a text without letters or digits; give one, in quotes"
_NO_NAMES = "expected two names, found a text without letters or digits; give both, each in quotes"
_BETWEEN_WORDS = re.compile(r"[\s·・-]+")


def read_name(text: str) -> PersonName:
    """Read a name that someone typed.

    Raises:
        InputError: there is nothing in it to read.
    """
    name = parse_name(_typed(text))
    if not name.parts and not name.aliases:
        raise InputError(_NO_NAME)
    return name


def compare_typed(left: str, right: str) -> NameComparison:
    """Compare two names that someone typed.

    Raises:
        InputError: there is nothing in one of them to compare.
    """
    comparison = compare_names(_typed(left), _typed(right))
    if not comparison.explanation.evidence:
        raise InputError(_NO_NAMES)
    return comparison


def read_organisation(text: str) -> OrganisationName:
    """Read the name of an organisation that someone typed.

    Raises:
        InputError: there is nothing in it to read.
    """
    name = parse_organisation(_typed(text))
    if not name.words:
        raise InputError(_NO_NAME)
    return name


def compare_typed_organisations(left: str, right: str) -> NameComparison:
    """Compare two names of organisations that someone typed.

    Raises:
        InputError: there is nothing in one of them to compare.
    """
    comparison = compare_organisations(_typed(left), _typed(right))
    if not comparison.explanation.evidence:
        raise InputError(_NO_NAMES)
    return comparison


def reading_of(name: PersonName) -> dict[str, Any]:
    """Give how a name is read as plain dictionaries and lists; each part with the Latin forms of each of its words."""
    written: dict[str, Any] = name.to_dict()
    for part in written["parts"]:
        part["forms"] = [
            [{"text": form.text, "tag": form.tag} for form in forms] for forms in _forms_by_word(part["text"])
        ]
    written["aliases"] = [reading_of(alias) for alias in name.aliases]
    return written


def verdict_on(comparison: NameComparison) -> dict[str, Any]:
    """Give a comparison with its verdict as plain dictionaries and lists."""
    bound = same_at()
    return {
        "left": comparison.left,
        "right": comparison.right,
        "same": comparison.similarity >= bound,
        "same_at": bound,
        **comparison.explanation.to_dict(),
    }


def same_at() -> float:
    """Give the similarity from which two names are held to be one."""
    return float(rules.load("names/comparison")["verdict"]["same_at"])


def show_name(name: PersonName) -> None:
    """Show a name's parts with their roles and Latin forms, and then those of its aliases."""
    console = screen()
    console.print(escape(str(name)), soft_wrap=True)
    console.print(_parts_table(name))
    for alias in name.aliases:
        console.print(f"\n[bold]{'also called' if alias.weak else 'alias'}[/]")
        console.print(_parts_table(alias))
    if name.cut:
        console.print("\n[yellow]note[/]  the text is too long for a name; its end was left out")


def show_organisation(name: OrganisationName) -> None:
    """Show the words of an organisation's name with what each is and means, and then those of its aliases."""
    console = screen()
    console.print(escape(str(name)), soft_wrap=True)
    for shown in (name, *name.aliases):
        if shown is not name:
            console.print("\n[bold]alias[/]")
        table = _table("word", "kind", "class", "Latin forms")
        for word in shown.words:
            forms = ", ".join(str(form) for one in _forms_by_word(word.text) for form in one if form.tag != "latin")
            table.add_row(escape(word.text), word.kind.value, word.means, escape(forms) or "[dim]as written[/]")
        console.print(table)


def show_comparison(comparison: NameComparison) -> None:
    """Show the similarity of two names, the verdict, and the evidence that leads to it."""
    console = screen()
    verdict = "one name" if comparison.similarity >= same_at() else "two names"
    bound = f"held to be one name from {same_at():g} on"
    console.print(f"similarity [bold]{comparison.similarity:.3f}[/]: [bold]{verdict}[/] ({bound})\n", soft_wrap=True)
    console.print(_evidence_table(comparison.explanation.evidence))


def _parts_table(name: PersonName) -> Table:
    table = _table("part", "role", "", "Latin forms")
    for part in name.parts:
        forms = _forms_by_word(part.text)
        told = (
            "\n".join(", ".join(map(str, one)) for one in forms)
            if any(len(one) > 1 or one[0].tag != "latin" for one in forms)
            else ""
        )
        table.add_row(
            escape(part.text), part.role.value, "sure" if part.sure else "guessed", escape(told) or "[dim]as written[/]"
        )
    return table


def _evidence_table(evidence: Sequence[Evidence]) -> Table:
    shown = [one for one in evidence if one.left or one.right or abs(one.cost) >= _SHOWN_FROM]
    table = _table("first name", "second name", "cost", "evidence")
    table.columns[2].justify = "right"
    for one in shown:
        tokens = (one.left or "-", one.right or "-") if one.left or one.right else (_WHOLE, "")
        table.add_row(*map(escape, tokens), f"{one.cost:.3f}", escape(one.says), style=None if one.cost else "dim")
    table.add_row("sum", "", f"{sum(one.cost for one in evidence):.3f}", "the similarity is exp(-sum)", style="bold")
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column)
    return table


def screen() -> Screen:
    """Give the console; on a pipe its lines are as long as they need to be."""
    console = Screen()
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    return console


def _forms_by_word(text: str) -> list[tuple[Form, ...]]:
    return [forms for word in _BETWEEN_WORDS.split(text) if (forms := latin_forms(word))]


def _typed(text: str) -> str:
    """Give a text from the command line without what is no text: bytes of another encoding come as lone surrogates."""
    return text.encode("utf-8", "replace").decode()
