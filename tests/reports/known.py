"""Build values of information by hand, without simulation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from scenarios.files.forms import Text
from scenarios.results.expected_gain import ExpectedGain
from sensitivity.information.evpi import Information, Partial, information
from sensitivity.information.indicators import Indicator
from sensitivity.information.outputs import document
from sensitivity.information.sample_information import FollowUpOption, SampleInformation
from sensitivity.information.value import InformationRequest, InformationValue
from sensitivity.points.early_figures import early_figures
from sensitivity.subject.subject import Subject, subject
from tests.languages import said_in

DRAWS, REPLICATIONS, SEED = 64, 2, 7
SIZES = (25, 50, 100)
BEST = "nedad_ved_opfølgning"
"""The assumption that the gain hangs on."""


@cache
def case(name: str = "opfølgning") -> Subject:
    return subject("kolding", name)


def learnt(
    about: Subject, *, mean_dkk: float, weights_dkk: Mapping[str, float], chance_dkk: float = 1e5
) -> Information:
    """Return what it is worth to know assumptions that the gain is a weighted sum of."""
    names = about.factors.names
    chance = np.random.default_rng(SEED)
    values = chance.normal(size=(DRAWS, len(names)))
    values -= values.mean(axis=0)  # so that the expected gain is what is asked for
    gain = mean_dkk + values @ np.array([weights_dkk.get(name, 0.0) for name in names])
    noise = chance_dkk * chance.normal(size=(DRAWS, REPLICATIONS))
    groups = {"baseline": names[:-2], "case": names[-2:]}
    return information(
        values=values, names=names, gain_dkk=gain[:, np.newaxis] + noise - noise.mean(), groups=groups
    )


Amount = Callable[[int, int], float]
"""Of children and months."""


def followed(
    about: Subject,
    told: Information,
    *,
    evsi: Amount,
    net: Amount,
    error_dkk: float = 1e5,
    there: float = 80.0,
) -> SampleInformation:
    """Return follow-ups of 25, 50 and 100 children where `there` are to be had."""
    months = early_figures(about.study, about.case).months
    looks = tuple(
        FollowUpOption(
            children=children,
            month=month,
            followed_child_years=min(children, there) * month / 12,
            runs_short_of_children=float(children > there),
            evsi_dkk=evsi(children, month),
            mc_error_dkk=error_dkk if evsi(children, month) else 0.0,
            strategy_dkk=net(children, month) + max(0.0, told.expected_gain_dkk),
            net_dkk=net(children, month),
            net_mc_error_dkk=error_dkk if net(children, month) else 0.0,
            go_on=0.9,
        )
        for month in months
        for children in SIZES
    )
    return SampleInformation(
        expected_gain_dkk=told.expected_gain_dkk,
        evpi_dkk=told.evpi_dkk,
        months=months,
        children_reachable=(there,) * len(months),
        looks=looks,
    )


def telling(
    about: Subject, told: Mapping[str, Mapping[int, tuple[float, float]]], *, one_side: bool = False
) -> tuple[Indicator, ...]:
    """Return the early figures; `told` gives explained and the area under the curve by name and month."""
    look = early_figures(about.study, about.case)
    indicators = []
    for month in look.months:
        for name in look.indicators:
            explained, auc = told.get(name, {}).get(month, (0.0, 0.5))
            indicators.append(
                Indicator(
                    name=name,
                    month=month,
                    explained=explained,
                    auc=None if one_side else auc,
                    gain_dkk=1e6 * explained,
                    direction=0 if not explained else -1 if name == "average_price" else 1,
                )
            )
    return tuple(indicators)


TOLD = {
    "average_price": {12: (0.02, 0.55), 24: (0.08, 0.62)},
    "ends:institution": {6: (0.03, 0.58), 12: (0.05, 0.61), 18: (0.10, 0.66), 24: (0.13, 0.684)},
    "moved_down": {18: (0.04, 0.6), 24: (0.06, 0.63)},
}


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What there may be to tell, in the words that `answer` is put together from."""

    mean_dkk: float = 2e6
    weights_dkk: Mapping[str, float] | None = None
    evsi: Amount = lambda children, month: 100.0 * children * month
    net: Amount = lambda children, month: 400.0 * children * month
    error_dkk: float = 1e5
    there: float = 80.0
    told: Mapping[str, Mapping[int, tuple[float, float]]] | None = None
    one_side: bool = False
    nobody: bool = False
    of: str = "opfølgning"

    def known(self) -> InformationValue:
        about = case(self.of)
        weights = {BEST: 8e6, "op_ved_opfølgning": 5e5} if self.weights_dkk is None else self.weights_dkk
        worth = learnt(about, mean_dkk=self.mean_dkk, weights_dkk=weights)
        follow_up = followed(
            about, worth, evsi=self.evsi, net=self.net, error_dkk=self.error_dkk, there=self.there
        )
        return InformationValue(
            subject=about,
            wanted=InformationRequest(draws=DRAWS, replications=REPLICATIONS, children=SIZES, seed=SEED),
            expected=ExpectedGain(
                dkk=self.mean_dkk, mc_error_dkk=1e6, runs=DRAWS * REPLICATIONS, price_year=2025
            ),
            information=worth,
            follow_up=None if self.nobody else follow_up,
            indicators=telling(about, TOLD if self.told is None else self.told, one_side=self.one_side),
        )


