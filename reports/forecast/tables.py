"""A forecast in tables, for the municipality's own eyes: small counts are not hidden."""

import numpy as np
from babel.dates import get_month_names
from numpy.typing import NDArray

from forecast.outputs import price, spread
from forecast.overrun import Overrun, overrun
from forecast.year import Forecast
from reports.comparison.tables import Grid
from reports.language.texts_forecast import forecast_texts
from reports.language.writing import (
    DASH,
    HARD_SPACE,
    LOCALES,
    Scale,
    day_words,
    kroner,
    number,
    out_of_ten,
    percent,
    scale_of,
)
from reports.shared.step_titles import step_title
from scenarios.results.distribution import variance_shares

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def forecast_grids(found: Forecast, lang: str) -> list[Grid]:
    """Return the account, the months, the steps and the sections."""
    above = overrun(found)
    return [
        account_grid(found, above, lang),
        months_grid(found, lang),
        steps_grid(found, above, lang),
        *filter(None, [effects_grid(found, above, lang)]),
        sections_grid(found, lang),
    ]


def answer(found: Forecast, lang: str) -> list[str]:
    """Return in a few sentences what the account will be, how sure that is, and why it is not the frame."""
    t, above = forecast_texts(lang), overrun(found)
    account, over = spread(found.account_dkk), float(above.dkk.mean())
    kind = "even" if round(over) == 0 else "over" if over > 0 else "under"
    scale = scale_of(account.values())
    runs = above.dkk.size
    share = above.probability
    sentences = [
        t[f"answer_{kind}"].format(
            year=found.basis.year.year,
            account=kroner(account["mean"], lang),
            amount=kroner(abs(over), lang),
            frame=kroner(found.basis.frame.dkk, lang),
        ),
        t[f"answer_interval{'_all' if share == 1 else '_none' if share == 0 else ''}"].format(
            range=scale.between(account["p05"], account["p95"], lang),
            share=out_of_ten(share, lang) if 0 < share < 1 else "",
            runs=number(runs, lang),
        ),
    ]
    if above.parts is not None:
        rest = above.from_the_start
        sentences.append(
            t["answer_why"].format(
                volume=_signed(float(above.parts.volume.sum(axis=-1).mean()), lang),
                price=_signed(float(above.parts.price.sum(axis=-1).mean()), lang),
                rest=t[f"answer_rest_{'over' if rest > 0 else 'under'}"].format(
                    amount=_signed(rest, lang), before=found.basis.year.year - 1
                )
                if round(rest)
                else "",
            )
        )
    return [sentence.replace("..", ".") for sentence in sentences]  # an amount may end with a full stop


def _signed(dkk: float, lang: str) -> str:
    return ("+" if dkk > 0 else "") + kroner(dkk, lang)


def account_grid(found: Forecast, above: Overrun, lang: str) -> Grid:
    """Return what is spent, what is to come, the whole, and the frame."""
    t, known = forecast_texts(lang), found.basis
    spent = float(known.so_far.dkk.sum())
    scale = scale_of([spent, known.frame.dkk])
    account = found.account_dkk
    shares = variance_shares(account)
    words = (
        DASH
        if shares is None
        else t["variance_words"].format(
            ignorance=percent(shares.ignorance, lang), chance=percent(shares.chance, lang)
        )
    )
    last = day_words(found.basis.last, lang)
    return Grid(
        caption=t["account"].format(year=known.year.year, unit=scale.unit(lang)),
        head=("", t["mean"], t["interval"]),
        rows=(
            (t["spent"].format(last=last), scale.number(spent, lang), DASH),
            (t["to_come"], *_mean_and_range(account - spent, scale, lang)),
            (t["whole"], *_mean_and_range(account, scale, lang)),
            (t["frame"], scale.number(known.frame.dkk, lang), DASH),
            (t["overrun"], *_mean_and_range(above.dkk, scale, lang)),
            (t["probability"], percent(above.probability, lang), DASH),
        ),
        notes=(t["account_note"], f"{t['variance']}: {words}."),
    )


def months_grid(found: Forecast, lang: str) -> Grid:
    """Return the account month by month, and added up."""
    t = forecast_texts(lang)
    by_month = found.dkk.sum(axis=-1)
    so_far = np.cumsum(by_month, axis=-1)
    names = get_month_names("wide", locale=LOCALES[lang])
    scale = scale_of(so_far.mean(axis=(0, 1)).tolist())
    return Grid(
        caption=t["months"].format(year=found.basis.year.year, unit=scale.unit(lang)),
        head=(t["month"], t["in_month"], t["interval"], t["so_far"], t["interval"]),
        rows=tuple(
            (
                names[month + 1],
                *_mean_and_range(by_month[..., month], scale, lang),
                *_mean_and_range(so_far[..., month], scale, lang),
            )
            for month in range(by_month.shape[-1])
        ),
        notes=(t["months_note"].format(last=day_words(found.basis.last, lang)),),
    )


