"""Read the folder of a sensitivity analysis for the entry that puts it on record."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from booking.register.entry_kinds import SensitivityEntry
from language.messages import Message
from language.os_errors import why_not_whole
from scenarios.files.refusals import RefusedError
from scenarios.results.provenance import digest
from scenarios.results.result_folder import MANIFEST

_DOCUMENT = "sensitivity.json"
_NOT_VALUES = ("scenario", "scenario_digest", "run_digest", "value_digest")


@dataclass(frozen=True, kw_only=True)
class RecordedAnalysis:
    """The entry for a sensitivity analysis, and the digests of what it analyses."""

    body: SensitivityEntry
    scenario_digest: str
    run_digest: str


def read(folder: Path) -> RecordedAnalysis:
    """Return the analysis that `trappe sensitivity --out` left in a folder.

    Raises RefusedError when there is no whole analysis, or its figures are not those of its digest.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        document = json.loads((folder / _DOCUMENT).read_text(encoding="utf-8"))
        analysis = RecordedAnalysis(
            body=SensitivityEntry(
                case=document["case"],
                method=document["method"],
                value_digest=_value_digest(document, manifest, folder),
            ),
            scenario_digest=document["scenario_digest"],
            run_digest=document["run_digest"],
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RefusedError(
            Message(
                "{folder}: there is no whole analysis of trappe sensitivity --out here ({error})",
                folder=folder,
                error=why_not_whole(error),
            )
        ) from error
    return analysis


def _value_digest(document: dict[str, Any], manifest: dict[str, Any], folder: Path) -> str:
    values = {key: value for key, value in document.items() if key not in _NOT_VALUES}
    value_digest = digest(json.dumps(values, ensure_ascii=False))
    same = all(manifest[key] == document[key] for key in ("case", *_NOT_VALUES))
    if not same or value_digest != document["value_digest"]:
        raise RefusedError(
            Message("{folder}: the figures are not those that the analysis gave; run it again", folder=folder)
        )
    return value_digest
