r"""Characters that stand as codes: \u56fe\u4e66, %u56FE%u4E66, %E5%9B%BE%E4%B9%A6, =E5=9B=BE=E4=B9=A6, ~{M<Ji~}.

Programs write text so for a transport, and a copy was made before it was read back. Addresses and programs have such
codes of their own right: a run counts only if what it says is Chinese prose, and if it stands neither in an address nor
within the quotation marks of a program, nor beside the very text that it stands for.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from sitegen.text.han import han_count
from sitegen.text.repair.edits import Edit
from sitegen.text.repair.language import language_model, plain

_FEWEST: Final = 3
"""Han characters in all runs of one line."""
_READABLE: Final = -9.0
"""The mean logarithm of the probability of a character; a word out of its sentence is less likely than prose."""
_CONFIDENCE: Final = 0.96
_LOSSY: Final = 0.9
"""Where the last code is cut off."""
_ADDRESS: Final = re.compile(r"[/?&=@#][!-~]*$")
_BYTES_MEANT: Final = ("utf-8", "gb18030", "big5hkscs")


class _Form(NamedTuple):
    """A way in which programs write characters as codes."""

    run: re.Pattern[str]
    decode: Callable[[str], str]
    """What a run says; "" if it says nothing."""


def restore_escapes(text: str) -> Sequence[Edit]:
    r"""Find characters that stand as codes.

    >>> restore_escapes(r"把\u5149\u9634\u7559\u4f4f。")
    (Edit(start=1, end=25, after='光阴留住', confidence=0.96, applied=True, alternatives=()),)
    """
    edits = [edit for form in _FORMS for edit in _found(text, form)]
    edits.sort(key=lambda edit: edit.start)
    return tuple(edits)


def _found(text: str, form: _Form) -> Iterator[Edit]:
    if not form.run.search(text):
        return
    for line in re.finditer(r"[^\n]+", text):
        runs = [(run, form.decode(run.group())) for run in form.run.finditer(line.group())]
        said = "".join(after for _, after in runs)
        if han_count(said) < _FEWEST or not _is_prose(said):
            continue
        for run, after in runs:
            if after and not _is_own(line.group(), run) and (len(after) < _FEWEST or after not in text):
                yield Edit(
                    line.start() + run.start(),
                    line.start() + run.end(),
                    after,
                    _LOSSY if "\ufffd" in after else _CONFIDENCE,
                )


def _is_prose(said: str) -> bool:
    return language_model().text("", plain(said)) > _READABLE * len(said)


def _is_own(line: str, run: re.Match[str]) -> bool:
    """Tell whether *run* is a part of an address, or of the text of a program."""
    before, after = line[: run.start()], line[run.end() : run.end() + 1]
    return before[-1:] in tuple("\"'`") or after in tuple("\"'`/") or bool(_ADDRESS.search(before))


def _units(run: str) -> str:
    """Return the characters of a run of four hexadecimal digits each; pairs of surrogates are one."""
    codes = re.findall(r"u([0-9a-fA-F]{4})", run)
    said = b"".join(int(code, 16).to_bytes(2, "big") for code in codes).decode("utf-16-be", "replace")
    return said if said.replace("\n", "").isprintable() else ""


def _octets(run: str) -> str:
    """Return the characters of a run of two hexadecimal digits each; a code that is cut off is U+FFFD."""
    data = bytes(int(code, 16) for code in re.findall(r"[0-9a-fA-F]{2}", run))
    for codec in _BYTES_MEANT:
        for size in range(len(data), len(data) - 3, -1):
            try:
                said = data[:size].decode(codec)
            except UnicodeDecodeError:
                continue
            if said.isprintable() and _is_prose(said):
                return said + "\ufffd" * (size < len(data))
    return ""


def _hz(run: str) -> str:
    """Return the characters of a run of HZ (RFC 1843): GB 2312 in seven bits between two marks."""
    try:
        return run.encode("ascii").decode("hz")
    except UnicodeDecodeError:
        return ""


_FORMS: Final = (  # each begins with a letter of its own, which the engine looks for before it tries
    _Form(re.compile(r"\\u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*"), _units),
    _Form(re.compile(r"%u[0-9a-fA-F]{4}(?:%u[0-9a-fA-F]{4})*"), _units),
    _Form(re.compile(r"%[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2}){3,}"), _octets),
    _Form(re.compile(r"=[0-9A-F]{2}(?:=[0-9A-F]{2}){3,}(?:=[0-9A-F]?)?"), _octets),
    _Form(re.compile(r"\\x[0-9a-fA-F]{2}(?:\\x[0-9a-fA-F]{2}){3,}"), _octets),
    _Form(re.compile(r"~\{(?:[!-w][!-~])+~\}"), _hz),
)
