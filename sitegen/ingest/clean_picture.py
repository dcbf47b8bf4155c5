"""Pictures without what they say of their makers: `clean`, for PNG, JPEG, GIF and WebP.

Pixels are not decoded: the parts of a file are kept or left out letter for letter, by lists of what is kept, so that
what nobody thought of is left out. Only the outer structure is checked; the time is linear in the size.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from types import MappingProxyType
from typing import Final, NamedTuple

SIZE_LIMIT: Final = 20_000_000
"""Bytes of one picture; a page of words carries none that is larger for a good reason."""
_PARTS_LIMIT: Final = 100_000
"""Chunks, segments or blocks of one picture; the longest animations have some thousands. It bounds the time."""


class PictureFault(Exception):
    """A picture is refused; the message says why, and stands after the name of the picture."""


class Cleaned(NamedTuple):
    """A picture without metadata."""

    extension: str
    data: bytes


def clean(data: bytes) -> Cleaned:
    """Return the picture *data* without its metadata, and the extension of its format.

    The format is told by the signature, never by a name. What is cleaned stays as it is when it is cleaned again.
    `PictureFault` for other formats, and for what is too large, cut short or malformed.
    """
    if len(data) > SIZE_LIMIT:
        raise PictureFault(f"is larger than {SIZE_LIMIT // 1_000_000} MB")
    for extension, signature, strip in _FORMATS:
        if signature.match(data):
            return Cleaned(extension, strip(data))
    if re.search(rb"<svg[\s>]", data[:4096], re.IGNORECASE):
        raise PictureFault("is an SVG drawing, which can hold scripts; only PNG, JPEG, GIF and WebP are taken")
    raise PictureFault("is neither PNG nor JPEG nor GIF nor WebP" if data else "is empty")


def _part(data: bytes, start: int, size: int) -> bytes:
    part = data[start : start + size]
    if len(part) != size:
        raise _cut_short()
    return part


def _parts() -> Iterator[None]:
    """Count the parts of a picture; `PictureFault` when there are too many."""
    yield from repeat(None, _PARTS_LIMIT)
    raise PictureFault("has too many parts")


def _cut_short() -> PictureFault:
    return PictureFault("is cut short")


def _require(is_sound: bool, fault: str) -> None:
    if not is_sound:
        raise PictureFault(f"is malformed: {fault}")


# ── PNG ──────────────────────────────────────────────────────────────────────────────────────────

_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_ANY: Final = 2**31
_PNG_FIXED: Final = {b"IHDR": 13, b"IEND": 0, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"pHYs": 9, b"acTL": 8, b"fcTL": 26}
_PNG_KEPT: Final[Mapping[bytes, range]] = MappingProxyType(
    {
        **{kind: range(size, size + 1) for kind, size in _PNG_FIXED.items()},
        **dict.fromkeys((b"IDAT", b"iCCP", b"fdAT"), range(_ANY)),
        b"PLTE": range(3, 769, 3),
        b"tRNS": range(1, 257),
        b"bKGD": range(1, 7),
        b"sBIT": range(1, 5),
    }
)
"""The chunks that make up what is seen, and how long each may be."""
_PNG_DEPTHS: Final[Mapping[int, tuple[int, ...]]] = MappingProxyType(
    {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
)
"""Bit depths by colour type (section 11.2.1)."""
_INDEXED: Final = 3
_IS_ANCILLARY: Final = 0x20


def _png(data: bytes) -> bytes:
    """Keep the chunks of `_PNG_KEPT` up to IEND. Portable Network Graphics, third edition (W3C), sections 5 and 11."""
    kept = [_PNG_SIGNATURE]
    kinds: list[bytes] = []
    position = len(_PNG_SIGNATURE)
    for _ in _parts():
        size, kind = struct.unpack(">I4s", _part(data, position, 8))
        end = position + size + 12
        if end > len(data):
            raise _cut_short()
        if kind in _PNG_KEPT:
            chunk = data[position:end]
            _require(size in _PNG_KEPT[kind], f"its {kind.decode()} chunk has a wrong length")
            _require(chunk[-4:] == zlib.crc32(chunk[4:-4]).to_bytes(4), f"its {kind.decode()} chunk has a wrong sum")
            kinds.append(kind)
            kept.append(chunk)
        else:
            _require(kind.isalpha() and bool(kind[0] & _IS_ANCILLARY), "it has an unknown chunk")
        if kind == b"IEND":
            break
        position = end
    _check_png_header(kept[1], kinds)
    return b"".join(kept)


def _check_png_header(header: bytes, kinds: list[bytes]) -> None:
    _require(kinds[0] == b"IHDR" and kinds.count(b"IHDR") == 1, "its header does not come first")
    first, count = (kinds.index(b"IDAT"), kinds.count(b"IDAT")) if b"IDAT" in kinds else (0, 0)
    _require(count > 0 and kinds[first : first + count] == [b"IDAT"] * count, "its pixels are not in one piece")
    width, height, depth, colour, method, filtering, interlace = struct.unpack(">IIBBBBB", header[8:21])
    _require(0 < width < _ANY and 0 < height < _ANY, "it has no size")
    _require(depth in _PNG_DEPTHS.get(colour, ()), "it has an unknown kind of colour")
    _require((method, filtering) == (0, 0) and interlace in (0, 1), "it is packed in an unknown way")
    palettes = kinds.count(b"PLTE")
    _require(palettes == kinds[:first].count(b"PLTE") <= 1, "its palette is out of place")
    _require(palettes == 1 or colour != _INDEXED, "it has no palette")


# ── JPEG ─────────────────────────────────────────────────────────────────────────────────────────

_START_OF_FRAME: Final = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive; browsers show no other process (T.81, table B.1)."""
_START_OF_SCAN: Final = 0xDA
_END_OF_IMAGE: Final = 0xD9
_MARKER: Final = re.compile(rb"\xff++([^\x00\xff])", re.DOTALL)
_SCAN_END: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""A marker within coded pixels that is neither a stuffed byte nor a restart (T.81, B.1.1.5)."""
_EXIF: Final = b"Exif\x00\x00"
_ORIENTATION: Final = (0x0112, 3, 1)  # tag, type, number of values


def _jpeg(data: bytes) -> bytes:
    """Keep tables, frame and scans up to the end of the image, and of the rest what `_JPEG_KEPT` makes of it.

    ITU-T T.81, annex B; JFIF: ITU-T T.871; Exif: CIPA DC-008; ICC profiles: ICC.1, annex B.4.
    """
    kept = [b"\xff\xd8"]
    frames = scans = 0
    position = 2
    for _ in _parts():
        marker, position = _next_marker(data, position)
        if marker == _END_OF_IMAGE:
            break
        _require(marker in _JPEG_KEPT, "it has an unknown segment, or is of a kind that browsers do not show")
        size = int.from_bytes(_part(data, position, 2))
        _require(size >= 2, "a segment has no length")  # noqa: PLR2004 - the length counts itself
        payload = _JPEG_KEPT[marker](_part(data, position + 2, size - 2))
        position += size
        if payload is not None:
            kept.append(struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload)
        frames += marker in _START_OF_FRAME
        if marker == _START_OF_SCAN:
            end = _SCAN_END.search(data, position)
            if end is None:
                raise _cut_short()
            _require(frames == 1 and end.start() > position, "a scan is out of place or empty")
            kept.append(data[position : end.start()])
            position = end.start()
            scans += 1
    _require(frames == 1 and scans > 0, "it has no pixels")
    return b"".join(kept) + b"\xff\xd9"


def _next_marker(data: bytes, position: int) -> tuple[int, int]:
    """Return the marker at *position*, after fill bytes, and where it ends."""
    match = _MARKER.match(data, position)
    if match is None:
        _require(not data[position:].strip(b"\xff"), "its segments do not follow one another")
        raise _cut_short()
    return match[1][0], match.end()


def _beginning(pattern: bytes, end: bytes = b"") -> Callable[[bytes], bytes | None]:
    """Return what keeps of a payload as much as *pattern* takes, and *end*; nothing of another payload."""
    match = re.compile(pattern, re.DOTALL).match
    return lambda payload: found[0] + end if (found := match(payload)) else None


def _orientation_only(payload: bytes) -> bytes | None:
    """Keep of Exif which side is up; a photograph would lie on its side without it."""
    turned = _orientation(payload.removeprefix(_EXIF)) if payload.startswith(_EXIF) else 1
    if turned == 1:
        return None
    entry = struct.pack(">HHIHH", *_ORIENTATION, turned, 0)
    return _EXIF + b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def _orientation(tiff: bytes) -> int:
    """Return the orientation that the first directory of *tiff* states, 1 to 8; 1 where it says nothing sound."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        magic, start = struct.unpack_from(f"{order}HI", tiff, 2)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for i in range(count if magic == 42 else 0):  # noqa: PLR2004 - TIFF 6.0, section 2
            tag, kind, values, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * i)
            if (tag, kind, values) == _ORIENTATION:
                return value if value in range(1, 9) else 1
    except struct.error:
        pass
    return 1


