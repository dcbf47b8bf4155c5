"""A project with damaged raw pages, for tests of what people decide about them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta, timezone
from pathlib import Path
from typing import Final

from sitegen.ingest.decide import Decided, decide
from sitegen.ingest.decisions import Decision, Verdict
from sitegen.ingest.importer import ImportOptions, ImportReport, import_pages
from sitegen.ingest.review import Review, Reviews, read_reviews

ZONE: Final = timezone(timedelta(hours=8))
ACCEPT, REJECT, RESTORE = Decision(Verdict.ACCEPT), Decision(Verdict.REJECT), Decision(Verdict.RESTORE)

_HALF: Final = ((b"\xa3\xac", b","), (b"\xa3\xa1", b"!"), (b"\xa3\xbf", b"?"), (b"\xa3\xba", b":"))


def shifted(text: str) -> str:
    """Return *text* as a careless replacement of punctuation in GBK bytes leaves it."""
    data = text.encode("gb18030")
    for full, half in _HALF:
        data = data.replace(full, half)
    return data.decode("gb18030", "replace").replace("\ufffd", "?")


BRIDGE: Final = "\n".join(
    (
        "首页 > 地方 > 正文",
        "老桥要拆了",
        "2023-04-01 09:10 来源：渡口日报",
        shifted("桥头的老人说：“这座桥我走了六十年，从来没有想过它会老。”说完他就不再开口，只是看着河水。"),
        "县里的工程师量过桥(qiáo)墩，裂缝有三指宽，车一过就掉灰(huī)。",
        shifted("“拆了以后怎么过河？”“坐船。”问话的人笑了，答话的人也笑了，谁都知道渡船三年前就停了。"),
        "编号里留着两个看不清的字：锟斤拷。",
        "新桥的图纸挂在村口，画得很好看；桥栏上还写着一行字：愿每一个人都走得稳。",
        "责任编辑：秦小满",
        "返回顶部",
        "澳门在线娱乐平台_真人棋牌免费试玩_彩票走势图下载",
    )
)
FERRY: Final = """\
摆渡人
2023-05-02 来源：渡口日报
摆渡人把船(chuán)系在柳(liǔ)树上,等天亮。河上起(qǐ)了雾,看不见对岸(àn),只听见狗叫。
他说,河水比去年低了两尺,船底常常擦着沙。再低两尺,船就不走了,人从河床(chuáng)上走过去就行。
等他老了,河也许还在,桥也许已经修好,可是总有人要在半夜过河,总要有个人应一声。
责任编辑：秦小满"""


class Damaged:
    """A folder of raw pages, a content folder, and what is done with them."""

    def __init__(self, root: Path, pages: Mapping[str, str] | None = None) -> None:
        self.raw, self.content = root / "raw", root / "content"
        self.raw.mkdir(parents=True)
        for name, text in (pages or {"bridge.txt": BRIDGE, "ferry.txt": FERRY}).items():
            (self.raw / name).write_text(text, "utf-8")
        self.run()

    def run(self, *, update: bool = False, restore: bool = False, reject: tuple[str, ...] = ()) -> ImportReport:
        options = ImportOptions(ZONE, update=update, restore=restore, reject=reject)
        return import_pages([self.raw], self.content, options, origins={})

    def reviews(self, rules: Sequence[str] = ()) -> Reviews:
        return read_reviews(self.content, rules)

    def review(self, part: str = "lao-qiao", rules: Sequence[str] = ()) -> Review:
        return next(review for review in self.reviews(rules).articles if part in review.path)

    def decide(self, decision: Decision | None, *ids: str, rules: Sequence[str] = ()) -> tuple[Decided, ...]:
        found = self.reviews(rules)
        wanted = [
            (review, {id_: decision for id_ in review.entries if id_ in ids})
            for review in found.articles
            if not review.entries.keys().isdisjoint(ids)
        ]
        return decide(self.content, wanted, rules)

    def id(self, rule: str, part: str = "lao-qiao", nth: int = 0) -> str:
        return [id_ for id_, entry in self.review(part).entries.items() if entry.rule == rule][nth]

    def file(self, part: str = "lao-qiao") -> Path:
        return self.content / self.review(part).path

    def text(self, part: str = "lao-qiao") -> str:
        return self.file(part).read_text("utf-8")

    def edit(self, old: str, new: str, part: str = "lao-qiao") -> None:
        text = self.text(part)
        assert text.count(old) == 1, (old, text)
        self.file(part).write_text(text.replace(old, new), "utf-8")

    def tree(self) -> dict[str, bytes]:
        paths = (path for path in self.content.rglob("*") if path.is_file())
        return {path.relative_to(self.content).as_posix(): path.read_bytes() for path in paths}
