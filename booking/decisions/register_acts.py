"""Say whose a register is and what its rule is, change the rule, and say that an entry is wrong."""

from datetime import datetime

from booking.amounts.policy import Policy
from booking.decisions.drafts import Act, draft_of
from booking.register.books import Books
from booking.register.chain import Draft, is_to_come
from booking.register.entry_kinds import Correction, FollowUpEntry, Founding, RuleAccepted, RuleEntry
from booking.register.names import label, same_person
from language.messages import Message
from scenarios.files.refusals import NegativeAnswerError, RefusedError


def found(municipality: str, policy: Policy, *, who: str, why: str) -> Act:
    """Say which municipality a register is of, and the rule of its council.

    It is the first entry; in a register of an earlier edition, which has none, the next.
    """

    def act(books: Books, _at: datetime) -> Draft:
        if (earlier := books.founding) is not None:
            raise NegativeAnswerError(
                Message(
                    "the register is already that of {municipality} (entry {number}, {who})",
                    municipality=earlier.body.municipality,
                    number=earlier.number,
                    who=earlier.entry.who,
                )
            )
        if not label(municipality):
            raise RefusedError(Message("--municipality: say which municipality the register is of"))
        body = Founding(municipality=" ".join(municipality.split()), policy=policy)
        return draft_of(body, who=who, why=why, policy_digest=policy.digest)

    return Act(kind=Founding, who=who, why=why, draft=act)


def change_rule(policy: Policy, *, who: str, why: str) -> Act:
    """Put another rule forward: in force at once, or when somebody else accepts it, as the rule has it."""

    def act(books: Books, _at: datetime) -> Draft:
        if books.rule is None:
            raise RefusedError(
                Message("the register has no rule to change yet; enter one by trappe register new")
            )
        if policy.digest == books.rule.digest:
            raise NegativeAnswerError(Message("that is the rule in force already"))
        return draft_of(RuleEntry(policy=policy), who=who, why=why, policy_digest=policy.digest)

    return Act(kind=RuleEntry, who=who, why=why, draft=act)


def accept_rule(number: int, *, who: str, why: str) -> Act:
    """Accept the newest rule that somebody else has put forward."""

    def act(books: Books, _at: datetime) -> Draft:
        rules = [*books.of(RuleEntry)]
        wanted = books.number(number, RuleEntry)
        if wanted is None or wanted.number != rules[-1].number:
            raise RefusedError(
                Message(
                    "entry {number} is not the newest rule that was put forward; that is {newest}",
                    number=number,
                    newest=rules[-1].number if rules else Message("none"),
                )
            )
        if books.rule_record == wanted:
            raise NegativeAnswerError(
                Message("the rule of entry {number} is in force already", number=number)
            )
        if same_person(who, wanted.entry.who):
            raise NegativeAnswerError(
                Message(
                    "{who} put the rule forward (entry {number}); the rule in force asks for two people, so "
                    "somebody else accepts it",
                    who=who.strip(),
                    number=number,
                )
            )
        body = RuleAccepted(rule=number)
        return draft_of(body, who=who, why=why, policy_digest=wanted.entry.policy_digest)

    return Act(kind=RuleAccepted, who=who, why=why, draft=act)


def correct(number: int, *, who: str, why: str) -> Act:
    """Say that a follow-up is wrong, which then counts no more, or that an entry bears a time to come."""

    def act(books: Books, at: datetime) -> Draft:
        if not 1 <= number <= len(books.records):
            raise RefusedError(
                Message(
                    "there is no entry {number}; the newest is {newest}",
                    number=number,
                    newest=len(books.records),
                )
            )
        record = books.records[number - 1]
        if (earlier := books.correction(number)) is not None:
            raise NegativeAnswerError(
                Message(
                    "entry {number} is corrected already (entry {earlier}, {who})",
                    number=number,
                    earlier=earlier.number,
                    who=earlier.entry.who,
                )
            )
        first = next((each.number for each in books.records if is_to_come(each.entry, at)), None)
        if first is not None and first != number:
            raise RefusedError(
                Message("entry {first} bears a time to come; correct that one first", first=first)
            )
        if first is None and not isinstance(record.body, FollowUpEntry):
            raise RefusedError(
                Message(
                    "entry {number} cannot be corrected: that is for a follow-up, or for an entry that bears "
                    "a time to come. A booking is taken back by trappe book reverse, and a case is proposed "
                    "again",
                    number=number,
                )
            )
        return draft_of(Correction(entry=number), who=who, why=why)

    return Act(kind=Correction, who=who, why=why, draft=act)
