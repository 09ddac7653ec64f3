"""A calibration held against what happened: lengths of stay, whereabouts, stock, and months it has not seen.

Caveat. The first three look at the time that the rates were fitted to; only the backtest looks ahead.
"""

from dataclasses import dataclass
from datetime import date

from calibration.backtest import DRAWS, Backtest, backtest
from calibration.calibrate import Calibration
from calibration.fit_of_stays import StayFit, fit_of_stays
from calibration.fitted_world import Fit
from calibration.stock_check import DRAWS as STOCK_DRAWS
from calibration.stock_check import REPLICATIONS, StockBands, stock_check
from calibration.verdicts import Verdict, judged, moves_off
from calibration.where_later import WhereLater, where_later
from scenarios.refused import RefusedError


@dataclass(frozen=True, kw_only=True)
class Checks:
    """Everything that was checked; steps in the order of the staircase."""

    stays: tuple[StayFit, ...]
    where: tuple[WhereLater, ...]
    stock: StockBands
    backtest: Backtest | None
    no_backtest: RefusedError | None
    """Why there is none, in a sentence."""
    verdicts: tuple[Verdict, ...]


def check(
    found: Calibration,
    *,
    seed: int,
    cut: date | None = None,
    draws: int = DRAWS,
    replications: int = REPLICATIONS,
) -> Checks:
    """Return all checks of a calibration; the same seed gives the same figures.

    `cut` is the last day that the backtest may know of, `draws` and `replications` are those of the backtest;
    the stock check has no more than its own usual draws.

    A window that is too short for a backtest has none, unless a cut was asked for: then RefusedError. Raises
    ValueError as `calibration.stock_check.futures` does.
    """
    fit = Fit(exposure=found.exposure, moves=found.moves, inflow=found.inflow)
    ahead, refused = None, None
    try:
        ahead = backtest(
            fit,
            seed=seed,
            cut=cut,
            possible=found.possible,  # not those that were only seen after the cut
            reference=found.reference,
            draws=draws,
            replications=replications,
        )
    except RefusedError as error:
        if cut is not None:
            raise
        refused = error
    stays = fit_of_stays(fit)
    steps = [stay.step for stay in stays]
    by_backtest = {} if ahead is None else dict(zip(steps, ahead.bands.p_value[:-1].tolist(), strict=True))
    return Checks(
        stays=stays,
        where=where_later(fit),
        stock=stock_check(fit, seed=seed, draws=min(draws, STOCK_DRAWS), replications=replications),
        backtest=ahead,
        no_backtest=refused,
        verdicts=judged(
            moves_off(found.exposure), stays={stay.step: stay.p_value for stay in stays}, backtest=by_backtest
        ),
    )
