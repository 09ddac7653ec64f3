"""Test that no sequence of acts reaches a booking past its gates, judged by the bare entries."""

from datetime import UTC, date, datetime
from typing import Any, cast

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from booking.decisions.acts import Act, approve, commit, enter, reach, reverse
from booking.register.chain import Draft, Entry
from booking.register.register import Register
from scenarios.files.refusals import RefusedError
from tests.booking.booked import FAMILIE, SKOLE, WHO, a_promise, a_proposal, analysed, as_entry, proposing
from tests.booking.booked import rule as policy
from tests.booking.decisions.test_bookable_lines import MILESTONES, followed

CASES = ("tættere", "en anden")
DIGESTS = ("1" * 64, "2" * 64)
PAYERS = (FAMILIE, SKOLE)
YEARS = (2027, 2028)
DAYS = (date(2026, 11, 1), date(2027, 7, 1), date(2028, 1, 1))
AMOUNTS = st.sampled_from([1.0, 100.0, 300.0, 600.0, 601.0])
SURE = st.sampled_from([0.0, 250.0, 600.0])
PEOPLE = st.sampled_from(["Økonomichefen", "Børnechefen", " børnechefen. "])
PARTS = st.sampled_from([None, 1.0, 100.0, 300.0])


class InMemory:
    """What `enter` asks of a register; what disks do to one is tested elsewhere."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._entries)

    def verified(self) -> tuple[Entry, ...]:
        return self.entries()

    def append(self, draft: Draft, *, after: int, at: datetime, signer: None) -> Entry:
        assert (at.tzinfo, signer) == (UTC, None)
        assert after == len(self._entries)
        self._entries.append(as_entry(draft, after + 1))
        return self._entries[-1]


class Councils(RuleBasedStateMachine):
    """Councils that try everything; every booking that comes through is judged by its entries alone."""

    def __init__(self) -> None:
        super().__init__()
        self.register = InMemory()

    def entries(self) -> tuple[Entry, ...]:
        return self.register.entries()

    def try_(self, act: Act, on: date | None = None) -> None:
        before = len(self.entries())
        try:
            entry = enter(cast(Register, self.register), act)
        except RefusedError:
            assert len(self.entries()) == before  # what is refused leaves nothing behind
            return
        assert entry.number == before + 1
        if entry.kind == "booking":
            assert on is not None
            self.judge(entry, on)

    @initialize(sure=SURE, strict=st.booleans(), stepped=st.booleans(), ready=st.booleans())
    def begin(self, sure: float, *, strict: bool, stepped: bool, ready: bool) -> None:
        for case in CASES:
            self.propose(case, DIGESTS[0], sure, strict=strict, stepped=stepped, apart=False)
            if ready:
                self.make_ready(case)

    @rule(
        case=st.sampled_from(CASES),
        digest=st.sampled_from(DIGESTS),
        sure=SURE,
        strict=st.booleans(),
        stepped=st.booleans(),
        apart=st.booleans(),
        draws=st.sampled_from([1, 99, 100, 500]),
        error=st.sampled_from([None, 0.0, 0.1, 0.11]),
    )
    def propose(
        self,
        case: str,
        digest: str,
        sure: float,
        *,
        strict: bool,
        stepped: bool,
        apart: bool,
        draws: int = 100,
        error: float | None = 0.0,
    ) -> None:
        missed = None if error is None else error * sure
        promises = [
            a_promise(year, payer, sure=sure, sure_error=missed) for year in YEARS for payer in PAYERS
        ]
        changes: dict[str, Any] = {"shared": dict.fromkeys(CASES, 0.0)} if apart else {}
        request = {"minimum_grade": "controlled", "first_year": 2} if strict else {}
        rules = policy(milestones=MILESTONES if stepped else {}, **request)
        grade = "before_after" if strict and sure == 600 else "controlled"
        self.try_(
            proposing(
                a_proposal(*promises, policy=rules, case=case, grade=grade, draws=draws, **changes), digest
            )
        )

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
        on=st.sampled_from(DAYS),
    )
    def commit(self, case: str, year: int, payer: str, dkk: float, on: date) -> None:
        self.try_(commit(payer, year, dkk, case=case, **WHO, on=on), on)

    @rule(number=st.integers(1, 40), part=PARTS)
    def reverse(self, number: int, part: float | None) -> None:
        self.try_(reverse(number, part, **WHO))

    @invariant()
    def everybody_tries_to_book(self) -> None:
        on, dkk = DAYS[len(self.entries()) % len(DAYS)], 250.0 + len(self.entries()) % 2
        for case in CASES:
            for year in (*YEARS, 2030):
                for payer in (*PAYERS, "staten"):
                    self.try_(commit(payer, year, dkk, case=case, **WHO, on=on), on)

    def judge(self, booking: Entry, on: date) -> None:
        """Read the bare entries before a booking, and see that every gate was open."""
        before = [each for each in self.entries() if each.number < booking.number]
        proposal = before[booking.body["proposal"] - 1]
        case, year, payer = proposal.body["case"], booking.body["year"], booking.body["payer"]
        assert proposal.kind == "proposal"
        newer = [
            each
            for each in before[proposal.number :]
            if each.kind == "proposal" and each.body["case"] == case
        ]
        assert not newer
        assert any(
            each.kind == "sensitivity"
            and each.scenario_digest == proposal.scenario_digest
            and each.body["case"] == case
            for each in before
        )
        assert any(
            each.kind == "approval"
            and each.body["proposal"] == proposal.number
            and each.body["payer"] == payer
            and each.who == WHO["who"] != proposal.who
            for each in before
        )
        assert proposal.body["payers"][payer]["municipal"]
        follow_ups = [each for each in before if each.kind == "follow_up"]
        own = [each for each in follow_ups if each.body["proposal"] == proposal.number]
        basis, known = (own[-1], own[-1].body["last"]) if own else (proposal, proposal.body["known_until"])
        assert booking.body["basis"] == basis.number
        assert all(each.body["last"] <= known for each in follow_ups)
        assert not own or own[-1].body["usable"]
        rules = proposal.body["policy"]
        if rules["minimum_grade"] == "controlled":
            assert proposal.body["grade"] == "controlled"
            assert year >= YEARS[0] + 1
        assert year >= on.year
        names = [
            each.body["milestone"]
            for each in before
            if each.kind == "milestone" and before[each.body["proposal"] - 1].body["case"] == case
        ]
        for name, milestone in rules["milestones"].items():
            due = milestone["by"] <= on.isoformat() or milestone["by"] < f"{year}-01-01"
            assert not due or name in names
        left = {each.number: each.body["dkk"] for each in before if each.kind == "booking"}
        for each in before:
            if each.kind == "reversal":
                left[each.body["booking"]] -= each.body["dkk"]
        assert min(left.values(), default=0.0) >= 0
        standing = [each for each in before if left.get(each.number, 0.0) > 0]
        ((sure, error),) = (
            (each["sure"]["dkk"], each["sure_error_dkk"])
            for each in basis.body["promised"]
            if (each["year"], each["payer"]) == (year, payer)
        )
        assert basis.body["draws" if basis is proposal else "effective_draws"] >= rules["least_draws"]
        assert error <= rules["largest_error"] * sure
        booked = booking.body["dkk"]
        for each in standing:
            other = before[each.body["proposal"] - 1].body["case"]
            if other == case:
                booked += left[each.number] if (each.body["year"], each.body["payer"]) == (year, payer) else 0
            else:
                assert proposal.body["shared"].get(other) == 0.0
        assert booked <= sure


Councils.TestCase.settings = settings(max_examples=30, stateful_step_count=25)
TestCouncils = Councils.TestCase


def test_the_machine_can_book() -> None:
    councils = Councils()
    councils.propose(CASES[0], DIGESTS[0], 600.0, strict=False, stepped=False, apart=False)
    councils.make_ready(CASES[0])
    councils.commit(CASES[0], 2028, FAMILIE, 600.0, DAYS[0])
    assert councils.entries()[-1].kind == "booking"
