"""Pictures beside a raw page: which ones are taken, under which name, and what they no longer say."""

import struct
import zlib
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sitegen.extract.blocks import Block, Code, Figure, Heading, Link, Listing, Paragraph, Quote, Text, Verbatim
from sitegen.extract.to_markdown import to_markdown
from sitegen.ingest.clean_picture import SIZE_LIMIT, PictureFault, clean
from sitegen.ingest.pictures import localise
from tests.soak import examples

SECRET: Final = b"taken by Somebody at home"

# ── pictures made by hand ────────────────────────────────────────────────────────────────────────


def chunk(kind: bytes, payload: bytes = b"") -> bytes:
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def png(*extra: bytes, head: bytes = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), after: bytes = b"") -> bytes:
    pixels = chunk(b"IDAT", zlib.compress(b"\0\x80"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(extra) + pixels + after + chunk(b"IEND")


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def exif(orientation: int, order: str = "<") -> bytes:
    """Make an Exif segment with a maker's words before the orientation."""
    name = b"MM" if order == ">" else b"II"
    entries = struct.pack(f"{order}HHII", 0x010F, 2, len(SECRET), 38)
    entries += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = name + struct.pack(f"{order}HIH", 42, 8, 2) + entries + bytes(4) + SECRET
    return segment(0xE1, b"Exif\0\0" + tiff)


JFIF: Final = segment(0xE0, b"JFIF\0\1\2\0\0\1\0\1\0\0")
SCAN: Final = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"


def jpeg(*extra: bytes, after: bytes = b"", frame: int = 0xC0) -> bytes:
    tables = segment(0xDB, bytes([0, *[1] * 64])) + segment(0xC4, bytes([0, 1, *[0] * 15, 0]))
    image = segment(frame, struct.pack(">BHHB", 8, 1, 1, 1) + b"\1\x11\0")
    return b"\xff\xd8" + b"".join(extra) + tables + image + SCAN + after + b"\xff\xd9"


GIF_IMAGE: Final = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
GIF_CONTROL: Final = b"\x21\xf9\x04\x00\x0a\x00\x00\x00"
GIF_LOOP: Final = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


def gif(*extra: bytes) -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6) + b"".join(extra) + GIF_IMAGE + b"\x3b"


def riff(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack("<I", len(payload)) + payload + bytes(len(payload) % 2)


LOSSY: Final = riff(b"VP8 ", b"\x10\0\0\x9d\x01\x2a\1\0\1\0\x55")
LOSSLESS: Final = riff(b"VP8L", b"\x2f\0\0\0\0\x07\x10")
ICCP: Final = riff(b"ICCP", b"abc")
ANIM: Final = riff(b"ANIM", bytes(6))


def webp(*chunks: bytes) -> bytes:
    return riff(b"RIFF", b"WEBP" + b"".join(chunks))


def vp8x(flags: int) -> bytes:
    return riff(b"VP8X", bytes([flags]) + bytes(9))


def app(name: bytes) -> bytes:
    return b"\x21\xff\x0b" + name + bytes([len(SECRET)]) + SECRET + b"\0"


def frame(*chunks: bytes) -> bytes:
    return riff(b"ANMF", bytes(16) + b"".join(chunks))


UPRIGHT: Final = segment(0xE1, b"Exif\0\0MM\0\x2a\0\0\0\x08\0\1" + struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) + bytes(4))
PROFILE: Final = segment(0xE2, b"ICC_PROFILE\0\1\1abc")
ADOBE: Final = segment(0xEE, b"Adobe\0\x64\0\0\0\0\1")
GAMMA: Final = chunk(b"gAMA", struct.pack(">I", 45455))
ACTL: Final = chunk(b"acTL", bytes(8))
NOISE: Final = tuple(chunk(kind, SECRET) for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"prVt"))

