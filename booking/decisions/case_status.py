"""Compute the booking status of every case of a run on a day, proposed or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from booking.amounts.policy import Policy
from booking.decisions.bookable_lines import BookableLine, bookable_lines
from booking.decisions.bridge import Bridge, bridge_of
from booking.decisions.proposal import proposal_of
from booking.register.books import Books, Record
from booking.register.chain import Entry
from booking.register.entry_kinds import ProposalEntry
from booking.register.names import label
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.results.expected_gain import ExpectedGain
from scenarios.results.provenance import Stamp


@dataclass(frozen=True, kw_only=True)
class CaseStatus:
    """The booking status of a case on a day, and the register it rests on."""

    books: Books
    proposal: Record[ProposalEntry]
    """Its number is 0 when it has not been proposed."""
    on: date
    lines: tuple[BookableLine, ...]
    """Year by year, payer by payer."""
    other_run: Record[ProposalEntry] | None = None
    """The newest proposal of the case by another run than this one, which has not been proposed."""

    @property
    def expected_gain(self) -> ExpectedGain:
        """The expected gain of the case, by the newest follow-up where there is one."""
        return self.books.expected_gain(self.proposal)

    @property
    def bridge(self) -> Bridge:
        """What leads from the expected gain to what is bookable."""
        return bridge_of(self.proposal.body, self.lines, self.expected_gain)

    @property
    def is_proposed(self) -> bool:
        """Whether the case has been proposed in the register."""
        return self.proposal.number > 0


def proposed(books: Books, case: str | None, on: date) -> CaseStatus:
    """Return the status of the newest proposal of a case; raises RefusedError as `Books.proposal` does."""
    record = books.proposal(case)
    return CaseStatus(books=books, proposal=record, on=on, lines=bookable_lines(books, record, on))


def case_statuses(
    study: Study, comparison: Comparison, stamp: Stamp, *, policy: Policy, books: Books, on: date
) -> Mapping[str, CaseStatus]:
    """Return the booking status of each case of a run, by case.

    A case is as it was proposed where that is of this run; otherwise it is as if it were proposed now, by
    `policy`. Raises RefusedError as `proposal_of` does.
    """
    statuses = {}
    for case in comparison.cases:
        record, other = _newest(books, case, stamp), None
        if record is None:
            other = _other_run(books, case, study.case(case).municipality.name)
            body = proposal_of(study, comparison, stamp, case=case, policy=policy, reach=None)
            record = _unentered(body, stamp)
        statuses[case] = CaseStatus(
            books=books, proposal=record, on=on, lines=bookable_lines(books, record, on), other_run=other
        )
    return statuses


def _newest(books: Books, case: str, stamp: Stamp) -> Record[ProposalEntry] | None:
    records = [record for record in books.proposals(case) if record.entry.run_digest == stamp.run_digest]
    return records[-1] if records else None


def _other_run(books: Books, case: str, municipality: str) -> Record[ProposalEntry] | None:
    records = [
        record for record in books.proposals(case) if label(record.body.municipality) == label(municipality)
    ]
    return records[-1] if records else None


def _unentered(body: ProposalEntry, stamp: Stamp) -> Record[ProposalEntry]:
    entry = Entry(
        kind="proposal",
        who="",
        why="",
        scenario_digest=stamp.scenario_digest,
        run_digest=stamp.run_digest,
        policy_digest=body.policy.digest,
        body={},
        number=0,
        at=datetime.fromtimestamp(0, UTC),
        written_by="",
        previous="",
        digest="",
    )
    return Record(entry=entry, body=body)