SITUATIONS = {
    "usual": Situation(),
    "sure gain": Situation(
        mean_dkk=1e8, evsi=lambda _c, _m: 0.0, net=lambda _c, _m: 0.0, told={}, one_side=True
    ),
    "sure loss": Situation(
        mean_dkk=-1e8, evsi=lambda _c, _m: 0.0, net=lambda c, m: -1.0 * c * m, told=TOLD, one_side=True
    ),
    "loss": Situation(mean_dkk=-2e6, net=lambda children, month: 10.0 * children - 1e5 * month),
    "even": Situation(mean_dkk=0.0),
    "too late": Situation(net=lambda _c, _m: 0.0),
    "same": Situation(evsi=lambda _c, _m: 0.0, net=lambda _c, _m: 0.0),
    "unsure": Situation(error_dkk=1e6),
    "enough children": Situation(there=1_000.0),
    "few children": Situation(there=3.2),
    "nobody": Situation(nobody=True),
    "silent": Situation(told={}),
    "weak": Situation(told={"moved_down": {24: (0.02, 0.56)}}),
    "late": Situation(told={"moved_up": {18: (0.02, 0.56), 24: (0.09, 0.641)}}),
    "half": Situation(
        weights_dkk={
            BEST: 2.6e6,
            "op_ved_opfølgning": 2e6,
            "afslutning": 2e6,
            "nye_anbringelser": 2e6,
            "anden_art": 1.9e6,
        }
    ),
    "own step": Situation(of="alternativ", told={"starts:alternativ": {6: (0.1, 0.65), 12: (0.2, 0.7)}}),
}


@cache
def known(situation: str = "usual") -> InformationValue:
    """Return what is known in a situation."""
    return SITUATIONS[situation].known()


@cache
def page(lang: str, situation: str = "usual") -> str:
    """Return its page."""
    return page_of(known(situation), lang)


def page_of(analysis: InformationValue, lang: str = "da") -> str:
    """Return the page of what is known, with its document."""
    from reports.information.page import information_html  # noqa: PLC0415  tests of the words need no page

    return said_in(lang, information_html, analysis, document(analysis))


def together(analysis: InformationValue) -> InformationValue:
    """Return the same with no assumption worth knowing by itself."""
    singles = tuple(
        replace(each, evppi_dkk=0.0, mc_error_dkk=0.0, changes_decision=0.0)
        for each in analysis.information.singles
    )
    return replace(analysis, information=replace(analysis.information, singles=singles))


def poorly_fitted(analysis: InformationValue, explained: float | None) -> InformationValue:
    """Return the same with a regression that foretells so little."""
    denoised = replace(analysis.information.denoised, explained=explained)
    return replace(analysis, information=replace(analysis.information, denoised=denoised))


def many(analysis: InformationValue, number: int) -> InformationValue:
    """Return the same with so many assumptions of long titles, each worth knowing."""
    about, told = analysis.subject, analysis.information
    long = "Virkning af familiebehandlingskonsulentbistand og $penge$ på anbringelser uden for hjemmet"
    names = tuple(f"nr_{place}" for place in range(number))
    assumptions = tuple(
        about.factors.assumptions[0].model_copy(update={"title": Text(da=f"{place + 1}. {long}")})
        for place in range(number)
    )
    singles = tuple(
        Partial(
            name=name,
            assumptions=(name,),
            evppi_dkk=told.evpi_dkk * (place + 1) / number,
            mc_error_dkk=0.1 * told.evpi_dkk,
            explained=1 / number,
            changes_decision=0.2,
        )
        for place, name in enumerate(names)
    )
    factors = replace(about.factors, names=names, assumptions=assumptions)
    return replace(
        analysis,
        subject=replace(about, factors=factors),
        information=replace(told, singles=singles),
    )
