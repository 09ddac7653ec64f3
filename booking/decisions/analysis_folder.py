"""Read the folder of a sensitivity analysis for the entry that puts it on record, and carry it out again.

Nothing is taken on trust: the analysis is repeated on the cells that the folder keeps and must come out equal
to the last digit, and a sample of the cells is simulated again.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from booking.decisions import run_folder
from booking.decisions.coming_entry import ComingEntry
from booking.register.entry_kinds import RecomputedForm, SensitivityEntry
from language.messages import Message
from language.os_errors import why_not_whole
from scenarios.files.documents import read_json
from scenarios.files.refusals import RefusedError
from scenarios.format.study import Study
from scenarios.results.provenance import digest
from scenarios.results.result_folder import MANIFEST
from scenarios.running.cells_file import CELLS, opened
from scenarios.running.chunk_store import ChunkStore, different_figures, temporary_store
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import RunContext
from scenarios.running.recheck import Recomputed
from sensitivity.analysis.analysis import analyse
from sensitivity.analysis.outputs import document
from sensitivity.analysis.request import RequestForm, check_request
from sensitivity.subject.subject import subject

_DOCUMENT = "sensitivity.json"
_NOT_VALUES = ("scenario", "scenario_digest", "run_digest", "value_digest")


@dataclass(frozen=True, kw_only=True)
class RecordedAnalysis:
    """The entry for a sensitivity analysis, and the digests of what it analyses."""

    body: SensitivityEntry
    scenario_digest: str
    run_digest: str
    recomputed: Recomputed


def read(
    folder: Path, study: Study, *, run: Path | None, coming: ComingEntry, dispatcher: Dispatcher
) -> RecordedAnalysis:
    """Return the analysis that `trappe sensitivity --out` left in a folder.

    `run` is the folder of the run whose draws it took, if it did. Raises RefusedError when there is no whole
    analysis, when it is of another scenario than `study`, or its draws are of a run and none is given, and as
    `run_folder.read` does; DifferentFiguresError when its figures are not those that it gives.
    """
    told, form = _read(folder)
    study = replace(study, name=told["scenario"])  # a file of the same scenario may bear another name
    if told["scenario_digest"] != study.digest:
        raise RefusedError(
            Message(
                "{folder}: the analysis is of another scenario, or it has been edited since; run it again",
                folder=folder,
            )
        )
    seed = coming.seed(
        case=form.case,
        scenario_digest=study.digest,
        run_digest=told["run_digest"],
        value_digest=told["value_digest"],
    )
    if not form.from_run:
        with opened(folder / CELLS, seeds=[seed]) as store:
            _check(folder, told, _again(form, study, None, store, dispatcher))
            recomputed = Recomputed(cells=len(store.rechecked), of=store.earlier_cells)
    elif run is None:
        raise RefusedError(
            Message("{folder}: the analysis took the draws of a run; say by --run which", folder=folder)
        )
    else:
        recomputed = run_folder.read(run, study, form.case, coming=coming, dispatcher=dispatcher)[2]
        with temporary_store() as store:
            _check(folder, told, _again(form, study, run, store, dispatcher))
    return RecordedAnalysis(
        body=SensitivityEntry(
            case=form.case,
            method=form.method,
            value_digest=told["value_digest"],
            recomputed=RecomputedForm(**recomputed._asdict()),
        ),
        scenario_digest=study.digest,
        run_digest=told["run_digest"],
        recomputed=recomputed,
    )


def _read(folder: Path) -> tuple[dict[str, Any], RequestForm]:
    """Return the document and the request in a folder; raises RefusedError unless both are whole."""
    try:
        manifest = read_json(folder / MANIFEST)
        told = read_json(folder / _DOCUMENT)
        form = RequestForm.model_validate_json(json.dumps(manifest["request"]))
        values = {key: value for key, value in told.items() if key not in _NOT_VALUES}
        same = all(manifest[key] == told[key] for key in ("case", *_NOT_VALUES))
        if not same or digest(json.dumps(values, ensure_ascii=False)) != told["value_digest"]:
            raise different_figures(folder, _DOCUMENT)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RefusedError(
            Message(
                "{folder}: there is no whole analysis of trappe sensitivity --out here, or an earlier "
                "edition made it ({error}); run it again",
                folder=folder,
                error=why_not_whole(error),
            )
        ) from error
    return told, form


def _again(
    form: RequestForm, study: Study, run: Path | None, store: ChunkStore, dispatcher: Dispatcher
) -> dict[str, Any]:
    """Return what an analysis tells when it is carried out on the cells of a store.

    Raises RefusedError for what cannot be asked.
    """
    about, request = subject(study, form.case), form.request(run)
    check_request(request, about)
    context = RunContext(store=store, dispatcher=dispatcher, progress=lambda _done, _total: None)
    plain: dict[str, Any] = json.loads(json.dumps(document(analyse(request, about, context))))
    return plain


def _check(folder: Path, told: dict[str, Any], again: dict[str, Any]) -> None:
    """Raise DifferentFiguresError unless an analysis came out as its folder tells it."""
    if differing := [key for key in {**told, **again} if told.get(key) != again.get(key)]:
        raise different_figures(folder, f"{_DOCUMENT}: {', '.join(differing)}")