def _frame(payload: bytes) -> bytes:
    _require(len(payload) > 6 and len(payload) == 6 + 3 * payload[5], "its frame has a wrong length")  # noqa: PLR2004
    _require(any(payload[3:5]), "it has no width")
    return payload


def _scan(payload: bytes) -> bytes:
    _require(bool(payload) and len(payload) == 4 + 2 * payload[0] > 4, "a scan has a wrong length")  # noqa: PLR2004
    return payload


def _two_bytes(payload: bytes) -> bytes:
    _require(len(payload) == 2, "a segment has a wrong length")  # noqa: PLR2004
    return payload


def _tables(payload: bytes, size_at: Callable[[int], int]) -> bytes:
    position = 0
    while position < len(payload):
        position += size_at(position)
    _require(position == len(payload), "a table has a wrong length")
    return payload


def _quantisation(payload: bytes) -> bytes:
    return _tables(payload, lambda at: 129 if payload[at] >> 4 else 65)


def _huffman(payload: bytes) -> bytes:
    return _tables(payload, lambda at: 17 + sum(payload[at + 1 : at + 17]))


_JPEG_KEPT: Final[Mapping[int, Callable[[bytes], bytes | None]]] = MappingProxyType(
    {
        **dict.fromkeys((*range(0xE0, 0xF0), 0xFE), lambda _: None),  # applications and comments
        **dict.fromkeys(_START_OF_FRAME, _frame),
        0xC4: _huffman,
        _START_OF_SCAN: _scan,
        0xDB: _quantisation,
        0xDC: _two_bytes,  # number of lines
        0xDD: _two_bytes,  # restart interval
        0xE0: _beginning(rb"JFIF\x00.{7}", bytes(2)),  # without its small picture: that may show more (T.871, 10.1)
        0xE1: _orientation_only,
        0xE2: _beginning(rb"ICC_PROFILE\x00.+"),
        0xEE: _beginning(rb"Adobe.{7}"),  # how colours were transformed (T.872, 6.5.3)
    }
)
"""What is kept of the segment after each marker; None for nothing."""


# ── GIF ──────────────────────────────────────────────────────────────────────────────────────────

_IMAGE: Final = 0x2C
_EXTENSION: Final = 0x21
_TRAILER: Final = 0x3B
_CONTROL: Final = 0xF9
_APPLICATION: Final = 0xFF
_LOOPING: Final = re.compile(rb"\x0bNETSCAPE2\.0\x03\x01..", re.DOTALL)


def _gif(data: bytes) -> bytes:
    """Keep images, their timing and how often they are shown again, up to the trailer. GIF89a (CompuServe, 1990)."""
    position = 13 + _colour_table(_part(data, 6, 7)[4])
    kept = [_part(data, 0, position)]
    images = 0
    for _ in _parts():
        kind = _part(data, position, 1)[0]
        if kind == _TRAILER:
            break
        if kind == _IMAGE:
            width, height, flags = struct.unpack("<4xHHB", _part(data, position + 1, 9))
            _require(width > 0 and height > 0, "an image has no size")
            start = position + 10 + _colour_table(flags)
            _require(_part(data, start, 1)[0] in range(2, 9), "an image is packed in an unknown way")
            end = _after_blocks(data, start + 1)
            kept.append(data[position:end])
            images += 1
        else:
            _require(kind == _EXTENSION, "it has an unknown block")
            label = _part(data, position + 1, 1)[0]
            end = _after_blocks(data, position + 2)
            if label == _CONTROL:
                _require(data[position + 2] == 4 and end == position + 8, "a timing has a wrong length")  # noqa: PLR2004
                kept.append(data[position:end])
            elif label == _APPLICATION and (loop := _LOOPING.match(data, position + 2, end - 1)):
                kept.append(b"\x21\xff" + loop[0] + b"\x00")
        position = end
    _require(images > 0, "it has no image")
    return b"".join(kept) + b"\x3b"


