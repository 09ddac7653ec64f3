"""Test that a command and its function in Python ask for the same where nothing is said."""

from collections.abc import Callable
from inspect import Parameter, signature

import pytest

import trappe
from booking.follow_up.follow_up import FollowUpRequest
from calibration.rates.calibrate import CalibrationRequest
from cli import main
from forecast.year import ForecastRequest

ASKED: dict[str, tuple[Callable[..., object], ...]] = {
    "compare": (trappe.compare,),
    "sensitivity": (trappe.sensitivity,),
    "information": (trappe.information,),
    "calibrate": (trappe.calibrate, CalibrationRequest),
    "forecast": (trappe.forecast, ForecastRequest),
    "follow-up": (trappe.follow_up, FollowUpRequest),
}
OF_THE_TERMINAL = {"as_json", "rule", "where", "processes", "cluster", "workers"}
"""Parameters of the command that go by another name, or by none, in Python."""


@pytest.mark.parametrize("command", ASKED)
def test_command_and_function_have_the_same_defaults(command: str) -> None:
    in_python = {
        name: each.default
        for function in ASKED[command]
        for name, each in signature(function).parameters.items()
        if each.default is not Parameter.empty
    }
    options = {each.name: each for each in main.commands[command].params}
    shared = options.keys() & in_python.keys() - OF_THE_TERMINAL
    assert "seed" in shared
    for name in shared:
        assert options[name].to_info_dict()["default"] == in_python[name], name
