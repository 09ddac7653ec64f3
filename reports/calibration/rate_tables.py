"""What a calibration found, for the terminal: for the municipality's own eyes, so nothing is hidden."""

from calibration.rates.calibrate import Calibration
from calibration.rates.estimate import RateRow
from reports.comparison.tables import Grid
from reports.language.writing import DASH, number
from reports.shared.step_titles import step_title

_SENTENCES = {
    "steps": ("Trinnene, {first} til {last}", "The steps, {first} to {last}"),
    "step": ("Trin", "Step"),
    "child_years": ("Barneår", "Child-years"),
    "moves": ("Bevægelser væk", "Moves off"),
    "years": ("År pr. ophold", "Years per stay"),
    "verdict": ("Grundlag", "Basis"),
    "good": ("godt", "good"),
    "thin": ("tyndt", "thin"),
    "poor": ("ringe", "poor"),
    "verdict_note": (
        "Godt: mindst 50 bevægelser væk er set; tyndt: mindst 10. År pr. ophold er barneår pr. bevægelse.",
        "Good: at least 50 moves off were seen; thin: at least 10. Years per stay are child-years per move.",
    ),
    "years_note": (
        "År pr. ophold er barneår pr. bevægelse.",
        "Years per stay are child-years per move.",
    ),
    "rates": ("Bevægelser pr. barneår", "Moves per child-year"),
    "move": ("Fra, til, alder", "From, to, age"),
    "events": ("Set", "Seen"),
    "rate": ("Rate", "Rate"),
    "interval": ("95 %", "95%"),
    "believed": ("Med lån", "Pooled"),
    "rates_note": (
        "«Med lån» er trukket mod aldersbåndenes fælles niveau, mest hvor der er set lidt. {changing}",
        "'Pooled' is drawn towards what the age bands have in common, most where little was seen. {changing}",
    ),
    "changing": (
        "Udsigten ændrer sig med tiden på trinnet for: {moves}.",
        "The chance changes with time on the step for: {moves}.",
    ),
    "rules": ("Sådan blev rækkerne til forløb", "How rows became lives"),
    "rule": ("Regel", "Rule"),
    "times": ("Gange", "Times"),
    "split_joined": ("rækker om samme ydelse lagt sammen", "rows of one service joined"),
    "gap_bridged": ("huller på få dage slået bro over", "gaps of a few days bridged"),
    "overlap_to_highest": (
        "flere ydelser på én gang: det højeste trin tæller",
        "several services at once: the highest step counts",
    ),
    "past_age_limit": (
        "ophold ud over trinnets aldersgrænse ført videre",
        "stays past the step's age limit carried on",
    ),
    "at_age_limit": ("ophold, som aldersgrænsen sluttede", "stays that the age limit ended"),
    "zero_days": ("rækker uden en dag udeladt", "rows without a day left out"),
    "after_window": ("rækker efter perioden udeladt", "rows after the window left out"),
    "running": ("rækker uden slutdato, som løber endnu", "rows without an end, still going on"),
    "unknown_age": (
        "ophold udeladt af raterne, fordi alderen er ukendt",
        "stays left out of the rates for want of an age",
    ),
}


def calibration_grids(found: Calibration, lang: str, *, checked: bool = False) -> list[Grid]:
    """Return the rules with what they did, the steps with a verdict, and the rates of the moves seen.

    What has been `checked` has verdicts of its own, and none here.
    """
    return [rules_grid(found, lang), _steps(found, lang, checked=checked), _rates(found, lang)]


def _say(key: str, lang: str) -> str:
    return _SENTENCES[key][lang == "en"]


def rules_grid(found: Calibration, lang: str) -> Grid:
    """Return how many times each decision was made on the way from rows to lives."""
    rules = found.exposure.histories.rules | {"unknown_age": found.exposure.unknown_age}
    return Grid(
        caption=_say("rules", lang),
        head=(_say("rule", lang), _say("times", lang)),
        rows=tuple((_say(rule, lang), number(times, lang)) for rule, times in rules.items() if times),
    )


def _steps(found: Calibration, lang: str, *, checked: bool) -> Grid:
    lives = found.exposure.histories
    years = found.exposure.child_years().sum(axis=(1, 2))
    moves = found.exposure.events().sum(axis=(1, 2, 3))
    columns = ("step", "child_years", "moves", "years", "verdict")
    rows = [
        (
            step_title(found.study, step.name, lang),
            number(years[i], lang, 1),
            number(moves[i], lang),
            number(years[i] / moves[i], lang, 1) if moves[i] else DASH,
            _say(found.verdicts[step.name], lang),
        )
        for i, step in enumerate(lives.staircase.steps)
    ]
    shown = len(columns) - checked
    return Grid(
        caption=_say("steps", lang).format(first=lives.window.first, last=lives.window.last),
        head=tuple(_say(key, lang) for key in columns[:shown]),
        rows=tuple(row[:shown] for row in rows),
        notes=(_say("years_note" if checked else "verdict_note", lang),),
    )


def _rates(found: Calibration, lang: str) -> Grid:
    changing = [
        f"{step_title(found.study, origin, lang)} → {step_title(found.study, to, lang)}"
        for (origin, to), estimate in found.moves.items()
        if estimate.has_shape
    ]
    told = _say("changing", lang).format(moves=", ".join(changing)) if changing else ""
    return Grid(
        caption=_say("rates", lang),
        head=tuple(_say(key, lang) for key in ("move", "events", "rate", "interval", "believed")),
        rows=tuple(
            _rate(found, row, lang)
            for estimate in found.moves.values()
            for row in estimate.rows
            if row.events
        ),
        notes=(_say("rates_note", lang).format(changing=told).strip(),),
    )


def _rate(found: Calibration, row: RateRow, lang: str) -> tuple[str, ...]:
    age = f", {row.age_band}" if len(found.exposure.bands) > 1 else ""
    return (
        f"{step_title(found.study, row.from_step, lang)} → {step_title(found.study, row.to, lang)}{age}",
        number(row.events, lang),
        number(row.rate_per_year, lang, 3),
        f"{number(row.low, lang, 3)}{DASH}{number(row.high, lang, 3)}",
        number(row.posterior_mean, lang, 3),
    )