def steps_grid(found: Forecast, above: Overrun, lang: str) -> Grid:
    """Return full-year persons and average prices of each step, and what they are held against."""
    t, known = forecast_texts(lang), found.basis
    cost = found.dkk.sum(axis=-2)
    against = above.held_against
    than = t[f"persons_before_{against}"].format(before=known.year.year - 1) if against else ""
    rows = []
    for i, name in enumerate(known.services.steps):
        persons = found.persons[..., i]
        row = [
            step_title(known.study, name, lang),
            number(float(persons.mean()), lang, 1),
            _price(cost[..., i], persons, lang),
        ]
        if against:
            before, dkk = float(above.persons_before[i]), float(above.dkk_before[i])
            row[2:2] = [number(before, lang, 1)]
            row.append(number(dkk / before, lang) if before > 0 else DASH)
        rows.append(tuple(row))
    head = (t["persons"], than, t["price"], than) if against else (t["persons"], t["price"])
    notes = () if against else (t["no_base"].format(before=known.year.year - 1),)
    return Grid(caption=t["volume"], head=(t["step"], *head), rows=tuple(rows), notes=notes)


def effects_grid(found: Forecast, above: Overrun, lang: str) -> Grid | None:
    """Return what of the difference is volume and what price; None where they cannot be told apart."""
    if above.parts is None:
        return None
    t, known = forecast_texts(lang), found.basis
    both = (above.parts.volume, above.parts.price)
    scale = scale_of(np.abs([part.mean(axis=(0, 1)) for part in both]).ravel().tolist())
    notes = [t["steps_note"]]
    if above.held_against == "last_year":
        amount = _signed(above.from_the_start, lang)
        notes.append(t["from_the_start"].format(before=known.year.year - 1, amount=amount))
    rows = [
        (step_title(known.study, name, lang), [part[..., i] for part in both])
        for i, name in enumerate(known.services.steps)
    ]
    sums = (t["total"], [part.sum(axis=-1) for part in both])
    cells = [
        (name, *(cell for part in parts for cell in _mean_and_range(part, scale, lang)))
        for name, parts in [*rows, sums]
    ]
    return Grid(
        caption=t["effects"].format(unit=scale.unit(lang)),
        head=(t["step"], t["volume_effect"], t["interval"], t["price_effect"], t["interval"]),
        rows=tuple(cells[:-1]),
        total=cells[-1],
        notes=tuple(notes),
    )


def sections_grid(found: Forecast, lang: str) -> Grid:
    """Return children, days and full-year persons of each section."""
    t, known = forecast_texts(lang), found.basis
    return Grid(
        caption=t["sections"],
        head=(
            t["section"],
            t["children"],
            t["interval"],
            t["children_so_far"],
            t["days"],
            t["persons"],
            t["price"],
        ),
        rows=tuple(
            (
                section or t["no_section"],
                *_mean_and_whole(found.section_children[..., i], lang),
                number(int(known.so_far.section_had[:, i].sum()), lang),
                number(float(found.section_days[..., i].mean()), lang),
                number(float(found.section_persons[..., i].mean()), lang, 1),
                _price(found.section_dkk[..., i], found.section_persons[..., i], lang),
            )
            for i, section in enumerate(known.services.sections)
            if found.section_days[..., i].any()
        ),
        notes=(
            t["sections_note"].format(
                children=number(float(found.all_children.mean()), lang),
                days=number(float(found.placed_days.mean()), lang),
            ),
        ),
    )


def _price(dkk: Floats, persons: Floats, lang: str) -> str:
    told = price(dkk, persons)
    return DASH if told is None else number(told["mean"], lang)


def _mean_and_range(runs: Floats, scale: Scale, lang: str) -> tuple[str, str]:
    told = spread(runs)
    if np.ptp(runs) == 0:
        return scale.number(told["mean"], lang), DASH
    return scale.number(told["mean"], lang), _range(
        scale.number(told["p05"], lang), scale.number(told["p95"], lang)
    )


def _mean_and_whole(runs: Ints, lang: str) -> tuple[str, str]:
    told = spread(runs)
    ends = number(told["p05"], lang), number(told["p95"], lang)
    return number(told["mean"], lang), DASH if np.ptp(runs) == 0 else _range(*ends)


def _range(low: str, high: str) -> str:
    return HARD_SPACE.join((low, DASH, high))
