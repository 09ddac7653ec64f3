"""What is said about what a case hangs on, in English."""

# ruff: noqa: RUF001  an en dash between numbers is how a range is written

TEXTS = {
    # Outcomes, and when a case is above zero in them, as they stand after a clause that comes first.
    "outcome_net": "the municipality's whole gain",
    "outcome_cashable": "the gain in the municipality's budgets",
    "outcome_need": "the largest extra spending of a single budget year",
    "outcome_placed": "the change in the number of children placed",
    "outcome_year": "the municipality's gain in {year}",
    "outcome_payer": "the gain of {payer}",
    "event_net": "the case pays its way in {often}",
    "event_gain": "{outcome} is above zero in {often}",
    "side_net": "the case pays its way in {often}",
    "side_gain": "{outcome} is above zero in {often}",
    "balance_net": "The value at which the case just pays its way in {share}",
    "balance_gain": "The value at which {outcome} is just above zero in {share}",
    "runs_of_ten": "{count} of 10 runs",
    "runs_of_twenty": "{count} of 20 runs",
    "runs_percent": "{percent} of the runs",
    "at_least": "at least {share}",
    "fewer_than": "fewer than {share}",
    "unit_children": "full-year persons",
    "children": "{number} full-year persons",
    "quoted": "“{title}”",
    # The first sentence: what it hangs on.
    "first_sobol": "{outcome} hangs most on {leader}, which makes up about {share} of what we do not know; "
    "{chance}.",
    "first_sobol_tie": "{outcome} hangs most on {leader} and {second}, which make up about {share} and "
    "{share_second} of what we do not know, and it cannot be seen which of them matters more; {chance}.",
    "first_set": "{outcome} hangs most on {count} assumptions that go together and jointly make up about "
    "{share} of what we do not know (most of all {leader}); {chance}.",
    "first_morris": "{outcome} hangs most on {leader}: from one end of its range to the other the result "
    "changes by {effect} on average; {chance}.",
    "first_densities": "{outcome} hangs most on {leader}: no other assumption changes as much where the "
    "result may end; {chance}.",
    "first_local": "{outcome} hangs most on {leader}, which alone can move the result by {effect}; {chance}.",
    "first_drowned": "Chance is so large that it cannot be seen what {outcome} hangs on; more replications "
    "have to be run.",
    "chance_run": "chance makes up {chance} of the swings of a single run",
    "chance_mean": "chance makes up {chance} of the swings between the draws",
    "chance_measured": "{chance} of the effects that were measured is chance",
    "chance_unknown": "how much is chance cannot be seen",
    # The second: where it just pays its way.
    "second_above": "If {leader} is for certain at least {value}, {event}; the scenario's middle value is "
    "{median}.",
    "second_below": "If {leader} is for certain at most {value}, {event}; the scenario's middle value is "
    "{median}.",
    "second_always": "Wherever {leader} is in the range {range}, {event}; the scenario's middle value is "
    "{median}.",
    "second_tornado": "When all else stands in the middle of its range and {leader} is moved from {range}, "
    "{outcome} goes from {at_low} to {at_high}.",
    "second_none": "Where the case just pays its way has not been worked out here, as the figures are taken "
    "from a run that was there already.",
    # The third: the three views.
    "third": "On average the case gives the municipality {raw} if the scenario holds, {corrected} if the "
    "gain becomes smaller and later, as such gains often do, and {repeated} if only what has been repeated "
    "in other places works.",
    "third_kept": "On average the case gives the municipality {raw} if the scenario holds, and {corrected} "
    "if the gain becomes smaller and later, as such gains often do; nothing that was repeated in other "
    "places can stand in for the scenario's own numbers, so with only what was repeated the answer is "
    "{repeated} too.",
    "third_none": "What the case gives after a correction for optimism and with only what others have "
    "repeated has not been worked out here, as the figures are taken from a run that was there already.",
    "a_gain": "a gain of {amount}",
    "a_loss": "a loss of {amount}",
    "no_gain": "neither gain nor loss",
    # Tables.
    "assumption": "Assumption",
    "interval": "95%",
    "indices": "Share of what we do not know about {outcome}",
    "alone": "Alone",
    "in_all": "With interplay",
    "together_row": "{count} assumptions drawn together",
    "chance_row": "Chance in the mean of {replications} replications, held apart",
    "chance_row_mean": "Chance, held apart: share of the swings between the means of the draws",
    "chance_row_measured": "Chance, held apart: share of the effects that were measured",
    "indices_note": "Alone: so much smaller would the uncertainty be if we knew the assumption. With "
    "interplay: so much would be left if we knew all the others. The interval is that of the sampling and "
    "narrows with more rows.",
    "indices_drowned": "Chance drowns the assumptions; run more replications.",
    "together_note": "Drawn together: {names}.",
    "screening": "How much the result changes when an assumption is moved, {unit}",
    "mu_star": "Effect",
    "mu": "With sign",
    "sigma": "Uneven",
    "by_chance": "By chance",
    "screening_note": "Effect: mean change from one end of the range (5%) to the other (95%), without sign. "
    "With sign: plus if a higher value gives more. Uneven: how different the effect is from place to place, "
    "that is bends and interplay. By chance: so large would the effect be by chance alone.",
    "densities": "How much each assumption moves the whole distribution of {outcome}",
    "distance": "Distance",
    "densities_note": "The distance is 0 if the assumption means nothing, and 1 at most. What shuffled draws "
    "give by themselves is taken away. The distances cannot be added up.",
    "second": "What two assumptions do together beyond each alone, share of what we do not know",
    "pair": "Pair",
    "pair_names": "{one} × {other}",
    "share": "Share",
    "second_note": "The largest first.",
    "second_left_out": "{count} smaller pairs are left out; they are in the tables of the folder.",
    "tornado": "One assumption at a time: {outcome}, {unit}",
    "low": "Low",
    "high": "High",
    "at_low": "At low",
    "at_high": "At high",
    "error": "Error",
    "tornado_note": "Low and high: 10 and 90% of the assumption's distribution. All else stands in the "
    "middle of its range; the result is then {middle}. Error: standard error of the largest change.",
    "tornado_corners": "With all moved to the best at once, the result changes by {best} (one by one "
    "{best_summed} in all); to the worst, by {worst} (one by one {worst_summed} in all). The difference is "
    "interplay.",
    "median": "Middle of the scenario",
    "balance": "Just pays",
    "searched": "Searched",
    "likely": "So often in the scenario",
    "from_value": "from {value}",
    "up_to_value": "up to {value}",
    "pays_everywhere": "everywhere",
    "pays_nowhere": "nowhere",
    "balance_note": "One assumption at a time is taken as certain, while the others are as uncertain as they "
    "are. “Everywhere”: whatever the value within what was searched. “Nowhere”: the assumption cannot do it "
    "alone. 95%: what other draws might have given; … is beyond what was searched. So often in the scenario: "
    "how often the scenario itself counts on a value on that side.",
    "map": "{up} when {across} is known",
    "map_note": "At each value of the first assumption the other is set where it just pays.",
    "views": "The whole gain of the case for the municipality in three ways, present value, {unit}",
    "view": "Worked out",
    "view_raw": "As the scenario says",
    "view_corrected": "After a correction for optimism",
    "view_repeated": "Only what other places have repeated",
    "mean": "Mean",
    "p10": "10%",
    "p50": "Middle",
    "p90": "90%",
    "gain_share": "Share that gains",
    "views_note": "10% and 90%: in 8 of 10 runs the gain is in between. The three are worked out with the "
    "same draws and the same luck. Error: standard error of the mean.",
    "correction": "The correction follows the least firm ground that the effects of the case rest on: "
    "{grade}. Gains are reduced by {reduction} and come {delay} later; spending stands as it is.",
    "correction_none": "The correction follows the least firm ground that the effects of the case rest on: "
    "{grade}. With that ground nothing is taken off.",
    "years": "{number} years",
    # Figures.
    "tornado_alt": "Horizontal bars, the most important assumption on top. {sentence} The numbers are in the "
    "table.",
    "tornado_alt_sentence": "With {leader} from {range} the result goes from {at_low} to {at_high}.",
    "tornado_caption": "The bars begin at the result when all assumptions stand in the middle of their "
    "ranges ({middle}). The longer the bar, the more the assumption moves it alone. The thin line is the "
    "sampling error.",
    "legend_low": "the assumption's low value",
    "legend_high": "the assumption's high value",
    "legend_middle": "all in the middle",
    "legend_zero": "zero",
    "legend_interval": "95% sampling error",
    "from_to": "{title}: {values}",
    "to": "{low} to {high}",
    "indices_alt": "Horizontal bars in per cent of what we do not know: {sentence}. The numbers are in the "
    "table.",
    "indices_alt_part": "{title} {share}",
    "indices_caption": "The lowest bar is chance. It is measured by itself and is no part of the others.",
    "legend_alone": "alone",
    "legend_in_all": "with interplay",
    "legend_chance": "chance",
    "together_bar": "{count} assumptions drawn together, as a whole",
    "chance_bar": "Chance in the mean of {replications} replications (held apart)",
    "screening_alt": "Horizontal bars for the effect of each assumption, the largest on top: {sentence}. The "
    "numbers are in the table.",
    "screening_caption": "A bar that does not pass the mark of chance cannot be told from nothing.",
    "legend_mu_star": "mean effect",
    "legend_sigma": "how uneven the effect is",
    "legend_noise": "so large would it be by chance alone",
    "densities_alt": "Horizontal bars for the distance of each assumption, the largest on top: {sentence}. "
    "The numbers are in the table.",
    "densities_caption": "A line that reaches zero means that the assumption cannot be told from nothing.",
    "legend_distance": "distance",
    "map_alt": "A map of two assumptions. Across: {across}. Up: {up}. {sentence} The numbers are in the "
    "table.",
    "map_alt_point": "When the first is {across}, the border is {up}.",
    "map_alt_everywhere": "When the first is {across}, there is no border: {side} everywhere.",
    "map_alt_nowhere": "When the first is {across}, there is no border: {side} nowhere.",
    "map_caption": "Hatched: {side}. Straight lines are drawn between the points. On the map the two "
    "assumptions are taken as certain; in the scenario they are not, so the place of the "
    "diamond does not say how sure the case is.",
    "map_caption_everywhere": "A triangle on the edge: there the border is off the map, and all of the "
    "vertical line is hatched.",
    "map_caption_nowhere": "A cross on the edge: there the other assumption cannot do it alone.",
    "map_up": "Up: {title}",
    "map_across": "Across: {title}",
    "legend_curve": "just pays",
    "legend_pays": "{side}",
    "legend_median": "middle of the scenario",
    "legend_everywhere": "no border: everywhere",
    "legend_nowhere": "no border: nowhere",
    "map_blank": "{up} and {across}: wherever they are within what was searched, {event}.",
    # The page.
    "title": "What does it hang on? {case}",
    "kicker": "Sensitivity analysis · {municipality}",
    "answer_heading": "The answer",
    "hangs_heading": "What it hangs on",
    "balance_heading": "Where it just pays",
    "views_heading": "Three views of the gain",
    "views_intro": "The three must not be mixed. They are no forecasts.",
    "source": "Source of the correction: {source}.",
    "method_heading": "How it was worked out",
    "caveats_heading": "What the analysis cannot tell",
    "stamp_heading": "The stamp of the analysis",
    "method_outcome": "The analysis is of {outcome}. On average over what was run it is {level}.",
    "method_sobol": "The assumptions were drawn in {samples} rows, each with {width} sets of values, and "
    "each set was run {replications} times with new luck: {runs} runs. All was run with and without the case "
    "(Sobol' indices; Saltelli et al. 2010).",
    "method_sobol_share": "A share is one of the swings that the assumptions make. Chance is taken out and "
    "held apart. The shares alone give 100% if there is no interplay, and less otherwise; those with "
    "interplay give more. So the shares need not give 100%. A share does not say which way the assumption "
    "pulls; the figure with one assumption at a time does.",
    "method_together": "{count} of the assumptions are drawn together, because they go together: who knows "
    "one knows something of the others. So one of them may explain more alone than there is left when all "
    "the others are known. Their shares cannot be added up; the share of all stands by itself.",
    "method_morris": "The assumptions were moved one at a time in {samples} passes, and each set of values "
    "was run {replications} times with new luck: {runs} runs with and without the case (Morris 1991). The "
    "method sorts and measures no shares. Assumptions that are drawn together were moved one at a time too.",
    "method_pawn": "{samples} draws were run {replications} times each. For each assumption it was measured "
    "how much the distribution of the result moves when the assumption is known (PAWN; Pianosi and Wagener "
    "2018).",
    "method_delta": "{samples} draws were run {replications} times each. For each assumption it was measured "
    "how much the distribution of the result moves when the assumption is known (delta; Borgonovo 2007).",
    "method_run": "The draws are taken from a run that was there already: {run}. Only what can be seen in "
    "them is told; break-even and the three views take new runs.",
    "method_tornado": "One assumption at a time was moved from 10 to 90% of its distribution, while the "
    "others stood in the middle of theirs. The same luck was used each time, so the difference is the "
    "assumption's.",
    "method_balance": "Break-even was found with {runs} runs at each value that was tried, and with the same "
    "draws of the other assumptions each time. It does not say how likely the value is.",
    "method_views": "The three views were worked out with {draws} draws and {replications} replications of "
    "each.",
    "caveat_booking": "A sensitivity analysis shows what the gain hangs on. It does not show that the gain "
    "will come.",
    "caveat_known": "The analysis sees only the assumptions that the scenario itself calls uncertain, and "
    "only within the ranges that it gives them. An assumption with too narrow a range looks less important "
    "than it is.",
    "caveat_optimism": "The correction for optimism is a rule of thumb and no forecast.",
    "caveat_repeated": "That no one has repeated a measure is no proof that it does not work. What others "
    "have found was found in other places with other children.",
    "caveat_placed": "The number of children placed is a difference between two simulations and no count of "
    "children.",
    "stamp_caption": "Stamp",
    "stamp_scenario": "Calculation and case",
    "stamp_scenario_digest": "Inputs (SHA-256)",
    "stamp_run_digest": "Run (SHA-256)",
    "stamp_value_digest": "Results (SHA-256)",
    "stamp_method": "Method and outcome",
    "stamp_samples": "Rows, passes or draws; replications",
    "stamp_seed": "Seed of chance",
    "stamp_versions": "Versions",
}
