"""Tabulate a forecast: account, months, steps, volume and price, sections.

For the municipality's own eyes: small counts are not hidden.
"""

from collections.abc import Iterator

import numpy as np
from babel.dates import get_month_names

from forecast.outputs import price, spread
from forecast.overrun import Overrun, overrun
from forecast.year import Forecast
from language.formatting import (
    DASH,
    HARD_SPACE,
    Scale,
    day_words,
    ended,
    kroner,
    locale,
    number,
    out_of_ten,
    percent,
    scale_of,
)
from language.messages import mark, say
from model.world.arrays import Floats, Ints
from reports.shared.cases import step_title
from reports.shared.table import Grid
from scenarios.results.distribution import variance_shares

_ANSWER = {
    "over": mark("The account of {year} is expected to be {account}, {amount} above the frame of {frame}."),
    "under": mark("The account of {year} is expected to be {account}, {amount} below the frame of {frame}."),
    "even": mark("The account of {year} is expected to be {account}, as the frame."),
}

_INTERVAL = {
    "sometimes": mark("In 9 of 10 runs it is {range}; the frame is exceeded in {share} runs."),
    "always": mark("In 9 of 10 runs it is {range}; the frame is exceeded in all {runs} runs."),
    "never": mark("In 9 of 10 runs it is {range}; the frame is exceeded in none of the {runs} runs."),
}

_REST = {
    "over": mark(" and {amount} because the account of {before} was above the frame"),
    "under": mark(" and {amount} because the account of {before} was below the frame"),
}

_PERSONS_BEFORE = {
    "frame": mark("the frame"),
    "last_year": mark("{before}"),
}


def forecast_grids(forecast: Forecast) -> list[Grid]:
    """Return the tables of the page, in its order."""
    above = overrun(forecast)
    return [
        account_grid(forecast, above),
        months_grid(forecast),
        steps_grid(forecast, above),
        *filter(None, [effects_grid(forecast, above)]),
        sections_grid(forecast),
    ]


def answer(forecast: Forecast) -> list[str]:
    """Return in a few sentences the expected account, its interval, and why it differs from the frame."""
    above = overrun(forecast)
    account, over = spread(forecast.account_dkk), float(above.dkk.mean())
    kind = "even" if round(over) == 0 else "over" if over > 0 else "under"
    scale = scale_of(account.values())
    runs = above.dkk.size
    share = above.probability
    often = "always" if share == 1 else "never" if share == 0 else "sometimes"
    sentences = [
        say(
            _ANSWER[kind],
            year=forecast.basis.year.year,
            account=kroner(account["mean"]),
            amount=kroner(abs(over)),
            frame=kroner(forecast.basis.frame.dkk),
        ),
        say(
            _INTERVAL[often],
            range=scale.between(account["p05"], account["p95"]),
            share=out_of_ten(share) if 0 < share < 1 else "",
            runs=number(runs),
        ),
    ]
    if above.parts is not None:
        rest = above.from_the_start
        side = "over" if rest > 0 else "under"
        sentences.append(
            say(
                "Of the difference {volume} comes from volume (full-year persons), {price} from "
                "prices{rest}.",
                volume=_signed(float(above.parts.volume.sum(axis=-1).mean())),
                price=_signed(float(above.parts.price.sum(axis=-1).mean())),
                rest=say(
                    _REST[side],
                    amount=_signed(rest),
                    before=forecast.basis.year.year - 1,
                )
                if round(rest)
                else "",
            )
        )
    return [*map(ended, sentences)]


def _signed(dkk: float) -> str:
    return ("+" if dkk > 0 else "") + kroner(dkk)


def account_grid(forecast: Forecast, above: Overrun) -> Grid:
    """Return amounts spent and expected, the account, and the frame."""
    basis = forecast.basis
    spent = float(basis.so_far.dkk.sum())
    scale = scale_of([spent, basis.frame.dkk])
    account = forecast.account_dkk
    shares = variance_shares(account)
    words = (
        DASH
        if shares is None
        else say(
            "{ignorance} what is not known; {chance} chance",
            ignorance=percent(shares.ignorance),
            chance=percent(shares.chance),
        )
    )
    last = day_words(forecast.basis.last)
    return Grid(
        caption=say("Account {year}, {unit}", year=basis.year.year, unit=scale.unit()),
        head=("", say("Mean"), say("5\N{EN DASH}95\N{NO-BREAK SPACE}%")),
        rows=(
            (say("Spent until {last}", last=last), scale.number(spent), DASH),
            (say("Expected for the rest of the year"), *_mean_and_range(account - spent, scale)),
            (say("Whole account"), *_mean_and_range(account, scale)),
            (say("Frame"), scale.number(basis.frame.dkk), DASH),
            (say("Above the frame"), *_mean_and_range(above.dkk, scale)),
            (say("Share of the runs above the frame"), percent(above.probability), DASH),
        ),
        notes=(
            say("Spending before central reimbursement. Minus is below the frame."),
            *_granted_ends(forecast),
            f"{say('Where the uncertainty comes from')}: {words}.",
        ),
    )


_BELIEVED = {
    "option": mark("as asked for"),
    "scenario": mark("by the scenario"),
    "past": mark("{ended} of {grants} past grants ended as granted"),
    "nothing": mark("nothing tells how past grants ended, so every share is as likely"),
}


def _granted_ends(forecast: Forecast) -> Iterator[str]:
    """Yield how the granted ends of the stays that go on are believed, if there are any."""
    ends = forecast.basis.rest.ends
    if not ends.number:
        return
    yield say(
        "{count} of {stays} stays that go on have a granted end. {share} of the granted ends are taken to "
        "come as granted ({reason}); the other stays go on by the rates.",
        count=number(ends.number),
        stays=number(len(ends.days)),
        share=percent(float(forecast.ends_believed.mean())),
        reason=say(
            _BELIEVED[ends.source],
            ended=number(ends.past.ended_as_granted),
            grants=number(ends.past.grants),
        ),
    )


def months_grid(forecast: Forecast) -> Grid:
    """Return the account by month, and cumulated."""
    by_month = forecast.dkk.sum(axis=-1)
    so_far = np.cumsum(by_month, axis=-1)
    names = get_month_names("wide", locale=locale())
    scale = scale_of(so_far.mean(axis=(0, 1)).tolist())
    return Grid(
        caption=say("Month by month {year}, {unit}", year=forecast.basis.year.year, unit=scale.unit()),
        head=(
            say("Month"),
            say("In the month"),
            say("5\N{EN DASH}95\N{NO-BREAK SPACE}%"),
            say("Until its end"),
            say("5\N{EN DASH}95\N{NO-BREAK SPACE}%"),
        ),
        rows=tuple(
            (
                names[month + 1],
                *_mean_and_range(by_month[..., month], scale),
                *_mean_and_range(so_far[..., month], scale),
            )
            for month in range(by_month.shape[-1])
        ),
        notes=(
            say("Months until {last} are spent and have no interval.", last=day_words(forecast.basis.last)),
        ),
    )


def steps_grid(forecast: Forecast, above: Overrun) -> Grid:
    """Return full-year persons and average prices of each step beside those of the frame or last year."""
    basis = forecast.basis
    cost = forecast.dkk.sum(axis=-2)
    against = above.held_against
    than = say(_PERSONS_BEFORE[against], before=basis.year.year - 1) if against else ""
    rows = []
    for i, name in enumerate(basis.services.steps):
        persons = forecast.persons[..., i]
        row = [
            step_title(basis.study, name),
            number(float(persons.mean()), 1),
            _price(cost[..., i], persons),
        ]
        if against:
            before, dkk = float(above.persons_before[i]), float(above.dkk_before[i])
            row[2:2] = [number(before, 1)]
            row.append(number(dkk / before) if before > 0 else DASH)
        rows.append(tuple(row))
    head = (
        (say("Full-year persons"), than, say("DKK per full-year person"), than)
        if against
        else (say("Full-year persons"), say("DKK per full-year person"))
    )
    notes = (
        ()
        if against
        else (
            say(
                "The ledger does not hold all of {before}, and the frame is an amount only: "
                "volume and price cannot be told apart. Give the frame as a table with the "
                "columns step, full_year_persons and dkk.",
                before=basis.year.year - 1,
            ),
        )
    )
    return Grid(
        caption=say("Full-year persons and prices"), head=(say("Step"), *head), rows=tuple(rows), notes=notes
    )


