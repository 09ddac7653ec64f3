from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter
from scipy import stats

from model.world.arrays import Floats
from scenarios.building.draws import corners, draw
from scenarios.format.assumptions import Assumption
from scenarios.format.distributions import Distribution
from scenarios.format.study import Study
from tests.scenarios.moments import moments
from tests.scenarios.small import SMALL, study_of, with_change

DRAWS = 2000
FALSE_ALARM = 1e-6
"""How often a right program fails the test of Kolmogorov and Smirnov."""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_of(SMALL, tmp_path_factory.mktemp("study"))


def assumption(distribution: str) -> Assumption:
    kind, *numbers = distribution.split()
    pairs = (pair.split("=") for pair in numbers)
    law = {"kind": kind, **{name: float(number) for name, number in pairs}}
    return Assumption.model_validate({"distribution": law, "grade": "assumption", "source": "x"})


def drawn(distribution: str, study: Study, *, seed: int = 1, name: str = "udslusning") -> Floats:
    changed = study.scenario.model_copy(update={"assumptions": {name: assumption(distribution)}})
    one = Study(name="x", scenario=changed, cases={}, digest="")
    return np.array([draw(one, seed=seed, number=number)[name] for number in range(DRAWS)])


def test_a_draw_is_a_function_of_seed_number_and_name(study: Study) -> None:
    assert draw(study, seed=7, number=3) == draw(study, seed=7, number=3)
    uncertain = "udslusning"
    values = {draw(study, seed=seed, number=number)[uncertain] for seed in (1, 2) for number in range(5)}
    assert len(values) == 10


def test_another_assumption_changes_no_draw(study: Study, tmp_path: Path) -> None:
    new = "  ny: {distribution: {kind: uniform, low: 0, high: 1}, grade: assumption, source: x}\n"
    text = with_change("hjemme: {pleje: 0.3,", "hjemme: {pleje: ny,")
    more = study_of(with_change("assumptions:\n", "assumptions:\n" + new, text=text), tmp_path)
    before, after = (draw(one, seed=1, number=0) for one in (study, more))
    assert {name: after[name] for name in before} == before
    assert 0 < after["ny"] < 1


def test_a_fixed_assumption_is_the_same_in_every_draw(study: Study) -> None:
    assert {draw(study, seed=1, number=number)["plejepris"] for number in range(9)} == {400000.0}


def test_names_are_drawn_independently(study: Study) -> None:
    one, other = (drawn("uniform low=0 high=1", study, name=name) for name in ("en", "to"))
    assert abs(np.corrcoef(one, other)[0, 1]) < 5 / DRAWS**0.5


def test_seeds_and_draws_that_lie_close_are_independent(study: Study) -> None:
    one = drawn("uniform low=0 high=1", study)
    assert abs(np.corrcoef(one[:-1], one[1:])[0, 1]) < 5 / DRAWS**0.5
    assert abs(np.corrcoef(one, drawn("uniform low=0 high=1", study, seed=2))[0, 1]) < 5 / DRAWS**0.5


@pytest.mark.parametrize(
    "distribution",
    [
        "lognormal p05=0.35 p95=3",
        "normal p05=-2 p95=6",
        "uniform low=2 high=5",
        "pert low=0.05 mode=0.2 high=0.4",
        "beta mean=0.3 sd=0.1",
        "gamma mean=0.3 sd=0.2",
    ],
)
def test_draws_follow_their_distribution(distribution: str, study: Study) -> None:
    law = assumption(distribution).distribution
    assert law is not None
    assert stats.kstest(law.law.cdf(drawn(distribution, study)), "uniform").pvalue > FALSE_ALARM


@pytest.mark.parametrize("distribution", ["lognormal p05=0.35 p95=3.0", "normal p05=-2 p95=6"])
def test_nine_in_ten_lie_between_p05_and_p95(distribution: str) -> None:
    made = assumption(distribution)
    low, high = (float(part.split("=")[1]) for part in distribution.split()[1:])
    assert made.quantile(0.05) == pytest.approx(low)
    assert made.quantile(0.95) == pytest.approx(high)


