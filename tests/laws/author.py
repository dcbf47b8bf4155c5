"""Somebody who edits a project at random, always the same way for the same seed."""

import os
import random
import re
from collections.abc import Callable
from typing import Final

from sitegen.build.session import CACHE_PATH
from tests.project import LONG, Project, article

_FIRST_TIME_NS: Final = 1_600_000_000_000_000_000
_SECOND: Final = 1_000_000_000
_NAMES: Final = ("chun", "xia", "qiu", "dong", "2024-05-06-li", "sub/mei", "sub/lan", "zhu/index")
_TITLES: Final = (
    "春天的书",
    "夏夜读报",
    "秋收与印刷",
    "冬天的铅字",
    "后来的皇后",
    "头发",
    "发展 & <展望>",
    '“引号”里的"字"',
)
_TAGS: Final = ("铅字", "排版", "網頁", "网页", "后记", "Big5", "干/湿")
_BODIES: Final = (
    "短短一句。",
    LONG,
    f"{LONG}\n\n## 小节\n\n> 引文：“发”与“髮”。\n\n- 一\n- 二\n",
    f"## 一\n\n{LONG}\n\n## 二\n\n[春](/chun.md) [节](xia.md#一) ![图](/figures/a.png)\n\n## 三\n\n`头发`\n",
    '<div class="note" onclick="x()">原始<b>网页</b><script>x()</script></div>\n',
    "| 甲 | 乙 |\n|:--|--:|\n| 后 | 皇后 |\n",
)
_TEMPLATES: Final = {
    "templates/partials/footer.html": ("<footer>一</footer>\n", "<footer>{{ view.site.title }}</footer>\n"),
    "templates/article.html": (
        '{% extends "theme/article.html" %}\n{% block main %}{{ super() }}<hr>{% endblock %}\n',
        '{% extends "base.html" %}\n{% block main %}{{ view.article.body.html }}{% endblock %}\n',
    ),
    "templates/base.html": (
        '{% extends "theme/base.html" %}\n{% block head %}{{ super() }}<!-- 我的 -->{% endblock %}\n',
    ),
    "templates/words.toml": ('[zh-Hant]\ntags = "題目"\n', '[zh-Hans]\narchive = "旧文"\n'),
}
_GLOSSARIES: Final = ('[zh-Hant]\n"铅字" = "活字"\n', '[zh-Hans]\n"網頁" = "主页"\n', "")
_STATIC: Final = ("static/style.css", "static/extra.css", "static/data/a.txt", "static/data")
_SETTINGS: Final = {
    "title": ('"书与字"', '"字与书"'),
    "urls": ('"relative"', '"absolute"'),
    "base_url": ('"https://example.org/"', '"https://example.org/news/"', '""'),
    "variants": ('["zh-Hans", "zh-Hant"]', '["zh-Hant-HK", "zh-Hans"]', '["zh-Hant"]'),
    "language": ('"zh-Hans"', '"zh-Hant"'),
    "timezone": ('"Asia/Taipei"', '"UTC"'),
}


