"""A logo from whatever somebody uploads."""

import time
import tracemalloc
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from tests.api import pictures
from timetrack.documents import logo
from timetrack.documents.logo import UnfitLogo, logo_png


def opened(png: bytes) -> Image.Image:
    assert png.startswith(b"\x89PNG")
    return Image.open(BytesIO(png))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_small_picture_keeps_its_size(kind: str) -> None:
    assert opened(logo_png(pictures.picture(kind))).size == (40, 20)


@pytest.mark.parametrize(
    ("size", "shown"), [((4000, 4000), (400, 400)), ((2400, 300), (800, 100)), ((1, 4000), (1, 400)), ((1, 1), (1, 1))]
)
def test_a_large_one_fits_800_by_400(size: tuple[int, int], shown: tuple[int, int]) -> None:
    assert opened(logo_png(pictures.picture(size=size))).size == shown


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_every_kind_of_png_is_read_and_transparency_stays(mode: str) -> None:
    written = BytesIO()
    Image.new(mode, (30, 10)).save(written, "PNG")
    made = opened(logo_png(written.getvalue()))
    assert (made.size, made.mode) == ((30, 10), "RGBA" if mode.endswith("A") else "RGB")


def test_what_hardly_compresses_is_kept_below_512_kilobytes() -> None:
    assert len(logo_png(pictures.noise(1600, 1600))) <= logo.LARGEST_LOGO


def test_nothing_else_in_the_file_survives() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "<script>alert(1)</script>")
    written = BytesIO()
    Image.new("RGB", (9, 9)).save(written, "PNG", pnginfo=notes, exif=b"Exif\0\0secret place")
    made = logo_png(written.getvalue() + b"<html>trailing")
    assert b"script" not in made
    assert b"secret" not in made
    assert b"html" not in made


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"GIF89a" + b"\0" * 100,
        b"%PDF-1.7",
        b"BM" + b"\0" * 100,
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"RIFF\0\0\0\0WEBP",
        pictures.webp_claiming(30, 30),
        pictures.picture("PNG")[:-30],
        pictures.picture("JPEG", (400, 400))[:300],
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(wrong: bytes) -> None:
    with pytest.raises(UnfitLogo, match="Nothing was saved"):
        logo_png(wrong)


@pytest.mark.parametrize(
    "bomb",
    [
        pictures.png_claiming(50_000, 50_000),
        pictures.png_claiming(50_000, 50_000, packed=zlib.compress(b"\0" * 100_000_000)),
        pictures.png_claiming(2**31 - 1, 2**31 - 1),
        pictures.png_claiming(1, 16_000_001),
        pictures.webp_claiming(16_383, 16_383),
        pictures.webp_claiming(2**24, 2**24),
    ],
)
def test_a_bomb_is_refused_by_its_head_at_once_and_without_memory(bomb: bytes) -> None:
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(UnfitLogo, match=r"4,000 × 4,000 are plenty|damaged"):
        logo_png(bomb)
    seconds, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 1
    assert peak < 4 * 1024 * 1024


def test_a_file_over_two_megabytes_is_not_opened() -> None:
    with pytest.raises(UnfitLogo, match="2 MB"):
        logo_png(pictures.picture() + b"\0" * logo.LARGEST_FILE)
