"""Open the door for Python: what the commands compute, as functions that return figures and tidy tables.

Every function takes `progress`, called with how many runs are done of how many, and `tell`, called with each
sentence that a user should know (printed unless another is given): what was left out, guessed or assumed.
With `out` the result is written to a folder, and what was run is kept there until then, so that the same call
goes on after an interruption. Faults are exceptions whose text is the sentence that a command prints:
RefusedError, and ScenarioError with every fault of a file. Texts are Danish until `set_language("en")`.
"""

from api.calibrate import calibrate, fit_totals
from api.cases import cases
from api.compare import compare
from api.follow_up import follow_up
from api.forecast import forecast
from api.information import information
from api.results import Result, report
from api.sensitivity import sensitivity
from booking.register.register import register
from calibration.rows.pseudonyms import Pseudonyms
from language.messages import in_language, set_language
from scenarios.files.faults import ScenarioError
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from scenarios.format.study import Study
from scenarios.reading.load import load
from scenarios.running.worker_options import WorkerOptions

__all__ = [
    "NegativeAnswerError",
    "Pseudonyms",
    "RefusedError",
    "Result",
    "ScenarioError",
    "Study",
    "WorkerOptions",
    "calibrate",
    "cases",
    "compare",
    "fit_totals",
    "follow_up",
    "forecast",
    "in_language",
    "information",
    "load",
    "register",
    "report",
    "sensitivity",
    "set_language",
]
