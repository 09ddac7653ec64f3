"""Tell what of a calibration nobody asked for and the ledger decided, and what its scenario file lacks."""

from collections.abc import Iterator

from calibration.ledger.histories import NOWHERE
from calibration.ledger.notes import beyond_extract
from calibration.rates.calibrate import Calibration, CalibrationRequest
from calibration.rates.scenario_file import impossible_moves, outside_stock
from language.messages import say


def notes(request: CalibrationRequest, calibration: Calibration) -> Iterator[str]:
    """Yield what nobody asked for and the ledger decided."""
    window = calibration.exposure.histories.window
    if request.first is None or request.last is None:
        yield say(
            "the window is {first} to {last}, by the ledger; --from and --to set it",
            first=window.first,
            last=window.last,
        )
    yield from beyond_extract(request.last, calibration.reading)
    if len(calibration.exposure.bands) == 1 and request.borders != ():
        yield say("the ledger has no birth dates (birth_date): rates are the same at all ages")
    if calibration.study is None:
        steps = ", ".join(step.name for step in calibration.exposure.histories.staircase.steps)
        yield say(
            "the ledger's own steps, in the order they come: {steps}; --scenario says whose are meant",
            steps=steps,
        )


def notes_on_file(calibration: Calibration) -> Iterator[str]:
    """Yield what was seen and is not in the file for scenarios."""
    for (origin, to), count in impossible_moves(calibration):
        yield say(
            "{origin} → {to}: {count} moves were seen at an age the step does not have; not in the file",
            origin=origin,
            to=to,
            count=count,
        )
    lives = calibration.exposure.histories
    if missing := int((outside_stock(lives) & (lives.destination == NOWHERE)).sum()):
        yield say(
            "the stock: {missing} children are left out; their age is not known or not the step's",
            missing=missing,
        )
