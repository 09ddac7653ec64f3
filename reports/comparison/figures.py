"""All figures of a report as files, to be put into other papers."""

from reports.comparison.fan_chart import fan_chart
from reports.comparison.payer_chart import payer_chart
from reports.comparison.staircase_chart import staircase_chart
from reports.shared.cases import findings
from reports.shared.figure_style import png_bytes
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison


def figures(study: Study, comparison: Comparison) -> dict[str, bytes]:
    """Return file name -> PNG at 160 dots per inch; two per case that changes anything, and the staircase."""
    cases = findings(study, comparison)
    made: dict[str, bytes] = {}
    for case in cases:
        if case.idle:
            continue
        heading = f"{case.letter}. {case.title}"
        stem = f"case-{case.letter.lower()}"
        made[f"{stem}-gain.png"] = png_bytes(fan_chart(case.gain, heading=heading))
        made[f"{stem}-payers.png"] = png_bytes(payer_chart(study, comparison, case, heading=heading))
    title = str(study.scenario.title)
    made["staircase.png"] = png_bytes(staircase_chart(study, comparison, cases, heading=title))
    return made
