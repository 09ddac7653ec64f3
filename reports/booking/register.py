"""The register in words and tables: every entry, and what stands booked."""

from typing import Any

from booking.register.books import Books, Record
from booking.register.entry_kinds import (
    Approval,
    Body,
    Booking,
    FollowUp,
    MilestoneMet,
    Proposal,
    Reversal,
    Sensitivity,
)
from reports.booking.entered import clock_words
from reports.comparison.tables import Grid
from reports.language.texts_booking import booking_texts
from reports.language.writing import KRONER, day_words, scale_of


def register_grids(books: Books, lang: str) -> list[Grid]:
    """Return every entry, and what stands booked where anything does."""
    return [entries_grid(books, lang), *filter(None, [standing_grid(books, lang)])]


def entries_grid(books: Books, lang: str) -> Grid:
    """Return one row per entry, the oldest first, with the seal of the newest below."""
    t = booking_texts(lang)
    rows = tuple(
        (
            str(record.number),
            clock_words(record.entry, lang),
            record.entry.who,
            entry_words(books, record, lang),
            record.entry.why,
        )
        for record in books.records
    )
    notes = [t["register_seal"].format(seal=books.records[-1].entry.seal)] if rows else [t["register_empty"]]
    return Grid(
        caption=t["register_caption"],
        head=(t["number"], t["when"], t["who"], t["what"], t["why"]),
        rows=rows,
        notes=tuple(notes),
        prose=(1, 2, 3, 4),
    )


def standing_grid(books: Books, lang: str) -> Grid | None:
    """Return what stands booked by case, payer and year; None where nothing does."""
    t = booking_texts(lang)
    sums: dict[tuple[str, str, int], float] = {}
    posts: dict[tuple[str, str, int], list[str]] = {}
    for record in books.standing:
        key = (case_title(books, record, lang), payer_title(books, record, lang), record.body.year)
        sums[key] = sums.get(key, 0.0) + record.body.dkk
        posts.setdefault(key, []).append(str(record.number))
    if not sums:
        return None
    return Grid(
        caption=t["standing_caption"].format(unit=KRONER.unit(lang)),
        head=(t["case_payer"], t["year"], t["amount"], t["entries"]),
        rows=tuple(
            (f"{case}: {payer}", str(year), KRONER.number(dkk, lang), ", ".join(posts[case, payer, year]))
            for (case, payer, year), dkk in sorted(sums.items())
        ),
        total=(t["total"], "", KRONER.number(sum(sums.values()), lang), ""),
    )


def entry_words(books: Books, record: Record[Any], lang: str) -> str:
    """Return what an entry says, as "betaleren Familieafdelingen godkender forslaget (post 1)"."""
    t, body = booking_texts(lang), record.body
    told: dict[str, Any] = {**body.model_dump(), "title": case_title(books, record, lang)}
    match body:
        case Approval():
            told["payer"] = payer_title(books, record, lang)
        case MilestoneMet():
            told["title"] = _milestone(books, record, lang)
        case FollowUp():
            told["day"] = day_words(body.last, lang)
        case Booking():
            told |= {"payer": payer_title(books, record, lang), "amount": exact_kroner(body.dkk, lang)}
        case Reversal():
            told["number"] = body.booking
    return t[f"entry_{record.entry.kind}"].format(**told)


def concerns(books: Books, record: Record[Any]) -> str:
    """Return the name of the case that an entry is about."""
    body: Body = record.body
    if isinstance(body, Proposal | Sensitivity):
        return body.case
    return books.proposal_of(record).body.case


def case_title(books: Books, record: Record[Any], lang: str) -> str:
    """Return what the case of an entry is called; its name where it has not been proposed."""
    name = concerns(books, record)
    titles = [each.body.title for each in books.of(Proposal) if each.body.case == name]
    return (titles[-1].in_language(lang) if titles else "") or name


def payer_title(books: Books, record: Record[Any], lang: str) -> str:
    """Return what the payer of an approval or a booking is called."""
    payer: str = record.body.payer
    form = books.proposal_of(record).body.payers.get(payer)
    return (form.title.in_language(lang) if form is not None else "") or payer


def exact_kroner(dkk: float, lang: str) -> str:
    """Return an amount in the unit that suits its size where that cuts nothing, else in whole kroner."""
    scale = scale_of([dkk])
    cut = round(dkk / scale.divisor, scale.decimals) * scale.divisor
    return (scale if abs(cut - dkk) < 0.5 else KRONER).amount(dkk, lang)


def _milestone(books: Books, record: Record[MilestoneMet], lang: str) -> str:
    name = record.body.milestone
    known = books.proposal_of(record).body.policy.milestones.get(name)
    return (known.title.in_language(lang) if known is not None else "") or name
