"""Find the command that brings a case nearer to a booking, and write it so that it can be copied."""

import math
import os
import re
import shlex
from dataclasses import dataclass

from booking.decisions.bookable_lines import BookableLine
from booking.decisions.bridge import NOTHING
from booking.decisions.case_status import CaseStatus
from booking.decisions.reasons import Reason, ReasonKind
from booking.register.names import label
from booking.witness.judgement import Witnesses
from commands.shared.options import REGISTER, REGISTER_VARIABLE
from language.messages import Message, say
from scenarios import clock
from scenarios.clock import today
from scenarios.library.catalogue import path_of

_BEYOND_HELP: frozenset[ReasonKind] = frozenset({"year_over", "evidence", "first_year", "same_children"})
"""Reasons that no command removes."""


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One command and what it is for."""

    purpose: Message
    command: str


def next_step(status: CaseStatus, *, scenario: str | None, where: str) -> NextStep | None:
    """Return the next step of a proposed case; None where no command brings it nearer to a booking.

    `scenario` is how it was named on the command line, left out by whoever only has the register, and `where`
    is the register. What only the user knows stands in capitals.
    """
    return _Steps(status, scenario, where).next()


class _Steps:
    """The steps of one case, in the order in which they are to be taken."""

    def __init__(self, status: CaseStatus, scenario: str | None, where: str) -> None:
        body = status.proposal.body
        self._status, self._body = status, body
        self._scenario = scenario or (body.scenario if path_of(body.scenario) else f"{body.scenario}.yaml")
        self._register = (
            () if where in {REGISTER, os.environ.get(REGISTER_VARIABLE)} else ("--register", where)
        )
        own = [line for line in status.lines if body.payers[line.promised.payer].municipal]
        self._own = [line for line in own if not _BEYOND_HELP & {each.kind for each in line.reasons}]

    def next(self) -> NextStep | None:
        for line in self._own:
            if over := self._with(line, "overbooked"):
                return self._reverse(line, -over.dkk)
        gaining = [
            line
            for line in self._own
            if line.promised.sure.dkk - line.booked_dkk >= NOTHING or self._with(line, "draws")
        ]
        waiting = {reason.kind: (line, reason) for line in reversed(gaining) for reason in line.reasons}
        for kinds, step in (
            (("draws", "error"), self._more_draws),
            (("newest_ledger", "outside"), self._follow_up),
            (("sensitivity",), self._analyse),
            (("milestone",), self._milestone),
            (("approval",), self._approve),
        ):
            for kind in kinds:
                if kind in waiting:
                    return step(*waiting[kind])
        return next((self._commit(line) for line in self._own if line.bookable_dkk >= 1), None)

    def _reverse(self, line: BookableLine, over_dkk: float) -> NextStep:
        books, promised = self._status.books, line.promised
        newest = [
            booking
            for booking in books.standing
            if (booking.body.year, booking.body.payer) == (promised.year, promised.payer)
            and label(books.proposal_of(booking).body.case) == label(self._body.case)
        ][-1]
        dkk = min(math.ceil(over_dkk), math.floor(books.stands(newest)))
        return NextStep(
            purpose=Message("take back what is booked too much"),
            command=self._entering("reverse", newest.number, "--dkk", dkk),
        )

    def _more_draws(self, _line: BookableLine, _reason: Reason) -> NextStep:
        wanted = max(
            (each.wanted_draws for line in self._own for each in line.reasons if each.wanted_draws),
            default=None,
        )
        if self._status.books.follow_up(self._status.proposal) is not None:
            return self._follow_up(_line, _reason)
        folder = say("run-{draws}", draws=wanted or say("DRAWS"))
        compare = _command("compare", self._scenario, "--draws", wanted or say("DRAWS"), "--out", folder)
        again = self._entering("propose", self._scenario, "--run", folder, "--case", self._body.case)
        return NextStep(
            purpose=Message("run the case with more draws and propose it again"),
            command=f"{compare} && {again}",
        )

    def _follow_up(self, _line: BookableLine, _reason: Reason) -> NextStep:
        words = ("follow-up", self._scenario, "--case", self._body.case, "--ledger", say("LEDGER"))
        return NextStep(
            purpose=Message("follow the case up with the newest ledger"),
            command=_command(*words, *self._register, *self._who()),
        )

    def _analyse(self, _line: BookableLine, _reason: Reason) -> NextStep:
        folder = say("sensitivity-{case}", case=self._body.case)
        analyse = _command("sensitivity", self._scenario, "--case", self._body.case, "--out", folder)
        return NextStep(
            purpose=Message("analyse what the gain hangs on, and put the analysis on record"),
            command=f"{analyse} && {self._entering('sensitivity', self._scenario, '--analysis', folder)}",
        )

    def _milestone(self, _line: BookableLine, _reason: Reason) -> NextStep:
        reached = self._status.books.reached(self._status.proposal)
        first = next(name for name in self._body.policy.milestones if name not in reached)
        return NextStep(
            purpose=Message("when the milestone is reached"),
            command=self._entering("milestone", first, "--case", self._body.case),
        )

    def _approve(self, line: BookableLine, _reason: Reason) -> NextStep:
        payer = line.promised.payer
        purpose = Message("let the payer approve")
        if self._body.policy.two_people:
            purpose = Message(
                "let the payer approve, by another than {who}", who=self._status.proposal.entry.who
            )
        named = self._body.policy.approvers.get(payer)
        return NextStep(
            purpose=purpose,
            command=self._entering("approve", payer, "--case", self._body.case, who=named),
        )

    def _commit(self, line: BookableLine) -> NextStep:
        if Witnesses(self._status.books).hold(self._body.policy, clock.now()) is not None:
            return NextStep(
                purpose=Message(
                    "let somebody else than who entered the newest entry countersign its seal, for which "
                    "bookings of this year wait"
                ),
                command=_command("register", "countersign", *self._register, *self._who()),
            )
        promised = line.promised
        what: tuple[object, ...] = ("--payer", promised.payer, "--year", promised.year)
        what += ("--dkk", math.floor(line.bookable_dkk))
        if self._status.on != today():
            what += ("--on", self._status.on)
        return NextStep(
            purpose=Message("take it out of the budget"),
            command=self._entering("commit", *what, "--case", self._body.case),
        )

    def _entering(self, act: str, *words: object, who: str | None = None) -> str:
        return _command("book", act, *words, *self._register, *self._who(who))

    def _who(self, who: str | None = None) -> tuple[str, ...]:
        return "--who", who or say("NAME"), "--why", say("WHY")

    def _with(self, line: BookableLine, kind: ReasonKind) -> Reason | None:
        return next((reason for reason in line.reasons if reason.kind == kind), None)


def _command(*words: object) -> str:
    return " ".join(["trappe", *(_quoted(str(word)) for word in words)])


def _quoted(word: str) -> str:
    """Return a word as it is typed: in quotes that every shell knows, where it needs some."""
    if re.fullmatch(r"[\w./:@%+=,-]+", word):
        return word
    return shlex.quote(word) if re.search(r"[\"$`\\!]", word) else f'"{word}"'
