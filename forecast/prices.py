"""Take prices from the scenario: kroner per day where the ledger has none, and their growth by year."""

from datetime import date

from model.results.cost_lines import StepCost
from model.results.prices import Unit
from model.world.parameters import Parameters
from model.world.staircase import DAYS_PER_YEAR
from scenarios.building.draws import corners
from scenarios.building.economy import price_index
from scenarios.building.world import build
from scenarios.format.study import Study

_DAYS = {Unit.DAY: 1.0, Unit.MONTH: DAYS_PER_YEAR / 12, Unit.YEAR: DAYS_PER_YEAR}


def scenario_prices(study: Study, year: int) -> dict[str, float]:
    """Return the scenario's kroner per day on each step, in the prices of a year.

    Each price is its median, all payers together. A price that is for some children, or some of the year,
    counts for its part of those who stand there, or of the year; places that are sold are left out, and what
    lies above a number of persons costs the whole price.
    """
    world = build(study.scenario, corners(study)[0])
    factor = growth(study, study.scenario.price_year, year)
    dkk_per_day = dict.fromkeys(study.scenario.staircase.steps, 0.0)
    for line in world.economy.step_costs:
        if line.sold is None:
            part = _part_of_year(study, line, year) * _part_of_children(world.parameters, line)
            dkk_per_day[line.step] += _per_day(line) * factor * part
    return dkk_per_day


def _part_of_year(study: Study, line: StepCost, year: int) -> float:
    """Return the part of a year in which a line holds."""
    start = study.scenario.start
    first, last = (float((date(each, 1, 1) - start).days) for each in (year, year + 1))
    return max(0.0, min(line.to_day, last) - max(line.from_day, first)) / (last - first)


def _part_of_children(parameters: Parameters, line: StepCost) -> float:
    """Return the part of the children on the step at the start whom a line is for."""
    staircase = parameters.staircase
    there = [
        (count.band, group, count.number * share)
        for count in parameters.stock_counts
        if count.step == line.step
        for group, share in zip(staircase.groups, count.group_shares, strict=True)
    ]
    there += [
        (staircase.band(-child.birth_day / DAYS_PER_YEAR), child.group, 1.0)
        for child in parameters.stock
        if child.step == line.step
    ]
    chosen = [
        number
        for band, group, number in there
        if (line.bands is None or band in line.bands) and (line.groups is None or group in line.groups)
    ]
    total = sum(number for _, _, number in there)
    return sum(chosen) / total if total > 0 else 1.0


def growth(study: Study, from_year: int, to_year: int) -> float:
    """Return the factor from prices of one year to those of another."""
    return price_index(study.scenario).factor(from_year=from_year, to_year=to_year)


def _per_day(line: StepCost) -> float:
    return line.price.dkk / _DAYS[line.price.unit]
