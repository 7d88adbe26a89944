"""What a small base does to a figure: a declared rule, printed with the tables it touched.

No law or standard that we found sets one number; 30 and 50 are usual in published tables.
The rule looks at the unweighted base, since weights add no people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.ask.estimation.design import Codes

SHOWN, CAUTION, SUPPRESSED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class SmallBase:
    """Below `suppress` people a figure is not shown; below `caution` it is marked."""

    suppress: int = 30
    caution: int = 50

    def marks(self, base_unweighted: Codes) -> NDArray[np.int8]:
        """`SHOWN`, `CAUTION` or `SUPPRESSED` for each base."""
        base = np.asarray(base_unweighted)
        return (base < self.caution).astype(np.int8) + (base < self.suppress)
