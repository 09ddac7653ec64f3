"""Define target groups in a scenario file: their shares of the children, by step and age if they differ."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from scenarios.files.forms import Form
from scenarios.format.assumptions import Quantity, Share
from scenarios.format.fields import BandName, StepName


def _plain(value: Any, form: type[Form]) -> Any:
    if not isinstance(value, int | float | str | dict | form) or isinstance(value, bool):
        raise PydanticCustomError("not_a_number", "not a number", {"low": 0.0, "high": 1.0})
    return {"share": value} if isinstance(value, int | float | str) else value


class GroupOnStepSpec(Form):
    """A group's share of the children who come to a step, or stand there at the start."""

    share: Share | None = None
    """Left out, that of the group in all."""
    by_age: dict[BandName, Share] = {}

    @model_validator(mode="before")
    @classmethod
    def _number(cls, value: Any) -> Any:
        return _plain(value, cls)


class GroupSpec(Form):
    """A group's share of the children who come, and of those counted at the start."""

    share: Share
    by_age: dict[BandName, Share] = {}
    """Its share in single age bands."""
    by_step: dict[StepName, GroupOnStepSpec] = {}
    """Its share on single steps, which goes before that of the age band."""

    @model_validator(mode="before")
    @classmethod
    def _number(cls, value: Any) -> Any:
        return _plain(value, cls)

    def said_of(self, step: str, band: str) -> Quantity | None:
        """Return the most particular share that is said of a step and an age band; None if none is."""
        on_step = self.by_step.get(step)
        if on_step is not None and (said := on_step.by_age.get(band, on_step.share)) is not None:
            return said
        return self.by_age.get(band)

    @classmethod
    def of(cls, share: float) -> Self:
        """Return a group with the same share everywhere."""
        return cls.model_validate({"share": share})


def shares_at(
    groups: Mapping[str, GroupSpec], values: Mapping[str, float], step: str, band: str
) -> tuple[float, ...]:
    """Return the shares of the groups on a step in an age band, in their order.

    Groups of which nothing is said there share what the others leave, in proportion to their shares in all.
    Raises ValueError where the others leave less than nothing, or something and nobody to take it.
    """
    general = {name: spec.share.resolve(values) for name, spec in groups.items()}
    said = {
        name: share.resolve(values)
        for name, spec in groups.items()
        if (share := spec.said_of(step, band)) is not None
    }
    if not said:
        return tuple(share / sum(general.values()) for share in general.values())
    taken = sum(said.values())
    others = sum(share for name, share in general.items() if name not in said)
    if taken > 1 + _ROUNDING or (taken < 1 - _ROUNDING and not others):
        raise ValueError(f"{taken:.6g}")
    left = max(1.0 - taken, 0.0) if others else 0.0
    shares = [said[name] if name in said else left * share / others for name, share in general.items()]
    return tuple(share / sum(shares) for share in shares)


_ROUNDING = 1e-9
