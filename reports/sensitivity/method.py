"""Describe in words how a sensitivity analysis was computed, a paragraph for each step."""

from language.formatting import ended, number
from language.messages import mark, say
from reports.sensitivity.formatting import (
    outcome_scale,
    outcome_words,
)
from reports.shared.expected_gain import expected_gain_words
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods import break_even
from sensitivity.subject.outcomes import NET
from sensitivity.views import three_views as views

_METHOD = {
    "pawn": mark(
        "{samples} draws were run {replications} times each. For each assumption it was measured "
        "how much the distribution of the result moves when the assumption is known (PAWN; "
        "Pianosi and Wagener 2018)."
    ),
    "delta": mark(
        "{samples} draws were run {replications} times each. For each assumption it was measured "
        "how much the distribution of the result moves when the assumption is known (delta; "
        "Borgonovo 2007)."
    ),
}


def method_words(analysis: Sensitivity) -> list[str]:
    """Return a paragraph for each computation that was made."""
    request = analysis.request
    paragraphs = [ended(" ".join(_outcome(analysis)))]
    paragraphs += _of_method(analysis)
    together = sum(len(joint.members) for joint in analysis.subject.factors.joints)
    if analysis.indices is not None and together:
        paragraphs.append(
            say(
                "{count} of the assumptions are drawn together, because they go together: who "
                "knows one knows something of the others. So one of them may explain more alone "
                "than there is left when all the others are known. Their shares cannot be added "
                "up; the share of all stands by itself.",
                count=together,
            )
        )
    if analysis.tornado is not None:
        paragraphs.append(
            say(
                "One assumption at a time was moved from 10 to 90% of its distribution, while the "
                "others stood in the middle of theirs. The same luck was used each time, so the "
                "difference is the assumption's."
            )
        )
    if analysis.crossings:
        runs = number(break_even.DRAWS * break_even.REPLICATIONS)
        paragraphs.append(
            say(
                "Break-even was found with {runs} runs at each value that was tried, and with the "
                "same draws of the other assumptions each time. It does not say how likely the "
                "value is.",
                runs=runs,
            )
        )
    if analysis.views is not None:
        draws, replications = number(views.DRAWS), number(views.REPLICATIONS)
        paragraphs.append(
            say(
                "The three views were worked out with {draws} draws and {replications} replications of each.",
                draws=draws,
                replications=replications,
            )
        )
    if request.run is not None:
        paragraphs.append(
            say(
                "The draws are taken from a run that was there already: {run}. Only what can be "
                "seen in them is told; break-even and the three views take new runs.",
                run=request.run,
            )
        )
    return paragraphs


def _outcome(analysis: Sensitivity) -> list[str]:
    """Return what the analysis is of, its mean over the points, and the expected gain where one is known."""
    sentences = [say("The analysis is of {outcome}.", outcome=outcome_words(analysis))]
    if analysis.drawn is None or analysis.subject.outcomes[analysis.chosen].name != NET:
        level = outcome_scale(analysis, [analysis.level]).amount(analysis.level)
        sentences.append(say("Its mean over the points of the analysis is {level}.", level=level))
    if analysis.drawn is None:
        sentences.append(
            say("The points are laid out to find what matters, so that is not the expected gain.")
        )
    if analysis.expected_gain is not None:
        sentences.append(expected_gain_words(analysis.expected_gain))
    return sentences


def _of_method(analysis: Sensitivity) -> list[str]:
    request = analysis.request
    facts = {"samples": number(request.samples), "replications": number(request.replications)}
    if analysis.indices is not None:
        width = _width(analysis)
        runs = number(request.samples * width * request.replications)
        return [
            say(
                "The assumptions were drawn in {samples} rows, each with {width} sets of values, "
                "and each set was run {replications} times with new luck: {runs} runs. All was "
                "run with and without the case (Sobol' indices; Saltelli et al. 2010).",
                **facts,
                width=width,
                runs=runs,
            ),
            say(
                "A share is one of the swings that the assumptions make. Chance is taken out and "
                "held apart. The shares alone give 100% if there is no interplay, and less "
                "otherwise; those with interplay give more. So the shares need not give 100%. A "
                "share does not say which way the assumption pulls; the figure with one "
                "assumption at a time does."
            ),
        ]
    if analysis.screening is not None:
        runs = number(request.samples * (len(analysis.subject.factors.names) + 1) * request.replications)
        return [
            say(
                "The assumptions were moved one at a time in {samples} passes, and each set of "
                "values was run {replications} times with new luck: {runs} runs with and without "
                "the case (Morris 1991). The method sorts and measures no shares. Assumptions "
                "that are drawn together were moved one at a time too.",
                **facts,
                runs=runs,
            )
        ]
    if analysis.densities is not None:
        return [say(_METHOD[analysis.densities.measure], **facts)]
    return []


def _width(analysis: Sensitivity) -> int:
    """Return the points in a row of Sobol': A, B, a mixture of each part, and each member redrawn."""
    factors = analysis.subject.factors
    parts = len(factors.alone) + len(factors.joints)
    mixtures = parts * (2 if analysis.request.second else 1)
    return 2 + mixtures + sum(len(joint.members) for joint in factors.joints)
