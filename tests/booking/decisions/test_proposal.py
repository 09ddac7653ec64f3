"""Test the way from a run to a proposal, and the status that the report has of it."""

from datetime import date
from pathlib import Path

import pytest

from booking.amounts.policy import Cashable, Policy, shipped
from booking.amounts.shared_children import Reach, reach
from booking.decisions.case_acts import propose
from booking.decisions.case_status import case_statuses, proposed
from booking.decisions.proposal import proposal_of
from booking.register.books import Books
from booking.register.entry_kinds import ProposalEntry
from scenarios.files.forms import Text
from scenarios.files.refusals import RefusedError
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import Stamp, stamp
from scenarios.running.ensemble import compare
from scenarios.running.recheck import Recomputed
from tests.booking.booked import TODAY, WHO, books_of, found_by, rule
from tests.scenarios.small import SMALL, TOGETHER, study_of, with_change

HOUSES = with_change(
    "      price_year: 2025\n",
    "      price_year: 2025\n      own_unit: {block_places: 6, notice_months: 3}\n",
)


def simulated(text: str, folder: Path) -> tuple[Study, Comparison, Stamp]:
    study = study_of(text, folder)
    found = compare(study, seed=1, draws=4, replications=2, workers=1)
    return study, found, stamp(study, found)


def body_of(
    text: str, folder: Path, *, policy: Policy | None = None, reach: Reach | None = None
) -> ProposalEntry:
    study, found, mark = simulated(text, folder)
    return proposal_of(study, found, mark, case="tættere", policy=policy or shipped(), reach=reach)


def test_a_proposal_says_what_it_is_of(tmp_path: Path) -> None:
    reached = Reach(lives_digest="1" * 64, shared={"ingenting": 0.25}, digests={"ingenting": "2" * 64})
    body = body_of(HOUSES, tmp_path, reach=reached)
    assert (body.case, body.title.da, body.municipality) == ("tættere", "Tættere hjælp", "Lilleby")
    assert body.known_until == date(2026, 12, 31)
    assert body.grade == "assumption"
    assert [payer for payer, form in body.payers.items() if form.municipal] == ["familie"]
    (blocks,) = body.blocks
    assert (blocks.step.da, blocks.places, blocks.notice_months) == ("Pleje", 6, 3)
    assert blocks.payers == ["familie", "staten"]
    assert [(each.year, each.payer) for each in body.promised] == [
        (year, payer) for year in (2027, 2028) for payer in ("familie", "staten")
    ]
    assert (body.lives_digest, body.overlap) == ("1" * 64, {"2" * 64: 0.25})
    assert ProposalEntry.model_validate_json(body.model_dump_json()) == body


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        (
            rule(cashable=[Cashable(items=["hus"], share=0.5, why=Text(da="x")).model_dump()]),
            "--policy: items: «hus» kendes ikke i casen; der er efter, hjemme, hjælp, pleje, reimbursement",
        ),
        (
            rule(approvers={"byen": "Borgmesteren"}),
            "--policy: approvers: «byen» kendes ikke i casen; der er familie, staten",
        ),
    ],
)
def test_a_rule_that_names_what_the_case_has_not_is_refused(
    tmp_path: Path, policy: Policy, sentence: str
) -> None:
    with pytest.raises(RefusedError) as error:
        body_of(SMALL, tmp_path, policy=policy)
    assert str(error.value) == sentence


def test_every_case_of_a_run_is_at_hand_as_if_it_were_proposed_now(tmp_path: Path) -> None:
    study, found, mark = simulated(SMALL, tmp_path)
    told = case_statuses(study, found, mark, policy=shipped(), books=Books([]), on=TODAY)
    assert [*told] == ["tættere", "ingenting"]
    assert not told["tættere"].is_proposed
    assert {each.kind for line in told["tættere"].lines for each in line.hindrances} >= {
        "sensitivity",
        "approval",
    }


def test_a_case_of_this_run_that_is_proposed_is_at_hand_as_it_was_proposed(tmp_path: Path) -> None:
    study, found, mark = simulated(SMALL, tmp_path)
    stricter = rule(confidence=0.95)
    again = Recomputed(cells=44, of=400)
    body = proposal_of(study, found, mark, case="tættere", policy=stricter, reach=None, recomputed=again)
    digests = {"scenario_digest": mark.scenario_digest, "run_digest": mark.run_digest}
    books = books_of(found_by(stricter), propose(body, **WHO, **digests))
    told = case_statuses(study, found, mark, policy=shipped(), books=books, on=TODAY)
    assert told["tættere"].proposal.body.policy.confidence == 0.95
    assert told["tættere"].lines == proposed(books, "tættere", TODAY).lines
    assert not told["ingenting"].is_proposed
    digests["run_digest"] = "0" * 64
    other = books_of(found_by(stricter), propose(body, **WHO, **digests))
    newer = case_statuses(study, found, mark, policy=shipped(), books=other, on=TODAY)
    assert newer["tættere"].proposal.body.policy.confidence == 0.8


def test_two_cases_together_reach_the_children_of_each(tmp_path: Path) -> None:
    study = study_of(TOGETHER, tmp_path)
    assert reach(study, "begge", ["tættere"], seed=1).shared == {"tættere": 1.0}
    found = compare(study, seed=1, draws=2, replications=1, workers=1)
    body = proposal_of(study, found, stamp(study, found), case="begge", policy=shipped(), reach=None)
    assert body.title.da == "Begge"
