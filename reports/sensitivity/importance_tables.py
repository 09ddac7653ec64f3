"""Tabulate how much each assumption matters by the chosen method, with chance in a row of its own.

Caveat: shares, distances and effects are estimates with an interval of their own.
"""

import numpy as np

from language.formatting import DASH, HARD_SPACE, Scale, number
from language.messages import say
from reports.sensitivity.formatting import (
    outcome_scale,
    outcome_words,
    share_range,
    share_words,
    title_of,
)
from reports.sensitivity.sentences import drowned
from reports.shared.table import Grid
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.densities import Densities
from sensitivity.methods.screening import Screening
from sensitivity.methods.variance import DrawnTogether, Indices

MOST_PAIRS = 10
"""Of second order, so many are shown."""


def method_grid(analysis: Sensitivity) -> Grid | None:
    """Return the method's measure of each assumption, and of chance; None where the method is the tornado."""
    if analysis.indices is not None:
        return _indices(analysis, analysis.indices)
    if analysis.screening is not None:
        return _screening(analysis, analysis.screening)
    return None if analysis.densities is None else _densities(analysis, analysis.densities)


def second_grid(analysis: Sensitivity) -> Grid | None:
    """Return interactions of pairs, the largest first; None where they were not computed."""
    if analysis.indices is None or not analysis.indices.pairs:
        return None
    second, at = analysis.indices.second, analysis.chosen
    order = np.argsort(-np.nan_to_num(second.value[:, at]), kind="stable")
    rows = []
    for i in map(int, order[:MOST_PAIRS]):
        one, other = (_part(analysis, part) for part in analysis.indices.pairs[i])
        rows.append(
            (say("{one} \N{MULTIPLICATION SIGN} {other}", one=one, other=other), *_share(second[i, at]))
        )
    notes = [say("The largest first.")]
    if (left := len(order) - len(rows)) > 0:
        notes.append(
            say(
                "{count} smaller pairs are left out; they are in the tables of the folder.",
                count=number(left),
            )
        )
    head = (say("Pair"), say("Share"), say("95%"))
    return Grid(
        caption=say("What two assumptions do together beyond each alone, share of what we do not know"),
        head=head,
        rows=tuple(rows),
        notes=tuple(notes),
    )


def _indices(analysis: Sensitivity, indices: Indices) -> Grid:
    at = analysis.chosen
    rows = [
        (title_of(analysis, i), *_share(indices.first[i, at]), *_share(indices.total[i, at]))
        for i in analysis.order
    ]
    notes = [
        say(
            "Alone: so much smaller would the uncertainty be if we knew the assumption. With "
            "interplay: so much would be left if we knew all the others. The interval is that of "
            "the sampling and narrows with more rows."
        )
    ]
    notes += _drowned(analysis)
    for i, joint in enumerate(analysis.subject.factors.joints):
        names = "; ".join(title_of(analysis, member) for member in joint.members)
        together = say("{count} assumptions drawn together", count=len(joint.members))
        rows.append((together, *_share(indices.together[i, at]), DASH, DASH))
        notes.append(say("Drawn together: {names}.", names=names))
    replications = number(analysis.request.replications)
    rows.append(
        (
            say("Chance in the mean of {replications} replications, held apart", replications=replications),
            *_share(analysis.chance),
            DASH,
            DASH,
        )
    )
    return Grid(
        caption=say("Share of what we do not know about {outcome}", outcome=outcome_words(analysis)),
        head=(say("Assumption"), say("Alone"), say("95%"), say("With interplay"), say("95%")),
        rows=tuple(rows),
        notes=tuple(notes),
    )


def _screening(analysis: Sensitivity, screening: Screening) -> Grid:
    at = analysis.chosen
    scale = outcome_scale(analysis, screening.mu_star.value[:, at].tolist())
    rows = []
    for i in analysis.order:
        value, low, high = screening.mu_star[i, at]
        rest = (float(screening.mu[i, at]), float(screening.sigma[i, at]), float(screening.noise[i, at]))
        effect = _number(scale, value), _range(scale, low, high)
        rows.append((title_of(analysis, i), *effect, *(_number(scale, x) for x in rest)))
    rows.append(
        (
            say("Chance, held apart: share of the effects that were measured"),
            *_share(analysis.chance),
            DASH,
            DASH,
            DASH,
        )
    )
    return Grid(
        caption=say("How much the result changes when an assumption is moved, {unit}", unit=scale.unit()),
        head=(
            say("Assumption"),
            say("Effect"),
            say("95%"),
            say("With sign"),
            say("Uneven"),
            say("By chance"),
        ),
        rows=tuple(rows),
        notes=(
            say(
                "Effect: mean change from one end of the range (5%) to the other (95%), without "
                "sign. With sign: plus if a higher value gives more. Uneven: how different the "
                "effect is from place to place, that is bends and interplay. By chance: so large "
                "would the effect be by chance alone."
            ),
            *_drowned(analysis),
        ),
    )


def _densities(analysis: Sensitivity, densities: Densities) -> Grid:
    rows = []
    for i in analysis.order:
        value, low, high = (float(max(x, 0.0)) for x in densities.distance[i])
        distance = number(value, 2), f"{number(low, 2)}{DASH}{number(high, 2)}"
        rows.append((title_of(analysis, i), *distance))
    rows.append(
        (
            say("Chance, held apart: share of the swings between the means of the draws"),
            share_words(analysis.chance[0]),
            DASH,
        )
    )
    return Grid(
        caption=say(
            "How much each assumption moves the whole distribution of {outcome}",
            outcome=outcome_words(analysis),
        ),
        head=(say("Assumption"), say("Distance"), say("95%")),
        rows=tuple(rows),
        notes=(
            say(
                "The distance is 0 if the assumption means nothing, and 1 at most. What shuffled "
                "draws give by themselves is taken away. The distances cannot be added up."
            ),
            *_drowned(analysis),
        ),
    )


def _part(analysis: Sensitivity, part: DrawnTogether) -> str:
    if len(part.members) == 1:
        return title_of(analysis, part.members[0])
    return say("{count} assumptions drawn together", count=len(part.members))


def _share(spread: tuple[float, float, float]) -> tuple[str, str]:
    value, low, high = spread
    return share_words(value), share_range(low, high) if not np.isnan(value) else DASH


def _number(scale: Scale, value: float) -> str:
    return DASH if np.isnan(value) else scale.number(value)


def _range(scale: Scale, low: float, high: float) -> str:
    if np.isnan(low) or np.isnan(high):
        return DASH
    return HARD_SPACE.join((scale.number(low), DASH, scale.number(high)))


def _drowned(analysis: Sensitivity) -> list[str]:
    return [say("Chance drowns the assumptions; run more replications.")] if drowned(analysis) else []
