"""Say what a proof has shown: the entries that lie under its seal, and who has signed that."""

from collections.abc import Iterator

from booking.register.chain import Entry, row_time
from booking.register.entry_kinds import (
    Approval,
    Booking,
    FollowUpEntry,
    Founding,
    MilestoneMet,
    ProposalEntry,
    Reversal,
    RuleEntry,
    SensitivityEntry,
    body_of,
)
from booking.register.witness_kinds import WitnessBody
from booking.witness.letter_proof import Shown, ShownEntry
from language.formatting import day_words
from language.messages import mark, say
from reports.booking.formatting import time_words
from reports.booking.register import entry_kind_words, exact_kroner, witness_words
from scenarios.reading.titles import readable

_KINDS = {
    "founding": mark("founding"),
    "rule": mark("another rule"),
    "rule_accepted": mark("acceptance of a rule"),
    "proposal": mark("proposal"),
    "sensitivity": mark("sensitivity analysis"),
    "approval": mark("approval"),
    "milestone": mark("milestone"),
    "follow_up": mark("follow-up"),
    "correction": mark("correction"),
    "booking": mark("booking"),
    "reversal": mark("reversal"),
    "key": mark("key"),
    "key_ended": mark("end of a key"),
    "countersignature": mark("countersignature"),
    "time_stamp": mark("time stamp"),
}


def shown_sentences(shown: Shown) -> Iterator[str]:
    """Yield what a proof has shown, a line for each entry and each earlier seal, and what it rests on."""
    for each in shown.entries:
        row = each.row
        yield say(
            "Entry {number}, {time}, {who}: {what} ({why})",
            number=each.number,
            time=time_words(row_time(row)),
            who=_on_one_line(row["who"]),
            what=_what(each),
            why=_on_one_line(row["why"]),
        )
        if row.get("signer"):
            yield say("  signed with the key {key}", key=row["signer"])
    for seal in shown.earlier:
        yield say("The seal {earlier} lies inside.", earlier=seal)
    yield say(
        "All of this lies under the seal {seal}: so the register was when it had {number} entries.",
        seal=shown.seal,
        number=shown.seal.number,
    )
    for statement in shown.statements:
        yield say(
            "{who} has signed that seal with the key {key}. Is it theirs? Ask them, not the register.",
            who=statement.who,
            key=statement.public_key,
        )
    if not shown.statements:
        yield say(
            "Nobody has signed that seal here. Hold it against one that you have from elsewhere (--seal), or "
            "against the register (--against)."
        )


def _what(each: ShownEntry) -> str:
    if each.entry is None:
        return say("{kind}; its content is in the block alone", kind=_kind(each))
    try:
        return _words(each.entry)
    except (KeyError, ValueError):
        return _kind(each)


def _kind(each: ShownEntry) -> str:
    kind = each.row["kind"]
    return say(_KINDS[kind]) if kind in _KINDS else _on_one_line(kind)


def _on_one_line(text: object) -> str:
    """Return a text of a stranger's proof so that it is not taken for lines of ours."""
    words = " ".join(str(text).split())
    return "".join(letter if letter.isprintable() else "?" for letter in words)


def _words(entry: Entry) -> str:
    """Return an entry in words by itself; names stand as the scenario has them."""
    body = body_of(entry.kind, entry.body)
    if isinstance(body, WitnessBody):
        return witness_words(entry, body)
    facts = body.model_dump()
    match body:
        case Founding() | RuleEntry():
            facts["title"] = str(body.policy.title)
        case ProposalEntry():
            facts["title"] = str(body.title)
        case SensitivityEntry():
            facts["title"] = readable(body.case)
        case Approval():
            facts["payer"] = readable(body.payer)
        case MilestoneMet():
            facts["title"] = readable(body.milestone)
        case FollowUpEntry():
            facts |= {"title": say("entry {number}", number=body.proposal), "day": day_words(body.last)}
        case Booking():
            facts |= {"payer": readable(body.payer), "amount": exact_kroner(body.dkk)}
        case Reversal():
            amount = say("all that stood") if body.dkk is None else exact_kroner(body.dkk)
            facts |= {"number": body.booking, "amount": amount}
    return entry_kind_words(entry.kind, facts)
