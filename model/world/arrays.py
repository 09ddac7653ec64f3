"""Name the types of arrays; the shape of each array stands where it is used."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
UInts = NDArray[np.uint64]
"""64-bit words: identities of children, seeds, replications, decisions."""
