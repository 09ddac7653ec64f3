"""Damage texts: scenarios, rules and mappings as YAML, JSON, letters, and tables of separated values."""

import re
from collections.abc import Callable
from random import Random

Damage = Callable[[str, Random], str]

PERSON = ("010112-1234", "0101121234", "CPR 010112 1234", "010112\N{EN DASH}1234", "01.01.12-1234")
"""One person's number, who does not exist."""
NUMBERS = (
    *("0", "-0.0", "-1", "1", "2", "0.5", "1e308", "-1e308", "1e-308", "5e-324", "1e400", "1e15", "12.345"),
    *(
        "1.000.000",
        "1_000",
        "0x1F",
        "0o17",
        "1:20:30",
        "100000",
        "1000000000",
        "9" * 30,
        "9" * 400,
        "+1",
        ".5",
    ),
    *(".nan", ".inf", "-.inf", "0,5", "1e6", "1.0000000000000002", "99.999999", "18446744073709551616"),
)
DATES = (
    *(
        "2027-02-30",
        "2027-01-01",
        "2023-01-01",
        "9999-12-31",
        "0001-01-01",
        "2027-1-1",
        "2150-12-01",
        "1900-01-01",
    ),
    *("2027-01-01T00:00:00Z", "31-12-2023", "2023-13-01", "0000-00-00"),
)
WORDS = (
    *(
        "",
        "~",
        "null",
        "true",
        "false",
        "yes",
        "[]",
        "{}",
        "[a, b]",
        "{a: b}",
        "[[[[]]]]",
        "*a",
        "&a x",
        "!!binary x",
    ),
    *(
        "!!python/object:os.system x",
        "!!set {a}",
        "<<",
        "-",
        "? x",
        "'",
        '"',
        "%",
        "@",
        "`x",
        "|",
        ">-",
        "...",
        "---",
    ),
    *(
        '"\\0"',
        '"\\x1b[31m"',
        '"\\ud800"',
        '"\\U0010ffff"',
        '"a\\nb"',
        '"\\u202e"',
        "\u202eabc",
        "\u2028",
        "\ufeff",
    ),
    *(
        "'<script>alert(1)</script>'",
        "'=1+1'",
        "'{found}'",
        "'%s'",
        "'{0}'",
        "'[red]x[/red]'",
        "'[/]'",
        "../../x",
    ),
    *(
        "/dev/zero",
        "/",
        ".",
        "~root",
        "kolding",
        "é" * 3,
        "e\u0301",
        "x" * 300,
        "\N{PILE OF POO}",
        "a/b",
        "a b",
        "a:b",
    ),
)


def yaml(text: str, chance: Random) -> str:
    """Return YAML with one to three things changed; most of it is still YAML, and some of it is allowed."""
    if chance.random() < 0.4:
        return _other_size(text, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        text = chance.choice(_YAML)(text, chance)
    return text


def json(text: str, chance: Random) -> str:
    """Return JSON with one to three things changed."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        text = chance.choice((_other_json, _other_json, _without_line, _twice, _cut, _other_character))(
            text, chance
        )
    return text


def plain(text: str, chance: Random) -> str:
    """Return a letter or another text with something changed."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        text = chance.choice((_without_line, _twice, _cut, _other_character, _swapped, _with_strange))(
            text, chance
        )
    return text


def _other_value(text: str, chance: Random) -> str:
    """Put another value behind a key."""
    places = [*re.finditer(r"(?m)^[ -]*[^\s#:{][^\s:{]*:[ ](?P<value>[^\n{\[>|#].*)$", text)]
    return _put(text, chance, places, "value")


def _other_token(text: str, chance: Random) -> str:
    """Put another word, name, number or date somewhere."""
    return _put(text, chance, [*re.finditer(r"(?P<value>[\w.+-]+)", text)], "value")


def _other_size(text: str, chance: Random) -> str:
    """Put a number of another size, or another day, where one stands; many such worlds are allowed."""
    numbers = [*re.finditer(r"(?<=[ \[])(?!(?:19|20)\d\d[,:}\n])\d+(?:\.\d+)?(?=[,\]}\n ])", text)]
    days = [*re.finditer(r"\d{4}-\d\d-\d\d", text)]
    count = min(len(numbers), chance.choice((1, 1, 3)))
    for place in sorted(chance.sample(numbers, count), key=lambda place: -place.start()):
        if "." in place[0]:
            other = f"{float(place[0]) * chance.choice((0, 1e-9, 0.1, 0.5, 0.999, 1.001, 1.5, 10)):.12f}"
        else:
            other = str(int(place[0]) * chance.choice((0, 2, 3, 10, 100, 1_000, 1_000_000)))
        text = text[: place.start()] + other + text[place.end() :]
    if days and chance.random() < 0.2:
        text = text.replace(
            chance.choice(days)[0], f"{chance.randrange(1900, 2151)}-{chance.randrange(1, 13):02}-01"
        )
    return text


def _other_key(text: str, chance: Random) -> str:
    return _put(text, chance, [*re.finditer(r"(?P<value>[\w-]+):(?= |$)", text)], "value")