CLEANED: Final = {
    "png: text goes, also after the pixels": (png(*NOISE, GAMMA, after=NOISE[0]), png(GAMMA)),
    "png: nothing after the end": (png() + SECRET, png()),
    "png: animation stays": (png(ACTL, after=chunk(b"fdAT", b"\0\0\0\1x")), None),
    "jpeg: all applications and comments go": (
        jpeg(JFIF, *(segment(m, SECRET) for m in (*range(0xE0, 0xF0), 0xFE)), after=segment(0xFE, SECRET)),
        jpeg(JFIF),
    ),
    "jpeg: profile and colours stay": (jpeg(JFIF, PROFILE, ADOBE), None),
    "jpeg: colours stay, what is added to them goes": (jpeg(segment(0xEE, ADOBE[4:] + SECRET)), jpeg(ADOBE)),
    "jpeg: the small picture goes": (jpeg(segment(0xE0, JFIF[4:16] + b"\1\1rgb")), jpeg(JFIF)),
    "jpeg: a turned photograph stays turned": (jpeg(exif(6)), jpeg(UPRIGHT)),
    "jpeg: in the other order of bytes": (jpeg(exif(6, ">")), jpeg(UPRIGHT)),
    "jpeg: an upright one needs no word": (jpeg(exif(1)), jpeg()),
    "jpeg: a turn that does not exist": (jpeg(exif(9)), jpeg()),
    "jpeg: a broken directory": (jpeg(segment(0xE1, b"Exif\0\0II\x2a\0\xff\xff\xff\xff")), jpeg()),
    "jpeg: nothing after the end": (jpeg() + jpeg(exif(6)), jpeg()),
    "jpeg: fill bytes between segments": (jpeg(b"\xff\xff" + JFIF), jpeg(JFIF)),
    "gif: comments and applications go": (
        gif(
            GIF_LOOP, b"\x21\xfe\x05hello\0", app(b"XMP DataXMP"), b"\x21\x01\x0c" + bytes(12) + b"\2hi\0", GIF_CONTROL
        ),
        gif(GIF_LOOP, GIF_CONTROL),
    ),
    "gif: looping, without what is added to it": (gif(GIF_LOOP[:-1] + b"\3abc\0"), gif(GIF_LOOP)),
    "gif: nothing after the end": (gif() + SECRET, gif()),
    "webp: plain, lossy": (webp(LOSSY, riff(b"EXIF", SECRET)) + SECRET, webp(LOSSY)),
    "webp: plain, lossless": (webp(LOSSLESS), None),
    "webp: Exif, XMP and unknown chunks go, and their flags": (
        webp(vp8x(0x3C), ICCP, riff(b"what", SECRET), LOSSY, riff(b"EXIF", SECRET), riff(b"XMP ", SECRET)),
        webp(vp8x(0x30), ICCP, LOSSY),
    ),
    "webp: a profile that is announced and not there": (webp(vp8x(0x20), LOSSY), webp(vp8x(0), LOSSY)),
    "webp: transparency stays": (webp(vp8x(0x10), riff(b"ALPH", b"\0a"), LOSSY), None),
    "webp: animation, cleaned in each frame": (
        webp(vp8x(0x0A), ANIM, frame(LOSSY, riff(b"EXIF", SECRET)), frame(LOSSLESS), riff(b"EXIF", SECRET)),
        webp(vp8x(0x02), ANIM, frame(LOSSY), frame(LOSSLESS)),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("dirty", "expected"), CLEANED.values(), ids=CLEANED)
def test_metadata_goes_and_nothing_else(dirty: bytes, expected: bytes | None) -> None:
    cleaned = clean(dirty).data
    assert cleaned == (expected or dirty)
    assert clean(cleaned).data == cleaned
    assert SECRET not in cleaned


_HEAD: Final = struct.Struct(">IIBBBBB")
REFUSED: Final = {
    "empty": (b"", "is empty"),
    "svg": (b"\xef\xbb\xbf<?xml version='1.0'?>\n<SVG onload='x()'>", "can hold scripts"),
    "a page": (b"<!DOCTYPE html><p>404", "neither PNG nor"),
    "bitmap": (b"BM" + bytes(60), "neither PNG nor"),
    "too many parts": (png(chunk(b"tEXt") * 100_000), "too many parts"),
    "too large": (png() + bytes(SIZE_LIMIT), "larger than 20 MB"),
    "png: wrong sum": (png(GAMMA[:-1] + b"\0"), "wrong sum"),
    "png: wrong length": (png(chunk(b"gAMA", SECRET)), "wrong length"),
    "png: no pixels": (png()[:33] + chunk(b"IEND"), "pixels are not in one piece"),
    "png: pixels in two pieces": (png(chunk(b"IDAT"), GAMMA), "pixels are not in one piece"),
    "png: unknown critical chunk": (png(chunk(b"CgBI", b"1234")), "unknown chunk"),
    "png: two headers": (png(chunk(b"IHDR", bytes(13))), "header"),
    "png: no size": (png(head=_HEAD.pack(0, 1, 8, 0, 0, 0, 0)), "no size"),
    "png: unknown colour": (png(head=_HEAD.pack(1, 1, 8, 5, 0, 0, 0)), "kind of colour"),
    "png: unknown filter": (png(head=_HEAD.pack(1, 1, 8, 0, 0, 1, 0)), "packed"),
    "png: no palette": (png(head=_HEAD.pack(1, 1, 8, 3, 0, 0, 0)), "no palette"),
    "png: palette too late": (png(after=chunk(b"PLTE", bytes(3))), "palette is out of place"),
    "jpeg: arithmetic": (jpeg(frame=0xC9), "browsers do not show"),
    "jpeg: two frames": (jpeg(segment(0xC0, struct.pack(">BHHB", 8, 1, 1, 1) + b"\1\x11\0")), "out of place"),
    "jpeg: no scan": (b"\xff\xd8" + JFIF + b"\xff\xd9", "no pixels"),
    "jpeg: bytes between segments": (jpeg(JFIF, b"junk"), "do not follow"),
    "jpeg: table with more than a table": (jpeg(segment(0xDB, bytes(65) + SECRET)), "table"),
    "jpeg: restart interval with more": (jpeg(segment(0xDD, SECRET)), "wrong length"),
    "gif: no image": (b"GIF89a" + bytes(7) + b"\x3b", "no image"),
    "gif: unknown block": (gif(b"\x00"), "unknown block"),
    "gif: timing of a wrong length": (gif(b"\x21\xf9\x01\0\0"), "timing"),
    "webp: nothing": (webp(), "no image"),
    "webp: header alone": (webp(vp8x(0)), "no image"),
    "webp: no key frame": (webp(riff(b"VP8 ", bytes(20))), "no header"),
    "webp: animation without frames": (webp(vp8x(2), ANIM), "not whole"),
    "webp: two images": (webp(vp8x(0), LOSSY, LOSSLESS), "several"),
}


@pytest.mark.parametrize(("data", "fault"), REFUSED.values(), ids=REFUSED)
def test_unsound_pictures_are_refused(data: bytes, fault: str) -> None:
    with pytest.raises(PictureFault, match=fault):
        clean(data)


SOUND: Final = tuple(dirty for dirty, _ in CLEANED.values())


@pytest.mark.parametrize(
    "whole", [png(GAMMA), jpeg(JFIF), gif(GIF_CONTROL), webp(LOSSY), webp(vp8x(2), ANIM, frame(LOSSY))]
)
def test_cut_short_is_refused(whole: bytes) -> None:
    for size in range(12, len(whole)):
        with pytest.raises(PictureFault):
            clean(whole[:size])


def sound_or_refused(data: bytes) -> None:
    try:
        cleaned = clean(data)
    except PictureFault:
        return
    assert clean(cleaned.data) == cleaned


@pytest.mark.law
@settings(max_examples=examples(300), deadline=None)
@given(st.sampled_from((b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\xff\0\0\0WEBP")), st.binary())
def test_any_bytes_are_cleaned_or_refused(start: bytes, rest: bytes) -> None:
    sound_or_refused(start + rest)


@pytest.mark.law
@settings(max_examples=examples(600), deadline=None)
@given(st.sampled_from(SOUND), st.data())
def test_damaged_pictures_are_cleaned_or_refused(whole: bytes, data: Any) -> None:
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(start + 8, len(whole))))
    sound_or_refused(whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:])


# ── links ────────────────────────────────────────────────────────────────────────────────────────

URL: Final = "https://example.org/a/b/page.html"
FILES: Final = {
    "春 天.png": png(),
    "img/a.png": png(NOISE[0]),
    "img/b.jpg": jpeg(),
    "page_files/a(1).png": png(),
    "bad.svg": b"<svg>",
}


def is_taken(source: str, url: str | None) -> bool:
    found = localise(f"![x]({source})\n", url, FILES.get)
    assert bool(found.pictures) == found.markdown.startswith("![x](media/")
    return bool(found.pictures)


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("img/a.png", None),
        ("./img//a.png?size=large#top", URL),
        ("https://example.org/a/b/img/a.png", URL),
        ("https://EXAMPLE.org/a/b/img/a.png?x=1&amp;y", URL),
        ("%E6%98%A5%20%E5%A4%A9.png", None),
        ("<春 天.png>", None),
        ("%B4%BA%20%CC%EC.png", None),  # in GBK
        ("page_files/a%281%29.png", None),
        ("page_files/a(1).png", None),
        (r"page_files/a\(1\).png", None),
    ],
)
def test_pictures_beside_the_page_are_taken(source: str, url: str | None) -> None:
    assert is_taken(source, url)


