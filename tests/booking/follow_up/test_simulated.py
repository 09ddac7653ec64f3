"""Hold what is expected of a case, by month, to a comparison of the same draws."""

from pathlib import Path

import numpy as np
import pytest

from booking.amounts.gain_in_kroner import gain_in_kroner
from booking.amounts.policy import Cashable, Policy, shipped
from booking.follow_up.indicators import FollowUpCounts, FollowUpIndicators, follow_up_indicators
from booking.follow_up.simulated import FollowUpMeasure
from model.world.arrays import Floats
from scenarios.building.draws import draw
from scenarios.files.forms import Text
from scenarios.files.refusals import RefusedError
from scenarios.format.study import BASELINE
from scenarios.running.ensemble import compare
from scenarios.running.limits import MOST_REPLICATIONS
from sensitivity.points.early_figures import KINDS, early_figures
from sensitivity.points.measure import CaseMeasure
from sensitivity.subject.subject import Subject, subject
from tests.booking.followed import town
from tests.languages import said_in

DRAWS, REPLICATIONS = 2, 2


@pytest.fixture(scope="module")
def kolding() -> Subject:
    return subject("kolding", "alternativ")


@pytest.fixture(scope="module")
def look(kolding: Subject) -> FollowUpIndicators:
    return follow_up_indicators(kolding.study, kolding.case, months=30)


@pytest.fixture(scope="module")
def rule() -> Policy:
    half = Cashable(items=["institution"], share=0.5, why=Text(da="x"))
    return shipped().model_copy(update={"cashable": [half]})


@pytest.fixture(scope="module")
def found(kolding: Subject, look: FollowUpIndicators, rule: Policy) -> dict[str, Floats]:
    """[draw, replication, ...]"""
    measure = FollowUpMeasure(kolding.study, kolding.case, look, rule, seed=1)
    runs = [
        measure(
            draw(kolding.study, seed=1, number=number),
            [number * MOST_REPLICATIONS + each for each in range(REPLICATIONS)],
        )
        for number in range(DRAWS)
    ]
    return {name: np.stack([run[name] for run in runs]) for name in runs[0]}


def test_it_is_what_a_comparison_has(
    kolding: Subject, look: FollowUpIndicators, rule: Policy, found: dict[str, Floats]
) -> None:
    compared = compare(kolding.study, seed=1, draws=DRAWS, replications=REPLICATIONS)
    assert look.steps == compared.runs[kolding.case].steps
    assert "alternativ" not in compared.runs[BASELINE].steps
    for name, world in (("baseline", BASELINE), ("case", kolding.case)):
        runs, told = compared.runs[world], found[name]
        for i, step in enumerate(look.steps):
            for kind, source in (("starts", runs.starts), ("ends", runs.ends)):
                own = told[..., look.indicators.index(f"{kind}:{step}")]
                at = runs.steps.index(step) if step in runs.steps else None
                there = np.zeros(1) if at is None else source[..., :30, at].cumsum(axis=-1)
                assert (own == there).all(), (name, kind, step, i)
        placed = [runs.steps.index(look.steps[i]) for i in look.placed]
        days = runs.person_days[..., :30, placed].sum(axis=-1).cumsum(axis=-1)
        assert told[..., look.indicators.index("placement_days")] == pytest.approx(days)
        assert told[..., look.indicators.index("number")] == pytest.approx(days / look.months.edges[1:])
        cost = runs.step_cost_dkk[..., :30, :].sum(axis=-1).cumsum(axis=-1)
        assert told[..., look.indicators.index("cost")] == pytest.approx(cost)
        year = runs.moves[:, :, 0][..., : len(runs.steps)]
        down = np.tril(year, -1).sum(axis=(-2, -1))
        assert (told[..., 11, look.indicators.index("moved_down")] == down).all()
    gains = gain_in_kroner(kolding.study, compared, kolding.case, rule)
    for name in ("at_average_dkk", "in_blocks_dkk", "cashable_dkk"):
        assert found[name] == pytest.approx(getattr(gains, name)), name
    assert not np.allclose(found["cashable_dkk"], found["in_blocks_dkk"])
    runs = compared.runs[kolding.case]
    beside = [i for i, item in enumerate(runs.items) if item == "alternativ_til_anbringelse"]
    assert found["programmes_dkk"][..., 11] == pytest.approx(
        runs.cost_dkk[..., 0, beside, :].sum(axis=(-2, -1))
    )


def test_early_indicators_are_those_of_the_value_of_knowing(
    kolding: Subject, look: FollowUpIndicators, found: dict[str, Floats]
) -> None:
    early = early_figures(kolding.study, kolding.case)
    measure = CaseMeasure(kolding.study, kolding.case, seed=1, look_early=True)
    known = measure(draw(kolding.study, seed=1, number=0), [0, 1])
    months = [month - 1 for month in early.months]
    for i, name in enumerate(early.indicators):
        own = found["case"][0][:, months, look.indicators.index(name)]
        assert own == pytest.approx(known["indicators"][..., i]), name
    assert found["events"][0][:, months].sum(axis=-2) == pytest.approx(known["events"])
    assert found["child_years"][0][:, months].sum(axis=-1) == pytest.approx(known["child_years"])


def test_who_was_never_placed_has_no_price_and_no_length(look: FollowUpIndicators) -> None:
    steps = len(look.steps)
    nothing = np.zeros((2, steps))
    moves = np.zeros((2, steps, steps + 1))
    moves[1, 1, 0] = 2
    empty = FollowUpCounts(person_days=nothing, starts=nothing, ends=nothing, moves=moves, cost_dkk=nothing)
    told = dict(zip(look.indicators, look.read(empty).T.tolist(), strict=True))
    assert told["average_price"] == told["length"] == told["number"] == [0, 0]
    assert told["moved_down"] == [0, 2]
    events, years = look.events(empty)
    at = look.acted_on.index(1)
    assert events[:, at, KINDS.index("down")].tolist() == [0, 2]
    assert not years.any()


def test_a_draw_that_makes_no_world_is_told(tmp_path: Path) -> None:
    case = town(tmp_path)
    look = follow_up_indicators(case.study, case.case, months=3)
    measure = FollowUpMeasure(case.study, case.case, look, shipped(), seed=1)
    with pytest.raises(RefusedError) as refused:
        measure(draw(case.study, seed=1, number=0) | {"udslusning": -1.0}, [0])
    assert "udslusning = -1" in str(refused.value)
    assert "by: the baseline cannot be simulated" in said_in("en", str, refused.value)
