"""Tell what of a calibration nobody asked for and the ledger decided, and what its scenario file lacks."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from calibration.calibrated_file.observed import Observed
from calibration.calibrated_file.price_lines import lines_in_file, replaced_lines
from calibration.calibrated_file.scenario_file import impossible_moves
from calibration.calibrated_file.stock_file import ALONE, households, outside_stock
from calibration.ledger.histories import NOWHERE
from calibration.ledger.notes import beyond_extract
from calibration.ledger.read_ledgers import Reading
from calibration.rates.calibrate import Calibration, CalibrationRequest, complete_from, known_by, window_of
from calibration.rates.prices import BESIDE, STAY, PriceLine, years_of
from calibration.rates.verdicts import grade_of, moves_off
from calibration.rows.ledger import places_of
from language.formatting import number, percent
from language.messages import say
from scenarios.building.economy import price_index
from scenarios.format.study import Study


def notes(request: CalibrationRequest, calibration: Calibration) -> Iterator[str]:
    """Yield what nobody asked for and the ledger decided."""
    window = calibration.exposure.histories.window
    if request.first is None or request.last is None:
        yield say(
            "the window is {first} to {last}, by the ledger; --from and --to set it",
            first=window.first,
            last=window.last,
        )
    yield from _on_the_first_day(request, calibration)
    yield from beyond_extract(request.last, calibration.reading)
    if np.isnan(calibration.exposure.histories.birth).all() and request.borders != ():
        yield say("the ledger has no birth dates (birth_date): rates are the same at all ages")
    if own := calibration.own_steps:
        steps = ", ".join(step.name for step in own.staircase.steps)
        yield say(
            "the ledger's own steps, {order}, as it does not say which is the higher: {steps}; --scenario "
            "says whose are meant",
            order=say("in the order of their prices") if own.by_price else say("in the order of their names"),
            steps=steps,
        )
    if forgotten := _open_above_later(calibration):
        yield say(
            "{count} children have an open service on a higher step though one on a lower step began later; "
            "they are taken to be on the higher still: if it is over, its end is missing",
            count=forgotten,
        )
    if seen := calibration.follow_ups:
        yield say(
            "key figure 12: of {due} services that were due a first follow-up within three months {on_time} "
            "had it, {late} had it later, and {without} have no date",
            due=number(seen.due),
            on_time=number(seen.on_time),
            late=number(seen.late),
            without=number(seen.without),
        )
    if (calibration.reading.ledger.rows["score"] != "").any():
        yield say("the ledger has scores (score); they are not used in any figure yet")


def _open_above_later(calibration: Calibration) -> int:
    """Return how many children have a service without an end above one that began after it."""
    steps = [step.name for step in calibration.exposure.histories.staircase.steps]
    ledger = calibration.reading.ledger.rows
    rows = ledger[["start", "end"]].assign(
        child=pd.factorize(ledger["child_id"])[0], height=places_of(ledger["step"], steps)
    )
    pairs = rows[rows["end"].isna()].merge(rows, on="child", suffixes=("", "_later"))
    later = (pairs["start_later"] > pairs["start"]) & (pairs["height_later"] < pairs["height"])
    return int(pairs["child"][later].nunique())


def _on_the_first_day(request: CalibrationRequest, calibration: Calibration) -> Iterator[str]:
    """Yield what is wrong with a first day before the ledger's own."""
    if request.first is None:
        return
    rows, window = calibration.reading.ledger.rows, calibration.exposure.histories.window
    if window.first > request.first:
        yield say(
            "--from {asked} lies before the ledger's first day; the window begins {first}",
            asked=request.first,
            first=window.first,
        )
    if window.first < (whole := complete_from(known_by(rows, window.last))):
        yield say(
            "the window begins {first}, but nobody is seen to leave before {whole}: of the time before, the "
            "ledger seems to hold those alone who stayed, and the rates are too low; --from {whole} leaves "
            "it out",
            first=window.first,
            whole=whole,
        )


