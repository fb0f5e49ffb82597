"""Small pictures as JPEG, straight from the sampled planes."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt

MIME = "image/jpeg"
QUALITY = 78

_CODES = np.arange(256, dtype=np.float64)
# JFIF wants full range: 16..235 and 16..240 spread over 0..255.
_LUMA = np.clip(np.rint((_CODES - 16) * 255 / 219), 0, 255).astype(np.uint8).tobytes()
_CHROMA = np.clip(np.rint((_CODES - 128) * 255 / 224 + 128), 0, 255).astype(np.uint8).tobytes()


def encode(luma: npt.NDArray[np.uint8], cb: npt.NDArray[np.uint8], cr: npt.NDArray[np.uint8]) -> bytes:
    """Encode one sampled picture: ``luma`` (h, w), ``cb`` and ``cr`` half of that each way, limited-range codes."""
    from PIL import Image

    def plane(codes: npt.NDArray[np.uint8], full: bytes) -> Image.Image:
        height, width = codes.shape
        return Image.frombytes("L", (width, height), codes.tobytes().translate(full))

    height, width = luma.shape
    colour = [
        half.resize((2 * half.width, 2 * half.height), Image.Resampling.NEAREST).crop((0, 0, width, height))
        for half in (plane(cb, _CHROMA), plane(cr, _CHROMA))
    ]
    picture = Image.merge("YCbCr", (plane(luma, _LUMA), *colour))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling=2)
    return out.getvalue()
