"""Access the tables of a run by name: `steps(run)[i].line`.

A function that takes many arrays is slow to call: each is passed as ten words and reference-counted. So a run
is one record, passed by its address, that holds the addresses of its tables. Its maker keeps them alive.
"""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array
from numpy.typing import NDArray

from model.compiled_engine.kernel.layout import MOST_AXES, RUN, TABLES

Run = Any
"""A record of `layout.RUN`."""

_WORD = ir.IntType(64)
_OFFSET = {name: field[1] for name, field in (RUN.fields or {}).items()}
_LINES, _LINE_BYTES = 3, 64
"""Cache lines to prefetch: as many as a child's row has, and most children's clocks."""
_make_array: Any = make_array
_populate_array: Any = populate_array


def _load(builder: Any, run: Any, offset: int) -> Any:
    place = builder.add(builder.ptrtoint(run, _WORD), ir.Constant(_WORD, offset))
    return builder.load(builder.inttoptr(place, _WORD.as_pointer()))


def _lengths(builder: Any, run: Any, number: int, axes: int) -> list[Any]:
    first = _OFFSET["shape"] + 8 * MOST_AXES * number
    return [_load(builder, run, first + 8 * axis) for axis in range(axes)]


def _strides(builder: Any, size: int, shape: list[Any]) -> list[Any]:
    strides = [ir.Constant(_WORD, size)]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    return strides


def _table(name: str) -> Callable[[Run], NDArray[Any]]:
    """Return the function that gives a run's table, compiled to a few loads from the record."""
    number, spec = list(TABLES).index(name), TABLES[name]
    element: Any = np.dtype(spec.dtype)
    kind: Any = types.Array(from_dtype(element), spec.axes, "C")

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        array = _make_array(kind)(context, builder)
        size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
        shape = _lengths(builder, arguments[0], number, spec.axes)
        address = _load(builder, arguments[0], _OFFSET["address"] + 8 * number)
        data = builder.inttoptr(address, array.data.type)
        strides = _strides(builder, size, shape)
        _populate_array(array, data, shape, strides, ir.Constant(_WORD, size), None)
        return array._getvalue()  # noqa: SLF001  numba's own way

    @intrinsic
    def table(_context: Any, run: Any) -> Any:
        return kind(run), generate

    return cast(Callable[[Run], NDArray[Any]], table)


def _fetch(name: str) -> Callable[[Run, int], None]:
    """Return the function that prefetches a row of a table that is needed soon. It changes no value."""
    number, spec = list(TABLES).index(name), TABLES[name]
    element: Any = np.dtype(spec.dtype)
    byte, flag = ir.IntType(8).as_pointer(), ir.IntType(32)
    signature = ir.FunctionType(ir.VoidType(), [byte, flag, flag, flag])

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        run, row = arguments
        stride = _strides(builder, element.itemsize, _lengths(builder, run, number, spec.axes))[0]
        begin = builder.add(_load(builder, run, _OFFSET["address"] + 8 * number), builder.mul(stride, row))
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], signature)
        to_read, keep, data = (ir.Constant(flag, value) for value in (0, 3, 1))
        for line in range(_LINES):
            place = builder.add(begin, ir.Constant(_WORD, _LINE_BYTES * line))
            builder.call(prefetch, [builder.inttoptr(place, byte), to_read, keep, data])
        return context.get_dummy_value()

    @intrinsic
    def fetch(_context: Any, run: Any, _row: Any) -> Any:
        return types.void(run, types.int64), generate

    return cast(Callable[[Run, int], None], fetch)


steps = _table("steps")
transitions = _table("transitions")
lengths_planned = _table("lengths_planned")
points_planned = _table("points_planned")
limits = _table("limits")
ages = _table("ages")
band_at = _table("band_at")
admits = _table("admits")
speeds = _table("speeds")
speeds_row = _table("speeds_row")
programmes = _table("programmes")
eligible = _table("eligible")
during = _table("during")
lasting = _table("lasting")
reroutes = _table("reroutes")
reroutes_from = _table("reroutes_from")
reroutes_outside = _table("reroutes_outside")
line_size = _table("line_size")
line_turn = _table("line_turn")
line_rank = _table("line_rank")
calendar = _table("calendar")
calendar_looks = _table("calendar_looks")
calendar_at = _table("calendar_at")
resizes = _table("resizes")
shares = _table("shares")
strips = _table("strips")
pieces_from = _table("pieces_from")
pieces_rate = _table("pieces_rate")
group_shares = _table("group_shares")
stock = _table("stock")
standing = _table("standing")
standing_cells = _table("standing_cells")
household_terms = _table("household_terms")
household_sizes = _table("household_sizes")
household_streams = _table("household_streams")
household_bands = _table("household_bands")
household_strips = _table("household_strips")
sibling_heads = _table("sibling_heads")
together_from = _table("together_from")
review_pieces = _table("review_pieces")
reviewed_by = _table("reviewed_by")
review_intervals = _table("review_intervals")
capacities = _table("capacities")
plain_rates = _table("plain_rates")
edges = _table("edges")
edge_ticks = _table("edge_ticks")
period_at = _table("period_at")
month_of = _table("month_of")
year_of = _table("year_of")
year_ends = _table("year_ends")
institution = _table("institution")
windows_steps = _table("windows_steps")
windows_periods = _table("windows_periods")
costly = _table("costly")
per_day_dkk = _table("per_day_dkk")
dearest_dkk = _table("dearest_dkk")
start_dkk = _table("start_dkk")
limits_dkk = _table("limits_dkk")
stay_limits = _table("stay_limits")
spreads = _table("spreads")
spreads_dkk = _table("spreads_dkk")
spreads_factors = _table("spreads_factors")
spreads_groups = _table("spreads_groups")
selections = _table("selections")
selections_from = _table("selections_from")
selections_groups = _table("selections_groups")
children = _table("children")
clocks = _table("clocks")
helps = _table("helps")
helps_order = _table("helps_order")
turns = _table("turns")
points = _table("points")
lines = _table("lines")
heads = _table("heads")
tails = _table("tails")
agenda_day = _table("agenda_day")
agenda_slot = _table("agenda_slot")
agenda_at = _table("agenda_at")
news = _table("news")
household_points = _table("household_points")
families_of_stock = _table("families_of_stock")
readiness = _table("readiness")
review_clocks = _table("review_clocks")
ready = _table("ready")
cases = _table("cases")
log_people = _table("log_people")
log_stays = _table("log_stays")
log_waits = _table("log_waits")
log_enrolments = _table("log_enrolments")
whole = _table("whole")
ticks = _table("ticks")
first_formerly = _table("first_formerly")
institution_stays = _table("institution_stays")
costly_stays = _table("costly_stays")
purses = _table("purses")
sibling_stays = _table("sibling_stays")
money = _table("money")
paid = _table("paid")
lengths = _table("lengths")
person_days = _table("person_days")
starts = _table("starts")
ends = _table("ends")
ended_within = _table("ended_within")
moves = _table("moves")
waiting_days = _table("waiting_days")
enrolled_days = _table("enrolled_days")
enrolments = _table("enrolments")
window_days = _table("window_days")
present = _table("present")
formerly = _table("formerly")
stay_days = _table("stay_days")
reimbursed_dkk = _table("reimbursed_dkk")
household_days = _table("household_days")
fetch_child = _fetch("children")
fetch_clocks = _fetch("clocks")
