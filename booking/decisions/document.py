"""Write what may be booked of a case as plain numbers and texts, for JSON."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from booking.decisions.bookable_lines import BookableLine
from booking.register.books import Record
from booking.register.entry_kinds import ProposalEntry


def document(proposal: Record[ProposalEntry], lines: Iterable[BookableLine], *, on: date) -> dict[str, Any]:
    """Return the bookable lines of a proposed case on a day; amounts in kroner."""
    entry, body = proposal.entry, proposal.body
    years: dict[str, dict[str, Any]] = {}
    for line in lines:
        years.setdefault(str(line.promised.year), {})[line.promised.payer] = _line(line)
    return {
        "case": body.case,
        "proposal": proposal.number,
        "on": on.isoformat(),
        "scenario_digest": entry.scenario_digest,
        "run_digest": entry.run_digest,
        "policy_digest": entry.policy_digest,
        "confidence": body.policy.confidence,
        "budget_years": years,
    }


def _line(line: BookableLine) -> dict[str, Any]:
    promised = line.promised
    return {
        "expected_dkk": promised.expected_dkk,
        "in_blocks_dkk": promised.in_blocks_dkk,
        "cashable_dkk": promised.cashable_dkk,
        "bookable_dkk": line.bookable_dkk,
        "booked_dkk": line.booked_dkk,
        "expected_shortfall_dkk": line.odds.shortfall_dkk,
        "probability_of_regret": line.odds.regret,
        "when_all_is_in_place": asdict(promised.sure),
        "if_the_expected_gain_were_booked": asdict(promised.habit),
        "reasons": [{"kind": each.kind, "dkk": each.dkk, "text": str(each.text)} for each in line.reasons],
    }
