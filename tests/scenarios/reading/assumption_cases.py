"""List defects of assumptions: their distributions, what is drawn together, and factors."""

from tests.scenarios.reading.fault_cases import DISTRIBUTION, REPEATED, changed

ASSUMPTIONS = [
    changed(
        "upside_down",
        DISTRIBUTION,
        "{kind: lognormal, p05: 0.2, p95: 0.05}",
        "distribution: {kind: lognormal",
        "assumptions.udslusning.distribution: den nedre grænse skal være under den øvre",
        "assumptions.udslusning.distribution: the lower limit must lie below the upper",
    ),
    changed(
        "upside_down",
        DISTRIBUTION,
        REPEATED + "{distribution: {kind: uniform, low: 2, high: 1}, grade: randomised, source: x}",
        "distribution: {kind: uniform",
        "assumptions.udslusning.repeated.distribution: den nedre grænse skal være under den øvre",
        "assumptions.udslusning.repeated.distribution: the lower limit must lie below the upper",
    ),
    changed(
        "mode_outside",
        DISTRIBUTION,
        "{kind: pert, low: 0.1, mode: 0.5, high: 0.2}",
        "distribution: {kind: pert, low: 0.1",
        "assumptions.udslusning.distribution: den mest sandsynlige værdi skal ligge mellem low og high",
        "assumptions.udslusning.distribution: the mode must lie between low and high",
    ),
    changed(
        "joint_name",
        "assumptions:\n",
        "joint:\n  - {names: [udslusning, plejepris], correlation: [[1, 0], [0, 1]]}\nassumptions:\n",
        "plejepris], corr",
        "joint.0.names.1: «plejepris» er ikke en usikker antagelse; de usikre er udslusning",
        "joint.0.names.1: 'plejepris' is no uncertain assumption; those are udslusning",
    ),
    changed(
        "joint_twice",
        "assumptions:\n",
        "joint:\n  - {names: [udslusning, udslusning], correlation: [[1, 1], [1, 1]]}\nassumptions:\n",
        ", udslusning], corr",
        "joint.0.names.1: «udslusning» er med to gange; en antagelse trækkes sammen med andre ét sted",
        "joint.0.names.1: 'udslusning' is there twice; an assumption is drawn with others in one place",
        after=2,
    ),
    changed(
        "joint_matrix",
        "assumptions:\n",
        "joint:\n  - {names: [udslusning, ny], correlation: [[1, 0.5], [0.4, 1]]}\nassumptions:\n"
        "  ny: {distribution: {kind: uniform, low: 0, high: 1}, grade: assumption, source: x}\n",
        "correlation: [[1, 0.5]",
        "joint.0.correlation: ikke korrelationer; skriv en række og kolonne pr. navn, spejlet i "
        "diagonalen, og 1 på den",
        "joint.0.correlation: no correlations; write a row and a column per name, mirrored in the "
        "diagonal, and 1 on it",
    ),
    changed(
        "factor_on_what",
        "payers:\n  familie",
        "factors:\n  ud: {from: [pleje], times: 2}\npayers:\n  familie",
        "ud: {from",
        "factors.ud: en faktor skal have «from» og «to», «arrivals», «stock» eller «years_on_step»",
        "factors.ud: a factor takes 'from' and 'to', 'arrivals', 'stock' or 'years_on_step'",
    ),
    changed(
        "factor_on_nothing",
        "payers:\n  familie",
        "factors:\n  ud: {from: [pleje], to: [slut, efter], times: 2}\npayers:\n  familie",
        "efter], times",
        "factors.ud.to.1: faktoren har intet at gange på ved «efter»; det har den ved hjemme, slut",
        "factors.ud.to.1: the factor has nothing to multiply at 'efter'; it has at hjemme, slut",
    ),
    changed(
        "factor_on_nothing",
        "payers:\n  familie",
        "factors:\n  ud: {from: [hjemme, efter], to: [pleje], times: 2}\npayers:\n  familie",
        "efter], to",
        "factors.ud.from.1: faktoren har intet at gange på ved «efter»; det har den ved hjemme",
        "factors.ud.from.1: the factor has nothing to multiply at 'efter'; it has at hjemme",
    ),
    changed(
        "factor_on_nothing",
        "payers:\n  familie",
        "factors:\n  ind: {arrivals: [pleje], stock: [pleje], times: 2}\npayers:\n  familie",
        "pleje], stock",
        "factors.ind.arrivals.0: faktoren har intet at gange på ved «pleje»; det har den ved hjemme",
        "factors.ind.arrivals.0: the factor has nothing to multiply at 'pleje'; it has at hjemme",
    ),
    changed(
        "factor_on_nothing",
        "  years_on_step: {pleje: 2}\n",
        "factors:\n  tid: {years_on_step: [pleje], times: 2}\n",
        "pleje], times",
        "factors.tid.years_on_step.0: faktoren har intet at gange på ved «pleje»; det har den ved intet trin",
        "factors.tid.years_on_step.0: the factor has nothing to multiply at 'pleje'; it has at no step",
    ),
    changed(
        "sd_too_large",
        DISTRIBUTION,
        "{kind: beta, mean: 0.5, sd: 0.5}",
        "distribution: {kind: beta",
        "assumptions.udslusning.distribution: spredningen er for stor til en andel med den middelværdi",
        "assumptions.udslusning.distribution: the standard deviation is too large for a share with that mean",
    ),
    changed(
        "value_or_distribution",
        "plejepris: {value: 400000,",
        "plejepris: {",
        "plejepris: {",
        "assumptions.plejepris: en antagelse skal have enten value eller distribution, ikke begge "
        "og ikke ingen",
        "assumptions.plejepris: an assumption takes either value or distribution, not both and not neither",
    ),
    changed(
        "value_or_distribution",
        DISTRIBUTION,
        REPEATED + "{value: 1, distribution: {kind: uniform, low: 0, high: 1}, grade: controlled, source: x}",
        "repeated: {value",
        "assumptions.udslusning.repeated: en antagelse skal have enten value eller distribution, ikke begge "
        "og ikke ingen",
        "assumptions.udslusning.repeated: an assumption takes either value or distribution, not both and "
        "not neither",
    ),
]
