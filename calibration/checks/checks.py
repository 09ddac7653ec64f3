"""Check a calibration against the ledger: lengths of stay, whereabouts, stock, and months held back.

Caveat. The first three use the time that the rates were fitted to; only the backtest looks ahead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from calibration.checks.backtest import DRAWS, Backtest, backtest
from calibration.checks.length_of_stay import StayFit, check_stays
from calibration.checks.stock import DRAWS as STOCK_DRAWS
from calibration.checks.stock import REPLICATIONS, StockBands, check_stock
from calibration.checks.whereabouts import WhereLater, check_whereabouts
from calibration.rates.calibrate import Calibration
from calibration.rates.fitted_world import RatesFit
from calibration.rates.verdicts import StepVerdict, checked_verdicts, moves_off
from scenarios.files.refusals import RefusedError

_DRAWS_PER_STEP = 60
"""The whereabouts of one step take about as long as so many draws."""


@dataclass(frozen=True, kw_only=True)
class Checks:
    """Results of all checks; steps in the order of the staircase."""

    stays: tuple[StayFit, ...]
    where: tuple[WhereLater, ...]
    stock: StockBands
    backtest: Backtest | None
    no_backtest: RefusedError | None
    """Why there is no backtest."""
    verdicts: tuple[StepVerdict, ...]
    seed: int

    @property
    def grades(self) -> dict[str, str]:
        """The grade of each step after the checks."""
        return {verdict.step: verdict.grade for verdict in self.verdicts}


def check(
    calibration: Calibration,
    *,
    seed: int,
    cut: date | None = None,
    draws: int = DRAWS,
    replications: int = REPLICATIONS,
    progress: Callable[[int, int], None] | None = None,
) -> Checks:
    """Return all checks of a calibration; the same seed gives the same figures.

    `cut` is the last day that the backtest may know of, `draws` and `replications` are those of the backtest;
    the stock check has no more than its own usual draws. `progress` is called with the work done and that in
    all.

    A window that is too short for a backtest has none, unless a cut was asked for: then RefusedError. Raises
    ValueError as `calibration.checks.stock.futures` does.
    """
    fit = RatesFit(exposure=calibration.exposure, moves=calibration.moves, inflow=calibration.inflow)
    ahead, refused, stock_draws = None, None, min(draws, STOCK_DRAWS)
    steps = [step.name for step in calibration.exposure.histories.staircase.steps]
    done = _Progress(progress, draws + stock_draws + _DRAWS_PER_STEP * len(steps))
    try:
        ahead = backtest(
            fit,
            seed=seed,
            cut=cut,
            possible=calibration.possible,  # not those that were only seen after the cut
            reference=calibration.reference,
            draws=draws,
            replications=replications,
            tick=done.draw,
        )
    except RefusedError as error:
        if cut is not None:
            raise
        refused = error
        done.more(draws)
    stays = check_stays(fit)
    by_backtest = {} if ahead is None else dict(zip(steps, ahead.bands.p_value[:-1].tolist(), strict=True))
    return Checks(
        stays=stays,
        where=check_whereabouts(fit, tick=done.step),
        stock=check_stock(fit, seed=seed, draws=stock_draws, replications=replications, tick=done.draw),
        backtest=ahead,
        no_backtest=refused,
        verdicts=checked_verdicts(
            moves_off(calibration.exposure),
            stays={stay.step: stay.p_value for stay in stays},
            backtest=by_backtest,
        ),
        seed=seed,
    )


class _Progress:
    """Work done, counted in draws, and the callback that is told of it."""

    def __init__(self, progress: Callable[[int, int], None] | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0
        self.more(0)

    def more(self, draws: int) -> None:
        self._done += draws
        if self._progress is not None:
            self._progress(self._done, self._total)

    def draw(self) -> None:
        self.more(1)

    def step(self) -> None:
        self.more(_DRAWS_PER_STEP)
