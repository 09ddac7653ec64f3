"""Make the draft of an entry: what every act on the register has in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from booking.register.books import Books, Record
from booking.register.chain import Draft, Entry
from booking.register.entry_kinds import KINDS, Body, ProposalEntry
from language.messages import Message, mark
from scenarios.files.refusals import RefusedError


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act on the register."""

    kind: type[Body]
    """Of the entry that it makes."""
    who: str
    why: str
    said: Mapping[str, object] = field(default_factory=dict)
    """What is known of the body of that entry before anything is looked up."""
    of_present: bool = False
    """Whether it is another act once something else has been entered."""
    draft: Callable[[Books, datetime], Draft]
    """From what stands in the register, and the time (UTC), to what is to be entered; raises RefusedError or
    NegativeAnswerError with what stands in its way."""

    def __call__(self, books: Books, at: datetime) -> Draft:
        """Return the draft; raises as it says."""
        return self.draft(books, at)

    def may_have_made(self, entry: Entry) -> bool:
        """Return whether an entry is of the same kind and words, by the same person for the same reason."""
        asked = (self.kind, self.who.strip(), self.why.strip())
        if (KINDS.get(entry.kind), entry.who, entry.why) != asked:
            return False
        return all(entry.body.get(name) == value for name, value in self.said.items())


def draft_of(
    body: Body,
    *,
    who: str,
    why: str,
    scenario_digest: str = "",
    run_digest: str = "",
    policy_digest: str = "",
) -> Draft:
    """Return a draft; raises RefusedError when nobody says who, or why."""
    (kind,) = (name for name, form in KINDS.items() if isinstance(body, form))
    for option, text in (("--who", who), ("--why", why)):
        if not text.strip():
            raise RefusedError(Message(_SAY[option], option=option))
    return Draft(
        kind=kind,
        who=who.strip(),
        why=why.strip(),
        scenario_digest=scenario_digest,
        run_digest=run_digest,
        policy_digest=policy_digest,
        body=body.model_dump(mode="json"),
    )


_SAY = {
    "--who": mark("{option}: say who; it stands in the register for ever"),
    "--why": mark("{option}: say why; it stands in the register for ever"),
}


def draft_on(
    proposal: Record[ProposalEntry], body: Body, *, who: str, why: str, run_digest: str = ""
) -> Draft:
    """Return a draft that rests on a proposal; raises as `draft_of` does."""
    entry = proposal.entry
    return draft_of(
        body,
        who=who,
        why=why,
        scenario_digest=entry.scenario_digest,
        run_digest=run_digest or entry.run_digest,
        policy_digest=entry.policy_digest,
    )
