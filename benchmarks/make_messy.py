"""Write fixtures/messy: one small table of invented people, in every mess that exports arrive in.

    python benchmarks/make_messy.py

`people.csv` and `people_cyrillic.csv` are what each of the others must be read as; tests/fixtures/test_messy.py says
which, and which lines are refused or passed over. Needs openpyxl, for the workbooks.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "messy"
HEADER = ("Rb", "Prezime", "Ime", "Ime oca", "Datum rođenja", "Pol", "JMBG", "Mesto rođenja", "Telefon")
CYRILLIC_HEADER = ("Рб", "Презиме", "Име", "Име оца", "Датум рођења", "Пол", "ЈМБГ", "Место рођења", "Телефон")
# surname, given name, father, day, month, year, sex, registry region, birthplace; the same in Cyrillic
PEOPLE = (
    ("Šarić", "Đorđe", "Živojin", 13, 3, 1986, "M", 73, "Niš"),
    ("Ćosić", "Željka", "Čedomir", 2, 11, 1990, "Ž", 71, "Čačak"),
    ("Đukić", "Miloš", "Božo", 7, 5, 1968, "M", 80, "Požega"),
    ("Božović", "Anđela", "Uroš", 29, 12, 1979, "Ž", 72, "Šabac"),
    ("Žarković", "Stevan", "Đurađ", 1, 8, 1955, "M", 71, "Ćuprija"),
    ("Nešić", "Snežana", "Ljubiša", 23, 6, 1993, "Ž", 75, "Užice"),
    ("Hadžić", "Džemal", "Ševko", 9, 9, 1972, "M", 78, "Tutin"),
    ("Vučković", "Dušanka", "Ranđel", 30, 1, 1948, "Ž", 73, "Leskovac"),
)
TO_CYRILLIC = {
    "Lj": "Љ", "lj": "љ", "Nj": "Њ", "nj": "њ", "Dž": "Џ", "dž": "џ", "A": "А", "B": "Б", "V": "В", "G": "Г", "D": "Д",
    "Đ": "Ђ", "E": "Е", "Ž": "Ж", "Z": "З", "I": "И", "J": "Ј", "K": "К", "L": "Л", "M": "М", "N": "Н", "O": "О",
    "P": "П", "R": "Р", "S": "С", "T": "Т", "Ć": "Ћ", "U": "У", "F": "Ф", "H": "Х", "C": "Ц", "Č": "Ч", "Š": "Ш",
}  # fmt: skip
YUSCII = str.maketrans("ŽŠĐĆČžšđćč", "@[\\]^`{|}~")


def jmbg(day: int, month: int, year: int, region: int, serial: int) -> str:
    """Give a JMBG with its check digit, by weights 7 6 5 4 3 2 7 6 5 4 3 2."""
    digits = f"{day:02}{month:02}{year % 1000:03}{region:02}{serial:03}"
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, (7, 6, 5, 4, 3, 2) * 2, strict=True)) % 11
    return digits + str(0 if check > 9 else check)


def rows() -> list[list[str]]:
    """Give the table of people; serials of the JMBG are of the last thirty, which no registry reaches."""
    made = []
    for number, (surname, given, father, day, month, year, sex, region, place) in enumerate(PEOPLE, start=1):
        own = jmbg(day, month, year, region, (470 if sex == "M" else 970) + 3 * number)
        born, phone = f"{day:02}.{month:02}.{year}.", f"060 000 {4000 + 37 * number}"
        made.append([str(number), surname, given, father, born, sex, own, place, phone])
    return made


def cyrillic(text: str) -> str:
    """Write Serbian Latin in Cyrillic."""
    for latin, letter in (*TO_CYRILLIC.items(), *((k.lower(), v.lower()) for k, v in TO_CYRILLIC.items())):
        text = text.replace(latin, letter)
    return text


def delimited(table: Sequence[Sequence[str]], delimiter: str = ";", end: str = "\r\n") -> str:
    """Write a table as delimited text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(table)
    return text.getvalue()


def backslashed(cell: str) -> str:
    """Write a cell as programs do that put a backslash before a quote."""
    return '"' + cell.replace('"', '\\"') + '"' if set(cell) & set(',;"\n') else cell


def as_page(data: bytes, page: str) -> str:
    """Read bytes in a one-byte page, those that it does not have as control characters, as Windows does."""
    return "".join(chr(byte) if (one := bytes([byte]).decode(page, "replace")) == "\ufffd" else one for byte in data)


def save(name: str, content: str | bytes, encoding: str = "utf-8") -> None:
    """Write one file."""
    (FOLDER / name).write_bytes(content if isinstance(content, bytes) else content.encode(encoding))


