"""Say the expected gain of a case: the one sentence about it on every page, in every letter and command."""

from language.formatting import HARD_SPACE, number, scale_of
from language.messages import say
from scenarios.results.expected_gain import ExpectedGain


def expected_gain_words(gain: ExpectedGain) -> str:
    """Return the sentence: "Den forventede gevinst er 22,6 ± 5,0 mio. kr. (gennemsnit af 400 forløb ...)"."""
    return say(
        "The expected gain is {amount} ({terms}).",
        amount=expected_gain_amount(gain),
        terms="; ".join([_mean(gain), _value(gain)]),
    )


def expected_gain_amount(gain: ExpectedGain) -> str:
    """Return the amount with its computing error, "22,6 ± 5,0 mio. kr.", or alone where none is known."""
    error = gain.mc_error_dkk
    scale = scale_of([gain.dkk, error or 0.0])
    if not error:
        return scale.amount(gain.dkk)
    both = f"{scale.number(gain.dkk)} ± {scale.number(error)}"
    return say(scale.one, number=both).replace(" ", HARD_SPACE)


def _mean(gain: ExpectedGain) -> str:
    if gain.runs == 1:
        return say("one run, which does not show how sure it is")
    if not gain.mc_error_dkk:
        return say("mean of {runs} runs", runs=number(gain.runs))
    return say("mean of {runs} runs ± its computing error", runs=number(gain.runs))


def _value(gain: ExpectedGain) -> str:
    value = (
        say("present value in fixed prices")
        if gain.price_year is None
        else say("present value in {year} prices", year=gain.price_year)
    )
    return say("{value}, minus is a loss", value=value) if gain.dkk < 0 else value
