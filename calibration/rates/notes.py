"""Tell what of a calibration nobody asked for and the ledger decided, and what its scenario file lacks."""

from collections.abc import Iterator

import numpy as np

from calibration.ledger.histories import NOWHERE
from calibration.ledger.read_ledgers import Reading
from calibration.rates.calibrate import Calibration, CalibrationRequest, window_of
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
    if len(calibration.exposure.bands) == 1 and request.borders != ():
        yield say("the ledger has no birth dates (birth_date): rates are the same at all ages")
    if calibration.study is None:
        steps = ", ".join(step.name for step in calibration.exposure.histories.staircase.steps)
        yield say(
            "the ledger's own steps, in the order they come: {steps}; --scenario says whose are meant",
            steps=steps,
        )


def window_notes(request: CalibrationRequest, reading: Reading) -> Iterator[str]:
    """Yield the window of a calibration, and how many rows lie outside it."""
    rows, window = reading.ledger.rows, window_of(request, reading.ledger.rows)
    first, last = np.datetime64(window.first), np.datetime64(window.last)
    before, after = int((rows["end"] <= first).sum()), int((rows["start"] > last).sum())
    yield say("a calibration uses the time from {first} to {last}", first=window.first, last=window.last)
    if before or after:
        yield say(
            "{before} rows end before that time and {after} begin after it; no rates are taken from them",
            before=before,
            after=after,
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
