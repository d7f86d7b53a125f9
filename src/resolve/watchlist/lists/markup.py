"""Lists in XML, element by element: never a document type, an entity or an outside file, never a part in silence.

>>> data = b"<list date='1'><entry><name>Ana</name></entry><entry/></list>"
>>> [(found.tag, line, found.text_of("name")) for found, line in read_elements(data, "a.xml", {"entry"})]
[('entry', 1, 'Ana'), ('entry', 1, '')]
>>> root_of(data)
('list', {'date': '1'})
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from resolve.errors import InputError
from resolve.records.raw import counted
from resolve.watchlist.lists.wording import lists_rules

_CHUNK = 1 << 16
_ROOT_BYTES = 1 << 16


@dataclass(slots=True)
class Node:
    """An element: its tag without a namespace, attributes, text, and the elements inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def all(self, path: str) -> list[Node]:
        """Give the elements at a path below this one, such as "Names/Name"."""
        found = [self]
        for tag in path.split("/"):
            found = [child for node in found for child in node.children if child.tag == tag]
        return found

    def text_of(self, path: str) -> str:
        """Give the text of the first element at a path, "" where there is none."""
        return next((node.text for node in self.all(path)), "")

    def texts(self, path: str) -> list[str]:
        """Give the texts of all elements at a path."""
        return [node.text for node in self.all(path)]

    def get(self, attribute: str) -> str:
        """Give an attribute, "" where there is none."""
        return self.attributes.get(attribute, "")


def read_elements(
    data: bytes,
    where: str,
    wanted: Set[str],
    encoding: str | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Iterator[tuple[Node, int]]:
    """Give the elements with the wanted tags that are not inside another one, each with the line on which it begins.

    Raises:
        InputError: the XML is cut off, broken, too deep, or declares a document type or entities.
    """
    reader = _Reader(where, wanted, encoding)
    for start in range(0, len(data), _CHUNK):
        yield from reader.feed(data[start : start + _CHUNK], last=start + _CHUNK >= len(data))
        progress(start / len(data))


def root_of(data: bytes, encoding: str | None = None) -> tuple[str, dict[str, str]] | None:
    """Give the tag and the attributes of the outermost element; None where the bytes are no XML."""
    reader = _Reader("", frozenset(), encoding)
    try:
        for _ in reader.feed(data[:_ROOT_BYTES], last=False):
            pass
    except InputError:
        pass
    return reader.root


def looks_like_markup(data: bytes) -> bool:
    """Say whether bytes open as XML or HTML do, in UTF-8, UTF-16 or an older encoding."""
    start = data[:256].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<", b"\xff\xfe<\0", b"\xfe\xff\0<"))


class _Reader:
    """Builds nodes of the wanted elements from what the parser reports."""

    def __init__(self, where: str, wanted: Set[str], encoding: str | None) -> None:
        self.root: tuple[str, dict[str, str]] | None = None
        self._where, self._wanted = where, wanted
        self._whole = 0
        self._depth = 0
        self._line = 0
        self._deepest = int(lists_rules()["bounds"]["xml_depth"])
        self._open: list[Node] = []
        self._texts: list[list[str]] = []
        self._done: list[tuple[Node, int]] = []
        parser = expat.ParserCreate(encoding)
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.EntityDeclHandler = self._refuse_doctype
        self._parser = parser

    def feed(self, chunk: bytes, *, last: bool) -> Iterator[tuple[Node, int]]:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise self._broken(error, last=last) from None
        except (LookupError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"{self._where}: the XML names an encoding that is not known; save it as UTF-8") from None
        done, self._done = self._done, []
        self._whole += len(done)
        yield from done

    @property
    def _here(self) -> str:
        return f"{self._where}, line {self._parser.CurrentLineNumber}"

    def _broken(self, error: expat.ExpatError, *, last: bool) -> InputError:
        where = f"{self._where}, line {error.lineno}"
        entries = counted(self._whole + len(self._done), "whole element")
        unfinished = {
            expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
            expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
            expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
            expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
        }
        if last and error.code in unfinished:
            return InputError(
                f"{where}: expected a whole list, found XML that is cut off after {entries}; "
                "a part of a list is not used: get the file again"
            )
        what = expat.errors.messages.get(error.code, "not well-formed")
        return InputError(
            f"{where}: expected XML, found a mistake ({what}) after {entries}; get the file "
            "again, or say its encoding where it names none"
        )

    def _refuse_doctype(self, *_: Any) -> None:
        raise InputError(
            f"{self._here}: the XML declares a document type or entities, which "
            "no list does and which can do harm; it is not read"
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self._depth += 1
        if self._depth > self._deepest:
            raise InputError(
                f"{self._here}: XML nested deeper than {self._deepest} elements, which no list is; it is not read"
            )
        if self.root is None:
            self.root = (tag, attributes)
        if not self._open and tag not in self._wanted:
            return
        if not self._open:
            self._line = self._parser.CurrentLineNumber
        node = Node(tag, attributes)
        if self._open:
            self._open[-1].children.append(node)
        self._open.append(node)
        self._texts.append([])

    def _characters(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if not self._open:
            return
        node = self._open.pop()
        node.text = "".join(self._texts.pop()).strip()
        if not self._open:
            self._done.append((node, self._line))
