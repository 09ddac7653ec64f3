"""List defects of reviews and staff, each with its one sentence in Danish and in English."""

from tests.scenarios.reading.fault_cases import Defect, changed


def reviewed(line: str, staff: str = "") -> str:
    """Return the small scenario's rates with reviews of `pleje` before them, and staff."""
    members = f"staff:\n  folk: {staff}\n" if staff else ""
    return f"reviews:\n  r: {line}\n{members}rates:\n"


def people(more: str) -> str:
    """Return staff whose number and cases are given."""
    money = "dkk: 600000, price_year: 2026, payers: {familie: 1}, grade: assumption, source: x"
    return f"{{{more}, {money}}}"


REVIEWS: list[Defect] = [
    changed(
        "review_interval",
        "rates:\n",
        reviewed("{steps: [pleje, hjemme], every_months: {pleje: 3}, moves: [slut]}"),
        "  r: {steps",
        "reviews.r: skriv, hvor tit der bliver fulgt op på børn på «hjemme», i every_months eller "
        "every_weeks",
        "reviews.r: say how often children on 'hjemme' are reviewed, in every_months or every_weeks",
        after=2,
    ),
    changed(
        "review_units",
        "rates:\n",
        reviewed("{steps: [pleje], every_months: 3, every_weeks: 4, moves: [slut]}"),
        "  r: {steps",
        "reviews.r: skriv det i «every_months» eller i «every_weeks», ikke i begge",
        "reviews.r: say it in 'every_months' or in 'every_weeks', not in both",
        after=2,
    ),
    changed(
        "reviewed_twice",
        "rates:\n",
        reviewed(
            "{steps: [pleje], every_months: 3, moves: [slut]}\n"
            "  to: {steps: [pleje], every_weeks: 4, moves: [hjemme]}"
        ),
        "pleje], every_weeks",
        "reviews.to.steps.0: «r» følger allerede op på børn på «pleje»; nævn trinnet én gang",
        "reviews.to.steps.0: 'r' reviews the children on 'pleje' already; name the step once",
    ),
    changed(
        "nothing_to_review",
        "rates:\n",
        reviewed("{steps: [pleje], every_months: 3, moves: [slut, efter]}"),
        "efter]}",
        "reviews.r.moves.1: ingen rate fører fra de trin til «efter»; bevægelser, der kan afvente "
        "opfølgning, "
        "er hjemme, slut",
        "reviews.r.moves.1: no rate leads from these steps to 'efter'; moves that can be reviewed are "
        "hjemme, "
        "slut",
    ),
    changed(
        "step_not_reviewed",
        "rates:\n",
        reviewed("{steps: [pleje], every_months: {pleje: 3, hjemme: 6}, moves: [slut]}"),
        "hjemme: 6",
        "reviews.r.every_months.hjemme: der bliver ikke fulgt op på «hjemme» her; det gør der på trinnene "
        "pleje",
        "reviews.r.every_months.hjemme: 'hjemme' is not reviewed here; steps that are: pleje",
    ),
    changed(
        "observed_readiness",
        "rates:\n",
        reviewed(
            "{steps: [pleje], every_months: 3, moves: [slut], rates_are: readiness, observed_every_months: 6}"
        ),
        "observed_every_months",
        "reviews.r.observed_every_months: raterne er parathed, så det er uden betydning, hvor tit der blev "
        "fulgt op; slet den eller «rates_are: readiness»",
        "reviews.r.observed_every_months: the rates are readiness, so it does not matter how often children "
        "were reviewed; remove it, or 'rates_are: readiness'",
    ),
    changed(
        "reviews_nobody",
        "rates:\n",
        reviewed("{steps: [pleje], every_months: 3, moves: [slut]}", people("number: 1, cases_each: 20")),
        "  folk: {number",
        "staff.folk: ingen opfølgning udføres af «folk»; skriv «by: folk» under den",
        "staff.folk: no reviews are made by 'folk'; write 'by: folk' under them",
        after=2,
    ),
    changed(
        "not_from_start",
        "rates:\n",
        reviewed(
            "{steps: [pleje], every_months: 3, moves: [slut], by: folk}",
            people("number: {2028-01-01: 1}, cases_each: 20"),
        ),
        "number: {2028",
        "staff.folk.number: det første tal er fra 2028-01-01; skriv også, hvad der gælder fra starten, "
        "2027-01-01",
        "staff.folk.number: the first number is from 2028-01-01; say what holds from the start, 2027-01-01, "
        "too",
    ),
    changed(
        "no_readiness",
        "rates:\n",
        reviewed("{steps: [pleje], every_months: 60, moves: [hjemme]}"),
        "  r: {steps",
        "reviews.r: raterne for de bevægelser siger 0.2 (pleje, 0-17) om året pr. barn, men med så sjælden "
        "opfølgning som ved starten kan der højst ske 0.154. Skriv et kortere interval, flere medarbejdere "
        "eller lavere rater; «observed_every_months», hvis intervallet var et andet dengang; eller "
        "«rates_are: readiness»",
        "reviews.r: the rates of these moves say 0.2 (pleje, 0-17) a year for each child, but with "
        "reviews as "
        "rare as at the start there are 0.154 at most. Write a shorter interval, more staff or lower rates; "
        "'observed_every_months', if it was another interval then; or 'rates_are: readiness'",
        after=2,
    ),
    changed(
        "never_reviewed",
        "rates:\n",
        reviewed(
            "{steps: [pleje], every_months: 3, moves: [hjemme], by: folk}",
            people("number: 0, cases_each: 20"),
        ),
        "  r: {steps",
        "reviews.r: ved starten har medarbejderne ikke tid til pleje, 0-17, så de bevægelser kan ikke "
        "være set. "
        "Skriv flere medarbejdere, en anden rækkefølge eller «rates_are: readiness»",
        "reviews.r: at the start the staff has no time for pleje, 0-17, so these moves cannot have been "
        "seen. "
        "Write more staff, another order, or 'rates_are: readiness'",
        after=2,
    ),
]
