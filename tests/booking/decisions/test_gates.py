"""Test that no sequence of acts reaches a booking past its gates, judged by the bare entries."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from booking.decisions.booking_acts import commit, reverse
from booking.decisions.case_acts import approve, propose, reach
from booking.decisions.drafts import Act
from booking.decisions.entering import enter
from booking.decisions.register_acts import accept_rule, change_rule, correct, found
from booking.decisions.witnessing import countersign
from booking.register.chain import Draft, Entry
from booking.register.register import Register
from scenarios.files.refusals import RefusedError
from tests.booking.booked import (
    FAMILIE,
    PROPOSER,
    RUN,
    SKOLE,
    WHO,
    a_promise,
    a_proposal,
    analysed,
    as_entry,
)
from tests.booking.booked import rule as policy
from tests.booking.decisions.test_bookable_lines import MILESTONES, followed

CASES = ("tættere", "en anden")
SPELT = {"tættere": ["tættere", " TÆTTERE", "tættere"], "en anden": ["en anden", "En  anden"]}
DIGESTS = ("1" * 64, "2" * 64)
LIVES = ("a" * 64, "b" * 64, "c" * 64)
PAYERS = (FAMILIE, SKOLE)
YEARS = (2027, 2028)
AMOUNTS = st.sampled_from([1.0, 100.0, 300.0, 600.0, 601.0])
SURE = st.sampled_from([0.0, 250.0, 600.0])
PEOPLE = st.sampled_from(["Økonomichefen", "Børnechefen", " børnechefen. "])
PARTS = st.sampled_from([None, 1.0, 100.0, 300.0])
RULES = (
    policy(),
    policy(milestones=MILESTONES),
    policy(minimum_grade="controlled", first_year=2),
    policy(two_people=False),
)
SHIPPED, STEPPED, STRICT, ALONE = range(4)


class InMemory:
    """What `enter` asks of a register; what disks do to one is tested elsewhere."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._entries)

    def verified(self) -> tuple[Entry, ...]:
        return self.entries()

    def append(self, draft: Draft, *, after: int, at: datetime, signer: None) -> Entry:
        assert signer is None
        assert after == len(self._entries)
        self._entries.append(as_entry(draft, after + 1, at))
        return self._entries[-1]