def encodings(latin: str, serbian: str) -> None:
    """Write the table in the code pages that it may come in."""
    for encoding in ("cp1250", "iso8859_2", "cp852"):
        save(f"{encoding}.csv", latin, encoding)
    for encoding in ("cp1251", "iso8859_5", "cp855", "mac_cyrillic"):
        save(f"{encoding}.csv", serbian, encoding)
    bulgarian = [
        "номер;фамилия;име;дата на раждане",
        "1;Щерев;Георги;3.4.1971",
        "2;Янкова;Юлия;12.9.1985",
        "3;Въжаров;Кольо;1960",
    ]
    save("cp866.csv", "\r\n".join(bulgarian), "cp866")
    save("utf16le_mark.txt", "\ufeff" + latin.replace(";", "\t"), "utf-16-le")
    save("utf16le.csv", latin, "utf-16-le")
    save("utf16be.csv", serbian, "utf-16-be")
    save("utf8_mark.csv", latin, "utf-8-sig")
    lines = latin.splitlines(keepends=True)
    save(
        "mixed_encodings.csv",
        b"".join(line.encode("cp1250" if i in (4, 7) else "utf-8") for i, line in enumerate(lines)),
    )
    save("yuscii.csv", latin.translate(YUSCII), "ascii")
    save("misread_utf8.csv", as_page(latin.encode(), "cp1250"))
    save("misread_cp1250.csv", latin.encode("cp1250").decode("cp1252"))


def text_layouts(people: list[list[str]]) -> None:
    """Write the table in the layouts that text comes in."""
    table = [list(HEADER), *people]
    save("tabs.tsv", delimited(table, "\t"))
    save("pipes.txt", delimited(table, "|", "\n"))
    save("old_mac.csv", delimited(table, ",", "\r"))
    save("sep_line.csv", "sep=|\r\n" + delimited(table, "|"))
    save("title_above.csv", "Izveštaj o licima\r\nDatum: 01.02.2026, Beograd\r\n\r\n" + delimited(table))
    save("last_updated.csv", "Last Updated,10/04/2026\r\n" + delimited(table, ","))
    save("paged_report.csv", delimited([*table[:4], ["Strana 1"], table[0], *table[4:], ["Ukupno", "8", *[""] * 7]]))
    date_at = HEADER.index("Datum rođenja")
    split = [[*row[:date_at], *row[date_at].rstrip(".").split("."), *row[date_at + 1 :]] for row in people]
    top = [*HEADER[: date_at + 1], "", "", *HEADER[date_at + 1 :]]
    sub = ["" if i not in range(date_at, date_at + 3) else ("dan", "mesec", "godina")[i - date_at] for i in range(11)]
    save("two_row_header.csv", delimited([top, sub, *split]))
    save("blank_columns.csv", delimited([["", *row[:3], "", *row[3:], "", ""] for row in table]))
    save("no_header.csv", delimited(people))
    noted = [[*row, note] for row, note in zip(table, ["Napomena", *NOTES], strict=True)]
    save("quotes.csv", delimited(noted, ","))
    save("backslash_quotes.csv", "".join(",".join(map(backslashed, row)) + "\r\n" for row in noted))
    broken = delimited(table).splitlines(keepends=True)
    broken[2] = broken[2].replace(";Željka", ';"Željka')
    save("open_quote.csv", "".join(broken[:8]) + delimited([[*people[7][:7], 'Leskovac, "Rudare"', people[7][8]]]))
    ragged = [*table[:3], people[2][:5], *table[4:6], [*people[5], "x", "y"], *table[7:]]
    save("ragged.csv", delimited(ragged))
    save("nul_bytes.csv", delimited(table).encode().replace("Miloš".encode(), b"Mil\0o\0") + b"\0" * 40 + b"\x1a")
    heights = ["1,72", "1,65", "1,8", "1,7", "1,81", "1,60", "1,75", "1,58"]
    save("decimal_commas.csv", delimited([[*row, h] for row, h in zip(table, ["Visina", *heights], strict=True)]))


NOTES = ['zvana "Šaka"', "dva reda,\nsa zarezom", 'kaže: "ne znam", pa ćuti', "", '5" ožiljak', '""', "a;b", "kraj"]


