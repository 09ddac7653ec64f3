"""List defects in what a scenario says of families, each with the one sentence it must give."""

from tests.scenarios.reading.fault_cases import Defect, changed
from tests.scenarios.small import place, with_change

HOUSEHOLDS = "households: {size: {1: 0.6, 2: 0.4}, arrive_together: 0.5}\nrates:\n"
HOME = "      role: home\n"
FROM_ITSELF = "      household: together\n      together_from: [pleje, hjemme]\n"

FAMILIES = [
    changed(
        "price_of_household",
        "{dkk: 100000, per: year,",
        "{dkk: 100000, per: year, each: household, spread: [0.5, 1.5],",
        "indsats:\n      {dkk: 100000",
        "prices.hjemme.indsats: en pris for en husstand er pr. dag, måned eller år, ens for alle og altid: "
        "fjern own_unit, spread, ages, groups, start, end, volume eller sold",
        "prices.hjemme.indsats: a price of a household is per day, month or year, the same for all and "
        "always: remove own_unit, spread, ages, groups, start, end, volume or sold",
    ),
    changed(
        "place_of_household",
        "      role: home\n",
        "      role: home\n      places: {number: 40, per: household}\n",
        "hjemme:\n      title",
        "staircase.steps.hjemme: søskende deles kun om en plads på et trin med «household: together»",
        "staircase.steps.hjemme: siblings share a place only on a step with 'household: together'",
    ),
    changed(
        "together_where",
        "      role: home\n",
        "      role: home\n      together_from: [pleje]\n",
        "hjemme:\n      title",
        "staircase.steps.hjemme: «together_from» hører sammen med «household: together»",
        "staircase.steps.hjemme: 'together_from' goes with 'household: together'",
    ),
    Defect(
        kind="from_itself",
        text=(text := with_change("rates:\n", HOUSEHOLDS, with_change(HOME, HOME + FROM_ITSELF))),
        at=place("hjemme]\n      ages", text),
        da="staircase.steps.hjemme.together_from.1: søskende flytter ikke til trinnet fra trinnet selv; "
        "slet det",
        en="staircase.steps.hjemme.together_from.1: siblings do not move to the step from the step itself; "
        "delete it",
    ),
    changed(
        "nobody_has_siblings",
        "      role: home\n",
        "      role: home\n      household: together\n",
        "household: together",
        "staircase.steps.hjemme.household: hvert barn er alene i sin husstand; skriv «households», eller "
        "skriv børn op med «household»",
        "staircase.steps.hjemme.household: each child is alone in its household; write 'households', or "
        "list children with 'household'",
    ),
    changed(
        "at_least_children",
        "rates:\n",
        "programmes:\n  h:\n    title: H\n    start: 2027-01-01\n"
        "    enrolment: {steps: [hjemme], at_least: 2}\nrates:\n",
        "enrolment: {steps: [hjemme], at",
        "programmes.h.enrolment: «at_least» over 1 hører sammen med «by: household»",
        "programmes.h.enrolment: 'at_least' above 1 goes with 'by: household'",
    ),
]
