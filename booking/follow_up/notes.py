"""Tell what of a follow-up nobody asked for and the ledger decided, and what the ledger lacks."""

from collections.abc import Iterator

from booking.follow_up.follow_up import FollowUpBasis, FollowUpRequest
from calibration.ledger.notes import beyond_extract
from language.messages import say
from scenarios.reading.notes import carried_on

_FIRST_ENDS = 31
"""Days after the start in which somebody should have left."""


def notes(request: FollowUpRequest, basis: FollowUpBasis) -> Iterator[str]:
    """Yield what nobody asked for and the ledger decided, and what it lacks."""
    seen, reading = basis.observed, basis.reading
    if reading.rejected:
        yield say(
            "{rejected} of {rows} rows are rejected; their children and kroner do not count",
            rejected=reading.rejected,
            rows=reading.rows,
        )
    if request.last is None:
        yield say(
            "the ledger is known until {last}, the day of its newest extract; --extract-day or --to sets it",
            last=seen.last,
        )
    yield from beyond_extract(request.last, reading)
    if (seen.complete - basis.watch.months.start).days > _FIRST_ENDS:
        yield say(
            "the ledger seems to hold everything from {complete} only, after the case began",
            complete=seen.complete,
        )
    if seen.after_plan:
        yield say(
            "{after_plan} months after the {months} that were planned are left out",
            after_plan=seen.after_plan,
            months=request.months,
        )
    if seen.without_price:
        yield say(
            "{without_price} services have no price; they are taken at their step's average",
            without_price=seen.without_price,
        )
    if seen.unpriced:
        steps = ", ".join(seen.unpriced)
        yield say("the ledger has no price for {steps}; the scenario's is used", steps=steps)
    if seen.carried_years:
        yield carried_on(seen.carried_years)
