"""What is said about a forecast, in English."""

# ruff: noqa: RUF001  an en dash between numbers is how a range is written

TEXTS = {
    # The answer.
    "title": "The year's account {year}",
    "answer_over": "The account of {year} is expected to be {account}, {amount} above the frame of {frame}.",
    "answer_under": "The account of {year} is expected to be {account}, {amount} below the frame of {frame}.",
    "answer_even": "The account of {year} is expected to be {account}, as the frame.",
    "answer_interval": "In 9 of 10 runs it is {range}; the frame is exceeded in {share} runs.",
    "answer_interval_all": "In 9 of 10 runs it is {range}; the frame is exceeded in all {runs} runs.",
    "answer_interval_none": "In 9 of 10 runs it is {range}; the frame is exceeded in none of the {runs} "
    "runs.",
    "answer_why": "Of the difference {volume} comes from volume (full-year persons), {price} from "
    "prices{rest}.",
    "answer_rest_over": " and {amount} because the account of {before} was above the frame",
    "answer_rest_under": " and {amount} because the account of {before} was below the frame",
    # The account.
    "account": "Account {year}, {unit}",
    "spent": "Spent until {last}",
    "to_come": "Expected for the rest of the year",
    "whole": "Whole account",
    "frame": "Frame",
    "overrun": "Above the frame",
    "probability": "Share of the runs above the frame",
    "variance": "Where the uncertainty comes from",
    "variance_words": "{ignorance} what is not known; {chance} chance",
    "mean": "Mean",
    "interval": "5–95\N{NO-BREAK SPACE}%",
    "account_note": "Spending before central reimbursement. Minus is below the frame.",
    # Months.
    "months": "Month by month {year}, {unit}",
    "month": "Month",
    "in_month": "In the month",
    "so_far": "Until its end",
    "months_note": "Months until {last} are spent and have no interval.",
    # Steps.
    "volume": "Full-year persons and prices",
    "effects": "Volume and price in the difference, {unit}",
    "step": "Step",
    "persons": "Full-year persons",
    "persons_before_frame": "the frame",
    "persons_before_last_year": "{before}",
    "price": "DKK per full-year person",
    "volume_effect": "Volume",
    "price_effect": "Price",
    "total": "Total",
    "from_the_start": "To this comes {amount}, by which the account of {before} was off the frame.",
    "steps_note": "Volume: more full-year persons at the old price. Price: a higher price for those there "
    "are. "
    "A child with several services counts on the step of each.",
    "no_base": "The ledger does not hold all of {before}, and the frame is an amount only: volume and price "
    "cannot be told apart. Give the frame as a table with the columns step, full_year_persons and "
    "dkk.",
    # Sections.
    "sections": "Sections",
    "section": "Section",
    "no_section": "none",
    "children": "Children",
    "children_so_far": "seen so far",
    "days": "Days",
    "sections_note": "Different children in the whole year; a child may have several sections. In all "
    "{children} children and {days} placement days.",
    # The page.
    "answer_heading": "The answer",
    "own_use": "For the municipality's own use: small counts are not hidden.",
    "kicker": "Forecast from {files}, known until {last}",
    "account_heading": "The account and the frame",
    "steps_heading": "Volume and price",
    "sections_heading": "Children, days and full-year persons of each section",
    "caveats_heading": "What the forecast cannot tell",
    "stamp_heading": "The stamp of the forecast",
    "chart_months": "Each month, {unit}",
    "chart_not_from_zero": "the axis does not begin at zero",
    "chart_account": "The whole account of {year}, {unit}",
    "legend_spent": "spent",
    "legend_middle": "middle run",
    "legend_half": "half of the runs",
    "legend_most": "9 of 10 runs",
    "legend_frame": "the frame",
    "chart_alt": "A line over the months of the year and a band for the whole account. {answer} The "
    "numbers are in the tables.",
    "chart_caption": "On top each month by itself, below the whole year's account beside the frame.",
    "effects_alt": "Bars for each step: how much of the difference is volume and how much is price. The "
    "numbers are in the table.",
    "effects_caption": "To the right of zero is more spending, to the left less.",
    "caveat_granted": "A ledger tells what was granted, not what was paid. What has been granted and not yet "
    "registered is missing: close a month before it is held against the frame.",
    "caveat_gross": "Spending is before central reimbursement of very expensive cases.",
    "caveat_practice": "The interval holds if practice, law and prices stay for the rest of the year as in "
    "the time that the rates come from.",
    "caveat_prices": "A new stay gets the services and prices of one of the latest on its step; how long it "
    "lasts is drawn apart.",
    "caveat_returns": "A child who has gone out and comes back in the rest of the year counts as a new one.",
    "stamp_caption": "Stamp",
    "stamp_scenario": "Scenario and its digest",
    "stamp_rows": "Rows of the ledger",
    "stamp_rates": "Rates and arrivals",
    "stamp_rates_ledger": "the ledger's, near the scenario's",
    "stamp_rates_scenario": "the scenario's",
    "stamp_runs": "Runs (draws, replications)",
    "stamp_seed": "Seed of chance",
    "stamp_versions": "Versions",
}
