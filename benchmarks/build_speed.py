"""Time builds of a generated site: a first one, and what comes after it.

    python benchmarks/build_speed.py [--articles N,N…] [--phases P,P…] [--heavy] [--runs N]

The articles are generated from sentences of the samples, shuffled by a fixed seed: paragraphs, headings, links, lists,
bold words, three tags each. Whole processes are timed, from start to exit, by the time on the wall and on all
processors together; memory is that of all processes of a build, shared pages counted once. With --heavy every page
carries 30 KB more of template, as a theme with much around its articles has. `make bench` runs it small.

first        nothing there      nothing    nothing changed          body     a sentence appended to one article
title        one title changed  add        one article more         frame    a template of all pages changed
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Self

CONTENT: Final = Path(__file__).parents[1] / "content"
SEED: Final = 20261125
SENTENCE: Final = "[\u4e00-\u9fff，、；：“”0-9]{6,40}[。！？]"
TAGS: Final = tuple(f"{first}{second}" for first in "文化科技经济社会" for second in "史论谈报")
HEAVY: Final = 30_000
CONFIG: Final = '[site]\ntitle = "测试"\nbase_url = "https://example.org/"\n'


def article(sentences: Sequence[str], number: int, chance: random.Random) -> str:
    day = date(2010, 1, 1) + timedelta(days=number % 5000)
    tags = ", ".join(chance.sample(TAGS, 3))
    blocks = []
    for part in range(4):
        blocks += [f"## {chance.choice(sentences)[:10]}{part}"] if part else []
        blocks += ["".join(chance.choices(sentences, k=4)) for _ in range(3)]
        blocks.append(
            f"{chance.choice(sentences)}**{chance.choice(sentences)}**见[此处](https://example.org/{number})。"
        )
    blocks.append("\n".join(f"- {chance.choice(sentences)}" for _ in range(4)))
    head = f"title: {chance.choice(sentences)[:20]}\ndate: {day}\ntags: [{tags}]\npublisher: 某报\nauthors: [张三]\n"
    return f"---\n{head}---\n\n" + "\n\n".join(blocks) + "\n"


def make_site(root: Path, count: int, *, heavy: bool) -> None:
    text = "\n".join(path.read_text("utf-8") for path in sorted(CONTENT.rglob("*.md")))
    sentences, chance = re.findall(SENTENCE, text), random.Random(SEED)  # noqa: S311 (not for secrets)
    (root / "content").mkdir(parents=True)
    (root / "sitegen.toml").write_text(CONFIG, "utf-8")
    for number in range(count):
        path = root / "content" / f"a{number:06}.md"
        path.write_text(article(sentences, number, chance), "utf-8", newline="\n")
    if heavy:
        (root / "templates/partials").mkdir(parents=True)
        links = "".join(
            f'<li><a href="/{n}/">{{{{ view.site.words.home }}}} {n}</a></li>\n' for n in range(HEAVY // 32)
        )
        (root / "templates/partials/footer.html").write_text(f"<footer><ul>\n{links}</ul></footer>\n", "utf-8")


class Memory:
    """The most memory that a process and its children have at one time, in MB; 0 where /proc does not tell."""

    def __init__(self, process: int) -> None:
        self.peak, self._process, self._ended = 0.0, process, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.2):
            self.peak = max(self.peak, sum(_shared_memory(pid) for pid in _family(self._process)) / 1024)


def _family(process: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(entry.name)) == process:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _shared_memory(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    line = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(line[1]) if line else 0


def timed(root: Path) -> tuple[float, float, float]:
    """Build once; return seconds on the wall, seconds on all processors, MB."""
    before, start = os.times(), time.perf_counter()
    command = [sys.executable, "-m", "sitegen", "-C", str(root), "build"]
    with (
        subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as process,
        Memory(process.pid) as memory,
    ):
        code = process.wait()
    wall, after = time.perf_counter() - start, os.times()
    if code:
        raise SystemExit(f"the build failed with {code}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu, memory.peak


def _append(root: Path) -> None:
    path = root / "content" / "a000007.md"
    path.write_text(f"{path.read_text('utf-8')}\n又一句。\n", "utf-8", newline="\n")


def _retitle(root: Path) -> None:
    path = root / "content" / "a000008.md"
    path.write_text(path.read_text("utf-8").replace("title: ", "title: 新", 1), "utf-8", newline="\n")


def _add(root: Path) -> None:
    number = len(list((root / "content").iterdir()))
    shutil.copy(root / "content" / "a000009.md", root / "content" / f"b{number:06}.md")


def _frame(root: Path) -> None:
    path = root / "templates" / "partials" / "security.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'<meta charset="utf-8"><!-- {time.time_ns()} -->\n', "utf-8")


def _clear(root: Path) -> None:
    for name in ("public", ".sitegen"):
        shutil.rmtree(root / name, ignore_errors=True)


PHASES: Final[dict[str, Callable[[Path], None]]] = {
    "first": _clear,
    "nothing": lambda _: None,
    "body": _append,
    "title": _retitle,
    "add": _add,
    "frame": _frame,
}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", default="300", help="how many, or several numbers with commas between")
    parser.add_argument("--runs", type=int, default=1, help="the median of so many counts")
    parser.add_argument("--phases", default=",".join(PHASES), help="which of those below, in their order")
    parser.add_argument("--heavy", action="store_true", help="30 KB more of template on every page")
    options = parser.parse_args(arguments)
    print(f"{'articles':>8} {'phase':8} {'wall s':>8} {'cpu s':>8} {'MB':>6}")
    for count in map(int, options.articles.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder, "site")
            make_site(root, count, heavy=options.heavy)
            for phase in options.phases.split(","):
                change = PHASES[phase]
                measured = []
                for _ in range(options.runs):
                    change(root)
                    measured.append(timed(root))
                wall, cpu, memory = sorted(measured)[len(measured) // 2]
                print(f"{count:8} {phase:8} {wall:8.2f} {cpu:8.2f} {memory:6.0f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
