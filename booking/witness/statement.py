"""State that a register has a seal: a second party's word, in a small file, signed when they have a key."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError

from booking.proof.signatures import Signer, is_seal_signature
from booking.register.chain import canonical
from booking.register.seals import Seal
from language.messages import Message
from language.os_errors import reason
from scenarios.files.forms import Form
from scenarios.files.refusals import RefusedError

_LARGEST_FILE = 10_000


class SealStatement(Form):
    """That somebody has seen a seal, with their signature on just that."""

    seal: str
    who: str
    public_key: str
    signature: str

    @classmethod
    def signed(cls, seal: Seal, who: str, signer: Signer) -> Self:
        """Return the statement of somebody who has a key."""
        return cls(
            seal=str(seal),
            who=who,
            public_key=signer.public_key,
            signature=signer.sign_seal(_stated(str(seal), who)),
        )

    @property
    def is_signed(self) -> bool:
        """Whether the signature is that of the key on the seal and the name."""
        return is_seal_signature(self.signature, _stated(self.seal, self.who), self.public_key)


def _stated(seal: str, who: str) -> str:
    return canonical({"seal": seal, "who": who})


def write_statement(statement: SealStatement) -> str:
    """Return a statement as the text of a file."""
    plain: Mapping[str, Any] = statement.model_dump(mode="json")
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def read_statement(path: Path) -> SealStatement:
    """Return the statement in a file; RefusedError when there is none, or it is not signed rightly."""
    try:
        with path.open("rb") as file:
            statement = SealStatement.model_validate_json(file.read(_LARGEST_FILE))
    except (OSError, ValueError) as error:
        if isinstance(error, OSError):
            raise RefusedError(
                Message("{path}: cannot be read: {reason}", path=path, reason=reason(error))
            ) from error
        if not isinstance(error, ValidationError):
            raise
        raise RefusedError(
            Message("{path}: is not a countersignature; one is made by trappe key sign", path=path)
        ) from error
    if not statement.is_signed:
        raise RefusedError(Message("{path}: the signature is not of this seal and this key", path=path))
    return statement
