"""List defects of meaning: parts that are right by themselves and do not go together."""

from tests.scenarios.reading.fault_cases import COST, PLACED, RAW, Defect, changed
from tests.scenarios.small import with_change

PROGRAMME = "          start: 2027-01-01\n"
EFFECT = "          effects:\n            - from: [hjemme]\n              to: [pleje]\n"


def planned(line: str) -> str:
    """Return the small scenario's rates with planned stays on `hjemme` before them."""
    return f"stays:\n  hjemme: {line}\nrates:\n"


def published(figure: str) -> str:
    """Return the beginning of the small scenario's cases, with a published figure before them."""
    measure = "measure: {kind: persons, steps: [hjemme]}"
    return f"published:\n  source: x\n  figures:\n    tal: {{title: x, {figure}, {measure}}}\ncases:\n"


MEANING = [
    changed(
        "value_or_interval",
        "cases:\n",
        published("low: 1"),
        "tal:",
        "published.figures.tal: skriv enten «value» eller både «low» og «high»",
        "published.figures.tal: give either 'value', or both 'low' and 'high'",
    ),
    changed(
        "years_outside",
        "cases:\n",
        published("value: 1, years: [2026, 2028]"),
        "years: [2026, 2028]",
        "published.figures.tal.years: årene 2026-2028 er ikke alle med i simuleringen; scenariet har "
        "2027-2028",
        "published.figures.tal.years: the years 2026-2028 are not all simulated; the scenario has 2027-2028",
    ),
    changed(
        "sums_to_one",
        "{familie: 0.75, staten: 0.25}",
        "{familie: 0.75, staten: 0.2}",
        "payers: {familie: 0.75",
        "prices.pleje.ophold.payers: andelene summer til 0.95; de skal summe til 1",
        "prices.pleje.ophold.payers: the shares sum to 0.95; they must sum to 1",
    ),
    changed(
        "ages_upside_down",
        PLACED,
        "      placed: true\n      ages: [18, 0]\n",
        "ages: [18, 0]",
        "staircase.steps.pleje.ages: aldrene 18-0 vender på hovedet; skriv den yngste først",
        "staircase.steps.pleje.ages: the ages 18-0 are upside down; write the youngest first",
    ),
    changed(
        "age_not_border",
        "      ages: [18, 23]\n",
        "      ages: [18, 22.5]\n",
        "ages: [18, 22.5]",
        "staircase.steps.efter.ages: 22.5 år er ikke en grænse mellem aldersbånd; grænserne er 0, 18, 23",
        "staircase.steps.efter.ages: age 22.5 is not a border of an age band; the borders are 0, 18, 23",
    ),
    changed(
        "borders_not_rising",
        "age_bands: [0, 18, 23]",
        "age_bands: [0, 23, 18]",
        "age_bands",
        "age_bands: aldersgrænserne skal stige, fandt 0, 23, 18",
        "age_bands: the age borders must rise, found 0, 23, 18",
    ),
    changed(
        "dates_upside_down",
        "          title: Intet\n          start: 2027-01-01\n",
        "          title: Intet\n          start: 2027-01-01\n          end: 2026-01-01\n",
        "        intet:",
        "programmes.intet: datoerne skal komme i rækkefølgen start, full_from, end, og end efter start",
        "programmes.intet: the dates must come in the order start, full_from, end, and end after start",
        after=8,
    ),
    changed(
        "divert_where",
        PLACED,
        PLACED + "      places: {number: 99, when_full: divert}\n",
        "places: {number",
        "staircase.steps.pleje.places: «divert_to» hører til «when_full: divert», og omvendt",
        "staircase.steps.pleje.places: 'divert_to' goes with 'when_full: divert', and the other way round",
    ),
    changed(
        "returns_where",
        PLACED,
        PLACED + "      places: {number: 99, returns: true}\n",
        "returns: true",
        "staircase.steps.pleje.places.returns: «returns» hører til «when_full: divert»",
        "staircase.steps.pleje.places.returns: 'returns' goes with 'when_full: divert'",
    ),
    changed(
        "divert_ring",
        PLACED,
        PLACED + "      places: {number: 99, when_full: divert, divert_to: pleje}\n",
        "divert_to: pleje",
        "staircase.steps.pleje.places.divert_to: trinnene pleje sender videre til hinanden i ring",
        "staircase.steps.pleje.places.divert_to: the steps pleje divert to each other in a ring",
    ),
    Defect(
        kind="divert_to_line",
        text=with_change(
            "      role: home\n",
            "      role: home\n      places: {number: 99}\n",
            with_change(
                PLACED, PLACED + "      places: {number: 99, when_full: divert, divert_to: hjemme}\n"
            ),
        ),
        at="33:47",
        da="staircase.steps.pleje.places.divert_to: på «hjemme» venter børnene i kø; send videre til "
        "et trin uden kø",
        en="staircase.steps.pleje.places.divert_to: children wait in line for 'hjemme'; divert to a step "
        "without a line",
    ),
    changed(
        "target_not_admitting",
        "{efter: 0.5, slut: 0.5}",
        "{hjemme: 0.5, slut: 0.5}",
        "hjemme: 0.5",
        "staircase.steps.pleje.at_age_limit.hjemme: «hjemme» tager ikke imod børn på 18 år",
        "staircase.steps.pleje.at_age_limit.hjemme: 'hjemme' does not take children aged 18",
    ),
    changed(
        "leads_to_itself",
        RAW,
        "pleje: 0.2",
        "pleje: 0.2",
        "rates.by_step.pleje.pleje: trinnet fører til sig selv; slet linjen",
        "rates.by_step.pleje.pleje: the step leads to itself; delete the line",
    ),
    changed(
        "own_unit_start",
        "      per: year\n      price_year: 2025\n      payers: {familie: 0.75",
        "      per: start\n      own_unit: {block_places: 4, notice_months: 6}\n      price_year: 2025\n"
        "      payers: {familie: 0.75",
        "    ophold:",
        "prices.pleje.ophold: en pris pr. start er ikke bundet til pladser; "
        "fjern own_unit eller «per: start»",
        "prices.pleje.ophold: a price per start is not bound to places; remove own_unit or 'per: start'",
        after=4,
    ),
    changed(
        "start_before_list",
        "  years_on_step: {pleje: 2}\n",
        "  years_on_step: {pleje: 2}\n  as_of: 2028-01-01\n",
        "as_of: 2028",
        "stock.as_of: scenariet begynder 2027-01-01, før listens dag, 2028-01-01; lad det begynde senere, "
        "eller tag listen fra en tidligere dag",
        "stock.as_of: the scenario starts 2027-01-01, before the day of the list, 2028-01-01; "
        "let it start later, or take the list of an earlier day",
    ),
    changed(
        "spread_start",
        "      per: year\n      price_year: 2025\n      payers: {familie: 0.75",
        "      per: start\n      spread: [0.5, 1.5]\n      price_year: 2025\n      payers: {familie: 0.75",
        "    ophold:",
        "prices.pleje.ophold: en pris pr. start spreder sig ikke mellem børn; fjern en af delene",
        "prices.pleje.ophold: a price per start has no spread between children; remove one of them",
        after=4,
    ),
    changed(
        "spread_mean",
        "      per: year\n      price_year: 2025\n      payers: {familie: 0.75",
        "      per: year\n      spread: [0.5, 1.8]\n      price_year: 2025\n      payers: {familie: 0.75",
        "spread: [0.5",
        "prices.pleje.ophold.spread: faktorerne er 1.15 i gennemsnit; de siger, hvad lige mange børn koster "
        "i forhold til prisen, og skal være 1 i gennemsnit",
        "prices.pleje.ophold.spread: the factors are 1.15 on average; they say what equally many children "
        "cost relative to the price, and must be 1 on average",
    ),
    changed(
        "child_year_steps",
        COST,
        "{dkk: 300000, per: child_year",
        "            leder:",
        "programmes.hjælp.costs.leder: «steps» hører til «per: child_year», og omvendt",
        "programmes.hjælp.costs.leder: 'steps' goes with 'per: child_year', and the other way round",
        after=12,
    ),
    changed(
        "cost_without_enrolment",
        COST,
        "{dkk: 300000, per: participant",
        "        hjælp:",
        "programmes.hjælp: en pris pr. plads eller deltager kræver «enrolment»",
        "programmes.hjælp: a cost per slot or participant needs 'enrolment'",
        after=8,
    ),
    changed(
        "slots_missing",
        "            - from: [hjemme]\n              to: [pleje]\n              multiplier:\n                "
        "distribution: {kind: pert, low: 0.4, mode: 0.6, high: 1.0}\n                grade: assumption\n"
        "                source: Antagelse\n          costs:\n            leder:\n              " + COST,
        "            []\n          enrolment: {steps: [hjemme]}\n          costs:\n            leder:\n"
        "              {dkk: 300000, per: slot_year",
        "per: slot_year",
        "programmes.hjælp.costs.leder.per: en pris pr. plads kræver «slots» under «enrolment»",
        "programmes.hjælp.costs.leder.per: a cost per slot needs 'slots' under 'enrolment'",
    ),
    changed(
        "no_price",
        "  efter: {}\n",
        "",
        "prices:\n",
        "prices: efter har ingen pris; skriv «efter: {}», hvis trinnet ikke koster noget",
        "prices: efter has no price; write 'efter: {}' if the step costs nothing",
    ),
    changed(
        "not_admitted",
        "hjemme: {0-17: 10}",
        "hjemme: {18-22: 10}",
        "18-22: 10",
        "arrivals.by_step.hjemme.18-22: 18-22 er uden for trinnets aldre (0-18)",
        "arrivals.by_step.hjemme.18-22: 18-22 lies outside the ages of the step (0-18)",
    ),
    changed(
        "not_first_of_month",
        "start: 2027-01-01\nyears",
        "start: 2027-01-15\nyears",
        "start: 2027-01-15",
        "start: fandt 2027-01-15; simuleringen begynder den 1. i en måned",
        "start: found 2027-01-15; the simulation begins on the 1st of a month",
    ),
    changed(
        "after_horizon",
        "          title: Intet\n          start: 2027-01-01\n",
        "          title: Intet\n          start: 2029-01-01\n",
        "start: 2029",
        "programmes.intet.start: 2029-01-01 ligger efter den sidste dag, 2028-12-31",
        "programmes.intet.start: 2029-01-01 lies after the last day, 2028-12-31",
    ),
    changed(
        "date_outside",
        "start: 2027-01-01\nyears",
        "start: 9999-01-01\nyears",
        "start: 9999",
        "start: fandt 9999-01-01; tilladt er datoer 1990-01-01 - 2150-12-31",
        "start: found 9999-01-01; allowed are dates 1990-01-01 - 2150-12-31",
    ),
    changed(
        "effect_for_whom",
        "{from: [hjemme], to: [pleje], multiplier: 1}\n",
        "{from: [hjemme], to: [pleje], multiplier: 1}\n          enrolment: {steps: [hjemme]}\n",
        "{from: [hjemme], to: [pleje], multiplier: 1}",
        "programmes.intet.effects.0: indsatsen har et forløb, så skriv, hvem virkningen gælder: "
        "«for: enrolled» for dem, der er i forløbet, mens de er der, eller «for: everyone» for alle børn på "
        "trinnene",
        "programmes.intet.effects.0: the programme enrols, so say for whom this effect is: 'for: enrolled' "
        "for those who are enrolled, while they are, or 'for: everyone' for all children on the steps",
    ),
    changed(
        "nobody_enrolled",
        "{from: [hjemme], to: [pleje], multiplier: 1}",
        "{from: [hjemme], to: [pleje], for: enrolled, multiplier: 1}",
        "for: enrolled",
        "programmes.intet.effects.0.for: indsatsen har intet «enrolment»; tilføj det, eller skriv "
        "«for: everyone»",
        "programmes.intet.effects.0.for: the programme has no 'enrolment'; add it, or write 'for: everyone'",
    ),
    changed(
        "unit_alone",
        "  unit: per_1000\n  by_step:\n    hjemme: {0-17: 20}\n    pleje: {0-17: 8}\n"
        "  years_on_step: {pleje: 2}\n",
        "  unit: per_1000\n",
        "unit: per_1000",
        "stock.unit: «per_1000» er enheden for tallene i samme fil, og der er ingen; skriv den ved tallene",
        "stock.unit: 'per_1000' is the unit of the numbers in the same file, and there are none; write it "
        "beside them",
        after=6,
    ),
    changed(
        "too_early",
        "  years_on_step: {pleje: 2}",
        "  children: [{step: hjemme, birth_date: 2020-01-01, since: 2019-01-01}]",
        "since",
        "stock.children.0.since: 2019-01-01 ligger før 2020-01-01",
        "stock.children.0.since: 2019-01-01 lies before 2020-01-01",
    ),
    changed(
        "too_many_children",
        "hjemme: {0-17: 10}",
        "hjemme: {0-17: 10000000}",
        "arrivals:",
        "arrivals: det bliver til 2e+07 børn; modellen tager højst 2000000",
        "arrivals: this makes 2e+07 children; the model takes 2000000 at most",
    ),
    changed(
        "places_too_few",
        PLACED,
        PLACED + "      places: {number: 3}\n",
        "number: 3",
        "staircase.steps.pleje.places.number: antallet af pladser ved start er 3, men der står 6 "
        "børn på trinnet",
        "staircase.steps.pleje.places.number: the number of places at the start is 3, but 6 "
        "children stand on the step",
    ),
    changed(
        "municipal_where",
        "rates:\n",
        "reimbursement: {receiver: familie, state: familie, limits: {2026: [1, 2, 3]}}\nrates:\n",
        "state: familie",
        "reimbursement.state: «familie» skal være en betaler uden for kommunen",
        "reimbursement.state: 'familie' must be a payer outside the municipality",
    ),
    changed(
        "limits_not_rising",
        "rates:\n",
        "reimbursement: {receiver: familie, state: staten, limits: {2026: [3, 2, 1]}}\nrates:\n",
        "2026: [3",
        "reimbursement.limits.2026: de tre grænser skal stige, fandt 3, 2, 1",
        "reimbursement.limits.2026: the three limits must rise, found 3, 2, 1",
    ),
    Defect(
        kind="no_limits",
        text=with_change(
            "start: 2027-01-01\nyears",
            "start: 2010-01-01\nyears",
            with_change("rates:\n", "reimbursement: {receiver: familie, state: staten}\nrates:\n").split(
                "cases:\n"
            )[0],
        ),
        at="44:1",
        da="reimbursement: der er ingen grænser for central refusion i 2010 eller før; tilføj dem under "
        "reimbursement.limits",
        en="reimbursement: there are no limits for central reimbursement in 2010 or before; add them under "
        "reimbursement.limits",
    ),
    changed(
        "rate_twice",
        "rates:\n",
        planned("{months: 4, then: {slut: 1}, worsens: {pleje: 0.1}}"),
        "pleje: 0.1",
        "stays.hjemme.worsens.pleje: «rates» har også en rate fra trinnet til «pleje»; skriv den kun et af "
        "stederne",
        "stays.hjemme.worsens.pleje: 'rates' has a rate from the step to 'pleje', too; say it in one of the "
        "two places",
    ),
    changed(
        "nowhere_at_age",
        "rates:\n",
        planned("{months: 4, then: {efter: 1}}"),
        "then: {efter",
        "stays.hjemme.then: ingen af dem tager imod et barn på 0 år; lad opholdet føre et sted hen "
        "i hver alder",
        "stays.hjemme.then: none of these takes a child aged 0; let the stay lead somewhere at each age",
    ),
    changed(
        "stay_not_planned",
        PROGRAMME + EFFECT,
        PROGRAMME + "          stays: [{steps: [pleje], times: 0.8}]\n" + EFFECT,
        "pleje], times",
        "programmes.hjælp.stays.0.steps.0: ophold på «pleje» er ikke planlagt; «stays» har intet trin",
        "programmes.hjælp.stays.0.steps.0: stays on 'pleje' are not planned; 'stays' has no step",
    ),
    changed(
        "lasts_no_time",
        "rates:\n",
        "programmes:\n  h:\n    title: H\n    start: 2027-01-01\n    enrolment: {steps: [hjemme]}\n"
        "    stays: [{steps: [hjemme], times: 0.5, for: after}]\n" + planned("{months: 4, then: {slut: 1}}"),
        "for: after",
        "programmes.h.stays.0.for: en virkning efter hjælpen kræver «lasting_months» under «enrolment»",
        "programmes.h.stays.0.for: an effect after the help needs 'lasting_months' under 'enrolment'",
    ),
    changed(
        "quantiles_not_rising",
        "rates:\n",
        planned("{months: {kind: quantiles, shares: [0, 0.5, 1], months: [4, 3, 8]}, then: {slut: 1}}"),
        "months: {kind",
        "stays.hjemme.months: giv lige så mange måneder som andele; begge skal stige, og andelene "
        "gå fra 0 til 1",
        "stays.hjemme.months: give as many months as shares; both must rise, and the shares go from 0 to 1",
    ),
    changed(
        "outside_to_exit",
        PROGRAMME + EFFECT,
        PROGRAMME
        + "          reroutes: [{from: [outside], to: [pleje, slut], instead: hjemme, share: 0.2}]\n"
        + EFFECT,
        "slut], instead",
        "programmes.hjælp.reroutes.0.to.1: ingen kommer udefra til «slut», som er en vej ud; nævn et trin",
        "programmes.hjælp.reroutes.0.to.1: nobody comes from outside to 'slut', which is a way out; "
        "name a step",
    ),
    changed(
        "groups_at",
        "groups: {alle: 1}",
        "groups: {a: {share: 0.4, by_step: {pleje: 0.7}}, b: {share: 0.6, by_step: {pleje: 0.6}}}",
        "pleje: 0.7",
        "groups.a.by_step.pleje: på pleje, 0-17 summer gruppernes andele til 1.3; de skal summe til 1, eller "
        "til mindre, hvor en gruppe, som der intet er sagt om dér, kan tage resten",
        "groups.a.by_step.pleje: on pleje, 0-17 the groups' shares sum to 1.3; they must sum to 1, or to "
        "less where a group of which nothing is said there can take the rest",
    ),
]
