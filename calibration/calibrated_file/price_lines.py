"""Write the prices of a ledger as price lines of a scenario file."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ruamel.yaml.comments import CommentedSeq

from calibration.calibrated_file.assumptions_file import Assumptions, SixDigits
from calibration.calibrated_file.observed import Observed
from calibration.rates.prices import BESIDE, START, STAY, Kind, PriceLine
from language.formatting import FEWEST_SHOWN
from language.messages import Message, in_both, mark
from scenarios.building.draws import corners
from scenarios.format.prices import PriceSpec
from scenarios.format.study import Study

_NAMES: dict[Kind, str] = {STAY: "pris", BESIDE: "tillæg", START: "engang"}
"""By kind: what a line is called where the scenario has none, and what its assumption begins with."""
_TITLES: dict[Kind, str] = {
    STAY: mark("{step}: price"),
    BESIDE: mark("{step}: services beside it"),
    START: mark("{step}: paid once at the start"),
}
_UNITS = {STAY: Message("DKK per day"), BESIDE: Message("DKK per day"), START: Message("DKK per start")}


def lines_in_file(lines: Sequence[PriceLine]) -> list[PriceLine]:
    """Return the lines that a file can say, in their order: prices above zero.

    What was paid back in all on a line is taken off what a day on the step costs. A step for which nothing is
    left has no line.
    """
    kept: list[PriceLine] = []
    for step in dict.fromkeys(line.step for line in lines):
        here = [line for line in lines if line.step == step]
        paid = [line for line in here if line.dkk_per_unit > 0]
        back = [line for line in here if line.dkk_per_unit <= 0]
        stay = next((line for line in here if line.kind == STAY), None)
        if back and stay is not None:
            less = _with(stay, [line for line in back if line is not stay])
            if less.dkk_per_unit > 0:
                paid = [less, *(line for line in paid if line is not stay)]
            else:
                whole = _with(stay, [line for line in here if line is not stay])
                paid = [whole] if whole.dkk_per_unit > 0 else []
        kept += paid
    return kept


def _with(stay: PriceLine, others: list[PriceLine]) -> PriceLine:
    """Return the price of a day on a step with the kroner of other lines in it."""
    errors = [stay.error_dkk, *(line.error_dkk * line.units / stay.units for line in others)]
    return replace(
        stay,
        dkk=stay.dkk + sum(line.dkk for line in others),
        assumed_dkk=stay.assumed_dkk + sum(line.assumed_dkk for line in others),
        error_dkk=math.sqrt(math.fsum(error * error for error in errors)),
    )


def price_lines(observed: Observed, assumptions: Assumptions, study: Study) -> dict[str, Any]:
    """Return the prices by step and line.

    What a day costs takes the place of all that the scenario has by the day, month or year on the step, and
    what is paid once of all that it has per start; what nothing was paid for in the ledger is left as it is.
    """
    by_step: dict[str, Any] = {}
    for line in lines_in_file(observed.calibration.prices.lines):
        base = study.scenario.prices[line.step]
        written = by_step.setdefault(line.step, {})
        replaced = [name for name, spec in base.items() if _replaces(line.kind, spec)]
        written |= dict.fromkeys(replaced)
        name = replaced[0] if replaced else _free_name(_NAMES[line.kind], base)
        title = Message(_TITLES[line.kind], step=observed.title(line.step))
        graded = assumptions.of(observed.of_price(line), few=line.children < FEWEST_SHOWN)
        amount = assumptions.titled(_amount(line, graded), title)
        written[name] = {
            **({} if replaced else {"title": in_both(title), **_new_line(line, study)}),
            "dkk": amount,
            "per": "start" if line.kind == START else "day",
            "price_year": observed.calibration.prices.year,
            "spread": _in_one_line(line.spread) if line.spread else None,
            **(_for_all(base[name]) if replaced else {}),
            **observed.of_price(line),
        }
    return by_step


def _for_all(spec: PriceSpec) -> dict[str, None]:
    """Return what takes away for whom and when a line is: the ledger's price is that of all its children."""
    limits = ("ages", "groups", "start", "end", "volume")
    return {name: None for name in limits if getattr(spec, name) is not None}


def replaced_lines(observed: Observed, study: Study) -> dict[str, list[str]]:
    """Return by step the scenario's further price lines that a price of the ledger takes the place of."""
    gone: dict[str, list[str]] = {}
    for line in lines_in_file(observed.calibration.prices.lines):
        base = study.scenario.prices[line.step]
        names = [name for name, spec in base.items() if _replaces(line.kind, spec)]
        if names[1:]:
            gone.setdefault(line.step, []).extend(names[1:])
    return gone


def _replaces(kind: Kind, spec: PriceSpec) -> bool:
    """Return whether a price of the ledger takes the place of a line; it has neither incomes nor sales."""
    is_income = spec.sold is not None or (spec.dkk.value is not None and spec.dkk.value < 0)
    return kind != BESIDE and not is_income and (kind == START) == (spec.per == "start")


def _amount(line: PriceLine, assumptions: Assumptions) -> str:
    name = f"{_NAMES[line.kind]}_{line.step}"
    if line.error_dkk < 0.01:
        return assumptions.fixed(name, line.dkk_per_unit, _UNITS[line.kind])
    return assumptions.gamma(name, line.dkk_per_unit, line.error_dkk, _UNITS[line.kind])


def _new_line(line: PriceLine, study: Study) -> dict[str, Any]:
    """Return what a line needs that is new to the scenario: paid and reimbursed as the step's first."""
    like = next(iter(study.scenario.prices[line.step].values()), None)
    if like is None:
        municipal = next(name for name, payer in study.scenario.payers.items() if payer.municipal)
        payers = {municipal: 1.0}
    else:
        middle = corners(study)[0]
        payers = {name: share.resolve(middle) for name, share in like.payers.items()}
    return {
        "payers": payers,
        "reimbursable": like is None or like.reimbursable,
    }


def _free_name(name: str, taken: dict[str, PriceSpec]) -> str:
    """Return the name, or with a number where the scenario's lines have it."""
    return next(free for free in (name, *(f"{name}_{i}" for i in range(2, 99))) if free not in taken)


def _in_one_line(factors: tuple[float, ...]) -> CommentedSeq:
    sequence = CommentedSeq([SixDigits(round(factor, 4)) for factor in factors])
    sequence.fa.set_flow_style()
    return sequence
