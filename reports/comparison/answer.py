"""Say in two sentences whether an investment pays for itself, and how much it gains."""

from language.formatting import DASH, ended, number, out_of_ten, scale_of
from language.messages import mark, say
from reports.shared.budget_years import axis_words, end_words, year_words
from reports.shared.cases import CaseInReport
from reports.shared.expected_gain import expected_gain_words
from scenarios.results.comparison import Gain


def answer(case: CaseInReport) -> tuple[str, str]:
    """Return a sentence on whether and when it pays back, and one on how much.

    A case that nobody notices, or that leaves the municipality's money alone, is said to do so. One run
    says nothing about how sure a result is, and the sentence says that too.
    """
    if case.idle:
        return say(
            "The investment case changes nothing: in all simulated runs the children's paths and "
            "all payers' costs are the same as without it."
        ), expected_gain_words(case.expected)
    if not case.gain.by_year.any():
        return say(
            "The municipality's costs are the same with and without the investment case in all "
            "simulated runs."
        ), expected_gain_words(case.expected)
    return _whether(case.gain), _how_much(case)


def break_even_words(gain: Gain) -> str:
    """Return the break-even year with its interval, "2031 (2029 to 2034)", or "not reached".

    A part of a year has a star there, since words would stand in brackets in brackets.
    """
    break_even = gain.break_even
    if break_even.p10 is None:
        return say("not reached")
    if break_even.p10 == break_even.p90:
        return year_words(gain.months, break_even.p10)
    early, median, late = (
        axis_words(gain.months, year) if year else say("not reached")
        for year in (break_even.p10, break_even.p50, break_even.p90)
    )
    return f"{median} ({early}{DASH}{late})"


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
    half = _half(gain)
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


def _half(gain: Gain) -> str:
    middle = gain.break_even.p50
    if middle is None or middle == gain.years[-1]:
        return ""
    return say(", in half of the runs no later than {year}", year=year_words(gain.months, middle))


def _how_much(case: CaseInReport) -> str:
    """Return the expected gain, and how widely the runs lie around it where there are several."""
    expected, net = expected_gain_words(case.expected), case.gain.net_present_distribution
    if case.gain.net_present.size == 1:
        return expected
    scale = scale_of((net.p05, net.p95))
    if scale.number(net.p05) == scale.number(net.p95):
        return expected
    spread = say("9 out of 10 runs lie {range}.", range=scale.between(net.p05, net.p95))
    return ended(f"{expected} {spread}")
