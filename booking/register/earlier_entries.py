"""Read the bodies of entries of earlier editions as they would be made now; no entry is changed by it."""

from collections.abc import Mapping
from typing import Any

_RULE = {
    "least_draws": 1,
    "largest_error": None,
    "two_people": False,
    "countersigned_seal": "never",
    "signed": False,
}
"""Fields of a rule from before it could ask for draws, an error, two people, seals and signatures."""
_AMOUNTS = {"in_blocks_dkk": "mean_dkk", "expected_dkk": "at_average_dkk"}
"""Earlier names of amounts, from when the gain at average prices was the expected one."""


def as_now(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of an entry under the names of now, with what an earlier rule did not ask for."""
    body = {**plain}
    if isinstance(policy := body.get("policy"), Mapping):
        body["policy"] = _RULE | {**policy}
    if isinstance(promised := body.get("promised"), list):
        body["promised"] = [_amounts(each) for each in promised]
    return body


def _amounts(promised: Any) -> Any:
    if not isinstance(promised, Mapping) or "in_blocks_dkk" not in promised:
        return promised
    return {_AMOUNTS.get(name, name): value for name, value in promised.items()}
