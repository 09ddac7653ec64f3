"""Tell what of a forecast nobody asked for and the ledger decided, and what the ledger lacks."""

from collections.abc import Iterator

from calibration.ledger.notes import beyond_extract
from forecast.year import Basis, ForecastRequest
from language.formatting import number
from language.messages import say
from scenarios.building.economy import price_index
from scenarios.reading.notes import carried_on


def notes(request: ForecastRequest, known: Basis) -> Iterator[str]:
    """Yield what nobody asked for and the ledger decided, and what it lacks."""
    if known.reading.rejected:
        yield say(
            "{rejected} of {rows} rows are rejected; what they cost is not in the account",
            rejected=known.reading.rejected,
            rows=known.reading.rows,
        )
    for row, text in known.frame.left_out:
        yield say("the frame: row {row}, '{text}', is no step and is not counted", row=row, text=text)
    if request.last is None:
        yield say(
            "the ledger is known until {last}, the day of its newest extract; --extract-day or --to sets it",
            last=known.last,
        )
    yield from beyond_extract(request.last, known.reading)
    if known.incomplete:
        yield say(
            "the ledger seems to hold everything from {complete} only; earlier spending may lack. "
            "If it has all, say so by --complete-from",
            complete=known.complete,
        )
    if missing := int(known.services.estimated.sum()):
        yield say(
            "{missing} services have no price; they are taken at their step's average, in all DKK {dkk} "
            "of what is spent",
            missing=missing,
            dkk=number(known.so_far.estimated_dkk),
        )
    if known.too_old:
        yield say(
            "{count} services go on though the child is too old for the staircase; taken as over",
            count=known.too_old,
        )
    if unpriced := known.services.unpriced:
        steps = known.study.scenario.staircase.steps
        yield say(
            "the ledger has no price for {steps}; the scenario's is used, in prices of {year}",
            steps=", ".join(str(steps[step].title) for step in unpriced),
            year=known.year.year,
        )
    if carried := _carried_years(known):
        yield carried_on(carried)


def _carried_years(known: Basis) -> tuple[int, ...]:
    """Return the years without a sourced price level that prices are brought from or to."""
    years = {known.last.year, known.year.year}
    if known.services.unpriced:
        years.add(known.study.scenario.price_year)
    return price_index(known.study.scenario).carried(years if len(years) > 1 else ())
