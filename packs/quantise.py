"""Vectors as small whole numbers of one scale."""

import numpy as np

# The share of a dimension's numbers that may be cut to the width's range.
CUT = 0.004


def whole(rows, step):
    """To the nearest step; a dimension that hardly leaves a narrow range is kept to it."""
    out = np.clip(np.rint(rows / step), -127, 127).astype(int)
    for column in out.T:
        for width in (2, 4):
            low, high = -(1 << (width - 1)), (1 << (width - 1)) - 1
            if ((column < low) | (column > high)).mean() <= CUT:
                np.clip(column, low, high, out=column)
                break
    return out
