"""Cost trees of any depth, for property tests."""

import numpy as np
from hypothesis import strategies as st

from cxlab.frameworks import CostTree

OUTCOMES = ["lost", "at_risk", "kept"]


@st.composite
def branches(draw, depth=3):
    """Return a split of any depth whose shares add up to 1, zeros among them."""
    raw = np.array(draw(st.lists(st.integers(0, 20), min_size=1, max_size=4)), dtype=float)
    raw[0] += 1
    out = []
    for k, share in enumerate(raw / raw.sum()):
        below = draw(branches(depth - 1)) if depth and draw(st.booleans()) else None
        end = {"branches": below} if below else {"outcome": draw(st.sampled_from(OUTCOMES))}
        out.append({"name": f"b{k}", "share": float(share)} | end)
    return out


trees = branches().map(lambda split: CostTree.from_dict({"name": "any", "branches": split}))
