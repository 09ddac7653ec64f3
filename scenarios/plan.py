"""What is to be run: the draws and replications of a study."""

from dataclasses import dataclass

from scenarios.counts import MOST_REPLICATIONS
from scenarios.study import Study

Cell = tuple[int, int]
"""(draw number, replication): the baseline and every case, once, under the same draw and the same chance."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The cells of a run: every replication of every draw.

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
