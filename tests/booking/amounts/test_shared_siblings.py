"""Check whom a case reaches where siblings' money is added together."""

from pathlib import Path

from booking.amounts.shared_children import reached
from tests.booking.amounts.test_shared_children import effect, with_cases
from tests.scenarios.small import study_of, with_change


def test_the_siblings_of_a_child_that_is_reached_are_reached_where_money_is_added_together(
    tmp_path: Path,
) -> None:
    siblings = with_change(
        "  years_on_step: {pleje: 2}\n",
        "  years_on_step: {pleje: 2}\n  children:\n"
        + "".join(
            f"    - {{step: {step}, birth_date: 2018-0{i}-01, since: 2026-01-01, household: h{i}}}\n"
            for i in range(1, 10)
            for step in ("hjemme", "pleje")
        ),
        with_cases(effect("x", "hjemme", "slut")),
    )
    reimbursed = with_change(
        "payers:\n", "reimbursement: {receiver: familie, state: staten}\npayers:\n", siblings
    )
    apart_, together = (
        {child for _, child in reached(study_of(text, tmp_path), "a", seed=1, draws=3)}
        for text in (siblings, reimbursed)
    )
    assert apart_ < together
