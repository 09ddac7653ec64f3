"""Tell what a ledger saw of each step, and the grade and source of the numbers that rest on it.

What a ledger never saw is not nil: there a scenario that builds on the calibration keeps its own numbers.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from calibration.rates.calibrate import Calibration
from calibration.rates.estimate import Move, MoveEstimate
from calibration.rates.prices import PriceLine
from calibration.rates.verdicts import GOOD, THIN, grade_of, moves_off
from language.formatting import day_words
from language.messages import Fact, Message, in_both, mark
from model.arithmetic.functions import power
from model.world.parameters import Parameters
from scenarios.building.draws import corners
from scenarios.building.world import build
from scenarios.files.forms import Text

LEAST_EXPECTED = 3.0
"""Of so many that are expected none is seen one time in twenty; with fewer, none says little."""
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

    def title(self, name: str) -> Fact:
        """Return what the scenario calls a step or a way out; its name where the scenario lacks it."""
        study = self.calibration.study
        titles: dict[str, Text] = {}
        if study is not None:
            staircase = study.scenario.staircase
            titles |= {step: spec.title for step, spec in staircase.steps.items()}
            titles |= {way: spec.title for way, spec in staircase.exits.items()}
        return Fact(str, titles.get(name, name))

    def cells(self, move: Move) -> list[int]:
        """Return the ages and groups of a move of which the ledger tells the rate, as rows of its estimate.

        A move that nobody made tells none where the scenario expects fewer than `LEAST_EXPECTED` of them.
        """
        estimate = self.calibration.moves[move]
        cells = [
            cell
            for cell in possible_cells(self.calibration, move[1], estimate)
            if estimate.rows[cell].child_years > 0
        ]
        was_made = any(estimate.rows[cell].events for cell in cells)
        return cells if was_made or self._expected_moves.get(move, 0.0) >= LEAST_EXPECTED else []

    @cached_property
    def left(self) -> tuple[Move, ...]:
        """Moves off the steps that were seen whose rates are left to the scenario, at some ages or at all."""
        return tuple(
            move
            for move, estimate in self.calibration.moves.items()
            if move[0] in self.steps
            and len(self.cells(move)) < len(possible_cells(self.calibration, move[1], estimate))
        )

    @cached_property
    def arrivals(self) -> tuple[str, ...]:
        """Names of the steps of whose arrivals the ledger tells, in order; see `cells`."""
        return tuple(
            step
            for step in self.steps
            if self._arrivals[step] or self._expected_arrivals.get(step, 0.0) >= LEAST_EXPECTED
        )

    @cached_property
    def _base(self) -> Parameters:
        """The scenario's own world, with the assumptions at their medians."""
        study = self.calibration.study
        if study is None:
            raise ValueError("observed: there is no scenario whose numbers could hold")
        return build(study.scenario, corners(study)[0]).parameters

    @cached_property
    def _expected_moves(self) -> dict[Move, float]:
        """How many of each move the scenario's own rates expect in the time that was seen."""
        seen = self.calibration.exposure
        steps = [step.name for step in seen.histories.staircase.steps]
        expected = {}
        for each in self._base.transitions:
            here = seen.step == steps.index(each.from_step)
            rate = np.array(each.rate)[seen.band[here], seen.group[here]]
            time = power(seen.until[here], each.shape) - power(seen.since[here], each.shape)
            expected[each.from_step, each.to] = float((rate * time).sum())
        return expected

    @cached_property
    def _expected_arrivals(self) -> dict[str, float]:
        expected: dict[str, float] = {}
        for flow in self._base.arrivals:
            number = flow.per_year.values[0] * self.calibration.inflow.years
            expected[flow.step] = expected.get(flow.step, 0.0) + number
        return expected

    @property
    def whole(self) -> dict[str, Any]:
        """Grade and source of what rests on the ledger as a whole."""
        return {"grade": "registered", "source": in_both(self._message(_WHOLE))}

    def of_moves(self, step: str, to: str) -> dict[str, Any]:
        """Return grade and source of the rates of a move; one to a step never seen is no register."""
        if to in self.unseen:
            return self._graded(0, Message("; nobody is on the step in the ledger that the move leads to"))
        thin = Message("; few data: fewer than {below} moves off the step", below=_below(self._moves[step]))
        return self._graded(self._moves[step], thin)

    def of_arrivals(self, step: str) -> dict[str, Any]:
        """Return grade and source of the arrivals on a step."""
        came = self._arrivals[step]
        return self._graded(came, Message("; few data: fewer than {below} children came", below=_below(came)))

    def of_follow_ups(self, due: int) -> dict[str, Any]:
        """Return grade and source of the follow-ups held on time."""
        return self._graded(
            due, Message("; few data: fewer than {below} follow-ups were due", below=_below(due))
        )

    def of_price(self, line: PriceLine) -> dict[str, Any]:
        """Return grade and source of a price."""
        below = _below(line.children)
        return self._graded(
            line.children, Message("; few data: prices of fewer than {below} children", below=below)
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


def _below(seen: int) -> int:
    """Return the end of the class that a small number is in: the number itself would stand on every page."""
    return THIN if seen < THIN else GOOD


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