def effects_grid(forecast: Forecast, above: Overrun) -> Grid | None:
    """Return volume and price effects on the difference; None where they cannot be separated."""
    if above.parts is None:
        return None
    basis = forecast.basis
    both = (above.parts.volume, above.parts.price)
    scale = scale_of(np.abs([part.mean(axis=(0, 1)) for part in both]).ravel().tolist())
    notes = [
        say(
            "Volume: more full-year persons at the old price. Price: a higher price for those "
            "there are. A child with several services counts on the step of each."
        )
    ]
    if above.held_against == "last_year":
        amount = _signed(above.from_the_start)
        notes.append(
            say(
                "To this comes {amount}, by which the account of {before} was off the frame.",
                before=basis.year.year - 1,
                amount=amount,
            )
        )
    rows = [
        (step_title(basis.study, name), [part[..., i] for part in both])
        for i, name in enumerate(basis.services.steps)
    ]
    sums = (say("Total"), [part.sum(axis=-1) for part in both])
    cells = [
        (name, *(cell for part in parts for cell in _mean_and_range(part, scale)))
        for name, parts in [*rows, sums]
    ]
    return Grid(
        caption=say("Volume and price in the difference, {unit}", unit=scale.unit()),
        head=(
            say("Step"),
            say("Volume"),
            say("5\N{EN DASH}95\N{NO-BREAK SPACE}%"),
            say("Price"),
            say("5\N{EN DASH}95\N{NO-BREAK SPACE}%"),
        ),
        rows=tuple(cells[:-1]),
        total=cells[-1],
        notes=tuple(notes),
    )


def sections_grid(forecast: Forecast) -> Grid:
    """Return children, days and full-year persons of each section."""
    basis = forecast.basis
    return Grid(
        caption=say("Sections"),
        head=(
            say("Section"),
            say("Children"),
            say("5\N{EN DASH}95\N{NO-BREAK SPACE}%"),
            say("seen so far"),
            say("Days"),
            say("Full-year persons"),
            say("DKK per full-year person"),
        ),
        rows=tuple(
            (
                section or say("none"),
                *_mean_and_whole(forecast.section_children[..., i]),
                number(int(basis.so_far.section_had[:, i].sum())),
                number(float(forecast.section_days[..., i].mean())),
                number(float(forecast.section_persons[..., i].mean()), 1),
                _price(forecast.section_dkk[..., i], forecast.section_persons[..., i]),
            )
            for i, section in enumerate(basis.services.sections)
            if forecast.section_days[..., i].any()
        ),
        notes=(
            say(
                "Different children in the whole year; a child may have several sections. In all "
                "{children} children and {days} placement days.",
                children=number(float(forecast.all_children.mean())),
                days=number(float(forecast.placed_days.mean())),
            ),
        ),
    )


def _price(dkk: Floats, persons: Floats) -> str:
    statistics = price(dkk, persons)
    return DASH if statistics is None else number(statistics["mean"])


def _mean_and_range(runs: Floats, scale: Scale) -> tuple[str, str]:
    statistics = spread(runs)
    if np.ptp(runs) == 0:
        return scale.number(statistics["mean"]), DASH
    return scale.number(statistics["mean"]), _range(
        scale.number(statistics["p05"]), scale.number(statistics["p95"])
    )


def _mean_and_whole(runs: Ints) -> tuple[str, str]:
    statistics = spread(runs)
    ends = number(statistics["p05"]), number(statistics["p95"])
    return number(statistics["mean"]), DASH if np.ptp(runs) == 0 else _range(*ends)


def _range(low: str, high: str) -> str:
    return HARD_SPACE.join((low, DASH, high))