class Councils(RuleBasedStateMachine):
    """Councils that try everything; every booking that comes through is judged by its entries alone."""

    def __init__(self) -> None:
        super().__init__()
        self.register = InMemory()
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def entries(self) -> tuple[Entry, ...]:
        return self.register.entries()

    def try_(self, act: Act) -> None:
        before = len(self.entries())
        try:
            entry = enter(cast(Register, self.register), act, at=self.now)
        except RefusedError:
            assert len(self.entries()) == before  # what is refused leaves nothing behind
            return
        if len(self.entries()) == before:  # the same act on the same day found its entry
            assert act.may_have_made(entry)
            assert entry.at.date() == self.now.date()
            return
        assert entry.number == before + 1
        if entry.kind == "booking":
            self.judge(entry)

    @initialize(sure=SURE, rules=st.sampled_from(range(4)), ready=st.booleans())
    def begin(self, sure: float, rules: int, *, ready: bool) -> None:
        self.try_(found("Lilleby", RULES[rules], **WHO))
        for case, lives in zip(CASES, LIVES, strict=False):
            self.propose(case, DIGESTS[0], sure, rules=rules, lives=lives, apart=False)
            if ready:
                self.make_ready(case)

    @rule(who=st.sampled_from(["Revisoren", "Børnechefen"]))
    def countersign(self, who: str) -> None:
        self.try_(countersign(who=who, why=WHO["why"]))

    @rule(days=st.sampled_from([1, 40, 200]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(rules=st.sampled_from(range(4)), who=PEOPLE)
    def change_rule(self, rules: int, who: str) -> None:
        self.try_(change_rule(RULES[rules], who=who, why=WHO["why"]))

    @rule(who=PEOPLE)
    def accept_rule(self, who: str) -> None:
        newest = [each.number for each in self.entries() if each.kind == "rule"]
        self.try_(accept_rule(newest[-1] if newest else 1, who=who, why=WHO["why"]))

    @rule(
        case=st.sampled_from([name for names in SPELT.values() for name in names]),
        digest=st.sampled_from(DIGESTS),
        sure=SURE,
        rules=st.sampled_from(range(4)),
        lives=st.sampled_from(LIVES),
        apart=st.booleans(),
        draws=st.sampled_from([1, 99, 100, 500]),
        error=st.sampled_from([None, 0.0, 0.1, 0.11]),
        grade=st.sampled_from(["controlled", "before_after"]),
        one_payer=st.booleans(),
        municipality=st.sampled_from(["Lilleby", " LILLEBY ", "Andenby"]),
    )
    def propose(
        self,
        case: str,
        digest: str,
        sure: float,
        *,
        rules: int,
        lives: str,
        apart: bool,
        draws: int = 100,
        error: float | None = 0.0,
        grade: str = "controlled",
        one_payer: bool = False,
        municipality: str = "Lilleby",
    ) -> None:
        missed = None if error is None else error * sure
        promises = [
            a_promise(year, payer, sure=0.0 if one_payer and payer == FAMILIE else sure, sure_error=missed)
            for year in YEARS
            for payer in PAYERS
        ]
        body = a_proposal(
            *promises,
            policy=RULES[rules],
            case=case,
            grade=grade,
            draws=draws,
            lives_digest=lives,
            overlap=dict.fromkeys(LIVES, 0.0) if apart else {},
            municipality=municipality,
        )
        self.try_(propose(body, **PROPOSER, scenario_digest=digest, run_digest=RUN))

    @rule(case=st.sampled_from(CASES), digest=st.sampled_from(DIGESTS))
    def analyse(self, case: str, digest: str) -> None:
        self.try_(analysed(case, digest))

    @rule(
        case=st.sampled_from([None, *CASES]), payer=st.sampled_from([*PAYERS, "staten", "ingen"]), who=PEOPLE
    )
    def approve(self, case: str | None, payer: str, who: str = WHO["who"]) -> None:
        self.try_(approve(payer, case=case, who=who, why=WHO["why"]))

    @rule(case=st.sampled_from(CASES), name=st.sampled_from(["ansat", "fuld", "intet"]))
    def reach(self, case: str, name: str) -> None:
        self.try_(reach(name, case=case, **WHO))

    @rule(
        case=st.sampled_from(CASES),
        digest=st.sampled_from(DIGESTS),
        last=st.sampled_from([date(2027, 3, 31), date(2027, 6, 30)]),
        sure=SURE,
        usable=st.booleans(),
    )
    def follow_up(self, case: str, digest: str, last: date, sure: float, *, usable: bool) -> None:
        promises = [a_promise(year, payer, sure=sure) for year in YEARS for payer in PAYERS]
        self.try_(followed(last, *promises, case=case, scenario=digest, usable=usable))

    @rule(case=st.sampled_from(CASES))
    def make_ready(self, case: str) -> None:
        for digest in DIGESTS:
            self.analyse(case, digest)
        for payer in PAYERS:
            self.approve(case, payer)

    @rule(
        case=st.sampled_from(CASES),
        year=st.sampled_from(YEARS),
        payer=st.sampled_from(PAYERS),
        dkk=AMOUNTS,
        off=st.sampled_from([-400, -1, 0, 1]),
    )
    def commit(self, case: str, year: int, payer: str, dkk: float, off: int = 0) -> None:
        self.try_(commit(payer, year, dkk, case=case, **WHO, on=self.today + timedelta(days=off)))

    @rule(number=st.integers(1, 40))
    def correct(self, number: int) -> None:
        self.try_(correct(number, **WHO))

    @rule(number=st.integers(1, 40), part=PARTS)
    def reverse(self, number: int, part: float | None) -> None:
        self.try_(reverse(number, part, **WHO))

    @invariant()
    def everybody_tries_to_book(self) -> None:
        dkk = 250.0 + len(self.entries()) % 2
        for case in CASES:
            for year in (*YEARS, 2030):
                for payer in (*PAYERS, "staten"):
                    self.commit(case, year, payer, dkk)

    @property
    def today(self) -> date:
        return self.now.date()

    def judge(self, booking: Entry) -> None:
        """Read the bare entries before a booking, and see that every gate was open."""
        before = [each for each in self.entries() if each.number < booking.number]
        proposal = before[booking.body["proposal"] - 1]
        case, year, payer = plain(proposal), booking.body["year"], booking.body["payer"]
        on = date.fromisoformat(booking.body["on"])
        assert before[-1].at.date() <= on <= booking.at.date()
        assert plain(proposal, "municipality") == "lilleby"
        assert proposal.kind == "proposal"
        newer = [
            each for each in before[proposal.number :] if each.kind == "proposal" and plain(each) == case
        ]
        assert not newer
        assert any(
            each.kind == "sensitivity"
            and each.scenario_digest == proposal.scenario_digest
            and plain(each) == case
            for each in before
        )
        assert any(
            each.kind == "approval"
            and each.body["proposal"] == proposal.number
            and each.body["payer"] == payer
            and (each.who == WHO["who"] != proposal.who or not proposal.body["policy"]["two_people"])
            for each in before
        )
        assert proposal.body["payers"][payer]["municipal"]
        wrong = {each.body["entry"] for each in before if each.kind == "correction"}
        follow_ups = [each for each in before if each.kind == "follow_up" and each.number not in wrong]
        own = [each for each in follow_ups if each.body["proposal"] == proposal.number]
        basis, known = (own[-1], own[-1].body["last"]) if own else (proposal, proposal.body["known_until"])
        assert booking.body["basis"] == basis.number
        assert all(each.body["last"] <= known for each in follow_ups)
        assert not own or own[-1].body["usable"]
        rules = proposal.body["policy"]
        assert rules == rule_in_force(before)
        if rules["minimum_grade"] == "controlled":
            assert proposal.body["grade"] == "controlled"
            assert year >= YEARS[0] + 1
        assert year >= on.year
        names = [
            each.body["milestone"]
            for each in before
            if each.kind == "milestone" and plain(before[each.body["proposal"] - 1]) == case
        ]
        for name, milestone in rules["milestones"].items():
            due = milestone["by"] <= on.isoformat() or milestone["by"] < f"{year}-01-01"
            assert not due or name in names
        left = {each.number: each.body["dkk"] for each in before if each.kind == "booking"}
        for each in before:
            if each.kind == "reversal":
                left[each.body["booking"]] -= each.body["dkk"]
        assert min(left.values(), default=0.0) >= 0
        earlier = [
            each for each in before if each.kind != "countersignature" and each.at.year < booking.at.year
        ]
        seals = [each.body["number"] for each in before if each.kind == "countersignature"]
        assert not earlier or max(seals, default=0) >= earlier[-1].number
        sure, error = sure_of(basis)[year, payer]
        assert basis.body["draws" if basis is proposal else "effective_draws"] >= rules["least_draws"]
        assert error is not None
        assert error <= rules["largest_error"] * sure
        judge_children(before, proposal, basis, booking, left)


def judge_children(
    before: list[Entry], proposal: Entry, basis: Entry, booking: Entry, left: dict[int, float]
) -> None:
    """See that no gain of the same children is booked twice, by another payer or under another name."""
    case, year, payer = plain(proposal), booking.body["year"], booking.body["payer"]
    sure = sure_of(basis)[year, payer][0]
    standing = [each for each in before if left.get(each.number, 0.0) > 0]
    booked, earlier = {payer: booking.body["dkk"]}, dict[str, float]()
    others: dict[str, list[Entry]] = {}
    for each in standing:
        other = plain(before[each.body["proposal"] - 1])
        if other != case:
            others.setdefault(other, []).append(each)
        elif each.body["year"] == year:
            booked[each.body["payer"]] = booked.get(each.body["payer"], 0.0) + left[each.number]
            if each.body["proposal"] != proposal.number:
                earlier[each.body["payer"]] = earlier.get(each.body["payer"], 0.0) + left[each.number]
    for bookings in others.values():
        for lives in bearing(before, bookings, left):
            assert lives != proposal.body["lives_digest"]
            assert proposal.body["overlap"].get(lives) == 0.0
    beyond = sum(
        min(max(dkk - sure_of(basis)[year, who][0], 0.0), earlier.get(who, 0.0))
        for who, dkk in booked.items()
        if who != payer
    )
    assert booked[payer] + beyond <= sure


def plain(entry: Entry, field: str = "case") -> str:
    return " ".join(str(entry.body[field]).casefold().split())


def sure_of(basis: Entry) -> dict[tuple[int, str], tuple[float, float | None]]:
    return {
        (each["year"], each["payer"]): (each["sure"]["dkk"], each["sure_error_dkk"])
        for each in basis.body["promised"]
    }


def rule_in_force(before: list[Entry]) -> Any:
    """Return the newest rule that somebody else accepted, or that needed nobody else."""
    in_force: Any = None
    for each in before:
        if each.kind == "founding" or (each.kind == "rule" and not in_force["two_people"]):
            in_force = each.body["policy"]
        elif each.kind == "rule_accepted":
            put_forward = before[each.body["rule"] - 1]
            assert put_forward.who.strip(" .").casefold() != each.who.strip(" .").casefold()
            in_force = put_forward.body["policy"]
    return in_force


def bearing(before: list[Entry], bookings: list[Entry], left: dict[int, float]) -> set[str]:
    """Return the lives that bookings of a case rest on: its newest proposal's, where that bears them."""
    wrong = {each.body["entry"] for each in before if each.kind == "correction"}
    case = plain(before[bookings[0].body["proposal"] - 1])
    newest = [each for each in before if each.kind == "proposal" and plain(each) == case][-1]
    after = [
        each
        for each in before
        if each.kind == "follow_up" and each.body["proposal"] == newest.number and each.number not in wrong
    ]
    sure, booked = sure_of(after[-1] if after else newest), dict[tuple[int, str], float]()
    for each in bookings:
        at = each.body["year"], each.body["payer"]
        booked[at] = booked.get(at, 0.0) + left[each.number]
    if all(dkk <= sure[at][0] for at, dkk in booked.items()):
        return {newest.body["lives_digest"]}
    return {before[each.body["proposal"] - 1].body["lives_digest"] for each in bookings}


Councils.TestCase.settings = settings(max_examples=30, stateful_step_count=25)
TestCouncils = Councils.TestCase


def test_the_machine_can_book() -> None:
    councils = Councils()
    councils.try_(found("Lilleby", RULES[SHIPPED], **WHO))
    councils.propose(CASES[0], DIGESTS[0], 600.0, rules=SHIPPED, lives=LIVES[0], apart=False)
    councils.make_ready(CASES[0])
    councils.commit(CASES[0], 2028, FAMILIE, 600.0)
    assert councils.entries()[-1].kind == "booking"
