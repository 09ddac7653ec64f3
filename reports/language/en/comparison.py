"""Every sentence of the report in English."""

# ruff: noqa: RUF001  an en dash between numbers is how a range is written

TEXTS = {
    "out_of_ten": "{count} out of 10",
    "fewer_than_twentieth": "fewer than 1 out of 20",
    "more_than_nineteen": "more than 19 out of 20",
    "percent_below": "below {percent}",
    "percent_above": "above {percent}",
    "percent_sign": "%",
    "hidden_count": "under\N{NO-BREAK SPACE}5",
    "range_dkk": "between DKK {low} and {high}",
    "range_dkk_thousand": "between DKK {low} and {high} thousand",
    "range_dkk_million": "between DKK {low} and {high} million",
    "dkk": "DKK {number}",
    "dkk_thousand": "DKK {number} thousand",
    "dkk_million": "DKK {number} million",
    "unit_dkk": "DKK",
    "unit_dkk_thousand": "DKK thousand",
    "unit_dkk_million": "DKK million",
    # The answer: a sentence on whether, and one on how much.
    "answer_share": "In {share} simulated runs the investment has paid for itself by the end of "
    "{last}{half}.",
    "answer_half": ", in half of the runs no later than {year}",
    "answer_all": "In all {runs} simulated runs the investment has paid for itself by the end of "
    "{last}{half}.",
    "answer_none": "In none of the {runs} simulated runs has the investment paid for itself by the end of "
    "{last}.",
    "answer_one_yes": "In the one simulated run the investment has paid for itself by the end of {last}, "
    "but one run does not show how sure that is.",
    "answer_one_no": "In the one simulated run the investment has not paid for itself by the end of "
    "{last}, but one run does not show how sure that is.",
    "answer_gain": "The total gain for the municipality is {middle} in the middle run and {range} in 9 out "
    "of 10 runs ({terms}).",
    "answer_gain_narrow": "The total gain for the municipality is {middle} in at least 9 out of 10 runs "
    "({terms}).",
    "answer_gain_one": "The total gain for the municipality is {middle} in this run ({terms}).",
    "answer_loss": "The total loss for the municipality is {middle} in the middle run and {range} in 9 out "
    "of 10 runs ({terms}).",
    "answer_loss_narrow": "The total loss for the municipality is {middle} in at least 9 out of 10 runs "
    "({terms}).",
    "answer_loss_one": "The total loss for the municipality is {middle} in this run ({terms}).",
    "terms": "present value in {year} prices",
    "terms_minus": "present value in {year} prices, minus is a loss",
    "answer_idle": "The investment case changes nothing: in all simulated runs the children's paths and "
    "all payers' costs are the same as without it.",
    "answer_same_money": "The municipality's costs are the same with and without the investment case in "
    "all simulated runs.",
    "answer_zero": "The total gain for the municipality is DKK 0.",
    # The top of the page.
    "kicker": "Investing in early help for children and young people · {municipality}",
    "question": "What does it cost, who gains, when, and how sure are we?",
    "method": "The calculation follows simulated children on the municipality's staircase of interventions "
    "from {first} through {last}, with and without each investment case. A run is one possible future: one "
    "set of assumptions and one outcome of chance.",
    "method_runs": "This page rests on {runs} runs.",
    "method_run": "This page rests on one run.",
    "method_gain": "A gain is cost without the case minus cost with it, the case's own cost included. All "
    "amounts are in fixed {year} prices.",
    "booking": "No part of the gain may be taken out of the budget on the strength of this page alone.",
    "booking_where": "What the rule lets out of the budget, and what is lacking, stands with each case "
    "under “What may be taken out of the budget?”.",
    "overview_heading": "The investment cases in brief",
    "overview_caption": "Total gain for the municipality {first}–{last}, present value, {unit}",
    "answer_heading": "The answer",
    "payers_heading": "Who pays, and who gains?",
    "fan_heading": "When has the investment paid for itself?",
    "key_heading": "Key figures",
    # Tables about money.
    "case": "Case",
    "mean": "Mean",
    "five_to_ninety_five": "5–95%",
    "p05": "5%",
    "p95": "95%",
    "gain_share": "Share with a gain",
    "break_even": "Paid back in",
    "break_even_quantiles": "Paid back (10–50–90%)",
    "idle": "changes nothing",
    "not_reached": "not reached",
    "overview_note": "5–95%: 9 out of 10 runs lie between the two. Paid back: the year from which the gain "
    "stays above the cost, in the middle of the runs (in brackets from 10 to 90% of the runs). “Not "
    "reached”: not by the end of {last}.",
    "key_caption": "Total gain for the municipality {first}–{last}, present value",
    "key_mean": "Mean",
    "key_median": "In the middle run (median)",
    "key_interval": "In 9 out of 10 runs (5–95%)",
    "key_deepest": "Largest extra cost so far, middle run, undiscounted",
    "key_probability": "Share of the runs with a gain",
    "key_break_even": "Paid back in (10–90% of the runs)",
    "key_variance": "Where the uncertainty comes from",
    "key_mc_error": "Computing error of the mean (standard error)",
    "variance": "{ignorance} what we do not know; {chance} chance",
    "variance_unknown": "cannot be divided with so few or so similar runs",
    "mc_error": "{amount} (shrinks with more runs)",
    "mc_error_unknown": "cannot be worked out from one run",
    "key_note": "Present value: later years count less, by the Ministry of Finance's rate of {rate} a "
    "year. “Not reached”: not paid back by the end of {last}.",
    "payer": "Payer",
    "outside": "{payer} (not the municipality's money)",
    "municipality_total": "The municipality in total",
    "by_payer_caption": "Gain for each payer {first}–{last} in total, undiscounted, {unit}",
    "by_year": "Budget year",
    "by_year_caption": "Gain for the municipality in each budget year, undiscounted, {unit}",
    "by_year_note": "Minus is extra cost. 5% and 95%: 9 out of 10 runs lie between the two in that year. "
    "The outer values of the years do not add up to an outer value of the sum.",
    # Figures.
    "fan_title": "Gain for the municipality so far, present value, {unit}",
    "fan_median": "middle run",
    "fan_half": "half of the runs",
    "fan_most": "9 out of 10 runs",
    "fan_break_even": "Paid back: {years} (8 out of 10 runs)",
    "fan_break_even_same": "Paid back: {years} in at least 8 out of 10 runs",
    "fan_break_even_open": "Paid back: {middle}, earliest tenth {early}; more than 1 out of 10 not by {last}",
    "fan_break_even_late": "Paid back in fewer than half of the runs; earliest tenth {early}",
    "fan_break_even_never": "Paid back in fewer than 1 out of 10 runs by the end of {last}",
    "fan_break_even_one": "Paid back: {year} (one run)",
    "fan_break_even_one_never": "Not paid back by the end of {last} (one run)",
    "fan_alt": "Fan chart. {answer} The numbers are in the tables.",
    "fan_caption": "Above zero the municipality has earned back the cost. The line below the figure shows "
    "when that happens: the middle (diamond) and 8 out of 10 runs (line); an arrow means that it may be "
    "after {last}.",
    "payers_title": "Gain in each budget year, {unit}",
    "payers_mean": "Each payer, mean of the runs",
    "payers_interval": "The municipality in total, mean and 5–95% (9 out of 10 runs)",
    "payers_net": "the municipality in total",
    "payers_alt": "Bars for each budget year with gains above zero and extra costs below zero for each "
    "payer. {sentence} The numbers are in the tables.",
    "payers_alt_sentence": "The municipality's mean gain goes from {first_gain} in {first} to {last_gain} "
    "in {last}.",
    "payers_caption": "Above zero is a gain, below zero an extra cost. The line adds up the municipality's "
    "own payers; the state and the region are shown but do not count. The two parts have scales of their "
    "own.",
    "staircase_title": "Children and young people on the staircase, full-year persons",
    "staircase_rising": "The least intrusive step at the bottom, the most intrusive at the top",
    "staircase_listed": "The first step of the staircase at the bottom, the last at the top",
    "staircase_alt": "The staircase from the first to the last step with numbers of children and young "
    "people in {first} and {last}, without change and with the cases. The numbers are in the table.",
    "staircase_caption": "Numbers are means of the runs. A dashed, empty bar is a number under 5 that is "
    "hidden; its length says nothing more.",
    # Children.
    "staircase_heading": "Children and young people on the staircase",
    "children_caption": "Children and young people on each step, full-year persons, mean of the runs",
    "step": "Step",
    "now": "{year}",
    "later_baseline": "{year} without change",
    "later_case": "{year} with {letter}",
    "total": "Total",
    "letters_note": "{letter}: {title}.",
    "children_note": "Rounded. A full-year person is 365 days on the step.",
    "missing_step_note": "–: there is no such step.",
    "hidden_note": "Counts from 1 to 4 are hidden, and therefore no total is shown.",
    "waiting_heading": "Children and young people who wait",
    "waiting_caption": "Children and young people waiting for a place on the step, full-year persons, mean "
    "of the runs",
    "waiting_note": "A child that waits for a step is also counted where it stands meanwhile.",
    # Assumptions.
    "assumptions_heading": "The assumptions",
    "uncertain_caption": "Assumptions that are uncertain",
    "fixed_caption": "Assumptions that are fixed in the calculation",
    "assumption": "Assumption",
    "value": "Value",
    "grounds": "Grounds and source",
    "only_in": "Only in {letters}.",
    "ninety": "90% between {low} and {high}",
    "uniform": "evenly between {low} and {high}",
    "pert": "between {low} and {high}, most likely {mode}",
    "grade_registered": "Own records",
    "grade_published": "Published figure",
    "grade_randomised": "Randomised trial",
    "grade_controlled": "Study with a control group",
    "grade_before_after": "Before and after, no control group",
    "grade_assumption": "A judgement, not measured",
    # Tables, prices and moves.
    "sources_caption": "Tables and prices",
    "source_municipality": "Key figures of the municipality",
    "source_rates": "Rates of moving between steps",
    "source_stock": "Children on the staircase at the start",
    "source_arrivals": "Arrivals",
    "source_price_index": "Price index",
    "source_price": "Price: {what}",
    "source_see": "see “{title}”",
    "source_amount": "DKK {amount} {per} in {year} prices",
    "per_day": "a day",
    "per_month": "a month",
    "per_year": "a year",
    "per_start": "at each start",
    "per_once": "once",
    "per_slot_year": "a slot a year",
    "per_participant": "a participant",
    "per_participant_year": "a participant a year",
    "per_child_year": "a child-year",
    "moves_heading": "Moves on the staircase",
    "moves_caption": "Children who begin on each step, number a year, mean {first}–{last}",
    "moves_baseline": "Without change",
    "moves_case": "With {letter}",
    "moves_note": "New children and children who come from another step alike.",
    # Caveats and the stamp.
    "caveats_heading": "What the model cannot tell",
    "caveat_booking": "The gains are expectations. An amount can be taken out of the budget only when it is "
    "sure enough by the rule, when a sensitivity analysis of exactly this calculation is on record, when "
    "the payer has approved, and when the follow-up says nothing else.",
    "caveat_wellbeing": "The model follows steps and kroner. It does not measure whether the children "
    "thrive.",
    "caveat_household": "Each simulated child counts as its own household. The costs of siblings are "
    "therefore not added together, and the central reimbursement of very expensive cases comes out "
    "slightly too small.",
    "caveat_effects": "Only the effects and payers in the calculation are counted. What nobody has put a "
    "number on counts as nothing.",
    "caveat_model": "The intervals show the uncertainty of the assumptions and of chance. They do not show "
    "what happens if the law, prices or practice change in other ways than assumed.",
    "caveat_partial_years": "The first and the last budget year are only partly in the calculation. Their "
    "numbers are not scaled up to whole years.",
    "stamp_heading": "The stamp of the calculation",
    "stamp_intro": "The same calculation gives the same stamp wherever it is run.",
    "stamp_caption": "Stamp",
    "stamp_scenario": "Calculation",
    "stamp_scenario_digest": "Premises (SHA-256)",
    "stamp_run_digest": "Run (SHA-256)",
    "stamp_value_digest": "Results (SHA-256)",
    "stamp_seed": "Seed of the random numbers",
    "stamp_draws": "Draws of the assumptions",
    "stamp_replications": "Replications per draw",
    "stamp_versions": "Versions",
}