def numbers(people: list[list[str]]) -> None:
    """Write tables that programs which take everything for a number have been at."""
    header = ("Rb", "Prezime", "Ime", "Godina rođenja", "JMBG")
    plain = [[row[0], row[1], row[2], row[4][6:10], row[6]] for row in people]
    save("floats.csv", delimited([header, *([f"{r[0]}.0", r[1], r[2], f"{r[3]}.0", r[4]] for r in plain)], ","))
    save("lost_zeros.csv", delimited([header, *([*r[:4], str(int(r[4]))] for r in plain)]))
    short = [[*r[:4], r[4] if i else f"{int(r[4]):.5E}".replace(".", ",")] for i, r in enumerate(plain)]
    short[3][4] = "#########"
    save("shortened.csv", delimited([header, *short]))
    several = [
        ("Rb", "Ime i prezime", "Datum rođenja", "Državljanstvo", "Telefon"),
        ("1", "Đorđe Šarić; Djordje Saric", "13.03.1986.; 1987", "SRB", "060 000 4037"),
        ("2", "Željka Ćosić\nŽeljka Božović", "02.11.1990.", "SRB / BIH", "060 000 4074; 060 000 4075"),
        ("3", "Miloš Đukić", "07.05.1968.", "(1) SRB (2) MNE", "060 000 4111"),
    ]
    save("several_values.csv", delimited(several))


def workbooks(people: list[list[str]]) -> None:
    """Write the table in workbooks: headers of two rows, sheets in parts, numbers, dates and merged cells."""
    book = Workbook()
    sheet = book.active
    sheet.append(["Izveštaj o licima"])
    sheet.append([])
    sheet.append(["Rb", "Lice", None, None, "Datum rođenja", None, None, "Pol", "JMBG", "Mesto rođenja", "Telefon"])
    sheet.append([None, "Prezime", "Ime", "Ime oca", "dan", "mesec", "godina"])
    for span in ("A1:K1", "A3:A4", "B3:D3", "E3:G3", "H3:H4", "I3:I4", "J3:J4", "K3:K4"):
        sheet.merge_cells(span)
    for row in people:
        day, month, year = map(int, row[4].rstrip(".").split("."))
        sheet.append([int(row[0]), *row[1:4], day, month, year, *row[5:]])
    sheet.append(["Ukupno", len(people)])
    sheet.row_dimensions[7].hidden = True
    save_workbook("merged_header.xlsx", book)

    book = Workbook()
    sheet = book.active
    sheet.title = "Uputstvo"
    sheet.append(["Popunite listove po mesecima."])
    for title, part in (("Januar", people[:5]), ("Februar", people[5:])):
        sheet = book.create_sheet(title)
        for cells in ([*HEADER], *part):
            sheet.append(cells)
    sheet = book.create_sheet("Šifarnik")
    sheet.sheet_state = "hidden"
    for words in (("Pol", "Opis"), ("M", "muški"), ("Ž", "ženski")):
        sheet.append(list(words))
    save_workbook("sheets.xlsx", book)

    book = Workbook()
    sheet = book.active
    sheet.append([*HEADER, "Opština"])
    for at, row in enumerate(people, start=2):
        day, month, year = map(int, row[4].rstrip(".").split("."))
        born: Any = date(year, month, day) if at % 2 else (date(year, month, day) - date(1899, 12, 30)).days
        sheet.append([int(row[0]), *row[1:4], born, row[5], int(row[6]), *row[7:], "Niš" if at in (2, 6) else None])
        sheet.cell(at, 7).number_format = "0" * 13
    sheet.merge_cells("J2:J5")
    sheet.merge_cells("J6:J9")
    save_workbook("numbers.xlsx", book)
    save_ods("people.ods", [HEADER, *people])


def save_workbook(name: str, book: Workbook) -> None:
    """Write a workbook so that the same content gives the same bytes."""
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as parts:
        content = {part: parts.read(part) for part in parts.namelist() if part != "docProps/core.xml"}
    content["_rels/.rels"] = content["_rels/.rels"].replace(b"docProps/core.xml", b"docProps/app.xml")
    save_zip(name, content)


def save_ods(name: str, table: Sequence[Sequence[str]]) -> None:
    """Write a table as an OpenDocument spreadsheet of texts, the least that is one."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    body = "".join(
        "<table:table-row>" + "".join(cell.format(escape(text)) for text in row) + "</table:table-row>" for row in table
    )
    spaces = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Lica">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    listed = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{manifest}" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    save_zip(
        name, {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": listed.encode()}
    )


def save_zip(name: str, content: dict[str, bytes]) -> None:
    """Write an archive whose parts all have one date."""
    with zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in content.items():
            archive.writestr(zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def main() -> None:
    """Write all files."""
    FOLDER.mkdir(exist_ok=True)
    people = rows()
    serbian = [[cyrillic(cell) for cell in row] for row in people]
    save("people.csv", delimited([HEADER, *people], ",", "\n"))
    save("people_cyrillic.csv", delimited([CYRILLIC_HEADER, *serbian], ",", "\n"))
    encodings(delimited([HEADER, *people]), delimited([CYRILLIC_HEADER, *serbian]))
    text_layouts(people)
    numbers(people)
    workbooks(people)


if __name__ == "__main__":
    main()
