"""Write OpenDocument sheets as LibreOffice does."""

import zipfile
from pathlib import Path

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_EXTENSION = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def cell(text: str, *, note: str = "") -> str:
    """Return a cell with a text, and perhaps a note on it."""
    annotation = f"<office:annotation><text:p>{note}</text:p></office:annotation>" if note else ""
    return (
        f'<table:table-cell office:value-type="string">{annotation}<text:p>{text}</text:p></table:table-cell>'
    )


def row(*cells: str) -> str:
    """Return a row of cells."""
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def opendocument(folder: Path, rows: str, *, other: str = "") -> Path:
    """Return the path of a workbook with these rows in its first sheet, and perhaps another sheet."""
    sheets = f'<table:table table:name="Ark">{rows}</table:table>'
    if other:
        sheets += f'<table:table table:name="Mere">{other}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    whole = f"<office:document-content {_SPACES} {_EXTENSION}>{body}</office:document-content>"
    with zipfile.ZipFile(folder / "ledger.ods", "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
        parts.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{whole}')
    return folder / "ledger.ods"
