"""Plan the runs of a comparison: the draws and replications of a study."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from model.world.arrays import Bools
from scenarios.format.study import Study
from scenarios.running.chunk import Chunk, ChunkResult
from scenarios.running.limits import MOST_REPLICATIONS
from scenarios.running.simulate import run_chunk


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The work of a comparison: the baseline and every case, once, in each replication of each draw.

    Raises ValueError for counts below one, and for more replications than a draw has chances for.
    """

    study: Study
    seed: int
    draws: int
    replications: int

    def __post_init__(self) -> None:
        if self.draws < 1 or not 1 <= self.replications < MOST_REPLICATIONS:
            counts = f"{self.draws} and {self.replications}"
            raise ValueError(f"draws and replications: {counts}; give at least one of each")

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return self.draws * self.replications

    @property
    def wanted(self) -> Bools:
        """Which cells there are: all of them; [draw, replication]."""
        return np.ones((self.draws, self.replications), dtype=np.bool_)

    @property
    def about(self) -> dict[str, Any]:
        """What is run, by which an interrupted run is known again."""
        return {
            "what": "comparison",
            "scenario": self.study.name,
            "scenario_digest": self.study.digest,
            "cases": [*self.study.cases],
            "seed": self.seed,
            "draws": self.draws,
            "replications": self.replications,
        }

    def job(self, chunk: Chunk) -> Callable[[], ChunkResult]:
        """Return the function that runs a chunk."""
        return partial(run_chunk, self.study, self.seed, chunk)
