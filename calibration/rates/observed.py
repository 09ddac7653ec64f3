"""Tell what a ledger saw of each step, and the grade and source of the numbers that rest on it.

What a ledger never saw is not nil: there a scenario that builds on the calibration keeps its own numbers.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from calibration.rates.calibrate import Calibration
from calibration.rates.estimate import MoveEstimate
from calibration.rates.prices import PriceLine
from calibration.rates.verdicts import grade_of, moves_off
from language.formatting import day_words
from language.messages import Fact, Message, in_both, mark

_WHOLE = mark("Own ledger ({files}), {first} to {last}")


@dataclass(frozen=True, kw_only=True)
class Observed:
    """What a calibration saw, by step."""

    calibration: Calibration

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """Names of the steps on which somebody was seen in the window, in order."""
        years = self.calibration.exposure.child_years().sum(axis=(1, 2))
        came = self.calibration.inflow.counts.sum(axis=1)
        steps = self.calibration.exposure.histories.staircase.steps
        return tuple(step.name for step, here, new in zip(steps, years, came, strict=True) if here + new > 0)

    @cached_property
    def unseen(self) -> tuple[str, ...]:
        """Names of the other steps, in order."""
        steps = self.calibration.exposure.histories.staircase.steps
        return tuple(step.name for step in steps if step.name not in self.steps)

    @cached_property
    def partly_seen(self) -> tuple[str, ...]:
        """Names of the steps on which nobody was seen at some ages or in some groups, in order."""
        partly = {
            origin
            for (origin, to), estimate in self.calibration.moves.items()
            for cell in possible_cells(self.calibration, to, estimate)
            if estimate.rows[cell].child_years == 0
        }
        return tuple(step for step in self.steps if step in partly)

    @property
    def whole(self) -> dict[str, Any]:
        """Grade and source of what rests on the ledger as a whole."""
        return {"grade": "registered", "source": in_both(self._message(_WHOLE))}

    def of_moves(self, step: str, to: str) -> dict[str, Any]:
        """Return grade and source of the rates of a move; one to a step never seen is no register."""
        if to in self.unseen:
            return self._graded(0, Message("; nobody is on the step in the ledger that the move leads to"))
        thin = Message("; few data: {seen} moves off the step", seen=self._moves[step])
        return self._graded(self._moves[step], thin)

    def of_arrivals(self, step: str) -> dict[str, Any]:
        """Return grade and source of the arrivals on a step."""
        return self._graded(
            self._arrivals[step], Message("; few data: {seen} children came", seen=self._arrivals[step])
        )

    def of_price(self, line: PriceLine) -> dict[str, Any]:
        """Return grade and source of a price."""
        return self._graded(
            line.children, Message("; few data: prices of {seen} children", seen=line.children)
        )

    @cached_property
    def _moves(self) -> dict[str, int]:
        return moves_off(self.calibration.exposure)

    @cached_property
    def _arrivals(self) -> dict[str, int]:
        steps = self.calibration.exposure.histories.staircase.steps
        came = self.calibration.inflow.counts.sum(axis=1).tolist()
        return {step.name: number for step, number in zip(steps, came, strict=True)}

    def _graded(self, seen: int, thin: Message) -> dict[str, Any]:
        """Return grade and source: few data are told, and very few are no more than an assumption."""
        grade = grade_of(seen)
        whole = in_both(self._message(_WHOLE))
        notes = dict.fromkeys(whole, "") if grade == "good" else in_both(thin)
        return {
            "grade": "assumption" if grade == "poor" else "registered",
            "source": {lang: whole[lang] + notes[lang] for lang in whole},
        }

    def _message(self, text: str) -> Message:
        window = self.calibration.exposure.histories.window
        return Message(
            text,
            files=", ".join(Path(file.file).name for file in self.calibration.reading.files),
            first=Fact(day_words, window.first),
            last=Fact(day_words, window.last),
        )


def possible_cells(calibration: Calibration, to: str, estimate: MoveEstimate) -> list[int]:
    """Return the cells of a move in which the step that it leads to admits the child."""
    steps = {step.name: step for step in calibration.exposure.histories.staircase.steps}
    lows = {
        name: low
        for name, (low, _) in zip(calibration.exposure.band_names, calibration.exposure.bands, strict=True)
    }
    return [
        cell
        for cell, row in enumerate(estimate.rows)
        if to not in steps or steps[to].admits(lows[row.age_band])
    ]
