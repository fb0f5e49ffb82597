"""Inner products of each picture with its neighbours in time, and the distances and mixtures that follow from them.

One matrix product a block of frames gives every lag at once, so a distance at another lag costs nothing more.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def band(vectors: Floats, new: int, longest: int) -> Floats:
    """Inner products of the last ``new`` vectors with the ``longest`` before each of them.

    ``vectors`` (longest + new, d); returns (new, longest + 1), where entry [i, l] is the product of the i-th new
    vector with the one ``l`` places before it; [:, 0] are the squared norms.
    """
    products = vectors[-new:] @ vectors.T
    at = np.arange(new)[:, None] + longest - np.arange(longest + 1)[None, :]
    return np.take_along_axis(products, at, axis=1)


def squared_distance(products: Floats, lag: int) -> Floats:
    """Squared distance between vectors ``lag`` apart, (n,), for rows ``lag`` onwards of a band; the rest are 0."""
    out = np.zeros(len(products), dtype=np.float32)
    norms = products[:, 0]
    out[lag:] = np.maximum(norms[lag:] + norms[: len(norms) - lag] - 2 * products[lag:, lag], 0)
    return out


def unlikeness(products: Floats, lag: int, noise: float) -> Floats:
    """``sqrt(1 - r)`` of vectors ``lag`` apart, r their normalised correlation: 0 alike, 1 unrelated, 1.41 opposite.

    ``noise`` is added to products and squared norms, so that two nearly empty pictures count as alike. Shape (n,),
    rows before ``lag`` are 0.
    """
    out = np.zeros(len(products), dtype=np.float32)
    norms = products[:, 0] + noise
    r = (products[lag:, lag] + noise) / np.sqrt(norms[lag:] * norms[: len(norms) - lag])
    out[lag:] = np.sqrt(np.maximum(1 - r, 0))
    return out


def mixture(products: Floats, lag: int) -> tuple[Floats, Floats, Floats]:
    """How well each vector is a mixture of those ``lag`` before and after it: y = a p + (1 - a) q, a in [0, 1].

    ``products`` is a band reaching ``2 * lag``. Returns (share a, squared residual, squared distance of p and q),
    each (n,); rows without both neighbours are (0.5, 0, 0). A dissolve leaves next to no residual over a large
    distance (the fit of Su et al., "A motion-tolerant dissolve detection algorithm", IEEE Trans. Multimedia 7, 2005).
    """
    share, residual, size = (np.full(len(products), fill, dtype=np.float32) for fill in (0.5, 0.0, 0.0))
    inside = slice(lag, len(products) - lag)
    norms = products[:, 0]
    p, y, q = norms[: -2 * lag], norms[inside], norms[2 * lag :]
    py, yq, pq = products[inside, lag], products[2 * lag :, lag], products[2 * lag :, 2 * lag]
    apart = np.maximum(p + q - 2 * pq, 0)
    along = py - yq - pq + q
    a = np.clip(along / np.maximum(apart, 1e-3), 0, 1)
    share[inside], size[inside] = a, apart
    residual[inside] = np.maximum(y + q - 2 * yq - 2 * a * along + a * a * apart, 0)
    return share, residual, size