class Author:
    """Edits *project*; every file gets a time of its own, long ago, so that the build has reason to trust it."""

    def __init__(self, project: Project, seed: int) -> None:
        self.project = project
        self.broken: dict[str, str] = {}
        """Files that cannot be read now → their last good text."""

        self.told: list[str] = []
        """What was done, for the message of a failure."""

        self._random = random.Random(seed)  # noqa: S311 (not for secrets)
        self._time = _FIRST_TIME_NS
        self._settings = {"title": '"书与字"'}
        self._build = {"page_size": 3, "feed_size": 4}
        for _ in range(4):
            self._add()

    def edit(self) -> None:
        """Change something."""
        action = self._random.choices([action for action, _ in self._actions], [weight for _, weight in self._actions])
        action[0]()

    def mend(self) -> None:
        """Give broken files back what they said."""
        for name, text in self.broken.items():
            self._write(name, text, "mend")
        self.broken = {}

    @property
    def _actions(self) -> tuple[tuple[Callable[[], None], int], ...]:
        return (
            (self._add, 5),
            (self._change_body, 5),
            (self._retag, 3),
            (self._redate, 3),
            (self._rename, 3),
            (self._delete, 3),
            (self._break, 3),
            (self._touch, 1),
            (self._template, 2),
            (self._glossary, 1),
            (self._static, 2),
            (self._attachment, 2),
            (self._configure, 3),
            (self._lose_output, 1),
            (self._lose_cache, 1),
        )

    def _tell(self, what: str, name: str) -> None:
        self.told.append(f"{what} {name}")

    def _write(self, name: str, text: str, what: str) -> None:
        self._tell(what, name)
        path = self.project.root / name
        if path.is_dir():
            self.project.remove(name)
        for parent in path.relative_to(self.project.root).parents:
            if (self.project.root / parent).is_file():
                (self.project.root / parent).unlink()
        self.project.write(name, text)
        self._age(name)

    def _age(self, name: str) -> None:
        self._time += _SECOND
        os.utime(self.project.root / name, ns=(self._time, self._time))

    def _articles(self) -> list[str]:
        content = self.project.root / "content"
        found = sorted(path.relative_to(self.project.root).as_posix() for path in content.rglob("*.md"))
        return [name for name in found if name not in self.broken]

    def _article(self) -> str:
        chance = self._random.random
        title = f"'{self._random.choice(_TITLES)}'"
        fields: dict[str, object] = {"title": title, "date": self._date(), "tags": self._tags()}
        if chance() < 0.15:
            fields["draft"] = "true"
        if chance() < 0.2:
            fields["lang"] = self._random.choice(("zh-Hant", "en"))
        if chance() < 0.2:
            fields["aliases"] = f"[/old-{self._random.randint(0, 10**9)}/]"
        if chance() < 0.2:
            fields["image"] = "/figures/a.png"
        if chance() < 0.1:
            fields["canonical"] = "https://example.org/original"
        return article(self._random.choice(_BODIES), **fields)

    def _date(self) -> str:
        return f"202{self._random.randint(4, 6)}-0{self._random.randint(1, 3)}-1{self._random.randint(0, 9)}"

    def _tags(self) -> str:
        return f"[{', '.join(self._random.sample(_TAGS, self._random.randint(0, 3)))}]"

    def _add(self) -> None:
        path = f"content/{self._random.choice(_NAMES)}.md"
        if self._random.random() < 0.2:
            path = f"content/pages/{self._random.choice(('about', 'links'))}.md"
        self.broken.pop(path, None)
        self._write(path, self._article(), "write")

    def _change_body(self) -> None:
        for name in self._random.sample(found := self._articles(), min(1, len(found))):
            text = (self.project.root / name).read_text("utf-8")
            self._write(name, f"{text}\n又一段，{self._random.randint(0, 99)}。\n", "append to")

    def _retag(self) -> None:
        self._change_field("tags", self._tags())

    def _redate(self) -> None:
        self._change_field("date", self._date())

    def _change_field(self, field: str, value: str) -> None:
        for name in self._random.sample(found := self._articles(), min(1, len(found))):
            text = (self.project.root / name).read_text("utf-8")
            self._write(name, re.sub(f"^{field}: .*", f"{field}: {value}", text, count=1, flags=re.MULTILINE), field)

    def _rename(self) -> None:
        for name in self._random.sample(found := self._articles(), min(1, len(found))):
            text = (self.project.root / name).read_text("utf-8")
            self.project.remove(name)
            self._write(f"content/new-{self._random.randint(0, 5)}.md", text, f"move {name} to")

    def _delete(self) -> None:
        for name in self._random.sample(found := self._articles(), min(1, len(found))):
            self.project.remove(name)
            self._tell("delete", name)

    def _break(self) -> None:
        for name in self._random.sample(found := self._articles(), min(1, len(found))):
            self.broken[name] = (self.project.root / name).read_text("utf-8")
            self._write(name, self._random.choice(("---\ntitel: x\n---\n", "---\ntitle: [\n---\n", "")), "break")

    def _touch(self) -> None:
        for name in self._random.sample(found := self._articles(), min(1, len(found))):
            self._tell("touch", name)
            self._age(name)

    def _template(self) -> None:
        name = self._random.choice(sorted(_TEMPLATES))
        if (self.project.root / name).exists() and self._random.random() < 0.5:
            self.project.remove(name)
            self._tell("remove", name)
        else:
            self._write(name, self._random.choice(_TEMPLATES[name]), "write")

    def _glossary(self) -> None:
        self._write("glossary.toml", self._random.choice(_GLOSSARIES), "write")

    def _static(self) -> None:
        name = self._random.choice(_STATIC)
        if (self.project.root / name).is_file() and self._random.random() < 0.4:
            self.project.remove(name)
            self._tell("remove", name)
        else:
            self._write(name, f"/* {self._random.randint(0, 99)} */", "write")

    def _attachment(self) -> None:
        name = f"content/figures/{self._random.choice(('a.png', 'A.png', 'b.pdf'))}"
        found = {path.name.lower(): path for path in (self.project.root / "content" / "figures").glob("*")}
        other = found.get(name.rsplit("/", 1)[-1].lower())
        if other is not None:
            other.unlink()
            self._tell("remove", other.name)
        if other is None or self._random.random() < 0.7:
            self._write(name, f"图 {self._random.randint(0, 99)}", "write")

    def _configure(self) -> None:
        if self._random.random() < 0.3:
            self._build = {"page_size": self._random.randint(1, 4), "feed_size": self._random.randint(1, 4)}
        else:
            key = self._random.choice(sorted(_SETTINGS))
            self._settings[key] = self._random.choice(_SETTINGS[key])
        rows = ["[site]", *(f"{key} = {value}" for key, value in self._settings.items())]
        rows += ["[build]", *(f"{key} = {value}" for key, value in self._build.items())]
        self._write("sitegen.toml", "\n".join(rows), f"configure {self._settings} {self._build} in")

    def _lose_output(self) -> None:
        for path in self._random.sample(found := sorted(self.project.tree()), min(2, len(found))):
            (self.project.output / path).unlink()
            self._tell("lose", path)

    def _lose_cache(self) -> None:
        if (self.project.root / CACHE_PATH).exists():
            self.project.remove(CACHE_PATH)
            self._tell("lose", "the cache")
