"""Pictures for uploads: honest ones, and heads of files that claim more than they hold."""

import struct
import zlib
from io import BytesIO

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB") -> bytes:
    """A small picture of one colour."""
    written = BytesIO()
    Image.new(mode, size, 0 if mode == "P" else (91, 91, 214, 128)[: len(mode)]).save(written, kind)
    return written.getvalue()


def noise(width: int, height: int) -> bytes:
    """A picture that hardly compresses, as a JPEG."""
    written = BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(written, "JPEG", quality=60)
    return written.getvalue()


def png_claiming(width: int, height: int, *, packed: bytes = b"") -> bytes:
    """A PNG of 8-bit gray with this head; ``packed`` is its compressed data."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = packed or zlib.compress(b"\\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def webp_claiming(width: int, height: int) -> bytes:
    """An extended WebP whose head states this size."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + (10).to_bytes(4, "little") + b"\0\0\0\0" + canvas
    return b"RIFF" + (len(chunk) + 4).to_bytes(4, "little") + b"WEBP" + chunk


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
