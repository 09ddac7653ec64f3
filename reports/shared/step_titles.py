"""What a step or a way out of a calibration is called."""

from scenarios.format.study import Study


def step_title(study: Study | None, name: str) -> str:
    """Return its title in the scenario; where there is none the ledger's own name is all that is known."""
    if study is None:
        return name
    staircase = study.scenario.staircase
    part = staircase.steps.get(name) or staircase.exits.get(name)
    return str(part.title) if part is not None else name
