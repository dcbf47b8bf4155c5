"""Documents of hostile size: text or a clear error, within a gigabyte of memory where the system can hold us to it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

SENTENCE: Final = "三月的第一个早晨，渡口的钟敲了七下，摆渡人老秦解开缆绳，把船推进雾里。"
P: Final = f"<p>{SENTENCE}</p>" * 3
MEMORY_MAX: Final = 1 << 30
"""Bytes of address space."""
BOMB: Final = "".join(
    f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
)

CASES: Final = {
    "page of 20 MB": lambda: "<html><body><div>" + f"<p>{SENTENCE}</p>" * 170_000,
    "pictures of 20 MB": lambda: f"<html><body>{P}" + f"<img src='data:image/png;base64,{'A' * 1000}'>" * 20_000,
    "script of 20 MB": lambda: "<html><body><script>" + "var a=1;" * 2_500_000 + f"</script>{P}",
    "100,000 nested tags": lambda: "<html><body>" + "<div>" * 100_000 + P,
    "a million attributes": lambda: f"<html><body><div {' '.join(f'a{i}={i}' for i in range(1_000_000))}>{P}",
    "line of 50 MB": lambda: SENTENCE * 480_000,
    "paragraph of 50 MB": lambda: f"<html><body><p>{SENTENCE * 480_000}",
    "null bytes": lambda: "\0".join(P) * 100,
    "300,000 lines of a character": lambda: "字\n" * 300_000,
    "300,000 paragraphs of a character": lambda: "<html><body>" + "<p>字</p>" * 300_000,
    "100,000 inline elements": lambda: "<html><body><p>" + "<b>字</b>x" * 100_000,
    "2 million entities": lambda: "<html><body>" + "&amp;" * 2_000_000 + P,
    "entity bomb": lambda: f'<!DOCTYPE h [<!ENTITY a "aaaaaaaaaa">{BOMB}]><html><body>' + "&i;" * 1000 + P,
    "plaintext": lambda: f"<html><body>{P}<plaintext>{P * 1000}",
    "broken comments": lambda: f"<html><body>{P}" + "<!-- " * 100_000 + P + "--!>" * 1000,
    "unclosed tags": lambda: "<html><body>" + "<p><b><i><a href='x'><table><tr><td>" * 20_000 + P,
    "marks of notes": lambda: "<html><body><p>" + "<a href='#n'>1</a>" * 50_000 + f"{P}<p id=n>1 注",
    "spans without end": lambda: f"<html><body>{P}<table>" + "<tr><td rowspan=9999 colspan=9999>1<td>2" * 20_000,
    "quotations in quotations": lambda: ">" * 200_000 + SENTENCE,
    "marks of Markdown": lambda: f"<html><body>{P}<p>" + "*_`[]()" * 100_000,
}  # fmt: skip

_PROGRAM: Final = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
except (ImportError, ValueError, OSError):
    pass
from sitegen.cli import main
sys.argv = ["sitegen", "extract", "--json", sys.argv[2]]
main()
"""


@pytest.mark.parametrize("make", CASES.values(), ids=CASES)
def test_each_is_answered(tmp_path: Path, make: Callable[[], str]) -> None:
    document = tmp_path / "page.html"
    document.write_text(make(), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(MEMORY_MAX), str(document)], capture_output=True, check=False
    )
    (line,) = done.stdout.decode().splitlines()
    answer = json.loads(line)
    assert answer.get("text") or answer["error"]
    assert "Traceback" not in done.stderr.decode()
    assert "Memory" not in answer.get("error", "")
