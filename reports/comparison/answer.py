"""Say in two sentences whether an investment pays for itself, and how much it gains."""

from language.formatting import DASH, number, out_of_ten, scale_of
from language.messages import mark, say
from reports.shared.budget_years import end_words, year_words
from reports.shared.cases import CaseInReport
from scenarios.results.comparison import BreakEvenYear, Gain

_ANSWER = {
    "gain": mark(
        "The total gain for the municipality is {middle} in the middle run and {range} in 9 out "
        "of 10 runs ({terms})."
    ),
    "gain_narrow": mark(
        "The total gain for the municipality is {middle} in at least 9 out of 10 runs ({terms})."
    ),
    "gain_one": mark("The total gain for the municipality is {middle} in this run ({terms})."),
    "loss": mark(
        "The total loss for the municipality is {middle} in the middle run and {range} in 9 out "
        "of 10 runs ({terms})."
    ),
    "loss_narrow": mark(
        "The total loss for the municipality is {middle} in at least 9 out of 10 runs ({terms})."
    ),
    "loss_one": mark("The total loss for the municipality is {middle} in this run ({terms})."),
}


def answer(case: CaseInReport) -> tuple[str, str]:
    """Return a sentence on whether and when it pays back, and one on how much.

    A case that nobody notices, or that leaves the municipality's money alone, is said to do so. One run
    says nothing about how sure a result is, and the sentence says that too.
    """
    if case.idle:
        return say(
            "The investment case changes nothing: in all simulated runs the children's paths and "
            "all payers' costs are the same as without it."
        ), say("The total gain for the municipality is DKK 0.")
    if not case.gain.by_year.any():
        return say(
            "The municipality's costs are the same with and without the investment case in all "
            "simulated runs."
        ), say("The total gain for the municipality is DKK 0.")
    return _whether(case.gain), _how_much(case)


def break_even_words(gain: Gain) -> str:
    """Return the break-even year with its interval, "2031 (2029 to 2034)", or "not reached"."""
    break_even = gain.break_even
    if break_even.p10 is None:
        return say("not reached")
    if break_even.p10 == break_even.p90:
        return year_words(gain.months, break_even.p10)
    median, late = (year or say("not reached") for year in (break_even.p50, break_even.p90))
    return f"{median} ({break_even.p10}{DASH}{late})"


def _whether(gain: Gain) -> str:
    last, runs, share = end_words(gain.months), gain.net_present.size, gain.probability
    if runs == 1:
        return say(
            mark(
                "In the one simulated run the investment has paid for itself by the end of "
                "{last}, but one run does not show how sure that is."
            )
            if share
            else mark(
                "In the one simulated run the investment has not paid for itself by the end of "
                "{last}, but one run does not show how sure that is."
            ),
            last=last,
        )
    if share == 0:
        return say(
            "In none of the {runs} simulated runs has the investment paid for itself by the end of {last}.",
            runs=number(runs),
            last=last,
        )
    half = _half(gain.break_even, gain.years[-1])
    if share == 1:
        return say(
            "In all {runs} simulated runs the investment has paid for itself by the end of {last}{half}.",
            runs=number(runs),
            last=last,
            half=half,
        )
    words = out_of_ten(share)
    return say(
        "In {share} simulated runs the investment has paid for itself by the end of {last}{half}.",
        share=words,
        last=last,
        half=half,
    )


def _half(break_even: BreakEvenYear, last: int) -> str:
    if break_even.p50 is None or break_even.p50 == last:
        return ""
    return say(", in half of the runs no later than {year}", year=break_even.p50)


def _how_much(case: CaseInReport) -> str:
    net = case.gain.net_present_distribution
    low, middle, high = net.p05, net.p50, net.p95
    kind = "loss" if high < 0 else "gain"
    if kind == "loss":
        low, middle, high = -high, -middle, -low
    scale = scale_of((low, middle, high))
    if case.gain.net_present.size == 1:
        kind += "_one"
    elif scale.number(low) == scale.number(high):
        kind += "_narrow"
    terms = say(
        mark("present value in {year} prices, minus is a loss")
        if low < 0
        else mark("present value in {year} prices"),
        year=case.price_year,
    )
    return say(_ANSWER[kind], middle=scale.amount(middle), range=scale.between(low, high), terms=terms)
