"""Tabulate the register: every entry, and what stands booked."""

from collections.abc import Mapping
from typing import Any

from booking.proof.signatures import short_key
from booking.register.books import Books, Record
from booking.register.chain import Entry
from booking.register.entry_kinds import (
    Approval,
    Body,
    Booking,
    Correction,
    FollowUpEntry,
    Founding,
    MilestoneMet,
    ProposalEntry,
    Reversal,
    RuleAccepted,
    RuleEntry,
    SensitivityEntry,
)
from booking.register.names import label
from booking.register.seals import Seal, seal_of
from booking.register.witness_kinds import (
    WITNESS_KINDS,
    Countersignature,
    KeyEnded,
    KeyEntry,
    TimeStamp,
    WitnessBody,
)
from booking.witness.time_stamps import stamped_at
from language.formatting import KRONER, day_words, scale_of
from language.messages import mark, say
from reports.booking.formatting import clock_words, time_words
from reports.shared.budget_years import year_words
from reports.shared.table import Grid
from scenarios.reading.titles import readable

_ENTRY = {
    "founding": mark("the register of {municipality} begins, with the rule '{title}'"),
    "rule": mark("another rule is put forward: '{title}'"),
    "rule_accepted": mark("the rule of entry {rule} is accepted, and in force"),
    "proposal": mark("proposal: {title}"),
    "sensitivity": mark("sensitivity analysis of {title}"),
    "approval": mark("the payer {payer} approves the proposal (entry {proposal})"),
    "milestone": mark("milestone reached: {title}"),
    "follow_up": mark("follow-up of {title} until {day}"),
    "correction": mark("entry {entry} is wrong, and counts no more"),
    "booking": mark("{amount} taken out of the budget for {year} of {payer}"),
    "reversal": mark("reversed: {amount} of entry {number}"),
    "key": mark("{who} signs with the key {key} from now on"),
    "key_ended": mark("{who} no longer signs with the key {key}"),
    "countersignature": mark("{by} countersigns the seal {seal}"),
    "time_stamp": mark("time stamp on the seal {seal}: {time}"),
}


OF_NO_CASE = (Founding, RuleEntry, RuleAccepted, Correction, *WITNESS_KINDS.values())
"""Kinds of entries that are about the register itself."""


def register_grids(books: Books) -> list[Grid]:
    """Return the table of entries, and that of standing bookings where there are any."""
    return [entries_grid(books), *filter(None, [standing_grid(books)])]


def entries_grid(books: Books) -> Grid:
    """Return one row per entry, the oldest first, with the seal of the newest below."""
    rows = tuple(
        (
            str(record.number),
            clock_words(record.entry),
            record.entry.who,
            entry_words(books, record),
            record.entry.why,
        )
        for record in books.records
    )
    notes = (
        [
            say(
                "The newest entry has the seal {seal}. Keep it elsewhere: it shows whether the "
                "register has been changed.",
                seal=seal_of(each.entry for each in books.records),
            )
        ]
        if rows
        else [say("The register is empty.")]
    )
    return Grid(
        caption=say("The register of what has been taken out of the budget"),
        head=(say("Entry"), say("When"), say("Who"), say("What"), say("Why")),
        rows=rows,
        notes=tuple(notes),
        prose=(1, 2, 3, 4),
    )


def standing_grid(books: Books) -> Grid | None:
    """Return standing bookings by case, payer and year; None where there are none."""
    sums: dict[tuple[str, str, int], float] = {}
    posts: dict[tuple[str, str, int], list[str]] = {}
    words: dict[tuple[str, str, int], str] = {}
    for record in books.standing:
        key = (case_title(books, record), payer_title(books, record), record.body.year)
        words[key] = year_words(books.proposal_of(record).body.months, record.body.year)
        sums[key] = sums.get(key, 0.0) + books.stands(record)
        posts.setdefault(key, []).append(str(record.number))
    if not sums:
        return None
    return Grid(
        caption=say("What stands booked, {unit}", unit=KRONER.unit()),
        head=(say("Case and payer"), say("Budget year"), say("Amount"), say("Entry")),
        rows=tuple(
            (
                f"{case}: {payer}",
                words[case, payer, year],
                KRONER.number(dkk),
                ", ".join(posts[case, payer, year]),
            )
            for (case, payer, year), dkk in sorted(sums.items())
        ),
        total=(say("Total"), "", KRONER.number(sum(sums.values())), ""),
    )


