"""The answer in two sentences: whether the investment pays for itself, and how much it gains."""

from reports.language.catalogue import texts
from reports.language.writing import DASH, number, out_of_ten, scale_of
from reports.shared.cases import Finding
from scenarios.results.comparison import BreakEven, Gain


def answer(finding: Finding, lang: str) -> tuple[str, str]:
    """Return one sentence on whether and when, and one on how much, for a reader in a hurry.

    A case that nobody notices, or that leaves the municipality's money alone, is said to do so. One run
    says nothing about how sure a result is, and the sentence says that too.
    """
    t = texts(lang)
    if finding.idle:
        return t["answer_idle"], t["answer_zero"]
    if not finding.gain.by_year.any():
        return t["answer_same_money"], t["answer_zero"]
    return _whether(finding.gain, lang), _how_much(finding, lang)


def break_even_words(gain: Gain, lang: str) -> str:
    """Return the break-even year with its interval, "2031 (2029 to 2034)", or that it is not reached."""
    t = texts(lang)
    found = gain.break_even
    if found.p10 is None:
        return t["not_reached"]
    if found.p10 == found.p90:
        return str(found.p50)
    return f"{found.p50 or t['not_reached']} ({found.p10}{DASH}{found.p90 or t['not_reached']})"


def _whether(gain: Gain, lang: str) -> str:
    t = texts(lang)
    last, runs, share = gain.years[-1], gain.net_present.size, gain.probability
    if runs == 1:
        return t["answer_one_yes" if share else "answer_one_no"].format(last=last)
    if share == 0:
        return t["answer_none"].format(runs=number(runs, lang), last=last)
    half = _half(gain.break_even, last, lang)
    if share == 1:
        return t["answer_all"].format(runs=number(runs, lang), last=last, half=half)
    words = out_of_ten(share, lang)
    return t["answer_share"].format(share=words, last=last, half=half)


def _half(found: BreakEven, last: int, lang: str) -> str:
    if found.p50 is None or found.p50 == last:
        return ""
    return texts(lang)["answer_half"].format(year=found.p50)


def _how_much(finding: Finding, lang: str) -> str:
    t = texts(lang)
    net = finding.gain.net_present_distribution
    low, middle, high = net.p05, net.p50, net.p95
    kind = "loss" if high < 0 else "gain"
    if kind == "loss":
        low, middle, high = -high, -middle, -low
    scale = scale_of((low, middle, high))
    if finding.gain.net_present.size == 1:
        kind += "_one"
    elif scale.number(low, lang) == scale.number(high, lang):
        kind += "_narrow"
    terms = t["terms_minus" if low < 0 else "terms"].format(year=finding.price_year)
    return t[f"answer_{kind}"].format(
        middle=scale.amount(middle, lang), range=scale.between(low, high, lang), terms=terms
    )