def test_the_median_of_a_lognormal_is_the_geometric_middle_and_of_a_normal_the_middle() -> None:
    assert assumption("lognormal p05=0.5 p95=2").quantile(0.5) == pytest.approx(1.0)
    assert assumption("normal p05=-2 p95=6").quantile(0.5) == pytest.approx(2.0)


@pytest.mark.parametrize(("low", "mode", "high"), [(0, 1, 2), (0.05, 0.2, 0.4), (1, 1, 2), (1, 2, 2)])
def test_the_mean_of_a_pert_weighs_the_mode_four_times(low: float, mode: float, high: float) -> None:
    law = assumption(f"pert low={low} mode={mode} high={high}").distribution
    assert law is not None
    assert moments(law.law)[0] == pytest.approx((low + 4 * mode + high) / 6)
    assert law.law.support == (low, high)


def test_a_beta_has_the_mean_and_spread_it_says() -> None:
    law: Distribution = TypeAdapter(Distribution).validate_python({"kind": "beta", "mean": 0.3, "sd": 0.1})
    assert moments(law.law) == pytest.approx((0.3, 0.1))


def test_a_gamma_has_the_mean_and_spread_it_says() -> None:
    law = assumption("gamma mean=0.3 sd=0.4").distribution
    assert law is not None
    assert moments(law.law) == pytest.approx((0.3, 0.4))
    assert law.law.support == (0.0, np.inf)


JOINT = """\
joint:
  - {names: [en, to, udslusning], correlation: [[1, 0.8, 0], [0.8, 1, 0], [0, 0, 1]]}
assumptions:
  en: {distribution: {kind: gamma, mean: 2, sd: 1}, grade: assumption, source: x}
  to: {distribution: {kind: beta, mean: 0.5, sd: 0.2}, grade: assumption, source: x}
"""


def town(assumptions: str, folder: Path) -> Study:
    """Return the small scenario with `en` and `to` as rates."""
    text = with_change("efter: {slut: 0.8}", "efter: {slut: en}")
    text = with_change("hjemme: {pleje: 0.3,", "hjemme: {pleje: to,", text=text)
    return study_of(with_change("assumptions:\n", assumptions, text=text), folder)


def test_assumptions_that_are_drawn_together_agree_as_far_as_they_are_correlated(
    study: Study, tmp_path: Path
) -> None:
    joint = town(JOINT, tmp_path)
    alone = town(JOINT[JOINT.index("assumptions") :], tmp_path)
    values = [draw(joint, seed=1, number=number) for number in range(DRAWS)]
    columns = {name: np.array([value[name] for value in values]) for name in values[0]}
    normal = []
    for name in ("en", "to", "udslusning"):
        law = joint.assumptions[name].distribution
        assert law is not None
        assert stats.kstest(law.law.cdf(columns[name]), "uniform").pvalue > FALSE_ALARM
        normal.append(stats.norm.ppf(law.law.cdf(columns[name])))
    assert np.corrcoef(normal) == pytest.approx(np.array([[1, 0.8, 0], [0.8, 1, 0], [0, 0, 1]]), abs=0.1)
    # What it is not correlated with leaves an assumption as it was, and so does not being in the list.
    for number in range(20):
        apart = draw(alone, seed=1, number=number)
        assert values[number]["udslusning"] == pytest.approx(apart["udslusning"], rel=1e-9)
        assert values[number]["plejepris"] == draw(study, seed=1, number=number)["plejepris"]


def test_assumptions_that_always_agree_have_the_same_quantile(tmp_path: Path) -> None:
    same = JOINT.replace("0.8", "1")
    value = draw(town(same, tmp_path), seed=1, number=0)
    assert stats.gamma(4, scale=0.5).cdf(value["en"]) == pytest.approx(
        stats.beta(2.625, 2.625).cdf(value["to"])
    )


def test_corners_are_the_medians_and_far_out_on_both_sides(study: Study) -> None:
    middle, low, high = (values["udslusning"] for values in corners(study))
    assert middle == pytest.approx((0.05 * 0.2) ** 0.5)
    assert low < 0.05
    assert high > 0.2
