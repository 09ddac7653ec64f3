"""Take prices from the scenario: kroner per day where the ledger has none, and their growth by year."""

from model.results.economy import StepCost
from model.results.prices import PriceIndex, Unit
from model.world.staircase import DAYS_PER_YEAR
from scenarios.building.draws import corners
from scenarios.building.economy import build_economy
from scenarios.format.study import Study

_DAYS = {Unit.DAY: 1.0, Unit.MONTH: DAYS_PER_YEAR / 12, Unit.YEAR: DAYS_PER_YEAR}


def scenario_prices(study: Study, year: int) -> dict[str, float]:
    """Return the scenario's kroner per day on each step, in the prices of a year where its index has that.

    Each price is its median, all payers together.
    """
    economy = build_economy(study.scenario, corners(study)[0])
    factor = growth(study, study.scenario.price_year, year)
    dkk_per_day = dict.fromkeys(study.scenario.staircase.steps, 0.0)
    for line in economy.step_costs:
        dkk_per_day[line.step] += _per_day(line) * factor
    return dkk_per_day


def growth(study: Study, from_year: int, to_year: int) -> float:
    """Return the factor from prices of one year to those of another; 1 where the index lacks either."""
    index = study.scenario.price_index
    known = () if index is None else tuple(sorted(index.by_year.items()))
    return (
        PriceIndex(index_by_year=known).factor(from_year=from_year, to_year=to_year)
        if knows(study, from_year, to_year)
        else 1.0
    )


def knows(study: Study, *years: int) -> bool:
    """Return whether the scenario's price index has the years."""
    index = study.scenario.price_index
    return index is not None and {*years} <= {*index.by_year}


def _per_day(line: StepCost) -> float:
    return line.price.dkk / _DAYS[line.price.unit]
