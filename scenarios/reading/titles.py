"""Give a title to everything in a scenario that has none, so that no page shows a name of the file.

An entry without a title is called by its name, made readable; a number that carries its own source by where
it stands.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from language.formatting import capital
from language.messages import Fact, Message, in_both, mark
from language.visible import visible
from scenarios.files.forms import Form, Text
from scenarios.files.yaml_tree import Located
from scenarios.format.prices import PriceSpec
from scenarios.format.programmes import ProgrammeSpec
from scenarios.format.schema import Scenario

_TABLES = {
    "rates": mark("Rate"),
    "stock": mark("Children at the start"),
    "arrivals": mark("Arrivals"),
    "prices": mark("Price"),
    "factors": mark("Factor"),
    "groups": mark("Target group"),
    "level": mark("Level of the municipality"),
    "municipality": mark("Municipality"),
    "staircase": mark("Staircase"),
    "reviews": mark("Reviews"),
    "staff": mark("Staff"),
}
_FIELDS = {
    "shape": mark("shape"),
    "take_up": mark("share that accepts"),
    "drop_out_per_year": mark("drop-out a year"),
    "months": mark("months"),
    "lasting_months": mark("months that the effect lasts"),
    "slots": mark("slots"),
    "places": mark("places"),
    "years_on_step": mark("years on the step"),
    "trend_per_year": mark("trend a year"),
    "trend_by_step": mark("trend a year"),
    "activity": mark("activity"),
    "price": mark("prices"),
    "population": mark("inhabitants"),
    "children_0_22": mark("aged 0-22"),
    "age_shares": mark("share of ages"),
    "population_index": mark("index of those aged 0-22"),
    "placed_per_1000": mark("placed per 1,000"),
    "spending_per_child_dkk": mark("spending per child"),
    "at_age_limit": mark("at the age limit"),
    "own_unit": mark("bound to places"),
    "payers": mark("share paid by"),
    "share": mark("share"),
    "volume": mark("share of the price at volume"),
    "sold": mark("share of free places sold"),
}
_STRUCTURE = (
    "steps",
    "by_step",
    "by_age",
    "by_group",
    "by_age_and_group",
    "rate",
    "dkk",
    "number",
    "times",
    "above",
)


def readable(name: str) -> str:
    """Return the name of an entry of a file as words."""
    return capital(visible(name).replace("_", " ").strip())


def with_titles(scenario: Scenario, made: dict[str, Text]) -> Scenario:
    """Return a scenario in which all has a title; `made` keeps what assumptions were called, by name.

    An assumption is called the same in the baseline and in every case.
    """
    staircase = scenario.staircase.model_copy(
        update={
            "steps": _entitled(scenario.staircase.steps),
            "exits": _entitled(scenario.staircase.exits),
        }
    )
    programmes = {
        name: each.model_copy(update={"costs": _entitled(each.costs)})
        for name, each in _entitled(scenario.programmes).items()
    }
    named = {
        "staircase": staircase,
        "programmes": programmes,
        "payers": _entitled(scenario.payers),
        "reviews": _entitled(scenario.reviews),
        "staff": _entitled(scenario.staff),
        "cases": _entitled(scenario.cases),
    }
    scenario = scenario.model_copy(update=named)
    titles = {name: step.title for name, step in staircase.steps.items()}
    prices = {
        step: _priced(titles.get(step, Text(da=readable(step))), lines)
        for step, lines in scenario.prices.items()
    }
    scenario = scenario.model_copy(update={"prices": prices})
    for name, assumption in scenario.assumptions.items():
        if not assumption.title.da and name not in made:
            made[name] = Text(**in_both(_assumption(scenario, name)))
    assumptions = {
        name: each if each.title.da else each.model_copy(update={"title": made[name]})
        for name, each in scenario.assumptions.items()
    }
    return scenario.model_copy(update={"assumptions": assumptions})


def title_notes(trees: Mapping[str, Located], tree: Located, made: Mapping[str, Text]) -> list[Message]:
    """Return a sentence on the cases and the assumptions without a title, and what they are called instead.

    `trees` are those of the baseline and the cases, `tree` is that of the file.
    """
    cases = tree.get("cases")
    untitled: list[tuple[object, str, object]] = []
    for key, node in cases.entries.items() if cases is not None else ():
        if (said := node.get("title")) is not None and not said.plain():
            untitled.append((node.spot, str(key), readable(str(key))))
    for name, title in made.items():
        nodes = (each.get("assumptions", name) for each in trees.values())
        untitled.append((next(node.spot for node in nodes if node is not None), name, title))
    if not untitled:
        return []
    where, first, title_of_first = untitled[0]
    return [
        Message(
            "{where}: {name} has no title and is called “{title}” on the pages; write one with 'title:' "
            "({count} without in all)",
            where=where,
            name=first,
            title=title_of_first,
            count=len(untitled),
        )
    ]


def _entitled(entries: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: each if each.title.da else each.model_copy(update={"title": Text(da=readable(name))})
        for name, each in entries.items()
    }


def _priced(step: Text, lines: Mapping[str, PriceSpec]) -> dict[str, PriceSpec]:
    """Return the price lines of a step: the only one is called by the step, others by their names too."""
    return {
        name: line
        if line.title.da
        else line.model_copy(update={"title": step if len(lines) == 1 else _together(step, readable(name))})
        for name, line in lines.items()
    }


def _together(whole: Text, part: str) -> Text:
    return Text(da=f"{whole.da}: {part}", en=f"{whole.en}: {part}" if whole.en else "")


def _assumption(scenario: Scenario, name: str) -> Message | Fact | str:
    """Return what an assumption is called: by where it stands, if that is its name."""
    path = name.split(".")
    if path[0] == "cases":
        path = path[2:]
    if len(path) < 2:
        return readable(name)
    if path[0] == "programmes" and path[1] in scenario.programmes:
        programme = scenario.programmes[path[1]]
        return Message(
            "{programme}: {where}",
            programme=programme.title,
            where=_in_programme(scenario, programme, path[2:]),
        )
    if path[:2] == ["rates", "by_step"] and len(path) > 3:
        move = Message(
            "{origins} → {to}", origins=_named(scenario, path[2:3]), to=_named(scenario, path[3:4])
        )
        return Fact(_listed, (move, *_parts(scenario, path[4:])))
    parts = Fact(_listed, tuple(_parts(scenario, path[1:])))
    table = _TABLES.get(path[0], "")
    return Message("{table}: {parts}", table=Message(table) if table else readable(path[0]), parts=parts)


def _in_programme(scenario: Scenario, programme: ProgrammeSpec, path: list[str]) -> Message | Fact:
    """Return where a number of a programme stands."""
    node: Any = programme
    for key in path[:-1]:
        if isinstance(node, list):
            node = node[int(key)]
        elif isinstance(node, Form):
            node = getattr(node, key, None)
        elif isinstance(node, dict):
            node = node.get(key)
    origins, instead = getattr(node, "from_steps", None), getattr(node, "instead", None)
    if instead is not None:
        return Message("share sent to {steps}", steps=_named(scenario, [instead]))
    if origins:
        return Message(
            "{origins} → {to}",
            origins=_named(scenario, origins),
            to=_named(scenario, getattr(node, "to", [])),
        )
    if path[0] == "arrivals":
        return Message("arrivals to {steps}", steps=_named(scenario, getattr(node, "steps", [])))
    if (title := getattr(node, "title", None)) and path[0] == "costs":
        return Fact(str, title)
    return Fact(_listed, tuple(_parts(scenario, [key for key in path if key != "enrolment"])))


def _named(scenario: Scenario, places: list[str]) -> Fact:
    return Fact(_listed, tuple(_title(scenario, place) for place in places))


def _title(scenario: Scenario, name: str) -> Text | str:
    staircase = scenario.staircase
    for entries in (staircase.steps, staircase.exits, scenario.payers):
        if name in entries:
            return entries[name].title
    return readable(name)


def _parts(scenario: Scenario, path: list[str]) -> Iterator[Text | Message | str]:
    for key in path:
        if key in _FIELDS:
            yield Message(_FIELDS[key])
        elif key not in _STRUCTURE and not key.isdecimal():
            yield _title(scenario, key)


def _listed(parts: tuple[object, ...]) -> str:
    return ", ".join(map(str, parts))
