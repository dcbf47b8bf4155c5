"""Lines that were broken at a fixed width become paragraphs again; lines that an author set stay."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.extract.wrapped import columns
from sitegen.model import Extraction

Read = Callable[..., Extraction]

HEAD: Final = "旧粮仓改成书屋 老保管员回来看书\n2023-04-12 08:20 来源：柳湾日报\n"
BODY: Final = (
    "柳湾镇的旧粮仓今年春天换了新主人。镇里把三座空置十多年的圆仓交给返乡青年打理，仓里的木架拆下来做成了书架。",
    "设计师鲁小满说，圆仓的墙有四十厘米厚，冬暖夏凉，最适合藏书。“我们只加了灯和楼梯，连墙上的粮号都没擦。”",
    "开馆那天来了四百多人，有人专门从县城坐班车来。老保管员在门口站了很久，他说自己在这里称过三十年的稻谷。",
    "粮仓书屋每周开放六天，周末有讲故事的活动。镇里计划明年把旁边的晒场改成露天影院，放映村民自己选的老电影。",
)


def wrapped(paragraph: str, width: int, first: str = "", indent: str = "") -> list[str]:
    lines, line = [], first
    for char in paragraph:
        if columns(line + char) > width and char not in "，。、；：？！”）":
            lines.append(line)
            line = indent
        line += char
    return [*lines, line]


@pytest.mark.parametrize(
    ("between", "first", "indent"),
    [("\n\n", "", ""), ("\n", "　　", ""), ("\n", "    ", ""), ("\n\n", "    ", "  ")],
    ids=["blank lines", "wide blanks", "blanks", "both"],
)
@pytest.mark.parametrize("width", [40, 56, 72])
def test_paragraphs_are_joined(read: Read, width: int, between: str, first: str, indent: str) -> None:
    body = between.join("\n".join(wrapped(p, width, first, indent)) for p in BODY)
    found = read(f"{HEAD}\n{body}\n\n责任编辑：方远\n返回顶部\n")
    assert found.text.split("\n") == list(BODY)
    assert (found.publisher, found.editor) == ("柳湾日报", "方远")
    steps = [step for step in found.repairs if step.rule == "wrapped-lines"]
    assert sum(step.count for step in steps) == sum(len(wrapped(p, width, first, indent)) - 1 for p in BODY)
    assert all(step.before.replace("\n", "") == step.after for step in steps)


@pytest.mark.parametrize("width", [44, 45, 46, 48])
def test_a_dateline_of_the_same_width_is_no_part_of_a_paragraph(read: Read, width: int) -> None:
    body = "\n".join("\n".join(wrapped(p, width)) for p in BODY)
    found = read(f"旧粮仓改成书屋\n2023-04-12 08:20 来源：柳湾日报 作者：方远\n{body}\n")
    assert (found.publisher, found.authors, found.text.split("\n")) == ("柳湾日报", ("方远",), list(BODY))


def test_all_lines_may_be_parted_by_blank_ones(read: Read) -> None:
    body = "\n\n".join("\n\n".join(wrapped(p, 60, "　　")) for p in BODY)
    assert read(f"{HEAD}\n{body}\n").text.split("\n") == list(BODY)


def test_damage_does_not_change_the_width_of_what_is_mended(read: Read) -> None:
    body = "\n\n".join("\n".join(wrapped(p, 56)) for p in BODY).replace("，", "&#65292;")
    assert read(f"{HEAD}\n{body}\n").text.split("\n") == list(BODY)


VERSE: Final = (
    "江上的风吹了一整夜又停，江上的月落了一半又升。",
    "岸边的灯等了半生没有灭，岸边的人走了半路又回。",
    "船头的水记得每一个名字，船尾的浪忘了每一张脸。",
    "渡口的钟敲过七下又七下，渡口的雾散了一层又一层。",
)
ENTRIES: Final = (
    "第一届获奖作品是《渡口的钟》，作者来自江边小学",
    "第二届获奖作品是《村口风车》，作者来自山前小学",
    "第三届获奖作品是《秋天晒场》，作者来自镇上中学",
    "第四届获奖作品是《独木小桥》，作者来自河西小学",
    "第五届获奖作品是《井边石阶》，作者来自柳湾中学",
)


@pytest.mark.parametrize("lines", [BODY, VERSE, ENTRIES], ids=["paragraphs", "verse", "entries"])
def test_lines_that_were_meant_stay(read: Read, lines: tuple[str, ...]) -> None:
    found = read("\n".join((HEAD, BODY[0], *lines, BODY[1] + BODY[2])))
    assert found.text.split("\n")[1:-1] == list(lines)


def test_blank_lines_tell_where_paragraphs_end_if_damage_made_lines_shorter(read: Read) -> None:
    noise = dict(zip("的在了", ("的\u200b\u200d", "在\u200d", "了\u200b\u200b"), strict=True))
    body = "\n\n".join("\n".join(wrapped("".join(noise.get(c, c) for c in p), 56)) for p in BODY)
    assert read(f"{HEAD}\n{body}\n").text.split("\n") == list(BODY)