@pytest.mark.parametrize(
    "source",
    [
        "/img/a.png",
        "../img/a.png",
        "x/../img/a.png",
        "x/%2e%2e/img/a.png",
        "%2Fimg/a.png",
        "C:/img/a.png",
        "C%3Aimg/a.png",
        "img%5Ca.png",
        "img/a.png%00",
        "img/a.png:stream",
        "img/.. /a.png",
        "NUL.png",
        "img/com1",
        "x" * 256,
        "?a.png",
        "http://[img/a.png",
        "http://example.org/a/b/img/a.png",
        "https://example.org/a/img/a.png",
        "https://example.org.evil/a/b/img/a.png",
        "https://example.org/a/b/../b/img/a.png",
        "//img/a.png",
        "file:img/a.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_nothing_outside_is_read(source: str) -> None:
    asked: list[str] = []
    localise(f"![x]({source})\n", URL, asked.append)
    assert asked == []


def test_the_name_is_the_digest_of_what_was_cleaned() -> None:
    found = localise('![a](img/a.png "春")\n\n![b](page_files/a(1).png)\n\n![c](img/b.jpg)\n', None, FILES.get)
    first, second, third = found.markdown.split("\n\n")
    assert first.startswith("![a](media/")
    assert first.endswith('.png "春")')
    assert first[4:30] == second[4:30]  # the same picture once its words are gone
    assert third.endswith(".jpg)\n")
    assert [picture.data for picture in found.pictures] == [png(), jpeg()]
    assert all(picture.name in found.markdown for picture in found.pictures)
    assert found.warnings == ()


MISSING: Final = {
    "absolute, missing": ("![a](https://example.org/a/b/no.png)", "![a](https://example.org/a/b/no.png)", 0),
    "absolute, refused": ("![a](https://example.org/a/b/bad.svg)", "![a](https://example.org/a/b/bad.svg)", 1),
    "elsewhere": ("![a](https://other.org/img/a.png)", "![a](https://other.org/img/a.png)", 0),
    "relative, missing": ("![一 \\[图\\]](no.png)", "一 \\[图\\]", 1),
    "relative, refused": ("![a](bad.svg)", "a", 1),
    "its words begin no heading": ("![# 1](no.png)", "\\# 1", 1),
    "its caption stands for it": ('![](no.png "a \\"b\\"")', 'a "b"', 1),
    "without words nothing stays": ("a\n\n![](no.png)\n\nb\n\n![](no.png)\n", "a\n\nb\n", 1),
    "without words nothing at all": ("![](no.png)\n", "", 1),
    "within a link": ("[![a](no.png)](https://example.org)", "[a](https://example.org)", 1),
    "in a quotation": ("> ![a](no.png)\n>\n> b", "> a\n>\n> b", 1),
}


@pytest.mark.parametrize(("markdown", "expected", "warnings"), MISSING.values(), ids=MISSING)
def test_pictures_that_are_not_there(markdown: str, expected: str, warnings: int) -> None:
    found = localise(markdown, URL, FILES.get)
    assert (found.markdown, found.pictures, len(found.warnings)) == (expected, (), warnings)


def test_a_warning_says_which_and_why() -> None:
    assert localise("![a](bad.svg)![b](no.png)", None, FILES.get).warnings == (
        "picture bad.svg is an SVG drawing, which can hold scripts; only PNG, JPEG, GIF and WebP are taken",
        "picture no.png does not lie beside the page",
    )


PICTURE: Final = "![x](img/a.png)"
CODE: Final = (
    f"`{PICTURE}`",
    f"``a ` {PICTURE}``",
    f"`a\n{PICTURE}`",
    f"```\n{PICTURE}\n```",
    f"~~~~ md\n~~~\n\n{PICTURE}",
    f"> ```\n> {PICTURE}\n> ```",
    f"- a\n\n  ```\n  {PICTURE}\n\n  {PICTURE}\n  ```",
    f"10. ```\n    {PICTURE}\n    ```",
    f"a\n\n    {PICTURE}",
    f"- a\n\n      {PICTURE}",
    f"\t{PICTURE}",
    f"\\!{PICTURE[1:]}",
    f"!\\{PICTURE[1:]}",
)
NO_CODE: Final = (
    f"a\n    {PICTURE}",
    f"`a\n\n{PICTURE}`",
    f"\\`{PICTURE}`",
    f"``{PICTURE}`",
    f"> ```\n\n{PICTURE}",
    f"- ```\n\n{PICTURE}",
    f"- a\n\n  {PICTURE}",
    f"-     a\n  {PICTURE}",
    f"- - 1. > {PICTURE}",
    f"---\n{PICTURE}",
    f"# {PICTURE}",
    f"a {PICTURE} `b` {PICTURE}",
    f"```\na\n```\n{PICTURE}",
)


@pytest.mark.parametrize("markdown", CODE)
def test_code_is_left_alone(markdown: str) -> None:
    assert "<img" not in MarkdownIt("commonmark").render(markdown)
    assert localise(markdown, None, FILES.get).markdown == markdown


@pytest.mark.parametrize("markdown", NO_CODE)
def test_pictures_are_found_beside_code(markdown: str) -> None:
    count = MarkdownIt("commonmark").render(markdown).count("<img")
    assert count == localise(markdown, None, FILES.get).markdown.count("](media/") > 0


_SHORT: Final = st.lists(st.sampled_from((*"a春 `*[]()!\\<>#-+1.~|_&;\"'", "```", "![x](no.png)")), max_size=8).map(
    "".join
)
_INLINES: Final = st.lists(
    st.builds(Text, _SHORT)
    | st.builds(Code, _SHORT)
    | st.builds(lambda text: Link("http://x/", (Text(text),)), _SHORT),
    max_size=4,
).map(lambda inlines: tuple(part for inline in inlines for part in (inline, Text("，"))))
_LEAVES: Final = (
    st.builds(Paragraph, _INLINES)
    | st.builds(Heading, st.integers(1, 6), _INLINES)
    | st.builds(Verbatim, st.lists(_SHORT, max_size=4).map("\n".join))
    | st.builds(Figure, st.integers(0, 99).map(lambda i: f"p/{i} (x).png"), _SHORT, _SHORT)
)
_BLOCKS: Final[st.SearchStrategy[Block]] = st.recursive(
    _LEAVES,
    lambda inner: (
        st.builds(Quote, st.lists(inner, max_size=3).map(tuple))
        | st.builds(
            Listing, st.lists(st.lists(inner, max_size=3).map(tuple), max_size=3).map(tuple), st.none() | st.just(9)
        )
    ),
    max_leaves=6,
)


def shown(markdown: str) -> list[str]:
    inlines = [token for token in MarkdownIt("commonmark").enable("table").parse(markdown) if token.type == "inline"]
    return [str(child.attrs["src"]) for token in inlines for child in token.children or () if child.type == "image"]


@pytest.mark.law
@settings(max_examples=examples(150), deadline=None)
@given(st.lists(_BLOCKS, max_size=4))
def test_what_is_rewritten_is_what_a_parser_sees(blocks: list[Block]) -> None:
    markdown = to_markdown(blocks)
    local = localise(markdown, None, lambda path: png() if path.startswith("p/") else None)
    assert shown(local.markdown) == [local.pictures[0].name for _ in shown(markdown)]
    assert local.markdown.count("no.png") == markdown.count("no.png")  # in words and in code


@pytest.mark.parametrize("piece", ["`", "![", "![](", "![](a (", '![](a "', "![](<", "> ", "- ", "`" * 3 + "\n", "\\"])
def test_hostile_markdown_takes_no_longer_than_its_length(piece: str) -> None:
    markdown = piece * 20_000
    assert localise(markdown, None, FILES.get).markdown == markdown
