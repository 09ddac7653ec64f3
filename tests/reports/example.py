"""Build a small study and its runs: long titles, an extra step, small counts, losses, an idle case."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

import numpy as np

from model.world.arrays import Floats
from model.world.months import Months
from scenarios.files.forms import Form, Text
from scenarios.format.assumptions import Assumption, Quantity, fixed
from scenarios.format.distributions import Beta, Lognormal, Normal, Pert, Uniform
from scenarios.format.prices import PayerSpec, PriceIndexSpec, PriceSpec, ReimbursementSpec
from scenarios.format.programmes import ProgrammeCostSpec, ProgrammeSpec
from scenarios.format.schema import (
    ArrivalsSpec,
    CaseSpec,
    Municipality,
    RatesSpec,
    Scenario,
    StaircaseSpec,
    StepSpec,
    StockSpec,
)
from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import CaseRuns, Comparison
from scenarios.results.provenance import Stamp

P = TypeVar("P", bound=Form)

YEARS = tuple(range(2025, 2035))
PAYERS = ("family", "school", "jobs", "state")
STEPS = ("early", "preventive", "home", "kin", "foster", "institution")
STEP_TITLES = {
    "early": ("Tidlig indsats, almen", "Early help, universal"),
    "preventive": ("Forebyggende indsatser", "Preventive measures"),
    "home": ("Hjemmebaserede indsatser", "Help in the home"),
    "alternative": (
        "Alternativ til anbringelse: massiv hjemmebaseret indsats i hele familien i op til 18 måneder",
        "Alternative to placement",
    ),
    "kin": ("Anbringelse i slægt/netværk eller alternativ indsats", "Placement with kin"),
    "foster": ("Anbringelse i familiepleje/eget værelse", "Foster care or own room"),
    "institution": ("Anbringelse på institution", "Residential care"),
}
ROLES = {"alternative": "home"}
LATER = {"early": 120.0, "preventive": 310.0, "home": 214.0, "kin": 26.0, "foster": 88.0, "institution": 3.2}


@dataclass(frozen=True)
class Example:
    study: Study
    comparison: Comparison
    stamp: Stamp


def text(da: str, en: str = "") -> Text:
    return Text(da=da, en=en)


ASSUMPTIONS = {
    "effect": Assumption(
        title=text("Virkning på anbringelser <script>alert(1)</script>", "Effect on placements"),
        distribution=Lognormal(kind="lognormal", p05=0.45, p95=1.20),
        unit=text("gange", "times"),
        grade="controlled",
        source=text("VIVE (2017): Indsatstrappen & økonomi", "VIVE (2017): The staircase & the economy"),
        rationale=text(
            "Ingen virkning er også mulig; derfor er spændet bredt.", "No effect is possible too."
        ),
    ),
    "price": Assumption(
        title=text("Pris pr. døgn på socialpædagogisk opholdssted", "Price per day"),
        distribution=Normal(kind="normal", p05=3800, p95=5200),
        unit=text("kr. pr. døgn", "DKK per day"),
        grade="registered",
        source=text("Kommunens regnskab 2024", "Accounts 2024"),
    ),
    "take_up": Assumption(
        title=text("Andel, der siger ja", "Take-up"),
        distribution=Beta(kind="beta", mean=0.7, sd=0.08),
        grade="before_after",
        source=text("Erfaring fra en anden kommune", "Another municipality"),
    ),
    "fade": Assumption(
        title=text("Virkningens varighed", "How long the effect lasts"),
        distribution=Pert(kind="pert", low=0.5, mode=2.0, high=5.0),
        unit=text("år", "years"),
        grade="assumption",
        source=text("Styregruppens skøn", "The steering group"),
    ),
    "trend": Assumption(
        title=text("Udvikling i tilgangen", "Trend of arrivals"),
        distribution=Uniform(kind="uniform", low=-0.02, high=0.03),
        grade="published",
        source=text("Danmarks Statistik"),
    ),
    "wage": Assumption(
        title=text("Løn til familiebehandler", "Salary"),
        value=612345.5,
        unit=text("kr. om året", "DKK a year"),
        grade="registered",
        source=text("Lønaftale"),
    ),
}
SOURCED: dict[str, Any] = {
    "grade": "assumption",
    "source": text("Kommunens skøn <2024>", "The municipality's estimate <2024>"),
    "rationale": text(""),
}
CAVEATS = [
    text("Virkning på søskende & <b>forældre</b> er ikke med.", "Siblings & <b>parents</b> are left out."),
    text("Flytninger mellem kommuner er ikke med.", "Moves between municipalities are left out."),
]
CASES = {
    "home_first": CaseSpec(
        title=text(
            "Massiv hjemmebaseret indsats i stedet for anbringelse "
            "for børn og unge mellem 6 og 17 år i hele kommunen",
            "Intensive help in the home instead of placement",
        ),
        description=text("To teams med hver otte familier ad gangen fra 2025.", "Two teams from 2025."),
    ),
    "costly": CaseSpec(title=text("Flere pladser på egen institution", "More places in an own unit")),
    "idle": CaseSpec(title=text("En case uden indhold", "A case without content")),
}


def made(part: type[P], **known: Any) -> P:
    construct: Any = part.model_construct
    return cast("P", construct(**known))


def price(step: str, dkk: float) -> PriceSpec:
    return made(
        PriceSpec, title=text(*STEP_TITLES[step]), dkk=fixed(dkk), per="year", price_year=2025, **SOURCED
    )


PROGRAMMES = {
    "teams": made(
        ProgrammeSpec,
        title=text("To teams", "Two teams"),
        costs={
            "wages": made(
                ProgrammeCostSpec,
                title=text("Løn", "Wages"),
                dkk=Quantity(name="wage"),
                per="slot_year",
                price_year=2024,
                **SOURCED,
            )
        },
    )
}


def scenario(steps: tuple[str, ...], assumptions: dict[str, Assumption]) -> Scenario:
    """Return a scenario with the parts that a report reads, and no others."""
    titled = {
        step: made(StepSpec, title=text(*STEP_TITLES[step]), role=ROLES.get(step, step)) for step in steps
    }
    return made(
        Scenario,
        title=text(
            "Fra anbringelse til hjælp i hjemmet: tre investeringscaser", "From placement to help at home"
        ),
        description=text(
            "Skal kommunen flytte hjælpen ned ad trappen?", "Should help move down the staircase?"
        ),
        start=date(2025, 1, 1),
        price_year=2025,
        municipality=made(Municipality, name="Søkøbing Kommune", **SOURCED),
        rates=made(RatesSpec, **SOURCED),
        stock=made(StockSpec, **SOURCED),
        arrivals=made(ArrivalsSpec, by_step={}, **SOURCED),
        price_index=made(PriceIndexSpec, by_year={2024: 100.0, 2025: 102.0}, **SOURCED),
        prices={step: {"stay": price(step, 100_000.0 * (i + 1))} for i, step in enumerate(steps)},
        programmes=PROGRAMMES if "alternative" in steps else {},
        staircase=made(StaircaseSpec, steps=titled),
        payers={
            "family": PayerSpec(title=text("Familieafdelingen", "Family department")),
            "school": PayerSpec(title=text("Skoler og PPR", "Schools")),
            "jobs": PayerSpec(title=text("Beskæftigelse og jobcenter", "Job centre")),
            "state": PayerSpec(title=text("Staten", "The state"), municipal=False),
        },
        reimbursement=made(ReimbursementSpec),
        assumptions=assumptions,
        caveats=CAVEATS,
        cases=CASES,
    )


def study() -> Study:
    own = Assumption(title=text("Kun i casen", "Only here"), value=8, grade="assumption", source=text("Skøn"))
    return Study(
        name="soekoebing",
        scenario=scenario(STEPS, ASSUMPTIONS),
        cases={
            "home_first": scenario((*STEPS[:3], "alternative", *STEPS[3:]), {**ASSUMPTIONS, "families": own}),
            "costly": scenario(STEPS, ASSUMPTIONS),
            "idle": scenario(STEPS, ASSUMPTIONS),
        },
        digest="ab" * 32,
    )


def runs(steps: tuple[str, ...], cost: Floats, children: Floats) -> CaseRuns:
    """Return runs with full-year persons [draw, replication, year, step] and cost [..., year, payer]."""
    draws, replications, years, _ = children.shape
    days = np.repeat(children, 12, axis=2) * month_days(years)[:, None]
    waiting = np.zeros((*days.shape, 2))
    waiting[:, :, -12:, -1, 1] = 0.3 * 30
    waiting[:, :, -12:, 2, 0] = 7.0 * month_days(years)[-12:]
    used = {
        "starts": np.broadcast_to(np.linspace(2.0, 0.25, len(steps)), days.shape),
        "cost_dkk": cost[:, :, :, None, :],
        "paid_dkk": cost,
        "person_days": days,
        "waiting_days": waiting,
    }
    figures = {name: np.zeros((draws, replications, 0)) for name in CaseRuns.arrays()} | used
    labels: dict[str, Any] = dict.fromkeys(CaseRuns.labels(), ())
    return CaseRuns(**labels | {"steps": steps}, figures=figures)


def month_days(years: int) -> Floats:
    return Months.of(date(YEARS[0], 1, 1), years).days


def comparison(
    *,
    draws: int = 40,
    replications: int = 5,
    years: int = 10,
    hidden: float = 3.2,
    cases: tuple[str, ...] = tuple(CASES),
) -> Comparison:
    """Return made-up runs; `hidden` is a small count on the most intrusive step."""
    chance = np.random.default_rng(7)
    shape = (draws, replications, years)
    skill = chance.normal(1.0, 0.7, (draws, 1, 1))
    luck = chance.normal(0.0, 0.5e6, shape)
    ramp = np.minimum(np.arange(years) / 4, 1.5)

    base_cost = np.full((*shape, len(PAYERS)), 50e6)
    children = np.stack([np.linspace(0.9, 1.0, years) * LATER[step] for step in STEPS], axis=-1)
    base_children = np.broadcast_to(children, (*shape, len(STEPS))).copy()
    base_children[..., -1] = hidden

    gain = np.zeros((*shape, len(PAYERS)))
    gain[..., 0] = -1.9e6 + 2.4e6 * ramp * skill + luck
    gain[..., 1] = -0.3e6 + 0.4e6 * ramp
    gain[..., 2] = np.where(np.arange(years) > 4, 0.5e6, 0.0)
    gain[..., 3] = -0.6e6 * ramp * skill
    loss = np.zeros_like(gain)
    loss[..., 0] = -2.5e6 + 0.2 * luck

    more = np.insert(base_children * np.array([1, 1, 1.05, 1, 0.8, 1]), 3, 16.3, axis=-1)
    changed = {
        "home_first": runs((*STEPS[:3], "alternative", *STEPS[3:]), base_cost - gain, more),
        "costly": runs(STEPS, base_cost - loss, base_children),
        "idle": runs(STEPS, base_cost, base_children),
    }
    first = YEARS[0]
    return Comparison(
        seed=1,
        draws=draws,
        replications=replications,
        months=Months.of(date(first, 1, 1), years),
        payers=PAYERS,
        municipal=(True, True, True, False),
        runs={BASELINE: runs(STEPS, base_cost, base_children), **{name: changed[name] for name in cases}},
        assumptions={"effect": np.ones(draws)},
    )


def stamp() -> Stamp:
    return Stamp(
        scenario="soekoebing",
        scenario_digest="ab" * 32,
        run_digest="cd" * 32,
        value_digest="ef" * 32,
        seed=1,
        draws=40,
        replications=5,
        versions={"trappe": "0.1.0", "Python": "3.11.9", "numpy": "2.4.6"},
    )


def example(**changes: Any) -> Example:
    return Example(study=study(), comparison=comparison(**changes), stamp=stamp())
