"""Hold the sentence of every kind of fault, and the words it may name by a key."""

from language.messages import mark

WORDS = {
    # What a value may be
    "@text": mark("a text"),
    "@number": mark("a number"),
    "@below or above 0": mark("below or above 0"),
    "@whole number": mark("a whole number"),
    "@true/false": mark("true or false"),
    "@date": mark("a date such as 2027-01-31"),
    "@list": mark("a list such as [a, b]"),
    "@keys and values": mark("keys and values"),
    "@kind": mark("keys and values, among them 'kind'"),
    "@nothing": mark("nothing"),
    "@no step": mark("no step"),
    "@baseline": mark("the baseline"),
    "@municipal": mark("a municipal payer"),
    "@not municipal": mark("a payer outside the municipality"),
    # What is wrong with YAML
    "@yaml tab": mark("there is a tab; indent with spaces"),
    "@yaml colon": mark(
        "the colon does not fit here; check the indentation, or put the text in quotation marks"
    ),
    "@yaml no colon": mark("a colon is missing after the key"),
    "@yaml indent": mark("this does not belong here; check indentation, quotation marks and brackets"),
    "@yaml bracket": mark("a bracket is not closed, or a comma is missing"),
    "@yaml quote": mark("a quotation mark is not closed"),
    "@yaml escape": mark("\\ has a meaning of its own in quotation marks; write \\\\"),
    "@yaml documents": mark("there are several parts divided by ---; a scenario is one"),
    "@yaml start": mark("a text begins with a special character; put it in quotation marks"),
}
"""Words that a fault names by a key with @."""

