"""Test that every field of a programme is an effect or says why not, so that none drops out unseen."""

from pathlib import Path

import pytest
from pydantic import Field

from scenarios.format.assumptions import fixed
from scenarios.format.programmes import EffectSpec, EnrolmentSpec, ProgrammeSpec
from sensitivity.subject.case_effects import (
    EFFECTS,
    NOT_EFFECTS,
    acted_on,
    effect_numbers,
    effects_of,
    unlisted_fields,
    with_effects,
)
from sensitivity.views.optimism import grade_of
from sensitivity.views.repeated import only_repeated
from tests.scenarios.small import SMALL, study_of, with_change


class Forgetful(ProgrammeSpec):
    """A programme with an effect that nobody has listed."""

    prevented: list[EffectSpec] = Field(default_factory=list)


def test_every_field_of_a_programme_is_listed_once() -> None:
    assert unlisted_fields(ProgrammeSpec) == set()
    assert EFFECTS.keys().isdisjoint(NOT_EFFECTS)
    inner = {f"enrolment.{name}" for name in EnrolmentSpec.model_fields}
    assert EFFECTS.keys() | NOT_EFFECTS.keys() == ProgrammeSpec.model_fields.keys() - {"enrolment"} | inner
    assert all(NOT_EFFECTS.values())


def test_a_field_that_nobody_has_listed_is_told(tmp_path: Path) -> None:
    assert unlisted_fields(Forgetful) == {"prevented"}
    study = study_of(SMALL, tmp_path)
    case = study.cases["tættere"]
    forgetful = {name: Forgetful(**vars(each)) for name, each in case.programmes.items()}
    other = case.model_copy(update={"programmes": forgetful})
    study.cases["tættere"] = other
    with pytest.raises(AssertionError, match="prevented"):
        effect_numbers(study.scenario, other)
    for reads in (grade_of, only_repeated, acted_on):
        with pytest.raises(AssertionError, match="prevented"):
            reads(study, "tættere")


def test_what_is_listed_is_what_is_read_and_put_back(tmp_path: Path) -> None:
    enrolment = (
        "enrolment: {steps: [hjemme], during: [{from: [hjemme], to: [pleje], multiplier: 0.9}],"
        " lasting: [{from: [pleje], to: [hjemme], multiplier: 1.1}], lasting_months: 6}"
    )
    more = (
        f"          {enrolment}\n"
        "          stays: [{steps: [efter], times: 0.8}]\n"
        "          arrivals: [{steps: [hjemme], multiplier: 1.2}]\n"
        "          reroutes: [{from: [hjemme], to: [pleje], instead: efter, share: 0.1}]\n"
    )
    text = with_change("          costs:\n", f"{more}          costs:\n", SMALL)
    text = with_change("rates:\n", "stays: {efter: {months: 6, then: {slut: 1}}}\nrates:\n", text)
    text = with_change("- from: [hjemme]", "- for: everyone\n              from: [hjemme]", text)
    study = study_of(text, tmp_path)
    case = study.cases["tættere"]
    programme = case.programmes["hjælp"]
    effects = effects_of(programme)
    assert [*effects] == [*EFFECTS]
    assert all(len(each) == 1 for each in effects.values())
    assert with_effects(programme, effects) == programme
    assert effects_of(with_effects(programme, effects_of(None))) == effects_of(None)
    numbers = effect_numbers(study.scenario, case)
    assert [each.kind for each in numbers] == [EFFECTS[field].kind for field in effects]
    for field, (effect,) in effects.items():
        assert getattr(effect, EFFECTS[field].number) in [each.number for each in numbers]
        changed = with_effects(programme, {**effects, field: []})
        without = case.model_copy(update={"programmes": {"hjælp": changed}})
        assert len(effect_numbers(study.scenario, without)) == len(numbers) - 1, field
    assert fixed(0.9) in [each.number for each in numbers]
