"""What is said about a case that is under way, in English."""

# ruff: noqa: RUF001  an en dash between numbers is how a range is written

TEXTS = {
    "quoted": "“{title}”",
    # The answer: how it goes.
    "answer_cannot_tell": "After {months} of {planned} months it cannot be told yet whether the case keeps "
    "its promise: all {all} indicators have stayed within what the case lets expect, but none of them "
    "stands out from a course without the case.",
    "answer_as_promised": "After {months} of {planned} months it goes as promised: {items} stood out from a "
    "course without the case, and no indicator has been outside what the case lets expect.",
    "answer_was_promised": "After {months} of {planned} months it has looked as promised, but in {last} it "
    "cannot be seen: {items} stood out from a course without the case, and no indicator has been outside "
    "what the case lets expect.",
    "answer_in_use": "After {months} of {planned} months the case is in use as promised: {items}. Whether it "
    "works cannot be told yet, for no other indicator stands out from a course without the case.",
    "answer_less": "After {months} of {planned} months the case gives less than promised: {items}.",
    "answer_more": "After {months} of {planned} months the case gives more than promised: {items}.",
    "answer_other": "After {months} of {planned} months it goes otherwise than expected: {items}.",
    "item": "{indicator} ({since})",
    "item_more": "{count} more indicator",
    "items_more": "{count} more indicators",
    "items_over": "higher than the case lets expect are {items}",
    "items_under": "lower than the case lets expect are {items}",
    "since": "first in {month}",
    "since_not_now": "first in {month}, not in {last}",
    # The answer: what the ledger teaches, and the amounts.
    "answer_moved": "The ledger changes what may be believed of the effect: {moves}.",
    "answer_move": "{title} was expected to be {before} and is now {after}",
    "answer_unmoved": "The ledger does not change what may be believed of the effect of the case.",
    "amounts_some": "Before the ledger {before} of the gain in {years} was sure enough to be taken out of "
    "the budget; {now}.",
    "amounts_none": "Before the ledger no part of the gain in {years} was sure enough to be taken out of the "
    "budget; {now}.",
    "amounts_now": "now it is {after}",
    "amounts_unknown": "how much it is now cannot be told",
    "amounts_same_some": "As before the ledger, {before} of the gain in {years} is sure enough to be taken "
    "out of the budget.",
    "amounts_same_none": "As before the ledger, no part of the gain in {years} is sure enough to be taken "
    "out of the budget.",
    "answer_outside": "The ledger lies outside what the scenario holds possible; go over the scenario "
    "before anything is booked.",
    "answer_thin": "Too few of the draws are like the ledger: they are worth {worth} sets of assumptions, "
    "and {wanted} at least are needed. What was worked out after the ledger cannot be used; run the "
    "follow-up again with more draws (--draws).",
    "answer_nothing_learnt": "The ledger teaches nothing of the assumptions, for on the steps that the case "
    "works on there is nothing to hold it against; the amounts are the same as before.",
    # The indicators.
    "indicators_caption": "The indicators from the start until {month}",
    "steps_caption": "Stays on each step from the start until {month}",
    "indicator": "Indicator",
    "seen": "Seen",
    "baseline": "Without the case",
    "case": "With the case",
    "verdict": "Verdict",
    "verdict_since": "{verdict}, {since}",
    "indicators_note": "Without and with the case: mean of the runs, and 5–95% of them in just this month. "
    "The verdict goes by the wider bands that hold for the whole follow-up at once. As promised: the "
    "indicator has never been outside the band of the case and has left the band without it on the side "
    "that the case promises.",
    "steps_left_out": "{count} more indicators of steps cannot be told yet.",
    # What the ledger teaches.
    "effects_caption": "The effect of the case, before and after the ledger",
    "others_caption": "The other uncertain assumptions, before and after the ledger",
    "moved_caption": "Assumptions, before and after the ledger",
    "assumption": "Assumption",
    "before": "Before",
    "after": "Now",
    "shift": "Moved",
    "shift_up": "up",
    "shift_down": "down",
    "shift_none": "no",
    "beliefs_note": "Mean and 5–95%. Moved: by more than a tenth of what the assumption varies by, and by "
    "more than the computing error.",
    "worth_note": "After the ledger the numbers rest on what is worth {worth} sets of assumptions of "
    "{points}; {wanted} at least are needed.",
    "unusable_note": "The numbers after the ledger cannot be used; they only show which way it pulls.",
    "unmoved_left_out": "{count} more assumptions have not moved.",
    "events_caption": "The events by which the assumptions are weighted, furthest from expected first",
    "event": "Event",
    "expected": "Expected",
    "event_down": "Moves down from {steps}",
    "event_up": "Moves up from {steps}",
    "event_out": "Off the staircase from {steps}",
    "event_came": "New children from outside on {steps}",
    "months": "Months",
    "events_left_out": "{count} more events are closer to what was expected.",
    "events_note": "Expected: mean of what the scenario lets expect with the case in the time that the "
    "children have been on the steps. As odd as the ledger or more so are {rarity} of the scenario's own "
    "runs; at {limit} and below it lies outside what the scenario holds possible.",
    # Amounts.
    "years_caption": "Gain before and after the ledger, the municipality's own payers, {unit}",
    "payers_caption": "Gain before and after the ledger in {years}, each payer, {unit}",
    "gain_before": "Expected before",
    "gain_after": "Expected now",
    "sure_before": "Sure enough before",
    "sure_after": "Sure enough now",
    "gates_note": "To be sure is not all that the rule asks for: sensitivity analysis, approvals and "
    "milestones stand in the register. Budget years that are over are here too but can no longer be changed.",
    "dash_note": "A dash: the amounts after the ledger cannot be used.",
    "losses_note": "Extra costs are expected too: {before} before and {after} now; they are not taken off.",
    "losses_note_before": "Extra costs are expected too: {before} before the ledger; they are not taken off.",
    # The three dimensions.
    "dimension_resources": "Resources from the start until {month}",
    "dimension_activity": "Activity from the start until {month}",
    "dimension_results": "Results from the start until {month}",
    "thousand": "thousands",
    "figure": "Figure",
    "down_per_million": "moves to a less intrusive step for each DKK million that the steps have cost",
    "programmes": "What the case itself costs, {unit}",
    "programmes_note": "What the case itself has cost so far stands in no ledger; the number is what was "
    "expected.",
    # Figures.
    "chart_number": "Children in placement, mean since the start",
    "chart_moved_down": "Moves to a less intrusive step, in all since the start",
    "chart_moved_up": "Moves to a more intrusive step, in all since the start",
    "chart_cost": "Cost of all steps a month, mean since the start, {unit}",
    "chart_months": "month from the start ({first} is month\N{NO-BREAK SPACE}1)",
    "legend_seen": "seen in the ledger",
    "legend_middle": "expected with the case",
    "legend_case": "band with the case",
    "legend_baseline": "band without the case",
    "chart_alt": "A line over {planned} months. {title}. After {months} months: {seen} seen, {case} expected "
    "with the case and {baseline} without. Verdict: {verdict}. The numbers are in the table.",
    "chart_caption": "Verdict: {verdict}.",
    "charts_note": "The dark line is the ledger, and the dot is the latest month. If it goes as the scenario "
    "says, all indicators stay within their bands in all {planned} months in {often} of the cases.",
    # The page.
    "title": "Follow-up: {case}",
    "kicker": "{municipality} · the ledger is known until {last}",
    "indicators_heading": "Does it go as promised?",
    "learnt_heading": "What does the ledger teach?",
    "amounts_heading": "What is sure enough for the budget, before and now?",
    "steering_heading": "Resources, activity and results",
    "caveats_heading": "What the follow-up cannot tell",
    "caveat_planned": "The bands hold for the {planned} months and the {all} indicators that were planned "
    "and no longer. Give the same number of months each time.",
    "caveat_weak": "A weak effect stays within the bands for long. “Cannot be told yet” does not mean that "
    "it goes well, nor that it goes badly.",
    "caveat_scenario": "Everything holds within the scenario: what it takes for certain no ledger can "
    "change. That an indicator is outside the bands does not tell why.",
    "caveat_weights": "The assumptions are weighted by the children's moves on the steps that the case works "
    "on and by the new children there. Prices and spending have no part in it.",
    "caveat_luck": "The amounts after the ledger rest on what it teaches of the assumptions. Good and bad "
    "luck in the months that are over is not in them.",
    "caveat_late": "The ledger tells what was granted and registered. What is registered later is missing: "
    "close a month before it is followed up.",
    "caveat_rejected": "{rejected} of {rows} rows of the ledger are rejected; their children and kroner do "
    "not count.",
    "caveat_complete": "The ledger seems to hold everything from {complete} only, after the case began.",
    "caveat_after_plan": "The ledger goes {after} months beyond the {planned} that were planned; those "
    "months are left out.",
    "caveat_without_price": "{services} services of the ledger have no price; they are taken at their step's "
    "average, {amount} in all.",
    "caveat_unpriced": "The ledger has no price for {steps}; the scenario's is used.",
    "caveat_no_index": "The scenario's price index lacks {years}; kroner of those years are in their own "
    "prices, and what was expected is in prices of {price_year}.",
    "stamp_ledger": "Ledger (SHA-256)",
    "stamp_last": "Last day of the ledger",
    "stamp_months": "Months, known and planned",
    "stamp_policy": "Rule for the budget (SHA-256)",
    "months_of": "{months} of {planned}",
}
