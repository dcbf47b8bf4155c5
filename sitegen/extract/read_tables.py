"""Tables of a page: which hold data, and their cells in rows of one length."""

from typing import Final

from bs4.element import Tag

from sitegen.extract.soup import children, inner

_COLUMNS_MAX: Final = 60
"""What is wider places things, or is no table for people."""
_CELL_MAX: Final = 300
"""Characters of a cell, without header cells: longer ones are columns of a page."""
_FILLED_MIN: Final = 4
_BESIDE_MIN: Final = 1 / 3
"""Share of rows with words in more than one cell: where it is less, empty cells hold the words in their place."""
_CELLS: Final = frozenset({"td", "th"})
_NO_DATA: Final = ("table", "dl", "blockquote", "pre", "h1", "h2")
"""What stands in the cells of tables that place things."""
_LISTS: Final = ("ul", "ol")
"""What does so, too, unless the table has a head."""
_HOLDERS: Final = ("table", "td", "th")
"""What a row lies in: those that lie in a cell, with or without a table of their own, are read with it."""


def rows_of(table: Tag) -> list[list[Tag]]:
    """Return the cells of *table*, row by row, as they are written, without those that lie in one of its cells."""
    rows = [row for row in inner(table, "tr") if row.find_parent(_HOLDERS) is table]
    return [[cell for cell in children(row) if cell.name in _CELLS] for row in rows]


def is_data(table: Tag, rows: list[list[Tag]]) -> bool:
    """Say whether *rows* of *table* are data; otherwise it only places things."""
    width = max((sum(_span(cell, "colspan") for cell in row) for row in rows), default=0)
    if len(rows) < 2 or not 1 < width <= _COLUMNS_MAX or any(inner(table, *_NO_DATA)):  # noqa: PLR2004 - a table has both
        return False
    if any(inner(table, *_LISTS)) and not _has_head(rows):
        return False
    if any(inner(table, "th")):
        return True
    filled = [sizes for row in rows if (sizes := [n for cell in row if (n := len(cell.get_text(strip=True)))])]
    beside = sum(len(sizes) > 1 for sizes in filled)
    if beside <= _BESIDE_MIN * len(filled) or sum(map(len, filled)) < _FILLED_MIN:
        return False
    return max(map(max, filled)) <= _CELL_MAX


def _has_head(rows: list[list[Tag]]) -> bool:
    """Say whether the first of *rows* is a head: of header cells, or all in bold."""
    return len(rows[0]) > 1 and all(
        cell.name == "th"
        or (
            (words := cell.get_text(strip=True)) != ""
            and words == "".join(bold.get_text(strip=True) for bold in inner(cell, "b", "strong"))
        )
        for cell in rows[0]
    )


def grid(rows: list[list[Tag]]) -> list[list[Tag | None]]:
    """Return *rows* as a grid: a cell stands in the first of its places, and None in the others it spans.

    Rows and columns in which nothing begins are left out.
    """
    places: list[dict[int, Tag | None]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in places[number]:
                column += 1
            wide, high = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - number)
            for below in range(number, number + high):
                for across in range(column, min(column + wide, _COLUMNS_MAX)):
                    places[below].setdefault(across, None)
            places[number][column] = cell
            column += wide
    columns = sorted({column for row in places for column, cell in row.items() if cell is not None})
    return [[row.get(column) for column in columns] for row in places if any(cell is not None for cell in row.values())]


def _span(cell: Tag, name: str) -> int:
    value = cell.get(name)
    number = int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 5 else 1  # noqa: PLR2004 - digits
    return max(1, number)


def is_numbering(text: str) -> bool:
    """Say whether *text* is the numbers of lines, which stand in a cell beside code."""
    numbers = text.split()
    return (
        len(numbers) > 1
        and all(number.isascii() and number.isdigit() for number in numbers)
        and ([int(n) for n in numbers] == list(range(int(numbers[0]), int(numbers[0]) + len(numbers))))
    )