def window_notes(request: CalibrationRequest, reading: Reading) -> Iterator[str]:
    """Yield the window of a calibration, and how many rows lie outside it."""
    rows, window = reading.ledger.rows, window_of(request, reading)
    first, last = np.datetime64(window.first), np.datetime64(window.last)
    before, after = int((rows["end"] <= first).sum()), int((rows["start"] > last).sum())
    yield from beyond_extract(request.last, reading)
    yield say("a calibration uses the time from {first} to {last}", first=window.first, last=window.last)
    if before or after:
        yield say(
            "{before} rows end before that time and {after} begin after it; no rates are taken from them",
            before=before,
            after=after,
        )


def notes_on_file(calibration: Calibration) -> Iterator[str]:
    """Yield what the file for scenarios has that nobody asked for, and what was seen and is not in it."""
    study = calibration.study
    if study is None:
        return
    for (origin, to), count in impossible_moves(calibration):
        yield say(
            "{origin} → {to}: {count} moves were seen at an age the step does not have; not in the file",
            origin=origin,
            to=to,
            count=count,
        )
    observed = Observed(calibration=calibration)
    yield from _on_the_unseen(observed, study)
    yield from _on_the_trend(observed, study)
    yield from _on_the_stock(calibration)
    yield from _on_prices(observed, study)


def _on_the_unseen(observed: Observed, study: Study) -> Iterator[str]:
    """Yield which steps the ledger says nothing or little of."""
    if observed.unseen:
        yield say(
            "the ledger has nobody on {steps}: rates, arrivals and children there are left out of the file, "
            "and those of {scenario} hold. Who came from there to {seen} counts as an arrival, and who went "
            "there as gone out, so the scenario's own moves from there come on top: see to it that none "
            "counts twice",
            steps=_titles(study, observed.unseen),
            scenario=study.name,
            seen=_titles(study, observed.steps),
        )
    if observed.left:
        yield say(
            "{count} moves from steps that were seen were never seen, or not at every age, and so few were "
            "expected that none says little: there the rates of {scenario} hold",
            count=len(observed.left),
            scenario=study.name,
        )
    if silent := [step for step in observed.steps if step not in observed.arrivals]:
        yield say(
            "{steps}: nobody came from outside; the arrivals of {scenario}, if it has any there, hold",
            steps=_titles(study, silent),
            scenario=study.name,
        )
    moves = moves_off(observed.calibration.exposure)
    if few := [step for step in observed.steps if grade_of(moves[step]) == "poor"]:
        yield say(
            "{steps}: so few moves were seen that the rates are marked as assumptions in the file",
            steps=_titles(study, few),
        )


def _on_the_trend(observed: Observed, study: Study) -> Iterator[str]:
    """Yield the trend of the arrivals that stands in the file, and goes on for as long as a scenario runs."""
    flow = observed.calibration.inflow
    if flow.trend_low * flow.trend_high > 0 and observed.arrivals:
        yield say(
            "arrivals changed by {trend} a year in the window (95 %: {low} to {high}); the file lets that go "
            "on for {steps}, and for as long as the scenario runs. Write another trend under "
            "arrivals.trend_by_step, 0 for none",
            trend=_signed(flow.trend),
            low=_signed(flow.trend_low),
            high=_signed(flow.trend_high),
            steps=_titles(study, observed.arrivals),
        )


def _signed(share: float) -> str:
    return f"+{percent(share)}" if share > 0 else percent(share)


