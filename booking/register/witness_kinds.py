"""Define the entries that say who signs and who has seen a seal; they are about the register, and no case."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from scenarios.files.forms import Form

_Hexadecimal = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class KeyEntry(Form):
    """Register entry: whoever enters it signs with this key from now on, and with no other."""

    public_key: _Hexadecimal


class KeyEnded(Form):
    """Register entry: the key of whoever enters it signs no more; the name stays without one."""

    public_key: _Hexadecimal


class Countersignature(Form):
    """Register entry: a second party has seen the seal of the first so many entries."""

    number: Annotated[int, Field(ge=1)]
    root: _Hexadecimal
    by: str
    """The second party; whoever enters it, or somebody else whose signed statement is entered."""
    public_key: str = ""
    signature: str = ""
    """Of a statement by somebody else; empty where the entry itself is theirs."""


class TimeStamp(Form):
    """Register entry: an authority for time has stamped the seal of the first so many entries."""

    number: Annotated[int, Field(ge=1)]
    root: _Hexadecimal
    token: str
    """The authority's response (RFC 3161, DER) in base64."""


WitnessBody = KeyEntry | KeyEnded | Countersignature | TimeStamp

WITNESS_KINDS: Mapping[str, type[WitnessBody]] = {
    "key": KeyEntry,
    "key_ended": KeyEnded,
    "countersignature": Countersignature,
    "time_stamp": TimeStamp,
}
