"""Check the clock: after midnight in Denmark a service that began today does not lie in the future."""

import ast
from datetime import UTC, date, datetime, tzinfo

import pytest

from language.extraction import PACKAGES, ROOT
from scenarios import clock


def at(moment: datetime) -> type[datetime]:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    return Stopped


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 1, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 1, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_today_is_the_day_in_denmark(moment: datetime, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "datetime", at(moment))
    assert clock.today() == day


def test_nothing_else_asks_what_day_it_is() -> None:
    """The register stamps its entries in UTC; that is a time and not a day."""
    asking = set()
    kinds = {"date", "datetime", "pd.Timestamp", "time", "dt.date", "dt.datetime"}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Attribute) or node.attr not in {"now", "today", "utcnow"}:
                    continue
                if ast.unparse(node.value) in kinds:
                    asking.add((path.relative_to(ROOT).as_posix(), ast.unparse(node)))
    assert asking == {
        ("scenarios/clock.py", "datetime.now"),
        ("booking/register/chain.py", "datetime.now"),
    }
