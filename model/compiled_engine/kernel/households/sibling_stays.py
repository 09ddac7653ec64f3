"""Count the days that several children of a household are on one step, as `model.results.households` does."""

from model.arithmetic.compiling import compiled
from model.compiled_engine.kernel.days import add_days, together_lane
from model.compiled_engine.kernel.layout import ROOM
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.tables import Run, children, purses, sibling_stays


@compiled
def note_sibling_stay(run: Run, slot: int, end: float) -> None:
    """Note a stay that ends now of a child that has siblings, in order of step and start."""
    i, child = run.sibling_stays_used, children(run)[slot]
    if i == len(sibling_stays(run)):
        run.short_of = ROOM
        return
    row = sibling_stays(run)[i]
    row.step, row.start, row.end = child.step, child.start, end
    before, after = NONE, purses(run)[child.purse].first_on
    while after != NONE and (
        sibling_stays(run)[after].step < row.step
        or (sibling_stays(run)[after].step == row.step and sibling_stays(run)[after].start < row.start)
    ):
        before, after = after, sibling_stays(run)[after].next
    row.next = after
    if before == NONE:
        purses(run)[child.purse].first_on = i
    else:
        sibling_stays(run)[before].next = i
    run.sibling_stays_used = i + 1


@compiled
def count_overlaps(run: Run) -> None:
    """Add up the days on each step on which siblings were already there."""
    for purse in range(run.purses_used):
        i, step, reached = purses(run)[purse].first_on, NONE, 0.0
        while i != NONE:
            row = sibling_stays(run)[i]
            if row.step != step:
                step, reached = row.step, row.end
            else:
                if row.start < reached:
                    add_days(run, together_lane(run, step), row.start, min(row.end, reached))
                reached = max(reached, row.end)
            i = row.next
