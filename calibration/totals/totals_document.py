"""What was fitted to totals as plain numbers and texts, for a machine."""

from typing import Any

import numpy as np

from calibration.totals.fit import TotalsFit


def totals_document(fitted: TotalsFit) -> dict[str, Any]:
    """Return the totals and the parameters, in the order of the file, and what the fit is worth.

    Shares are shares and not per cent; `p05` and `p95` hold nine draws in ten.
    """
    low, high = np.quantile(fitted.draws, [0.05, 0.95], axis=0).tolist()
    return {
        "totals": [
            {
                "name": row.name,
                "published": row.published,
                "error": row.error,
                "fitted": row.fitted,
                "fitted_sd": row.fitted_sd,
                "z": row.z,
            }
            for row in fitted.rows
        ],
        "parameters": [
            {
                "name": name,
                "prior_p05": fitted.totals.form.parameters[name].prior.p05,
                "prior_p95": fitted.totals.form.parameters[name].prior.p95,
                "mean": float(fitted.mean[i]),
                "sd": float(fitted.sd[i]),
                "p05": low[i],
                "p95": high[i],
            }
            for i, name in enumerate(fitted.names)
        ],
        "misfit_probability": fitted.probability,
        "contradicts": fitted.contradicts,
        "effective_share": fitted.effective_share,
        "verdict": fitted.verdict(),
    }
