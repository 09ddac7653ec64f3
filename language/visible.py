"""Show what nobody sees in a text: control characters, line breaks, and marks that turn or hide writing.

A file or an option may have them, and a terminal or a page would obey: an escape repaints what stands above,
a right-to-left mark turns an amount around, a line break makes one sentence two. Each is shown as a mark.
"""

import re

_ANY = (
    r"\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
_UNSEEN = re.compile(f"[{_ANY}]")
_IN_LINES = re.compile(rf"(?!\n)[{_ANY}]")
_PICTURES, _DELETE, _UNKNOWN = 0x2400, "\u2421", "\ufffd"
"""Unicode has a picture for each control character of ASCII."""


def visible(text: str) -> str:
    """Return a text as one line, with a mark for each character that nobody sees or that ends a line."""
    return text if text.isascii() and text.isprintable() else _UNSEEN.sub(_mark, text)


def visible_lines(text: str) -> str:
    """Return a text of our own lines, with a mark for each other character that nobody sees."""
    return text if text.isascii() and text.isprintable() else _IN_LINES.sub(_mark, text)


def escaped(json: str) -> str:
    """Return JSON with such characters written as JSON writes them, so that the text stays what it is."""
    return _IN_LINES.sub(_escape, json)


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _mark(match: re.Match[str]) -> str:
    character = match[0]
    if character < " ":
        return chr(_PICTURES + ord(character))
    return _DELETE if character == "\x7f" else _UNKNOWN