def entry_words(books: Books, record: Record[Any]) -> str:
    """Return an entry in words, as "betaleren Familieafdelingen godkender forslaget (post 1)"."""
    body = record.body
    if isinstance(body, WitnessBody):
        return witness_words(record.entry, body)
    facts: dict[str, Any] = body.model_dump()
    if not isinstance(body, OF_NO_CASE):
        facts["title"] = case_title(books, record)
    match body:
        case Founding() | RuleEntry():
            facts["title"] = str(body.policy.title)
        case Approval():
            facts["payer"] = payer_title(books, record)
        case MilestoneMet():
            facts["title"] = _milestone(books, record)
        case FollowUpEntry():
            facts["day"] = day_words(body.last)
        case Booking():
            facts |= {"payer": payer_title(books, record), "amount": exact_kroner(body.dkk)}
        case Reversal():
            booking = books.number(body.booking, Booking)
            whole = 0.0 if booking is None else booking.body.dkk
            facts |= {
                "number": body.booking,
                "amount": exact_kroner(whole if body.dkk is None else body.dkk),
            }
    return entry_kind_words(record.entry.kind, facts)


def entry_kind_words(kind: str, facts: Mapping[str, Any]) -> str:
    """Return an entry of a kind in words, with its facts; KeyError for a kind that is not known."""
    return say(_ENTRY[kind], **facts)


def witness_words(entry: Entry, body: WitnessBody) -> str:
    """Return an entry of a witness in words."""
    facts: dict[str, Any] = {"who": entry.who}
    match body:
        case KeyEntry() | KeyEnded():
            facts["key"] = short_key(body.public_key)
        case Countersignature():
            facts |= {"by": body.by, "seal": Seal(number=body.number, root=body.root)}
        case TimeStamp():
            at = stamped_at(body.token)
            facts |= {
                "time": "?" if at is None else time_words(at),
                "seal": Seal(number=body.number, root=body.root),
            }
    return entry_kind_words(entry.kind, facts)


def concerns(books: Books, record: Record[Any]) -> str | None:
    """Return the label of the case that an entry is about; None for one about the register itself."""
    body: Body = record.body
    if isinstance(body, OF_NO_CASE):
        return None
    case = body.case if isinstance(body, ProposalEntry | SensitivityEntry) else None
    return label(books.proposal_of(record).body.case if case is None else case)


def case_title(books: Books, record: Record[Any]) -> str:
    """Return the title of an entry's case; its name where it has not been proposed."""
    name = concerns(books, record) or ""
    titles = [each.body.title for each in books.proposals(name)]
    return (str(titles[-1]) if titles else "") or readable(name)


def payer_title(books: Books, record: Record[Any]) -> str:
    """Return the title of the payer of an approval or a booking."""
    payer: str = record.body.payer
    form = books.proposal_of(record).body.payers.get(payer)
    return (str(form.title) if form is not None else "") or readable(payer)


def exact_kroner(dkk: float) -> str:
    """Return an amount in the unit of its size if no digit is lost by it, else in whole kroner."""
    scale = scale_of([dkk])
    cut = round(dkk / scale.divisor, scale.decimals) * scale.divisor
    return (scale if abs(cut - dkk) < 0.5 else KRONER).amount(dkk)


def _milestone(books: Books, record: Record[MilestoneMet]) -> str:
    name = record.body.milestone
    known = books.proposal_of(record).body.policy.milestones.get(name)
    return (str(known.title) if known is not None else "") or readable(name)
