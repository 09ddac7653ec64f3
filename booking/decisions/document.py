"""Write what may be booked of a case as plain numbers and texts, for JSON."""

from dataclasses import asdict
from typing import Any

from booking.decisions.bookable_lines import BookableLine
from booking.decisions.case_status import CaseStatus


def document(status: CaseStatus) -> dict[str, Any]:
    """Return what may be booked of a case on a day; amounts in kroner.

    `bridge` leads from the expected gain, the municipality's own over all years, to what is bookable. The
    amounts by payer and budget year are undiscounted.
    """
    entry, body = status.proposal.entry, status.proposal.body
    years: dict[str, dict[str, Any]] = {}
    for line in status.lines:
        years.setdefault(str(line.promised.year), {})[line.promised.payer] = _line(line)
    return {
        "case": body.case,
        "proposal": status.proposal.number,
        "on": status.on.isoformat(),
        "scenario_digest": entry.scenario_digest,
        "run_digest": entry.run_digest,
        "policy_digest": entry.policy_digest,
        "confidence": body.policy.confidence,
        "least_draws": body.policy.least_draws,
        "largest_error": body.policy.largest_error,
        **status.expected_gain.document(),
        "bridge": status.bridge.document(),
        "budget_years": years,
    }


def _line(line: BookableLine) -> dict[str, Any]:
    promised = line.promised
    return {
        "mean_dkk": promised.mean_dkk,
        "at_average_prices_dkk": promised.at_average_dkk,
        "cashable_dkk": promised.cashable_dkk,
        "bookable_dkk": line.bookable_dkk,
        "booked_dkk": line.booked_dkk,
        "expected_shortfall_dkk": line.odds.shortfall_dkk,
        "probability_of_regret": line.odds.regret,
        "when_all_is_in_place": asdict(promised.sure) | {"mc_error_dkk": promised.sure_error_dkk},
        "if_the_mean_were_booked": asdict(promised.habit),
        "reasons": [{"kind": each.kind, "dkk": each.dkk, "text": str(each.text)} for each in line.reasons],
    }
