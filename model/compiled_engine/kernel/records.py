"""Define the records that fill the arrays of the compiled engine."""

import numpy as np

NONE = -1
"""The index of no step, no line or no transition."""


def _record(fields: list[tuple[str, type[np.generic]]]) -> np.dtype[np.void]:
    return np.dtype(fields, align=True)


STEP = _record(
    [
        ("line", np.int64),  # of its places; NONE without
        ("divert_to", np.int64),  # index into the names; NONE: children wait
        ("returns", np.bool_),
        ("first", np.int64),  # its transitions: first until last
        ("last", np.int64),
        ("first_limit", np.int64),  # where children go at its age limit: first until last
        ("last_limit", np.int64),
        ("key", np.uint64),
        ("quiet", np.bool_),  # a child here affects no other child
        ("quiet_limit", np.bool_),  # nor does a child that leaves at the age limit
        ("asks", np.bool_),  # some programme enrols children who stand here
        ("concerned", np.bool_),  # the calendar may change something for children here
        ("first_end", np.int64),  # where planned stays lead, rows of `transitions`: first until last
        ("last_end", np.int64),
        ("rerouted", np.bool_),  # some programme may send those elsewhere who come here from outside
        ("quiet_coming", np.bool_),  # a child that comes from outside affects no other child
        ("together", np.bool_),  # siblings move here and stay here together
        ("shares_place", np.bool_),  # and have one place
        ("reviewed", np.bool_),  # some moves of children here are made at reviews
        ("first_piece", np.int64),  # of `review_pieces`, where no staff makes the reviews: first until last
        ("last_piece", np.int64),
        ("clock", np.int64),  # of its first group in `review_clocks`; NONE without staff
    ]
)
TRANSITION = _record(
    [
        ("to", np.int64),
        ("key", np.uint64),
        ("shape", np.float64),
        ("plan", np.int64),  # row of `lengths_planned`; NONE of a transition, and of where a plan leads
        ("quiet", np.bool_),  # a child that goes there affects no other child
        ("rerouted", np.bool_),  # some programme may send the child elsewhere
        ("reviewed", np.bool_),  # made at reviews
    ]
)
LENGTH = _record([("first", np.int64), ("last", np.int64)])  # its points: first until last
LENGTH_POINT = _record([("share", np.float64), ("days", np.float64)])
LIMIT = _record([("to", np.int64), ("cumulated", np.float64)])
PROGRAMME = _record(
    [
        ("enrols", np.bool_),
        ("line", np.int64),  # of its slots; NONE: there is always one
        ("take_up", np.float64),
        ("opens", np.float64),
        ("closes", np.float64),
        ("has_length", np.bool_),
        ("length_days", np.float64),
        ("drop_out_rate", np.float64),
        ("follows", np.bool_),
        ("lasts", np.bool_),
        ("lasting_mean_days", np.float64),
        ("key", np.uint64),
        ("by_household", np.bool_),
        ("at_least", np.int64),
    ]
)
REROUTE = _record([("programme", np.int64), ("instead", np.int64), ("share", np.float64), ("key", np.uint64)])
RESIZE = _record([("calendar", np.int64), ("line", np.int64), ("number", np.float64)])
STRIP = _record(
    [
        ("head", np.uint64),  # of its children's identities
        ("low", np.float64),  # children a year, from and until
        ("high", np.float64),
        ("ceiling", np.float64),  # the inflow never exceeds it
        ("gap_days", np.float64),  # between points, on average
        ("step", np.int64),
        ("age_from", np.float64),
        ("age_to", np.float64),
        ("first", np.int64),  # the inflow's pieces of constant rate: first until last
        ("last", np.int64),
        ("shares", np.int64),  # row of `group_shares`
    ]
)
STOCK = _record(
    [
        ("identity", np.uint64),
        ("step", np.int64),
        ("listed", np.bool_),
        ("birth_day", np.float64),  # of a listed child: the midnight
        ("since_day", np.float64),
        ("group", np.int64),
        ("household", np.uint64),
        ("purse", np.int64),  # of a household with several children; NONE alone
        ("age_from", np.float64),  # of a counted child: the ages of its band
        ("age_to", np.float64),
        ("youngest", np.float64),
        ("mean_years", np.float64),
        ("standing", np.int64),  # of its first group in `standing`; NONE when `mean_years` holds
        ("shares", np.int64),
    ]
)
STANDING_CELL = _record(
    [
        ("low", np.float64),  # a cell of ages or of times on a step, in years
        ("high", np.float64),
        ("below", np.float64),  # the share of children below each of its ends
        ("above", np.float64),
        ("first", np.int64),  # of a cell of ages: its cells of times, first until last
        ("last", np.int64),
    ]
)
CHILD = _record(
    [
        ("identity", np.uint64),
        ("birth_day", np.float64),
        ("since_day", np.float64),
        ("start", np.float64),
        ("wait_since", np.float64),
        ("group", np.int32),
        ("level", np.int32),
        ("step", np.int32),
        ("visit", np.int32),
        ("waits_for", np.int32),
        ("wait_origin", np.int32),
        ("helps", np.int32),  # programmes it has been asked by
        ("active", np.int32),  # running enrolments and lasting effects
        ("held", np.int32),  # places, slots and turns in line
        ("in_line", np.int32),
        ("rings", np.float64),  # the day its first clock rings
        ("ringing", np.int32),  # which transition's
        ("what", np.int32),  # what happens next
        ("which", np.int32),
        ("purse", np.int32),
        ("next", np.int32),  # the next of its household, by identity; NONE behind the last
        ("family", np.int32),  # the slot of its household as one; NONE where that does not matter
        ("told", np.int32),  # where its siblings go now; NONE
        ("led", np.bool_),  # by a sibling on the same step: it has no clocks there
        ("is_family", np.bool_),  # no child, but a household
        ("in_stock", np.bool_),
        ("alive", np.bool_),
        ("placed", np.bool_),
        ("called", np.bool_),  # the place it waits for is granted
        ("formerly", np.bool_),  # has left an institution
    ]
)
CLOCK = _record([("left", np.float64), ("years", np.float64), ("speed", np.float64), ("rings", np.float64)])
HELP = _record(
    [
        ("state", np.int64),
        ("asked", np.float64),
        ("since", np.float64),
        ("completed_at", np.float64),
        ("drops_out_at", np.float64),
        ("lasts_until", np.float64),
        ("called", np.bool_),
    ]
)
POINT = _record([("index", np.int64), ("day", np.float64), ("piece", np.int64)])
LINE = _record([("size", np.float64), ("used", np.int64), ("waiting", np.int64)])
TURN = _record([("since", np.float64), ("before", np.int32), ("after", np.int32)])
NEWS = _record([("line", np.int64), ("slot", np.int64)])
SOJOURN = _record(
    [
        ("child", np.uint64),
        ("visit", np.int64),
        ("step", np.int64),
        ("start", np.float64),
        ("end", np.float64),
        ("destination", np.int64),
        ("cause", np.int64),
    ]
)
WAIT = _record(
    [
        ("child", np.uint64),
        ("step", np.int64),
        ("origin", np.int64),
        ("start", np.float64),
        ("end", np.float64),
        ("outcome", np.int64),
    ]
)
ENROLMENT = _record(
    [
        ("child", np.uint64),
        ("programme", np.int64),
        ("asked", np.float64),
        ("start", np.float64),
        ("end", np.float64),
        ("outcome", np.int64),
    ]
)
PERSON = _record(
    [
        ("identity", np.uint64),
        ("birth_day", np.float64),
        ("group", np.int64),
        ("household", np.uint64),
        ("step", np.int64),
        ("since_day", np.float64),
        ("in_stock", np.bool_),
    ]
)
INSTITUTION_STAY = _record([("start", np.float64), ("end", np.float64), ("ended", np.bool_)])
COSTLY_STAY = _record(
    [
        ("child", np.uint64),
        ("step", np.int64),
        ("start", np.float64),
        ("end", np.float64),
        ("next", np.int64),
        ("birth_day", np.float64),
        ("group", np.int64),
    ]
)
SPREAD = _record(
    [
        ("step", np.int64),
        ("key", np.uint64),
        ("factors", np.int64),
        ("from_age", np.float64),  # in years; it is for children of these ages
        ("to_age", np.float64),
    ]
)
SELECTION = _record(  # some of the days on a step, which have a lane of their own
    [
        ("window", np.int64),
        ("from_age", np.float64),  # in years
        ("to_age", np.float64),
    ]
)
STAY_LIMIT = _record([("step", np.int64), ("days", np.float64)])
SIBLING_STAY = _record([("step", np.int64), ("start", np.float64), ("end", np.float64), ("next", np.int64)])
REVIEW_PIECE = _record([("day", np.float64), ("progress", np.float64), ("interval", np.float64)])
REVIEWED_BY = _record([("step", np.int64), ("group", np.int64), ("staff", np.int64), ("rank", np.int64)])
REVIEW_CLOCK = _record(
    [
        ("progress", np.float64),  # how far the reviews had come
        ("day", np.float64),  # on this day
        ("speed", np.float64),  # and how far they come in a day
        ("ready", np.int64),  # how many children are ready
        ("head", np.int64),  # whose review comes first; NONE when nobody is ready
        ("due", np.float64),  # and when
    ]
)
READINESS = _record(
    [
        ("to", np.int64),  # row of `transitions`; NONE when the child is not ready
        ("began", np.float64),  # how far the reviews had come when the stay began
        ("progress", np.float64),  # and will have at its review
        ("day", np.float64),  # of its review, where no staff can delay it
        ("at", np.int64),  # where it is in `ready`
    ]
)
PURSE = _record(  # the money of one household
    [
        ("first", np.int64),  # its newest stay
        ("dearest_dkk", np.float64),  # its highest possible cost in any one month, without starts
        ("starts_dkk", np.float64),  # and twelfths of all its starts
        ("shared", np.bool_),  # by several children
        ("first_on", np.int64),  # the first of its children's stays by step and start; NONE
    ]
)
HOUSEHOLD_TERMS = _record(
    [
        ("together", np.float64),
        ("begin_day", np.float64),  # of the first household whose children may come after the start
        ("first", np.int64),  # points of the time between siblings, of `points_planned`: first until last
        ("last", np.int64),
    ]
)
HOUSEHOLD_STREAM = _record([("step", np.int64), ("first", np.int64), ("last", np.int64)])  # its bands
HOUSEHOLD_BAND = _record(
    [
        ("cumulated", np.float64),  # references of the bands of the stream so far, in children a year
        ("reference", np.float64),
        ("first", np.int64),  # the inflow's pieces of constant rate: first until last
        ("last", np.int64),
        ("shares", np.int64),  # row of `group_shares`
        ("age_from", np.float64),
        ("age_to", np.float64),
    ]
)
HOUSEHOLD_STRIP = _record(
    [
        ("within", np.uint64),  # what the identities of its children have below the key of the sequence
        ("low", np.float64),  # relative inflow, from and until
        ("high", np.float64),
        ("ceiling", np.float64),
        ("gap_days", np.float64),
        ("stream", np.int64),
    ]
)
