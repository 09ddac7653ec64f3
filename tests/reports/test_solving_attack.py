"""Work out counts of children from pages made to be published, as somebody does who knows the method."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import gamma

from calibration.calibrated_file.observed import Observed
from calibration.calibrated_file.small_counts import too_few
from calibration.rates.calibrate import Calibration
from language.formatting import FEWEST_SHOWN
from reports.shared.basis import AssumptionWords, assumption_words, source_words
from reports.shared.used_numbers import children_used_grid
from scenarios.format.study import Study
from tests.calibration.calibrated_file.test_observed import built_on, calibrated, row
from tests.languages import said_in

STEPS = ("tidlig", "hjemmebaseret", "familiepleje", "institution")
FIRST, LAST = date(2022, 1, 1), date(2026, 1, 1)


def rows_until(last: date, children: int = 150) -> list[str]:
    """Return services of children of all ages on four steps, few of them where steps are high."""
    rng = np.random.default_rng(3)
    rows = []
    for child in range(children):
        born = date(2006, 1, 1) + timedelta(days=int(rng.integers(0, 5000)))
        start = date(2021, 1, 1) + timedelta(days=int(rng.integers(0, 1700)))
        at = int(rng.choice(4, p=(0.5, 0.3, 0.1, 0.1)))
        for _ in range(3):
            end = start + timedelta(days=int(rng.exponential(400)) + 20)
            if start < last:
                gone = f"{end}" if end < last else ""
                money = {"price": 900 + 7 * child, "price_unit": "day", "birth_date": born}
                rows.append(row(f"B{child}", STEPS[at], start, end if gone else None, **money))
            if end >= last or rng.random() < 0.5:
                break
            start, at = end, int(rng.integers(0, 4))
    return rows


@pytest.fixture(scope="module")
def calibration(tmp_path_factory: pytest.TempPathFactory) -> tuple[Calibration, Study]:
    folder = tmp_path_factory.mktemp("angreb")
    _, found = calibrated(folder, *rows_until(LAST))
    return found, built_on(folder, found)


def counts_of(calibration: Calibration) -> dict[str, int]:
    """Return how many moves or children are behind each assumption, by its name in the file."""
    observed, exposure = Observed(calibration=calibration), calibration.exposure
    counts = {
        f"{origin}_{to}_{estimate.rows[cell].age_band}": estimate.rows[cell].events
        for (origin, to), estimate in calibration.moves.items()
        for cell in observed.cells((origin, to))
    }
    for step, here in zip(exposure.histories.staircase.steps, calibration.inflow.counts, strict=True):
        for age, count in zip(exposure.band_names, here.tolist(), strict=True):
            counts[f"tilgang_{step.name}_{age}"] = count
    return counts


def on_the_page(study: Study) -> dict[str, AssumptionWords]:
    """Return what the page says of each assumption, by its name."""
    words = [each for some in assumption_words(study, ()) for each in some]
    by_title = {each.title: each for each in words}
    assert len(by_title) == len(words)
    return {name: by_title[str(assumption.title)] for name, assumption in study.assumptions.items()}


def without_care(study: Study) -> dict[str, AssumptionWords]:
    """Return what the page would say with the digits of any other assumption."""
    words = said_in("en", on_the_page, study)
    return {
        name: replace(
            words[name], value=f"90% between {each.quantile(0.05):.3g} and {each.quantile(0.95):.3g}"
        )
        for name, each in study.assumptions.items()
    }


def without_hiding(study: Study) -> Study:
    """Return the study as if nobody had said that few children are behind a number."""
    known = study.scenario.assumptions
    shown = {name: each.model_copy(update={"few_children": False}) for name, each in known.items()}
    scenario = study.scenario.model_copy(update={"assumptions": shown})
    return Study(**{**vars(study), "scenario": scenario})


def ends(words: AssumptionWords) -> tuple[str, str] | None:
    match = re.fullmatch(r"90% between ([\d.,]+) and ([\d.,]+)", words.value)
    return (match[1].replace(",", ""), match[2].replace(",", "")) if match else None


def solved(words: AssumptionWords) -> float | None:
    """Return the events of which an interval on the page is the one; None where there is none."""
    if (interval := ends(words)) is None or not float(interval[0]):
        return None
    ratio = float(interval[1]) / float(interval[0])

    def off(shape: float) -> float:
        low, high = (float(gamma.ppf(share, shape)) for share in (0.05, 0.95))
        return float(np.log(high / low) - np.log(ratio))

    return float(brentq(off, 0.3, 5000.0)) if off(0.3) > 0 > off(5000.0) else None


def possible(words: AssumptionWords) -> list[int]:
    """Return all numbers of events that would have given the same digits."""
    interval = ends(words)
    if interval is None:
        return [*range(400)]
    edges = []
    for text in interval:
        digits = text.rstrip("0") if "." in text else text
        step = 10.0 ** (-len(digits.partition(".")[2]) if "." in digits else len(text) - 1)
        edges.append((max(float(text) - step / 2, 1e-12), float(text) + step / 2))
    found = []
    for events in range(1, 400):
        unit = [float(gamma.ppf(share, events)) for share in (0.05, 0.95)]
        least, most = (max(edges[i][0] / unit[i] for i in (0, 1)), min(edges[i][1] / unit[i] for i in (0, 1)))
        found += [events] if least <= most else []
    return found


def given_away(page: dict[str, AssumptionWords], counts: dict[str, int]) -> list[str]:
    """Return which small counts are solved for, to within two."""
    answers = {name: solved(page[name]) for name, count in counts.items() if 0 < count < FEWEST_SHOWN}
    return [
        name for name, answer in answers.items() if answer is not None and abs(answer - counts[name]) <= 2
    ]


def test_small_counts_are_solved_for_from_intervals_unless_they_are_hidden(
    calibration: tuple[Calibration, Study],
) -> None:
    found, study = calibration
    counts = {name: count for name, count in counts_of(found).items() if name in study.assumptions}
    small = [name for name, count in counts.items() if 0 < count < FEWEST_SHOWN]
    assert len(small) >= 15
    page = said_in("en", on_the_page, study)
    assert len(given_away(without_care(study), counts)) > len(small) / 2
    assert len(given_away(said_in("en", on_the_page, without_hiding(study)), counts)) > len(small) / 2
    assert not given_away(page, counts)
    assert {page[name].value for name in small} == {
        "hidden: fewer than 5 children are behind it, or theirs could be worked out"
    }


def test_a_source_says_a_class_and_no_count(calibration: tuple[Calibration, Study]) -> None:
    _, study = calibration
    sources = [each.source for each in said_in("en", on_the_page, study).values()]
    sources += [each.source for each in said_in("en", source_words, study, ())]
    few = [source.partition("few data: ")[2] for source in sources if "few data" in source]
    assert few
    assert all(re.fullmatch(r"(prices of )?fewer than (10|50) .*", text) for text in few)


def test_what_is_hidden_does_not_follow_from_a_sum(calibration: tuple[Calibration, Study]) -> None:
    found, study = calibration
    counts = counts_of(found)
    tables: dict[str, list[str]] = {}
    for name in study.assumptions:
        if name in counts:
            tables.setdefault(name.rpartition("_")[0], []).append(name)
    for names in tables.values():
        hidden = [name for name in names if study.assumptions[name].few_children]
        together = sum(counts[name] for name in hidden)
        assert together == 0 or together >= FEWEST_SHOWN or hidden == names


@pytest.mark.parametrize("counts", [*product((0, 1, 4, 5, 30), repeat=3)])
def test_cells_are_hidden_until_the_rest_tells_nothing(counts: tuple[int, ...]) -> None:
    hidden = too_few(counts)
    together = [count for count, is_few in zip(counts, hidden, strict=True) if is_few]
    assert all(is_few for count, is_few in zip(counts, hidden, strict=True) if count < FEWEST_SHOWN)
    if any(together) and not all(hidden):
        assert sum(together) >= FEWEST_SHOWN
        assert sum(map(bool, together)) > 1


def differences(before: AssumptionWords, after: AssumptionWords) -> set[int]:
    """Return how many may have come between two pages."""
    return {late - early for early, late in product(possible(before), possible(after)) if late >= early}


def test_two_pages_a_year_apart_do_not_tell_of_the_few_in_between(tmp_path: Path) -> None:
    studies, counts = [], []
    for last in (date(2025, 1, 1), LAST):
        folder = tmp_path / str(last)
        folder.mkdir()
        _, found = calibrated(folder, *rows_until(last, children=500))
        studies.append(built_on(folder, found))
        counts.append(counts_of(found))
    came = {name: counts[1][name] - counts[0].get(name, 0) for name in counts[1]}
    few = [name for name in studies[0].assumptions if 0 < came.get(name, 0) < FEWEST_SHOWN]
    small = {*range(1, FEWEST_SHOWN)}
    pages = [said_in("en", on_the_page, study) for study in studies]
    both = [name for name in few if all(ends(page[name]) for page in pages)]
    assert len(both) >= 5
    assert not [name for name in few if differences(*(page[name] for page in pages)) <= small]
    careless = [without_care(study) for study in studies]
    assert [
        name for name in few if (told := differences(*(page[name] for page in careless))) and told <= small
    ]


def test_children_and_prices_on_the_page_tell_no_small_count(calibration: tuple[Calibration, Study]) -> None:
    _, study = calibration
    grid = said_in("en", children_used_grid, study.scenario)
    assert grid is not None
    assert not {cell for each in grid.rows for cell in each} & {"1", "2", "3", "4"}
    assert grid.total == ()
