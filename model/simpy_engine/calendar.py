"""Find the days on which something changes for everyone: places, slots, staff, and how far programmes are."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial

from model.simpy_engine.enrolments import EnrollingProgrammes
from model.simpy_engine.hazards import Hazards
from model.simpy_engine.queues import Queue
from model.simpy_engine.reviews import ReviewSystem
from model.world.parameters import Parameters


def changes_by_day(
    parameters: Parameters,
    places: Mapping[str, Queue],
    programmes: EnrollingProgrammes,
    reviews: ReviewSystem,
    hazards: Hazards,
) -> dict[float, list[Callable[[], None]]]:
    """Return the changes for everyone by day; on a day without changes children are only interrupted."""
    before = parameters.horizon_days
    days: defaultdict[float, list[Callable[[], None]]] = defaultdict(list)
    queues = [(queue, parameters.staircase.step(name).places) for name, queue in places.items()]
    changing = [(queue, limited.number) for queue, limited in queues if limited is not None]
    for programme, enrolment in programmes.enrolments.items():
        if enrolment.slots is not None:
            changing.append((programmes.slots[programme], enrolment.slots))
        for limit in (enrolment.opens, enrolment.closes):
            if limit is not None and 0 < limit < before:
                days[limit] += []
    for queue, number in changing:
        for day, value in number.changes(before=before):
            days[day].append(partial(queue.resize, value))
    for day in reviews.change_days:
        days[day].append(reviews.change)
    for i, changed in enumerate(parameters.programmes):
        for day, share in changed.share.changes(before=before):
            days[day].append(partial(hazards.shares.__setitem__, i, share))
    return days
