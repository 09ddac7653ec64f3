"""The sentences about checks of a calibration and about published totals, in English."""

TEXTS = {
    # Words that the tables share
    "good": "good",
    "thin": "thin",
    "poor": "poor",
    "step": "Step",
    "all_steps": "All steps together",
    "p": "p",
    "p_below": "below {p}",
    "of": "{part} of {whole}",
    "seen": "Seen",
    "expected": "Expected",
    # The verdicts
    "verdicts_heading": "How much can each step bear?",
    "verdicts_caption": "The basis after the checks",
    "basis": "Basis",
    "why": "Why",
    "verdicts_note": (
        "Good: at least 50 moves off the step were seen; thin: at least 10. It falls one grade when the p "
        "of a check is below {limit}; of correct calibrations at most 1 in 20 has so low a p anywhere."
    ),
    "moves_enough": "{moves} moves off were seen",
    "moves_one": "1 move off was seen, good takes {good}",
    "moves_few": "{moves} moves off were seen, good takes {good}",
    "stay_fits": "length of stay does not speak against them (p\N{NO-BREAK SPACE}{p})",
    "stay_against": "length of stay does not fit (p\N{NO-BREAK SPACE}{p})",
    "stay_unknown": "length of stay cannot be tested on so few",
    "backtest_fits": "the backtest does not speak against them (p\N{NO-BREAK SPACE}{p})",
    "backtest_against": "the backtest missed (p\N{NO-BREAK SPACE}{p})",
    # Length of stay
    "stays_heading": "Do stays last as long as the rates say?",
    "stays_caption": "Moves off the steps",
    "stays_note": (
        "p: how often chance alone makes as large a deviation in when in a stay children leave. The number "
        "is not tested, for the rates were taken from the same moves. {dash}: too few for a test."
    ),
    # Where children are later
    "where_caption": "Where children are after 1, 2 and 3 years (per cent)",
    "where_step": "From step, after",
    "where_row": "{step}, {years}\N{NO-BREAK SPACE}y.",
    "where_followed": "Followed",
    "where_here": "On the step",
    "where_limits": "95%",
    "where_out": "Out",
    "where_note": (
        "Of the children who first came to the step in the window. The rest are on other steps. {dash}: "
        "too few were followed so long. In what is expected nobody comes back who has gone out; what was "
        "seen has those who did."
    ),
    "where_of_step": "Where {children} children were 1, 2 and 3 years after they first came to the step",
    "where_place": "Place",
    "where_year": "{years} y., seen",
    "where_year_expected": "{years} y., expected",
    "where_of_step_note": (
        "Per cent, with 95% limits in brackets. Places with less than 1% are left out. {dash}: too few "
        "were followed so long."
    ),
    "where_nobody": "No children first came to this step in the window.",
    # The backtest
    "backtest_heading": "Backtest: had the rates seen it coming?",
    "backtest_how": (
        "The rates were worked out again from nothing but what was known on {cut}. From there the next "
        "{months} months were run {runs} times and held against the children who came to stand on the "
        "steps."
    ),
    "backtest_caption": "Backtest: children on the steps in {months} months after {cut}",
    "inside_90": "In the 90% band",
    "inside_50": "In the 50% band",
    "year_ends_90": "Year-ends in 90%",
    "mean_error": "Mean error",
    "backtest_note": (
        "p: how often the runs themselves lie as far from their middle in all months together. Months hang "
        "together: twelve outside a band are one surprise and not twelve. Error: children that were there "
        "minus children that were expected."
    ),
    "no_backtest": "There is no backtest ({reason}).",
    # The page
    "title": "Do the rates fit what happened?",
    "kicker": "Calibration of {files}, {first} to {last}",
    "files": "{count} files",
    "own_use": "For the municipality's own use: small counts are not hidden.",
    "answer_heading": "The answer",
    "grades": "The basis is good on {good} of {steps} steps, thin on {thin} and poor on {poor}.",
    "grade_of_one": "The basis of the step is {grade}.",
    "answer_hit": (
        "The backtest does not speak against them: from what was known on {cut}, on no step was anything "
        "strikingly different expected of the next {months} months than what happened."
    ),
    "answer_missed": (
        "The backtest missed on {steps}: what was known on {cut} pointed clearly elsewhere than what "
        "happened in the next {months} months."
    ),
    "and": "and",
    "only_backtest": (
        "The other checks look at the same time that the rates were fitted to, and so look better than "
        "they are."
    ),
    "each_heading": "Step by step",
    "each_how": (
        "Figure on the left (above on a telephone): the share of stays that still last. Right: children on "
        "the step at the end of each month. Before the backtest the bands are run from the first day of "
        "the window with rates that know all of it; after that from what was known on its first day only."
    ),
    "each_how_without": (
        "Figure on the left (above on a telephone): the share of stays that still last. Right: children on "
        "the step at the end of each month. The bands are run from the first day of the window with rates "
        "that know all of it."
    ),
    "rules_heading": "From rows to lives",
    "caveats_heading": "What the checks cannot tell",
    "caveat_few": (
        "Where few moves were seen, nothing can speak against the rates. That is why their number comes "
        "first."
    ),
    "caveat_same_time": (
        "Length of stay, where children are later, and the bands before the backtest look at the time that "
        "the rates were fitted to: bands are too wide and p is too high."
    ),
    "caveat_practice": (
        "The backtest says whether the rates held last time. If practice changes, they will not next time."
    ),
    "caveat_back": (
        "In the runs a child that has gone out does not come back, but counts among the new ones. No step "
        "is full."
    ),
    "caveat_bridged": (
        "One thing is known only later, in the backtest too: a gap that is bridged is no gap on that day."
    ),
    "caveat_granted": "A ledger says what was granted, and not what a child needed.",
    "stamp_heading": "Where the page comes from",
    "stamp_caption": "The same ledger and seed give the same page",
    "stamp_rows": "Rows read and used",
    "stamp_seed": "Seed",
    "stamp_runs": "Runs before and in the backtest",
    "stamp_versions": "Versions",
    # The figures
    "share_title": "Stays that still last",
    "share_title_from": "... of those over {years} years",
    "share_axis": "years on the step",
    "stock_title": "Children on the step",
    "stock_title_all": "Children on all steps",
    "axis_from": "the axis begins at {least}",
    "legend_seen": "as it was",
    "legend_limits": "limits, 95%",
    "legend_expected": "expected",
    "legend_half": "middle half",
    "legend_most": "9 of 10 runs",
    "legend_backtest": "backtest",
    "alt_stock": (
        "{step}: on {day} there were {seen} children; expected {expected}, in 9 of 10 runs {low} to {high}."
    ),
    "alt_stay": "Half of the stays were over after {seen} years, expected {expected}.",
    "alt_nobody": "No stays were seen on the step.",
    "alt_no_stay": "Less than half of the stays were seen to their end.",
    "caption_all": "Children on all steps at the end of each month, and what the runs expected.",
    # Published totals
    "totals_caption": "The totals",
    "total": "Total",
    "published": "Published",
    "error": "Error",
    "fitted": "Fitted",
    "spread": "Spread",
    "distance": "Distance",
    "totals_note": (
        "Error: the uncertainty (standard error) that chance, rounding and definition give what was "
        "published. Spread: that of the fitted itself. Distance: fitted minus published, in errors."
    ),
    "parameters_caption": "What could be moved to meet them",
    "parameter": "Factor or shape",
    "before": "Before",
    "after": "After",
    "interval": "90%",
    "parameters_note": (
        "Before: what was believed, 9 times in 10. After: mean, and where 9 in 10 draws lie. A factor of 1 "
        "is the scenario's own number; a shape of 1 is a chance that does not change with time on the step. "
        "All else in the scenario is taken for granted."
    ),
}
