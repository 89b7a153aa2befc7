"""Somebody's picture made into the workspace's logo: read with suspicion, written anew as a small PNG. Pure."""

import struct
import threading
import zlib
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from timetrack.errors import InvalidInput

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_LOGO = 512 * 1024
MOST_PIXELS = 16_000_000
WIDTH, HEIGHT = 800, 400
FORMATS = ("PNG", "JPEG", "WEBP")
TOO_MANY_PIXELS = "This picture has more pixels than a logo needs; 4,000 × 4,000 are plenty. Nothing was saved."
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error)
"""What Pillow raises over damaged files."""
_ONE_AT_A_TIME = threading.Lock()
"""A picture of 16 million pixels takes 64 MB while it is read; a crowd of them must not take the machine's memory."""


class UnfitLogo(InvalidInput):
    """A logo is a picture: PNG, JPEG or WebP. This file is none of them. Nothing was saved."""

    code = "unfit_logo"


def logo_png(picture: bytes) -> bytes:
    """``picture`` as a PNG of at most 800 × 400 pixels and 512 KB, without anything else the file carried.

    Its size is read from its head before anything is unpacked. Raises UnfitLogo for what is no PNG, JPEG or WebP, is
    broken, larger than 2 MB, or of more than 16 million pixels.
    """
    if len(picture) > LARGEST_FILE:
        raise UnfitLogo("A logo may have 2 MB; this file is larger. Nothing was saved.")
    _refuse_many_pixels(*_webp_size(picture))
    try:
        with _ONE_AT_A_TIME, Image.open(BytesIO(picture), formats=FORMATS) as opened:
            _refuse_many_pixels(*opened.size)
            opened.draft("RGB", (WIDTH, HEIGHT))
            return _written(_upright(opened))
    except UnidentifiedImageError:
        raise UnfitLogo from None
    except Image.DecompressionBombError:
        raise UnfitLogo(TOO_MANY_PIXELS) from None
    except UNREADABLE:
        raise UnfitLogo("This picture is damaged, so it cannot be read. Nothing was saved.") from None


def _upright(opened: Image.Image) -> Image.Image:
    """As it is meant to be looked at, no larger than needed."""
    opened.load()
    has_alpha = opened.has_transparency_data
    whole: Image.Image = opened
    with suppress(*UNREADABLE):  # a camera's broken notes are no reason to refuse its picture
        whole = ImageOps.exif_transpose(opened)
    shown = whole.convert("RGBA" if has_alpha else "RGB")
    shown.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return shown


def _written(image: Image.Image) -> bytes:
    """With all its colours, or with 256 where that would be too large."""
    whole = _as_png(image)
    return whole if len(whole) <= LARGEST_LOGO else _as_png(image.quantize(256, Image.Quantize.FASTOCTREE))


def _as_png(image: Image.Image) -> bytes:
    written = BytesIO()
    clean = Image.frombytes(image.mode, image.size, image.tobytes())
    if image.palette is not None and image.mode == "P":
        clean.putpalette(image.palette)
    clean.save(written, "PNG", optimize=True)
    return written.getvalue()


def _refuse_many_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise UnfitLogo(TOO_MANY_PIXELS)


def _webp_size(picture: bytes) -> tuple[int, int]:
    """Width and height that a WebP states (RFC 9649 2.5–2.7), 0 for anything else: its decoder unpacks as it opens."""
    if picture[:4] != b"RIFF" or picture[8:12] != b"WEBP":
        return 0, 0
    chunk, head = picture[12:16], picture[20:30]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF
