"""What is said about the worth of knowing more, in English."""

TEXTS = {
    # The answer: what knowing everything is worth.
    "now_gain": "As things stand the case is expected to gain {amount}",
    "now_loss": "As things stand the case is expected to lose {amount}",
    "now_even": "As things stand the case is expected to break just even",
    "know_nearly_all": "{now}; to know everything beforehand would be worth {evpi} at most, and nearly all "
    "of it lies in “{title}”.",
    "know_most": "{now}; to know everything beforehand would be worth {evpi} at most, and most of it lies in "
    "“{title}”.",
    "know_largest": "{now}; to know everything beforehand would be worth {evpi} at most, and most worth "
    "knowing by itself is “{title}” ({evppi}).",
    "know_together": "{now}; to know everything beforehand would be worth {evpi} at most, but none of the "
    "assumptions is worth knowing by itself.",
    "know_nothing": "{now}; however the assumptions turn out, the decision is the same, so nothing more "
    "needs to be known before deciding.",
    "know_unseen": "{now}; the method catches too little of what the assumptions do to the gain to say "
    "whether it is worth knowing more.",
    # The answer: following children.
    "children": "{children} children",
    "children_all": "all children on the steps of the case ({children} at a time)",
    "children_too_many": "{children} children (more than there are)",
    "children_range": "{low} to {high} children",
    "months": "{months} months",
    "months_range": "{low} to {high} months",
    "follow_best": "The best of the follow-ups that were looked at is to follow {children} for {months} and "
    "then go on or stop: it is expected to give {net} more than deciding for good now, after what the case "
    "costs meanwhile.",
    "follow_unsure": "The best of the follow-ups that were looked at is to follow {children} for {months} "
    "and then go on or stop: it is expected to give {net} more than deciding for good now, after what the "
    "case costs meanwhile, but that is no more than the computing error.",
    "follow_known": "So there is nothing to be won either by following children in the case first and "
    "deciding then.",
    "follow_unseen": "So it cannot be said either what it is worth to follow children in the case first and "
    "decide then.",
    "follow_same": "None of the follow-ups that were looked at ({children} for {months}) would change the "
    "decision, so none of them is worth waiting for.",
    "follow_late": "None of the follow-ups that were looked at ({children} for {months}) is worth waiting "
    "for: when the answer comes, there is nothing left to save by stopping.",
    "follow_dear": "None of the follow-ups that were looked at ({children} for {months}) is worth waiting "
    "for: to start the case in order to follow the children is expected to cost more than it gives.",
    "follow_nobody": "The case works on no step of the staircase, so there are no children to follow.",
    # The answer: early figures.
    "tell_best": "The early figure that tells most is {name}: it can be read from month {first}, and in "
    "month {month} it puts a case that pays above one that does not in {hits} of 100 comparisons (pure "
    "guessing gives 50).",
    "tell_only": "The early figure that tells most is {name}: it can be read in month {month} at the "
    "earliest, where it puts a case that pays above one that does not in {hits} of 100 comparisons (pure "
    "guessing gives 50).",
    "tell_weak": "None of the {indicators} early figures can be read with any force in the first {last} "
    "months: the best, {name}, puts a case that pays above one that does not in {hits} of 100 comparisons, "
    "and pure guessing gives 50.",
    "tell_nothing": "None of the {indicators} early figures tells anything in the first {last} months of "
    "whether the case pays.",
    "tell_always": "Early figures cannot show whether the case pays, for it is expected to do so however the "
    "assumptions turn out.",
    "tell_never": "Early figures cannot show whether the case pays, for it is expected not to, however the "
    "assumptions turn out.",
    "tell_unseen": "So it cannot be said either whether early figures can show that the case pays.",
    "too_low": "The amounts for what it is worth to know more are too low: the method catches only {share} "
    "of what the assumptions do to the gain, and should catch {least} at least.",
    # Early figures.
    "moved_down": "moves to a less intrusive step",
    "moved_up": "moves to a more intrusive step",
    "placement_days": "days in placement",
    "average_price": "the cost per placed full-year person",
    "starts": "new stays on the step “{step}”",
    "ends": "stays ended on the step “{step}”",
    # What knowing is worth.
    "whole": "What it is worth to know, at most, {unit}",
    "singles": "What it is worth to know each assumption by itself, {unit}",
    "known": "What becomes known",
    "assumption": "Assumption",
    "worth": "Worth",
    "error": "±",
    "changes": "Changes the decision",
    "explains": "Explains",
    "everything": "All assumptions",
    "group_baseline": "What also holds without the case",
    "group_case": "What only the case brings",
    "whole_note": "Worth: by so much the expected gain rises when the decision is taken knowing this. ±: "
    "computing error (standard error). Changes the decision: share of the draws in which who knows it "
    "decides otherwise than now. Terms: EVPI for all assumptions, EVPPI for some of them.",
    "singles_note": "Explains: share of the differences in expected gain that goes when the assumption is "
    "known. An assumption may explain something and yet not be worth money to know, when the decision stays "
    "the same. The amounts do not add up.",
    # Following children.
    "evsi": "What the follow-up would be worth if its answer were there from the start, {unit}",
    "net": "What the follow-up is worth after what the case costs meanwhile, {unit}",
    "month": "Followed for",
    "on_steps": "Children on the steps",
    "month_row": "{month} months",
    "evsi_note": "0: changes the decision in no run. ±: computing error (standard error). Children on the "
    "steps: so many there are at a time, on average, on the steps that the case works on ({steps}); where "
    "there are fewer than are to be followed, all are followed. What is seen is how "
    "often they move, and the same share of the new ones who come. Term: EVSI.",
    "net_note": "The case is started, the children are followed, and then it goes on or stops. The amount is "
    "what is expected to come of that above the better of two: doing the case without looking, and not "
    "starting at all. Minus: then it is better to decide now.",
    # Early figures in tables.
    "indicator": "Early figure",
    "month_head": "{month} months",
    "hits": "How often the figure is right, of 100 comparisons",
    "explained": "How much of the differences in gain the figure can foretell",
    "way": "Good sign",
    "way_more": "more",
    "way_less": "fewer",
    "way_both": "both",
    "way_price_more": "higher",
    "way_price_less": "lower",
    "worth_at": "Worth, {unit}",
    "hits_note": "A comparison is of a draw in which the case pays and one in which it does not; pure "
    "guessing is right in 50 of 100. A figure can be read when it is right in {readable} at least. {dash}: "
    "tells nothing. Good sign: whether more or fewer point to a better case.",
    "explained_note": "0% is nothing, 100% is everything. Worth: what it is worth to decide by the figure "
    "in month {month} instead of now; nothing is taken off for waiting.",
    "silent_none": "All {all} early figures tell something.",
    "silent_some": "{silent} of {all} early figures tell nothing and are not shown.",
    "silent_all": "None of the {all} early figures tells anything.",
    # Figures.
    "knowing_title": "What it is worth to know, {unit}",
    "knowing_everything": "All {assumptions} assumptions",
    "legend_everything": "worth of knowing everything (dashed line)",
    "legend_single": "worth of knowing by itself",
    "legend_error": "computing error, 9 of 10",
    "knowing_alt": "Bars. All assumptions: {evpi}. {singles} The numbers are in the tables.",
    "knowing_alt_single": "{title}: {evppi}.",
    "knowing_alt_none": "No assumption is worth anything to know by itself.",
    "knowing_caption": "No study is worth more than the bar on top. The bars do not add up.",
    "knowing_left_out": "{left_out} of {all} assumptions are not drawn: they are worth DKK 0 to know by "
    "themselves or less than those that are drawn.",
    "following_title": "What following children is worth after what the case costs meanwhile, {unit}",
    "following_months": "months from the start",
    "following_alt": "Curves of what it is worth to follow children for {months}, one for each number of "
    "children. {sentence} The numbers are in the table.",
    "following_caption": "Above zero it is better to start and look than to decide for good now. The "
    "vertical lines are the computing error (9 of 10).",
    "telling_explained": "How much of the differences in gain the figure can foretell",
    "telling_hits": "How many of 100 times the figure is right (pure guess: 50)",
    "telling_readable": "can be read: {readable} of 100 at least",
    "telling_alt": "Curves of what the best early figures tell month by month. {told} The numbers are in "
    "the tables.",
    "telling_alt_one": "In month {month}, {name} foretells {share} of the differences.",
    "telling_caption": "The best early figures, each by itself. Two good ones may tell the same.",
    # The page.
    "title": "What is it worth to know more before deciding?",
    "kicker": "{case} · {municipality}",
    "answer_heading": "The answer",
    "knowing_heading": "What is it worth to know?",
    "following_heading": "What is it worth to follow children first?",
    "telling_heading": "Which early figures tell something?",
    "method_heading": "How it was worked out",
    "caveats_heading": "What the numbers cannot tell",
    "method_draws": "The assumptions were drawn {draws} times within their spans, and for each draw the "
    "children were followed in {replications} replications from {first} to {last}, with and without the case "
    "and with the same chance. The gain is the municipality's own, as present value in {year} prices. The "
    "decision is whether to do the case, and it follows the expected gain.",
    "method_regression": "A regression on the same draws parts what the assumptions do to the gain from "
    "chance, which nobody can know beforehand. It foretells {explained} of the differences that the "
    "assumptions make, in draws that it has not seen.",
    "method_regression_unknown": "A regression on the same draws parts what the assumptions do to the gain "
    "from chance, which nobody can know beforehand. It finds no differences that the assumptions make.",
    "method_waiting": "To follow children is not free, for the case has to run before there is anything to "
    "see. So it was worked out like this: start now, look in month {first_look}, {last_look} or in between, "
    "and then go on or stop. Who stops has lost what the case has cost by then.",
    "method_no_waiting": "Following children was not worked out, for the case works on no step.",
    "caveat_alone": "Each early figure is taken by itself. Two good ones may tell the same.",
    "caveat_chance": "Chance is nothing that can be known beforehand, and does not count in what it is worth "
    "to know.",
    "caveat_smooth": "The regression is smooth: of a jump, or of three assumptions that only work together, "
    "it sees a part only, and then the amounts are too low.",
    "caveat_sure": "What an assumption is worth knowing is for who then knows it for sure. A survey or a "
    "trial gives less.",
    "caveat_best": "The best of many follow-ups is partly the luckiest in the calculation, so its amount is "
    "rather too high than too low.",
    "caveat_seen": "A follow-up sees how many children move up, down and out from the steps that the case "
    "works on, and the share of the new children that belongs to those who are followed; not who or when. An "
    "early figure of the whole municipality may tell more.",
    "caveat_stop": "It is assumed that the case can be stopped without further cost.",
    "caveat_spans": "All of it holds within the spans that the assumptions have in the scenario. With other "
    "spans, something else may be worth knowing.",
}