SENTENCES = {
    # The file
    "no_file": mark("there is no such file; give the path of a file or a name from 'trappe list'"),
    "is_folder": mark("this is a folder; give a YAML file"),
    "unreadable": mark("the file cannot be read: {found}"),
    "too_large": mark("the file is {found}; a scenario is 5 MB at most"),
    "not_utf8": mark(
        "the character {found} is not UTF-8; save the file as UTF-8 (in Notepad: Save as, Encoding)"
    ),
    "not_yaml": mark("the file is not valid YAML: {found}"),
    "control_character": mark("the character {found} is a control character; delete it"),
    "personal_number": mark(
        "there is a CPR number here; take it out, for what stands here is shown and kept"
    ),
    "directive": mark("the line '{found}' cannot be used; delete it"),
    "too_many_lines": mark("the file has more than {allowed} lines, which is more than is read"),
    "too_many_values": mark("the file has more than {allowed} keys and values, which is more than is read"),
    "too_many_aliases": mark(
        "there are more than {allowed} YAML aliases (*name), which cannot be used; build on another file "
        "with 'base'"
    ),
    "too_many_bases": mark("'{found}' is one base too many; a scenario may build on {allowed} in all"),
    "base_elsewhere": mark(
        "'{found}' lies outside the folder of the scenario; copy it there, or build on an entry "
        "of the library"
    ),
    "too_deep": mark("the file is nested too deeply"),
    "empty_file": mark("the file is empty; see 'trappe list' for an example to build on"),
    "not_a_mapping": mark("the file must consist of keys and values, such as 'title: ...'"),
    "alias": mark("YAML aliases (*name) cannot be used; build on another file with 'base'"),
    "bad_key": mark("the key '{found}' is neither a text, a whole number nor a date"),
    "duplicate_key": mark("the key '{found}' stands twice, first at {allowed}; delete one of them"),
    "not_text_key": mark(
        "the key '{found}' must be a text; if it belongs to a decimal number, write a point for the comma"
    ),
    "reserved_name": mark("{key}: the name '{found}' is taken; choose another"),
    "bad_scalar": mark("'{found}' cannot be read as {allowed}"),
    "unknown_base": mark(
        "'{found}' is neither a file nor an entry of the library; the library has {allowed}"
    ),
    "base_circle": mark("'{found}' builds on itself"),
    "no_form": mark("there is no such file; check the path"),
    "empty_form": mark("the file is empty; write what it is to say, or leave it out"),
    # Keys and names
    "missing": mark("the key '{key}' is missing"),
    "extra_forbidden": mark("unknown key '{key}'; allowed here: {allowed}"),
    "not_in_case": mark("a case cannot change '{key}'; it can change {allowed}"),
    "unknown_name": mark("{key}: there is no '{found}'; there are {allowed}"),
    "unknown_assumption": mark("{key}: '{found}' is neither a number nor an assumption; there are {allowed}"),
    "assumption_twice": mark("the assumption '{key}' is another one in {allowed}; give it a name of its own"),
    "literal_error": mark("{key}: '{found}' is not allowed; choose {allowed}"),
    "case_circle": mark("{key}: '{found}' is a part of itself"),
    "case_twice": mark("{key}: '{found}' is there twice"),
    "too_many_cases": mark("there are {found} cases; a scenario may have {allowed}"),
    "too_many_members": mark(
        "{key}: the case consists of {found} cases, counted each time that they are in it; it may "
        "be {allowed}"
    ),
    "too_many_pairs": mark(
        "{key}: the cases of the file are put together in more than {allowed} pairs, which all had to be "
        "compared; put fewer of them together"
    ),
    "cases_disagree": mark(
        "{key}: {allowed} change it in different ways; write under 'changes' what holds for them together"
    ),
    # Numbers
    "number_as_text": mark(
        "{key}: '{found}' is not a number; write it with a point for decimals and nothing between "
        "thousands, such as 40000.50"
    ),
    "thousands": mark("{key}: '{found}' may mean thousands or three decimals; write {allowed} or {found}0"),
    "not_a_number": mark("{key}: found '{found}'; it takes a number {allowed} or the name of an assumption"),
    "number_outside": mark("{key}: found {found}; allowed are numbers {allowed}"),
    "not_whole": mark("{key}: found {found}; it takes a whole number"),
    "assumption_outside": mark(
        "{key}: the assumption '{found}' can leave what is allowed, {allowed}; give it another range"
    ),
    "wrong_type": mark("{key}: found '{found}'; it takes {allowed}"),
    "too_short": mark("{key}: there are too few; at least {allowed}"),
    "too_long": mark("{key}: there are too many; at most {allowed}"),
    # Meaning
    "sums_to_one": mark("{key}: the shares sum to {found}; they must sum to 1"),
    "groups_at": mark(
        "{key}: on {allowed} the groups' shares sum to {found}; they must sum to 1, or to less where a group "
        "of which nothing is said there can take the rest"
    ),
    "ages_upside_down": mark("{key}: the ages {found} are upside down; write the youngest first"),
    "age_not_border": mark("{key}: age {found} is not a border of an age band; the borders are {allowed}"),
    "borders_not_rising": mark("{key}: the age borders must rise, found {found}"),
    "dates_upside_down": mark(
        "{key}: the dates must come in the order start, full_from, end, and end after start"
    ),
    "value_or_interval": mark("{key}: give either 'value', or both 'low' and 'high'"),
    "years_outside": mark("{key}: the years {found} are not all simulated; the scenario has {allowed}"),
    "upside_down": mark("{key}: the lower limit must lie below the upper"),
    "mode_outside": mark("{key}: the mode must lie between low and high"),
    "joint_name": mark("{key}: '{found}' is no uncertain assumption; those are {allowed}"),
    "joint_twice": mark("{key}: '{found}' is there twice; an assumption is drawn with others in one place"),
    "joint_matrix": mark(
        "{key}: no correlations; write a row and a column per name, mirrored in the diagonal, and 1 on it"
    ),
    "sd_too_large": mark("{key}: the standard deviation is too large for a share with that mean"),
    "value_or_distribution": mark(
        "{key}: an assumption takes either value or distribution, not both and not neither"
    ),
    "factor_on_what": mark("{key}: a factor takes 'from' and 'to', 'arrivals', 'stock' or 'years_on_step'"),
    "factor_on_nothing": mark("{key}: the factor has nothing to multiply at '{found}'; it has at {allowed}"),
    "unit_alone": mark(
        "{key}: '{found}' is the unit of the numbers in the same file, and there are none; write it "
        "beside them"
    ),
    "divert_where": mark("{key}: 'divert_to' goes with 'when_full: divert', and the other way round"),
    "own_unit_start": mark(
        "{key}: a price per start is not bound to places; remove own_unit or 'per: start'"
    ),
    "spread_start": mark("{key}: a price per start has no spread between children; remove one of them"),
    "with_per_start": mark("{key}: a price per start takes no {found}; it is paid by all who begin a stay"),
    "with_own_unit": mark(
        "{key}: what is bound to places takes no {found}, for places are there for everybody; make it a line "
        "of its own without own_unit"
    ),
    "with_sold": mark("{key}: the sale of free places takes no {found}; it is about places, not children"),
    "sold_without_places": mark(
        "{key}: the step has no number of places, so none is free; write 'places' on the step, or take "
        "'sold' away"
    ),
    "income_own_unit": mark("{key}: an income cannot be bound to places; take 'own_unit' away"),
    "sold_below_zero": mark("{key}: write what others pay for a place above zero; it counts as an income"),
    "ends_before_start": mark("{key}: 'end' must lie after 'start'"),
    "whom_without_steps": mark("{key}: {found} goes with 'per: child_year' and 'steps'"),
    "cost_outside": mark("{key}: {found} lies outside the time of the programme, {allowed}"),
    "spread_mean": mark(
        "{key}: the factors are {found} on average; they say what equally many children cost relative to "
        "the price, and must be 1 on average"
    ),
    "price_of_household": mark(
        "{key}: a price of a household is per day, month or year, the same for all and always: remove "
        "own_unit, spread, ages, groups, start, end, volume or sold"
    ),
    "place_of_household": mark("{key}: siblings share a place only on a step with 'household: together'"),
    "together_where": mark("{key}: 'together_from' goes with 'household: together'"),
    "at_least_children": mark("{key}: 'at_least' above 1 goes with 'by: household'"),
    "nobody_has_siblings": mark(
        "{key}: each child is alone in its household; write 'households', or list children with 'household'"
    ),
    "from_itself": mark("{key}: siblings do not move to the step from the step itself; delete it"),
    "effect_for_whom": mark(
        "{key}: the programme enrols, so say for whom this effect is: 'for: enrolled' for those who are "
        "enrolled, while they are, or 'for: everyone' for all children on the steps"
    ),
    "outside_to_exit": mark("{key}: nobody comes from outside to '{found}', which is a way out; name a step"),
    "nobody_enrolled": mark("{key}: the programme has no 'enrolment'; add it, or write 'for: everyone'"),
    "child_year_steps": mark("{key}: 'steps' goes with 'per: child_year', and the other way round"),
    "cost_without_enrolment": mark("{key}: a cost per slot or participant needs 'enrolment'"),
    "no_price": mark("prices: {found} has no price; write '{found}: {{}}' if the step costs nothing"),
    "not_admitted": mark("{key}: {found} lies outside the ages of the step ({allowed})"),
    "not_first_of_month": mark("{key}: found {found}; the simulation begins on the 1st of a month"),
    "after_horizon": mark("{key}: {found} lies after the last day, {allowed}"),
    "date_outside": mark("{key}: found {found}; allowed are dates {allowed}"),
    "start_before_list": mark(
        "{key}: the scenario starts {found}, before the day of the list, {allowed}; let it start later, or "
        "take the list of an earlier day"
    ),
    "too_early": mark("{key}: {found} lies before {allowed}"),
    "nowhere_at_age": mark(
        "{key}: none of these takes a child aged {found}; let the stay lead somewhere at each age"
    ),
    "rate_twice": mark(
        "{key}: 'rates' has a rate from the step to '{found}', too; say it in one of the two places"
    ),
    "stay_not_planned": mark("{key}: stays on '{found}' are not planned; 'stays' has {allowed}"),
    "lasts_no_time": mark("{key}: an effect after the help needs 'lasting_months' under 'enrolment'"),
    "review_interval": mark(
        "{key}: say how often children on '{found}' are reviewed, in every_months or every_weeks"
    ),
    "review_units": mark("{key}: say it in 'every_months' or in 'every_weeks', not in both"),
    "reviewed_twice": mark(
        "{key}: '{allowed}' reviews the children on '{found}' already; name the step once"
    ),
    "nothing_to_review": mark(
        "{key}: no rate leads from these steps to '{found}'; moves that can be reviewed are {allowed}"
    ),
    "step_not_reviewed": mark("{key}: '{found}' is not reviewed here; steps that are: {allowed}"),
    "observed_readiness": mark(
        "{key}: the rates are readiness, so it does not matter how often children were reviewed; remove it, "
        "or 'rates_are: readiness'"
    ),
    "reviews_nobody": mark("{key}: no reviews are made by '{found}'; write 'by: {found}' under them"),
    "not_from_start": mark(
        "{key}: the first number is from {found}; say what holds from the start, {allowed}, too"
    ),
    "no_readiness": mark(
        "{key}: the rates of these moves say {found} a year for each child, but with reviews as rare as at "
        "the start there are {allowed} at most. Write a shorter interval, more staff or lower rates; "
        "'observed_every_months', if it was another interval then; or 'rates_are: readiness'"
    ),
    "never_reviewed": mark(
        "{key}: at the start the staff has no time for {found}, so these moves cannot have been seen. Write "
        "more staff, another order, or 'rates_are: readiness'"
    ),
    "quantiles_not_rising": mark(
        "{key}: give as many months as shares; both must rise, and the shares go from 0 to 1"
    ),
    "leads_to_itself": mark("{key}: the step leads to itself; delete the line"),
    "target_not_admitting": mark("{key}: '{found}' does not take children aged {allowed}"),
    "divert_ring": mark("{key}: the steps {found} divert to each other in a ring"),
    "divert_to_line": mark("{key}: children wait in line for '{found}'; divert to a step without a line"),
    "returns_where": mark("{key}: 'returns' goes with 'when_full: divert'"),
    "slots_missing": mark("{key}: a cost per slot needs 'slots' under 'enrolment'"),
    "too_many_children": mark("{key}: this makes {found} children; the model takes {allowed} at most"),
    "municipal_where": mark("{key}: '{found}' must be {allowed}"),
    "limits_not_rising": mark("{key}: the three limits must rise, found {found}"),
    "no_limits": mark(
        "{key}: there are no limits for central reimbursement in {found} or before; add them "
        "under reimbursement.limits"
    ),
    "places_too_few": mark(
        "{key}: the number of places at the start is {allowed}, but {found} children stand on the step"
    ),
    "does_not_fit": mark("the parts do not fit: {found}"),
}