def _colour_table(flags: int) -> int:
    """Return how many bytes the table takes that *flags* announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, position: int) -> int:
    """Return where the sub-blocks end that start at *position*."""
    try:
        while size := data[position]:
            position += size + 1
    except IndexError:
        raise _cut_short() from None
    return position + 1


# ── WebP ─────────────────────────────────────────────────────────────────────────────────────────

_ICC_FLAG: Final = 0x20
_ALPHA_FLAG: Final = 0x10
_ANIMATION_FLAG: Final = 0x02
_FRAME_HEADER: Final = 16

_Chunks = list[tuple[bytes, bytes]]


def _webp(data: bytes) -> bytes:
    """Keep image, transparency, colour profile and animation. RFC 9649, section 2."""
    size = int.from_bytes(_part(data, 4, 4), "little")
    chunks = list(_chunks(_part(data, 12, max(size - 4, 0))))
    _require(bool(chunks), "it has no image")
    kind, payload = chunks[0]
    kept = _extended(payload, chunks[1:]) if kind == b"VP8X" else _bitstream(chunks[:1])
    body = b"WEBP" + _joined(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 0
    for _ in _parts():
        if position >= len(data):
            break
        kind, size = struct.unpack("<4sI", _part(data, position, 8))
        yield kind, _part(data, position + 8, size)
        position += 8 + size + size % 2


def _joined(chunks: _Chunks) -> bytes:
    return b"".join(
        kind + len(payload).to_bytes(4, "little") + payload + bytes(len(payload) % 2) for kind, payload in chunks
    )


def _extended(header: bytes, chunks: _Chunks) -> _Chunks:
    _require(len(header) == 10, "its header has a wrong length")  # noqa: PLR2004 - RFC 9649, 2.7
    flags = header[0]
    profile = [chunk for chunk in chunks if chunk[0] == b"ICCP"][:1] if flags & _ICC_FLAG else []
    if flags & _ANIMATION_FLAG:
        control = [chunk for chunk in chunks if chunk[0] == b"ANIM"][:1]
        frames = [(kind, _animation_frame(payload)) for kind, payload in chunks if kind == b"ANMF"]
        _require(bool(frames and control) and len(control[0][1]) == 6, "its animation is not whole")  # noqa: PLR2004
        image = control + frames
    else:
        image = _bitstream(chunks)
    kept_flags = flags & (_ALPHA_FLAG | _ANIMATION_FLAG) | (_ICC_FLAG if profile else 0)
    return [(b"VP8X", bytes([kept_flags, 0, 0, 0]) + header[4:]), *profile, *image]


def _animation_frame(payload: bytes) -> bytes:
    return _part(payload, 0, _FRAME_HEADER) + _joined(_bitstream(list(_chunks(payload[_FRAME_HEADER:]))))


def _bitstream(chunks: _Chunks) -> _Chunks:
    """Return the one image among *chunks*, after its transparency."""
    images = [chunk for chunk in chunks if chunk[0] in (b"VP8 ", b"VP8L")]
    _require(len(images) == 1, "it has no image, or several")
    kind, payload = images[0]
    if kind == b"VP8L":
        _require(len(payload) > 4 and payload[0] == 0x2F and payload[4] < 0x20, "its image has no header")  # noqa: PLR2004
        return images
    is_key_frame = len(payload) > 9 and not payload[0] & 1 and payload[3:6] == b"\x9d\x01\x2a"  # noqa: PLR2004
    _require(is_key_frame, "its image has no header")
    width, height = struct.unpack("<HH", payload[6:10])
    _require(bool(width & 0x3FFF and height & 0x3FFF), "it has no size")
    return [*[chunk for chunk in chunks if chunk[0] == b"ALPH"][:1], *images]


_FORMATS: Final[tuple[tuple[str, re.Pattern[bytes], Callable[[bytes], bytes]], ...]] = (
    ("png", re.compile(re.escape(_PNG_SIGNATURE)), _png),
    ("jpg", re.compile(rb"\xff\xd8\xff"), _jpeg),
    ("gif", re.compile(rb"GIF8[79]a"), _gif),
    ("webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL), _webp),
)