def _put(text: str, chance: Random, places: list[re.Match[str]], group: str) -> str:
    if not places:
        return text
    place = chance.choice(places)
    other = chance.choice(
        (
            lambda: chance.choice(NUMBERS),
            lambda: chance.choice(NUMBERS),
            lambda: chance.choice(DATES),
            lambda: chance.choice(WORDS),
            lambda: chance.choice(PERSON),
            lambda: chance.choice(places)[group],
            lambda: chance.choice(places)[group],
        )
    )()
    return text[: place.start(group)] + other + text[place.end(group) :]


def _other_json(text: str, chance: Random) -> str:
    places = [*re.finditer(r'(?P<value>"(?:[^"\\]|\\.)*"|-?\d[\d.e+-]*|null|true|false)', text)]
    if not places:
        return text
    place = chance.choice(places)
    other = chance.choice(
        (
            *(
                "null",
                "true",
                '""',
                "[]",
                "{}",
                "[[]]",
                "NaN",
                "Infinity",
                "-1",
                "0",
                "1e308",
                "1e999",
                "1" * 400,
            ),
            *(
                "0.5",
                '"x"',
                '"../x"',
                '"/etc/passwd"',
                '"\\u0000"',
                '"\\ud800"',
                '"\\u001b[31m"',
                '"2150-01-01"',
            ),
            *(
                '{"a": {"b": []}}',
                "18446744073709551616",
                "[" * 50 + "]" * 50,
                chance.choice(places)["value"],
            ),
        )
    )
    return text[: place.start("value")] + other + text[place.end("value") :]


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _block(lines: list[str], chance: Random) -> slice:
    """Return where a line and all that is indented more than it stand."""
    first = chance.randrange(len(lines))
    depth = _depth(lines[first])
    last = first + 1
    while last < len(lines) and _depth(lines[last]) > depth:
        last += 1
    return slice(first, last)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _without_line(text: str, chance: Random) -> str:
    lines = _lines(text)
    if lines:
        del lines[chance.randrange(len(lines))]
    return "".join(lines)


def _without_block(text: str, chance: Random) -> str:
    lines = _lines(text)
    if lines:
        del lines[_block(lines, chance)]
    return "".join(lines)


def _twice(text: str, chance: Random) -> str:
    lines = _lines(text)
    if lines:
        at = _block(lines, chance)
        lines[at.stop : at.stop] = lines[at] * chance.choice((1, 1, 2, 50))
    return "".join(lines)


def _moved(text: str, chance: Random) -> str:
    """Put a block elsewhere, indented as what stands there."""
    lines = _lines(text)
    if not lines:
        return text
    at = _block(lines, chance)
    block = lines[at]
    if chance.random() < 0.5:
        del lines[at]
    to = chance.randrange(len(lines) + 1)
    depth = _depth(lines[min(to, len(lines) - 1)]) if lines else 0
    shift = depth - _depth(block[0])
    lines[to:to] = [" " * max(0, _depth(line) + shift) + line.lstrip(" ") for line in block]
    return "".join(lines)


def _swapped(text: str, chance: Random) -> str:
    lines = _lines(text)
    if len(lines) > 1:
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def _indented(text: str, chance: Random) -> str:
    lines = _lines(text)
    if lines:
        at = chance.randrange(len(lines))
        lines[at] = chance.choice((" ", "  ", "\t", "-", "- ", "# ", "? ")) + lines[at]
    return "".join(lines)


def _cut(text: str, chance: Random) -> str:
    return text[: chance.randrange(len(text) + 1)]


def _other_character(text: str, chance: Random) -> str:
    if not text:
        return text
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("\0\t\n\r\x1b\x85\u2028\u202e:{}[]-'\"#&*!|>%@`,0 9æ") + text[at + 1 :]


def _with_strange(text: str, chance: Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice((*WORDS, *NUMBERS, *PERSON)) + text[at:]


def _aliased(text: str, chance: Random) -> str:
    """Name a value and let another one be it."""
    places = [*re.finditer(r":[ ](?=[^\s&*])", text)]
    if len(places) < 2:
        return text
    first, second = sorted(chance.sample(places, 2), key=lambda place: place.start())
    return f"{text[: first.end()]}&a {text[first.end() : second.end()]}*a {text[second.end() :]}"


def _deep(text: str, chance: Random) -> str:
    depth = chance.choice((5, 50, 5000))
    return f"{text}\nx: {chance.choice(('[', '{a: ')) * depth}"


def _long(text: str, chance: Random) -> str:
    """Add very many of something, up to some megabytes."""
    count = chance.choice((1_000, 20_000, 300_000))
    return (
        text
        + chance.choice(
            (
                lambda: "# x\n" * count,
                lambda: "".join(f"k{number}: 1\n" for number in range(count)),
                lambda: f"x: [{'1, ' * count}]\n",
                lambda: f"x: '{'y' * count}'\n",
                lambda: f"? {'y' * count}\n",
                lambda: "\n" * count,
            )
        )()
    )


_YAML: tuple[Damage, ...] = (
    *(_other_size, _other_size, _other_size, _other_size, _other_size, _other_size),
    *(_other_value, _other_value, _other_value, _other_token, _other_token, _other_token, _other_key),
    *(_without_line, _without_block, _twice, _moved, _moved, _swapped, _indented, _cut, _other_character),
    *(_with_strange, _aliased),
)
"""Each as often as it stands there; what is deep or long takes its time, and is left to `yaml_of_size`."""


def yaml_of_size(text: str, chance: Random) -> str:
    """Return YAML that is deep or long."""
    return chance.choice((_deep, _long))(text, chance)
