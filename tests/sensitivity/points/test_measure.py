"""Hold what is measured at a point, and read early of it, to what a comparison has."""

import pickle
from pathlib import Path

import numpy as np
import pytest

from language.messages import in_language
from model.world.arrays import Floats
from scenarios.building.draws import draw
from scenarios.building.world import build
from scenarios.files.refusals import RefusedError
from scenarios.format.study import BASELINE
from scenarios.reading.load import load
from scenarios.results import result_folder
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import stamp
from scenarios.results.summary import summary
from scenarios.results.tables import Tables
from scenarios.running.ensemble import compare
from scenarios.running.limits import MOST_REPLICATIONS
from scenarios.running.simulate import simulate_world
from sensitivity.points.early_figures import early_figures
from sensitivity.points.measure import CaseMeasure
from sensitivity.points.plain_draws import points, read_draws
from sensitivity.subject.case_effects import acted_on
from sensitivity.subject.outcomes import (
    CASHABLE,
    NEED,
    NET,
    PLACED,
    number_of,
    outcome_values,
    outcomes,
)
from sensitivity.subject.subject import Subject
from sensitivity.subject.subject import subject as subject_of
from tests.languages import said_in
from tests.scenarios.small import SMALL
from tests.sensitivity.labs import small

DRAWS, REPLICATIONS = 3, 2


@pytest.fixture(scope="module")
def kolding() -> Subject:
    return subject_of("kolding", "alternativ")


@pytest.fixture(scope="module")
def compared(kolding: Subject) -> Comparison:
    return compare(kolding.study, seed=1, draws=DRAWS, replications=REPLICATIONS)


@pytest.fixture(scope="module")
def found(kolding: Subject) -> dict[str, Floats]:
    """The same draws, measured: [draw, replication, ...]."""
    measure = CaseMeasure(kolding.study, kolding.case, seed=1, look_early=True)
    chances = [[n * MOST_REPLICATIONS + r for r in range(REPLICATIONS)] for n in range(DRAWS)]
    runs = [measure(draw(kolding.study, seed=1, number=n), chances[n]) for n in range(DRAWS)]
    return {name: np.stack([run[name] for run in runs]) for name in runs[0]}


def test_it_is_what_a_comparison_has(
    kolding: Subject, compared: Comparison, found: dict[str, Floats]
) -> None:
    gain = compared.gain("alternativ")
    assert found["gain_dkk"].tobytes() == gain.dkk.tobytes()
    known = outcomes(kolding.study.scenario)
    judged = outcome_values(kolding.study.scenario, found)
    at = {outcome.name: judged[..., i] for i, outcome in enumerate(known)}
    assert judged.shape[-1] == len(known)
    assert np.array_equal(at[NET], gain.net_present)
    assert at[CASHABLE] == pytest.approx(gain.by_year.sum(axis=-1))
    assert at[NEED] == pytest.approx(np.maximum(-gain.by_year, 0).max(axis=-1))
    assert at["gain_2030"] == pytest.approx(gain.by_year[..., 3])
    assert at["gain_staten"] == pytest.approx(gain.by_payer[..., compared.payers.index("staten")])
    steps = ("netværk", "familiepleje", "institution", "efterværn")  # those it says are placed
    change = sum(
        compared.full_year_persons("alternativ", step) - compared.full_year_persons(BASELINE, step)
        for step in steps
    )
    assert at[PLACED] == pytest.approx(np.asarray(change).mean(axis=-1))
    directions = {outcome.name for outcome in known if not outcome.more_is_better}
    assert directions == {NEED, PLACED}


def test_own_cost_is_that_of_what_the_baseline_has_not(
    compared: Comparison, found: dict[str, Floats]
) -> None:
    runs = compared.runs["alternativ"]
    items = [runs.items.index(name) for name in ("alternativ", "alternativ_til_anbringelse")]
    assert found["own_dkk"] == pytest.approx(runs.cost_dkk[..., items, :].sum(axis=-2))


def test_what_is_read_early_is_what_has_come_together(kolding: Subject, found: dict[str, Floats]) -> None:
    look = early_figures(kolding.study, "alternativ")
    assert look.months == (3, 6, 12, 18, 24)
    world = build(kolding.study.case("alternativ"), draw(kolding.study, seed=1, number=0))
    lived = simulate_world(world, seed=1, replications=[0])
    at = {name: found["indicators"][0, 0, :, i] for i, name in enumerate(look.indicators)}
    step = look.steps.index("familiepleje")
    starts = lived.counts.starts[0, :, step].cumsum()
    assert at["starts:familiepleje"].tolist() == [starts[month - 1] for month in look.months]
    moves = lived.counts.moves[0, :12].sum(axis=0)
    steps = len(look.steps)
    assert at["moved_down"][2] == np.tril(moves[:, :steps], -1).sum()
    assert at["moved_up"][2] == np.triu(moves[:, :steps], 1).sum()
    placed = lived.counts.person_days[0, :12][:, look.placed]
    assert at["placement_days"][2] == pytest.approx(placed.sum())
    dkk = lived.books.cost_dkk[0, :12][:, look.placed].sum()
    assert at["average_price"][2] == pytest.approx(dkk / (placed.sum() / 365.25))
    down, up, out, came = found["events"][0, 0, 2]
    on = [look.steps.index(name) for name in acted_on(kolding.study, "alternativ")]
    assert (down, up) == (np.tril(moves[:, :steps], -1)[on].sum(), np.triu(moves[:, :steps], 1)[on].sum())
    assert out == moves[on, steps:].sum()
    begun = lived.counts.starts[0, :12].sum(axis=0)
    assert came == begun[on].sum() - moves[:, on].sum()
    assert came > 0
    assert found["child_years"][0, 0, 2] == pytest.approx(
        lived.counts.person_days[0, :12][:, on].sum() / 365.25
    )