def _on_the_stock(calibration: Calibration) -> Iterator[str]:
    lives = calibration.exposure.histories
    there = lives.destination == NOWHERE
    outside = outside_stock(lives) & there
    if missing := int(outside.sum()):
        yield say(
            "the stock: {missing} children are left out; their age is not known or not the step's",
            missing=missing,
        )
    household, several = households(calibration.reading.ledger, lives)
    of_child = household[lives.child[there & ~outside]]
    _, sizes = np.unique(of_child[of_child != ALONE], return_counts=True)
    if shared := int(sizes[sizes > 1].sum()):
        yield say(
            "the stock: {children} children share {households} households and are added together for central "
            "reimbursement",
            children=shared,
            households=int((sizes > 1).sum()),
        )
    if several:
        yield say(
            "{children} children have several households; that of the newest row holds", children=several
        )


def _on_prices(observed: Observed, study: Study) -> Iterator[str]:
    """Yield how the kroner of the ledger became prices, and where there were none."""
    prices, years = observed.calibration.prices, years_of(observed.calibration.exposure.histories)
    if prices.lines:
        yield say(
            "prices are those of {year}, the last year of the window; {index} brings earlier years there",
            year=prices.year,
            index=say("the shipped price index")
            if study.scenario.price_index is None
            else say("the scenario's price index"),
        )
        if carried := price_index(study.scenario).carried(years if len(years) > 1 else ()):
            yield say(
                "no source tells the price level of {years}; the index is carried on",
                years=", ".join(map(str, carried)),
            )
    for line in prices.lines:
        yield from _on_a_line(line, study)
    yield from _on_what_was_paid_back(prices.lines, study)
    for step, names in replaced_lines(observed, study).items():
        yield say(
            "{step}: the ledger's price takes the place of the scenario's {names} too",
            step=_titles(study, [step]),
            names=", ".join(names),
        )
    lacking = [step for step in observed.steps if prices.line(step, STAY) is None]
    if lacking:
        yield say(
            "{steps}: the ledger has no price by the day, month or year; that of {scenario} holds",
            steps=_titles(study, lacking),
            scenario=study.name,
        )
    if prices.outside_rows:
        yield say(
            "DKK {dkk} of {rows} rows were paid while the child stood on no step, and are in no price",
            dkk=number(prices.outside_dkk),
            rows=prices.outside_rows,
        )


def _on_a_line(line: PriceLine, study: Study) -> Iterator[str]:
    facts = {"step": _titles(study, [line.step])}
    if line.kind == BESIDE and line.dkk_per_unit > 0:
        yield say(
            "{step}: services beside the step cost DKK {dkk} a child-day, as a price line of its own",
            dkk=number(line.dkk_per_unit, 2),
            **facts,
        )
    if line.units_without:
        yield say(
            "{step}: {days} days have no price; they are taken to cost as the others, in all DKK {dkk}",
            days=number(line.units_without),
            dkk=number(line.assumed_dkk),
            **facts,
        )


def _on_what_was_paid_back(lines: Sequence[PriceLine], study: Study) -> Iterator[str]:
    """Yield where credits lower a price, and where nothing is left of one for the file to say."""
    written = {line.step for line in lines_in_file(lines)}
    for step in dict.fromkeys(line.step for line in lines):
        here = [line for line in lines if line.step == step]
        facts = {"step": _titles(study, [step]), "scenario": study.name}
        back = -sum(line.dkk for line in here if line.dkk < 0)
        in_all = sum(line.dkk for line in here)
        if step in written and back:
            yield say(
                "{step}: DKK {dkk} that were paid back are taken off what a child-day costs",
                dkk=number(back),
                **facts,
            )
        elif step not in written and in_all < 0:
            yield say(
                "{step}: DKK {dkk} more were paid back than paid; the file has no price, and that of "
                "{scenario} holds",
                dkk=number(-in_all),
                **facts,
            )
        elif step not in written:
            yield say(
                "{step}: all prices are zero; the file has none, and that of {scenario} holds; write "
                "dkk: 0 if the step is free",
                **facts,
            )


def _titles(study: Study, steps: Iterable[str]) -> str:
    return ", ".join(str(study.scenario.staircase.steps[step].title) for step in steps)
