"""List defects of prices: what does not go together on a line, or with its step."""

from tests.scenarios.reading.fault_cases import COST, changed

PRICE = "    indsats:\n      {dkk: 100000, per: year, "
"""The price on `hjemme`, up to where these cases write more."""
PRICES = [
    changed(
        "with_per_start",
        PRICE,
        PRICE.replace("year, ", "start, groups: [alle], "),
        "    indsats:",
        "prices.hjemme.indsats: en pris pr. start har ingen groups; den betales af alle, der "
        "begynder et ophold",
        "prices.hjemme.indsats: a price per start takes no groups; it is paid by all who begin a stay",
        after=4,
    ),
    changed(
        "with_own_unit",
        PRICE,
        PRICE + "ages: [0-17], own_unit: {block_places: 4, notice_months: 6}, ",
        "    indsats:",
        "prices.hjemme.indsats: det, der er bundet til pladser, har ingen ages, for pladser er der "
        "for alle; skriv det på en linje for sig uden own_unit",
        "prices.hjemme.indsats: what is bound to places takes no ages, for places are there for "
        "everybody; make it a line of its own without own_unit",
        after=4,
    ),
    changed(
        "with_sold",
        PRICE,
        PRICE + "sold: 0.5, volume: {above: {40: 0.95}}, ",
        "    indsats:",
        "prices.hjemme.indsats: salget af ledige pladser har ingen volume; det handler om pladser, "
        "ikke om børn",
        "prices.hjemme.indsats: the sale of free places takes no volume; it is about places, not children",
        after=4,
    ),
    changed(
        "sold_without_places",
        PRICE,
        PRICE + "sold: 0.5, ",
        "sold: 0.5",
        "prices.hjemme.indsats.sold: trinnet har intet antal pladser, så ingen er ledige; skriv "
        "«places» ved trinnet, eller fjern «sold»",
        "prices.hjemme.indsats.sold: the step has no number of places, so none is free; write "
        "'places' on the step, or take 'sold' away",
    ),
    changed(
        "sold_below_zero",
        PRICE,
        PRICE.replace("100000", "-100000") + "sold: 0.5, ",
        "dkk: -100000",
        "prices.hjemme.indsats.dkk: skriv det, andre betaler for en plads, som et tal over nul; det "
        "tæller som en indtægt",
        "prices.hjemme.indsats.dkk: write what others pay for a place above zero; it counts as an income",
    ),
    changed(
        "income_own_unit",
        PRICE,
        PRICE.replace("100000", "-100000") + "own_unit: {block_places: 4, notice_months: 6}, ",
        "own_unit: {block",
        "prices.hjemme.indsats.own_unit: en indtægt kan ikke være bundet til pladser; fjern «own_unit»",
        "prices.hjemme.indsats.own_unit: an income cannot be bound to places; take 'own_unit' away",
    ),
    changed(
        "ends_before_start",
        PRICE,
        PRICE + "start: 2028-01-01, end: 2028-01-01, ",
        "    indsats:",
        "prices.hjemme.indsats: «end» skal ligge efter «start»",
        "prices.hjemme.indsats: 'end' must lie after 'start'",
        after=4,
    ),
    changed(
        "whom_without_steps",
        COST,
        COST.replace("{", "{groups: [alle], "),
        "            leder:",
        "programmes.hjælp.costs.leder: groups hører til «per: child_year» og «steps»",
        "programmes.hjælp.costs.leder: groups goes with 'per: child_year' and 'steps'",
        after=12,
    ),
    changed(
        "cost_outside",
        COST,
        COST.replace("{", "{start: 2026-01-01, "),
        "start: 2026-01-01",
        "programmes.hjælp.costs.leder.start: 2026-01-01 ligger uden for indsatsens tid, 2027-01-01 -",
        "programmes.hjælp.costs.leder.start: 2026-01-01 lies outside the time of the programme, 2027-01-01 -",
    ),
]
