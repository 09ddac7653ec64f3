"""Take prices from the scenario: kroner per day where the ledger has none, and their growth by year."""

from model.results.economy import StepCost
from model.results.prices import Unit
from model.world.staircase import DAYS_PER_YEAR
from scenarios.building.draws import corners
from scenarios.building.economy import build_economy, price_index
from scenarios.format.study import Study

_DAYS = {Unit.DAY: 1.0, Unit.MONTH: DAYS_PER_YEAR / 12, Unit.YEAR: DAYS_PER_YEAR}


def scenario_prices(study: Study, year: int) -> dict[str, float]:
    """Return the scenario's kroner per day on each step, in the prices of a year.

    Each price is its median, all payers together.
    """
    economy = build_economy(study.scenario, corners(study)[0])
    factor = growth(study, study.scenario.price_year, year)
    dkk_per_day = dict.fromkeys(study.scenario.staircase.steps, 0.0)
    for line in economy.step_costs:
        dkk_per_day[line.step] += _per_day(line) * factor
    return dkk_per_day


def growth(study: Study, from_year: int, to_year: int) -> float:
    """Return the factor from prices of one year to those of another."""
    return price_index(study.scenario).factor(from_year=from_year, to_year=to_year)


def _per_day(line: StepCost) -> float:
    return line.price.dkk / _DAYS[line.price.unit]