def test_the_gain_so_far_ends_as_the_net_present_gain(tmp_path: Path) -> None:
    text = SMALL.replace("years: 2\n", "years: 1\n")
    made = small(tmp_path, text)
    look = early_figures(made.study, made.case)
    assert look.months == (3, 6, 12)
    measure = CaseMeasure(made.study, made.case, seed=1, look_early=True)
    run = measure(draw(made.study, seed=1, number=0), [0, 1])
    net = outcome_values(made.study.scenario, run)[..., 0]
    assert run["so_far_dkk"][:, -1] == pytest.approx(net)


def test_a_baseline_is_run_once_for_points_that_share_it(kolding: Subject) -> None:
    measure = CaseMeasure(kolding.study, kolding.case, seed=1)
    values = draw(kolding.study, seed=1, number=0)
    other = values | {"pris_alternativ": 1.2 * values["pris_alternativ"]}
    measure(values, [5])
    ran: list[str] = []
    real = measure._run

    def counted(case: str, *rest: object) -> object:
        ran.append(case)
        return real(case, *rest)  # type: ignore[arg-type]

    measure._run = counted  # type: ignore[method-assign,assignment]
    again = measure(other, [5])
    assert ran == ["alternativ"]
    fresh = CaseMeasure(kolding.study, kolding.case, seed=1)(other, [5])
    assert again["gain_dkk"].tobytes() == fresh["gain_dkk"].tobytes()
    measure(values | {"form": 0.9 * values["form"]}, [5])
    assert ran[1:] == [BASELINE, "alternativ"]


def test_it_goes_to_another_process(kolding: Subject) -> None:
    measure = CaseMeasure(kolding.study, kolding.case, seed=1)
    values = draw(kolding.study, seed=1, number=0)
    sent = pickle.loads(pickle.dumps(measure))  # noqa: S301  our own bytes
    assert sent(values, [0])["gain_dkk"].tobytes() == measure(values, [0])["gain_dkk"].tobytes()


def test_a_point_that_makes_no_world_is_told_and_not_left_out(tmp_path: Path) -> None:
    made = small(tmp_path)
    measure = CaseMeasure(made.study, made.case, seed=1)
    values = draw(made.study, seed=1, number=0) | {"udslusning": -1.0}
    with pytest.raises(RefusedError) as raised:
        measure(values, [0])
    for sentence in (str(raised.value), said_in("en", str, raised.value)):
        assert "udslusning = -1" in sentence
        assert "lille" in sentence
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)  # noqa: S301


def test_the_steps_a_case_works_on() -> None:
    study = load("kolding")
    placed = ("netværk", "familiepleje", "institution")
    assert acted_on(study, "opfølgning") == placed
    assert acted_on(study, "alternativ") == ("forebyggende", "hjemmebaseret", "alternativ")
    assert acted_on(study, "tidlig_hjælp") == (
        *("tidlig", "forebyggende", "hjemmebaseret", "familiepleje", "institution"),
    )


def test_an_outcome_that_is_not_there_is_refused(kolding: Subject) -> None:
    with in_language("en"), pytest.raises(RefusedError, match="net_present_gain"):
        number_of("gain_1999", outcomes(kolding.study.scenario))


def test_draws_are_those_of_a_comparison(kolding: Subject, compared: Comparison) -> None:
    made = points(kolding.study, kolding.factors, draws=DRAWS, seed=1)
    for i, name in enumerate(kolding.factors.names):
        assert np.array_equal(made.values[:, i], compared.assumptions[name])
    assert made.chance.tolist() == [0, 1, 2]


def test_a_run_that_exists_is_read_and_nothing_is_run(
    kolding: Subject, compared: Comparison, found: dict[str, Floats], tmp_path: Path
) -> None:
    mark = stamp(kolding.study, compared)
    result_folder.write(
        tmp_path / "kørsel",
        stamp=mark,
        summary=summary(compared, mark),
        tables=Tables(compared).by_parts(),
        figures={},
        report="",
    )
    read = read_draws(tmp_path / "kørsel", kolding.study, "alternativ", kolding.factors)
    assert np.array_equal(read.values, points(kolding.study, kolding.factors, draws=DRAWS, seed=1).values)
    for name in ("gain_dkk", "placed", "placed_before"):
        assert read.measured[name].tobytes() == found[name].tobytes(), name
    with in_language("en"), pytest.raises(RefusedError, match="another scenario"):
        read_draws(tmp_path / "kørsel", load("horsens"), "alternativ", kolding.factors)
    with in_language("en"), pytest.raises(RefusedError, match="no whole run"):
        read_draws(tmp_path, kolding.study, "alternativ", kolding.factors)
