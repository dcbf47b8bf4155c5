"""What does not belong goes by its build and its place; healthy articles lose nothing, whatever they speak of."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]

HEAD: Final = "芦湾村的老磨坊重新转了起来"
BODY: Final = (
    "停了二十三年的芦湾村老磨坊，上个月重新转了起来。磨坊主人祝长庚把石磨抬下来凿了一遍，又请木匠换掉三根横梁。",
    "祝长庚今年七十一岁，父亲和祖父都守着这座磨坊。他说，水渠一断，石磨就停，村里人改去镇上买面，磨坊里堆满了稻草和旧农具。",
    "去年秋天，村里疏通水渠，水又流到磨坊门口。祝长庚在渠边看了半天，对儿子说：“石磨要是再不转，就真成石头了。”",
    "如今磨坊每周开三天，磨的是本村的小麦。来磨面的人多是老人，也有城里来的年轻人，带着孩子看石磨怎样把麦粒变成面粉。",
    "村里打算在磨坊旁边修一间小屋，摆放旧农具，讲讲水渠和石磨的来历。祝长庚愿意当讲解员，不过他提了一个条件：先得学会磨面。",
)
LINE: Final = "2022-10-03 08:15　来源：芦湾日报"


def dump(*lines: str) -> str:
    return "\n\n".join(lines)


STRANGE: Final[dict[str, str]] = {
    "keywords between bars of another script": "夜场招聘丨包厢预订丨酒水批发丨司机代驾",
    "keywords with commas": "夜场招聘,包厢预订,酒水批发,司机代驾,名表回收,二手车行,婚庆车队",
    "keywords with spaces": "夜场招聘电话 包厢预订价格 酒水批发市场 司机代驾平台 名表回收门店 二手车行地址 婚庆车队",
    "keywords with arrows": "夜场招聘 » 包厢预订 » 酒水批发 » 司机代驾",
    "Cyrillic": "Купить билеты на концерт недорого без комиссии",
    "Thai": "จองตั๋วเครื่องบินราคาถูก โปรโมชั่นวันนี้",
    "Arabic": "حجز تذاكر رخيصة عبر الإنترنت اليوم",
    "Vietnamese": "Đặt vé máy bay giá rẻ nhận ngay ưu đãi hôm nay",
    "Hangul": "콘서트 티켓 최저가 예매 지금 바로 확인",
    "a contact": "回收各种名酒名表，高价上门，加微信：hs88120",
    "addresses": "夜场招聘 http://a1.example.top/ 包厢预订 http://b2.example.top/",
    "letters apart": "夜 场 招 聘 包 厢 预 订",
    "script": "var _q = document.createElement('script'); _q.src = '//x.example/q.js';",
    "style": "#k3 .b { margin: 0; padding: 2px }",
    "attributes": '" target="_blank" rel="nofollow">',
    "data": '{"code":0,"msg":"ok"}',
    "an offer of two names": "夜场高薪诚聘佳丽，包厢酒水一律半价",
    "a paragraph that offers": "本平台新用户注册即送八十八元体验金，充值秒到账，客服全天在线，推荐好友可领取红包。",
}


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("place", ["head", "between", "tail"])
def test_strangers_go_from_everywhere(read: Read, name: str, place: str) -> None:
    stranger = STRANGE[name]
    lines = [HEAD, LINE, *BODY]
    lines.insert({"head": 0, "between": 4, "tail": len(lines)}[place], stranger)
    if place != "between":
        lines += ["返回顶部"]
    found = read(dump(*lines))
    assert found.title == HEAD
    assert found.text.split("\n") == list(BODY)
    removed = "".join(gone.text for gone in found.removed).replace(" ", "")
    assert stranger.replace(" ", "") in removed


GLUED: Final = (
    "夜场招聘_包厢预订_酒水批发",
    "回收名酒加微信：hs88120",
    "夜场招聘丨包厢预订丨酒水批发丨司机代驾",
    "Купить билеты на концерт недорого",
    "<div cla",
    "</p",
)


@pytest.mark.parametrize("glued", GLUED)
def test_what_is_glued_to_a_sentence_is_cut_off(read: Read, glued: str) -> None:
    found = read(dump(HEAD, LINE, *BODY[:2], BODY[2] + glued, *BODY[3:]))
    assert found.text.split("\n") == list(BODY)
    assert any(glued in gone.text and gone.line == 9 for gone in found.removed)


FURNITURE: Final = (
    ["打开应用，阅读体验更佳", "登录 | 订阅", "讚 0　分享　｜　字級設定：小 中 大"],
    ["跳至内容", "收藏 打印 关闭", "小字号 大字号"],
    ["今天是2022年10月5日 星期三", "无障碍阅读 | 长者模式", "请输入关键字"],
)
ENDS: Final = (
    ["责任编辑：甘露", "分享让更多人看到", "客户端下载", "热门排行"],
    ["（编辑：甘露）", "您的支持是我们前进的动力。", "本网站文字、图片，非经授权不得转载。"],
    ["END", "长按识别二维码，关注我们", "喜欢此内容的人还喜欢", "阅读 10万+"],
    ["← 上一篇文章", "发表评论", "您的邮箱地址不会被公开。 必填项已用 * 标注"],
)


@pytest.mark.parametrize("head", FURNITURE)
@pytest.mark.parametrize("tail", ENDS)
def test_furniture_of_many_sites(read: Read, head: list[str], tail: list[str]) -> None:
    found = read(dump(*head[:1], HEAD, LINE, *head[1:], *BODY, *tail))
    assert found.title == HEAD
    assert found.text.split("\n") == list(BODY)


HEALTHY: Final[dict[str, tuple[str, ...]]] = {
    "a crackdown": (
        "警方近日捣毁一个发布赌博广告的团伙，现场查获手机四十余部。该团伙在网页里藏入“注册送八十八”“真人荷官在线发牌”等字样。",
        "办案民警说，这些网页把关键词用横线连成一串，例如“高清夜场_免费注册_在线发牌”，让搜索引擎以为有人要找。",
        "团伙成员供述，每挂一天链接收费三十元，客服微信由上家提供。警方提醒，凡是注册即送、充值返利、客服催促下载的，都是骗局。",
    ),
    "a dialogue of short lines": (
        "“船来了吗？”",
        "“没有。”",
        "“雾散了吗？”",
        "“散了一半。”",
        "老人把灯提高了一些，江面上什么也看不见，只听见桨声从很远的地方传过来，一下，又一下，像有人在敲门。",
        "“听见了。”",
    ),
    "a list of steps": (
        "做这道糟鱼要用两斤重的草鱼，头天晚上去鳞剖肚，用盐抹遍，挂在通风的地方。第二天再做下面几步。",
        "1. 鱼切成寸段，用黄酒洗一遍",
        "2. 坛底铺一层酒糟",
        "3. 一层鱼，一层糟，压实",
        "坛口用荷叶封住，放在阴凉处二十天。开坛的时候，满屋子都是酒香，鱼肉红亮，不腥不柴。",
    ),
    "verse": (
        "下面这首短诗是他在船上写的，没有题目，写在一张烟盒纸的背面。",
        "江水不问来路，",
        "只问你带没带灯，",
        "若是带了，就请坐下，",
        "等雾走过船头。",
        "后来这张烟盒纸被裱起来，挂在渡口的候船室里，和开船时间表并排。",
    ),
    "figures": (
        "三个码头今年前九个月的客流如下，单位为人次，数字由渡口管理所提供。",
        "东码头 12031 14882 11760",
        "西码头 8820 9034 8711",
        "南码头 4410 4502 4377",
        "管理所说，东码头客流最多，是因为那里离菜市场近，早上五点就有人排队等船。",
    ),
    "a judgment": (
        "本院认为，原告与被告之间的买卖合同合法有效，双方均应按照约定履行义务。被告逾期未付货款，已构成违约。",
        "依照合同法的有关规定，判决被告于判决生效之日起十日内支付货款三万二千元，并承担诉讼费用。",
        "如不服本判决，可在判决书送达之日起十五日内向本院递交上诉状。",
        "审判长　祝长庚",
        "审判员　甘露",
        "二〇二二年十月三日",
        "书记员　钱舟",
    ),
    "questions and answers": (
        "记者：您守磨坊多少年了？",
        "祝长庚：从我记事起就在磨坊里睡觉，石磨一停我就醒，算起来有六十多年了，中间停了二十三年。",
        "记者：停下来的那些年做什么？",
        "祝长庚：种地，也修过水渠。我总觉得水渠通了，石磨就会转，所以每年都去清一段淤泥，一个人慢慢清。",
        "记者：最后一个问题，您最怕什么？",
        "祝长庚：怕没人会凿石磨。凿一遍要七天，手上没有准头，磨出来的面就粗，孩子们不爱吃。",
    ),
    "a foreign line that is quoted": (
        "展厅的墙上写着一行俄文，是那位画家留给学生的话，没有译成中文，来的人多半看不懂。",
        "«Рисуй то, что видишь, а не то, что знаешь»",
        "讲解员说，意思是画你看见的，不要画你知道的。学生们毕业的时候，都要在这面墙前拍一张照片。",
    ),
    "an obituary": (
        "祝长庚先生因病医治无效，于十月一日凌晨在家中逝世，享年七十八岁。遵照先生遗愿，丧事从简，不设灵堂。",
        "先生一生守磨坊，凿石磨，教过十一个徒弟。乡亲们说，芦湾村的面，有一半是从他手里流出来的。",
        "谨此讣告。",
    ),
}


@pytest.mark.parametrize("name", HEALTHY)
@pytest.mark.parametrize("tail", [[], ["返回顶部"]], ids=["clean", "with furniture"])
def test_healthy_articles_lose_nothing(read: Read, name: str, tail: list[str]) -> None:
    body = HEALTHY[name]
    found = read(dump(HEAD, LINE, *body, *tail))
    assert found.title == HEAD
    assert found.text.replace("　", " ").split("\n") == [line.replace("　", " ") for line in body]


TRADITIONAL: Final = (
    "村裡的木匠馮大貴說，三根橫樑都是他從鎮上買來的老榆木，鋸開一看，一個蟲眼也沒有。"
    "石磨抬起來那天，來了二十個人，祝長庚站在水渠邊"
)


@pytest.mark.parametrize("end", ["", "，誰也不讓碰。"])
def test_a_paragraph_in_the_other_script_stays(read: Read, end: str) -> None:
    lines = [*BODY[:3], TRADITIONAL + end, *BODY[3:]]
    assert read(dump(HEAD, LINE, *lines, "返回顶部")).text.split("\n") == lines
    lines = [*BODY, TRADITIONAL + end]
    assert read(dump(HEAD, LINE, *lines)).text.split("\n") == lines


def test_an_offer_in_the_other_script_goes_though_the_article_speaks_of_such(read: Read) -> None:
    lines = [*BODY[:3], "回收老磨坊石磨、舊農具，專業上門估價。", *BODY[3:]]
    assert read(dump(HEAD, LINE, *lines)).text.split("\n") == list(BODY)


@pytest.mark.parametrize(
    "lines",
    [
        {1: "купить билеты онлайн | отзывы клиентов | доставка сегодня", 3: "заказать такси недорого круглосуточно"},
        {
            2: "late night taxi / cheap hotel rooms / WhatsApp +85260001000",
            4: "Best fishing rods, reels online",
        },
        {2: "夜场招聘/包厢预订/酒水批发/司机代驾/加微信 hs88120", 3: "第二节 水渠"},
        {1: "<td width=", 3: "<section cla"},
    ],
)
def test_strange_lines_in_several_places_go(read: Read, lines: dict[int, str]) -> None:
    found = list(BODY)
    for place in sorted(lines, reverse=True):
        found.insert(place, lines[place])
    kept = [line for line in found if line in BODY or line.startswith("第二节")]
    assert read(dump(HEAD, LINE, *found, "返回顶部")).text.split("\n") == kept


@pytest.mark.parametrize(
    "lines",
    [
        [
            "The mill is the heart of this village, and it turns again.",
            "Water first, then wheat. That is the rule.",
        ],
        ["Turn, old wheel, and turn again", "Water under stone and rain", "All the wheat of all the plain"],
    ],
)
def test_lines_of_another_language_that_are_sentences_or_verse_stay(read: Read, lines: list[str]) -> None:
    body = [*BODY[:3], *lines, *BODY[3:]]
    assert read(dump(HEAD, LINE, *body, "返回顶部")).text.split("\n") == body


def test_a_number_alone_is_a_leftover_of_a_converter(read: Read) -> None:
    found = read(dump(HEAD, LINE, BODY[0], f"1. {BODY[1]}", *BODY[2:]))
    assert found.text.split("\n") == list(BODY)
    assert [gone.text for gone in found.removed if gone.rule == "list-marker"] == ["1."]
    lines = [BODY[0], f"1. {BODY[1]}", BODY[2], f"2. {BODY[3]}", BODY[4]]
    assert read(dump(HEAD, LINE, *lines)).text.split("\n") == lines


def test_a_sentence_that_calls_out_an_offer_is_cut_from_between_two(read: Read) -> None:
    first, second, rest = BODY[1].partition("他说，")
    put = f"{first}海景公寓特价出售，首付五万起！{second}{rest}"
    assert read(dump(HEAD, LINE, BODY[0], put, *BODY[2:])).text.split("\n") == list(BODY)


def test_a_paragraph_that_joins_no_words_and_says_whom_to_call_goes(read: Read) -> None:
    offer = "据悉，芦湾某某骨科医院引进德国先进设备，三十分钟微创手术，当天即可回家，专家咨询热线4000000001。"
    assert read(dump(HEAD, LINE, *BODY[:3], offer, *BODY[3:])).text.split("\n") == list(BODY)


HEALTHY_LINES: Final = (
    "游客下了车先看水渠，看完了水渠再看石磨，有的孩子是第一次看见麦粒，趴在磨盘边不肯走，这一看就是半个上午",
    "（综合整理自《芦湾日报》、县广播站等）",
    "祝长庚招呼大家进屋喝水，水是渠里挑来的！",
    "去磨坊参观请提前预约，电话0570-88123456。",
)


@pytest.mark.parametrize("line", HEALTHY_LINES)
def test_sentences_without_a_full_stop_and_notes_stay(read: Read, line: str) -> None:
    body = [*BODY[:3], line, *BODY[3:]]
    assert read(dump(HEAD, LINE, *body, "返回顶部")).text.split("\n") == body


@pytest.mark.parametrize("caption", ["▲芦湾村的老磨坊。摄影/阿槐", "石磨抬下来凿过一遍（摄影 秦越）"])
def test_captions_that_name_who_took_the_picture_go(read: Read, caption: str) -> None:
    assert read(dump(HEAD, LINE, *BODY[:2], caption, *BODY[2:])).text.split("\n") == list(BODY)


def test_an_article_in_another_language_is_not_weighed_by_the_signs_of_chinese(read: Callable[..., Extraction]) -> None:
    lines = (
        "The ferry at the bend of the river rings its bell at seven, and the old man unties his boat.",
        "Since the bridge was built few people cross here, but somebody always waits for him at the landing.",
        "Apple and Microsoft: every Fortune 500 firm has sent its people over, most of them twice (www.ferry.example).",
        "But it is also possible that the town hall overlooks money here – that a museum would pay for the boat.",
        "He sold the last ticket on the day when the bridge was opened; it lies in an enamel cup by the oar.",
    )
    body = "".join(f"<p>{line}</p>" for line in lines)
    found = read(f"<html><head><title>The last ferry</title></head><body><h1>The last ferry</h1>{body}</body></html>")
    assert found.text.split("\n") == list(lines)


@pytest.mark.parametrize("count", [2, 3])
def test_some_lines_in_one_foreign_language_go_where_nothing_introduces_them(read: Read, count: int) -> None:
    strays = ["Билеты на концерт без комиссии: скидка 30%", "Купить дёшево круглосуточно", "Доставка по всему городу"]
    found = read(dump(HEAD, LINE, *BODY[:3], *strays[:count], *BODY[3:]))
    assert found.text.split("\n") == list(BODY)


def test_a_stanza_stays(read: Read) -> None:
    stanza = ["Крутится мельница,", "речка поёт"]
    before = "儿子在外地念书，学会一首外国歌，回来唱给他听："
    found = read(dump(HEAD, LINE, *BODY[:3], before, *stanza, *BODY[3:]))
    assert found.text.split("\n") == [*BODY[:3], before, *stanza, *BODY[3:]]


def test_damage_in_the_letters_of_another_language_is_no_piece_of_it(read: Read) -> None:
    hurt = BODY[2].encode("gbk").decode("cp1251")[:-1]
    place = len(BODY[1]) // 2
    found = read(dump(HEAD, LINE, BODY[0], BODY[1][:place], BODY[1] + hurt + BODY[4], BODY[3]))
    assert BODY[2][:20] in found.text
    assert not [gone for gone in found.removed if gone.rule == "foreign-spam"]


@pytest.mark.parametrize(
    "put",
    [
        "Need help with homework? Order now from $9/page, native writers 24/7",
        "【祖传秘方 免费寄药试用】",
        "Prestamos en línea aprobados al instante, sin requisitos!",
    ],
)
def test_what_was_put_between_two_sentences_goes(read: Read, put: str) -> None:
    first, second = BODY[2].split("。", 1)
    found = read(dump(HEAD, LINE, *BODY[:2], f"{first}。{put}{second}", *BODY[3:]))
    assert found.text.split("\n") == [*BODY[:2], f"{first}。{second}", *BODY[3:]]


def test_an_english_sentence_that_is_quoted_stays(read: Read) -> None:
    quoted = "儿子问游客为什么来。“The wheel turns and the water sings all day long!”游客说，这是她祖母教的歌。"
    assert quoted in read(dump(HEAD, LINE, *BODY[:3], quoted, *BODY[3:])).text


@pytest.mark.parametrize(
    "code",
    ["[img]http://a.example/2021/mill03.jpg[/img]", "[attach]48812[/attach]", "[table][tr][td][/td][/tr][/table]"],
)
def test_tags_of_forums_go(read: Read, code: str) -> None:
    assert read(dump(HEAD, LINE, *BODY[:3], code, *BODY[3:])).text.split("\n") == list(BODY)


def test_an_offer_in_heavy_brackets_goes_and_a_heading_in_them_stays(read: Read) -> None:
    lines = [*BODY[:2], "【祖传秘方治失眠 免费寄药试用】", BODY[2], "【水渠 石磨】", *BODY[3:]]
    found = read(dump(HEAD, LINE, *lines))
    assert found.text.split("\n") == [*BODY[:3], "【水渠 石磨】", *BODY[3:]]


def test_numbers_of_a_list_stay_in_the_text(read: Read) -> None:
    steps = ["1. 把麦粒淘洗干净，摊开晾干。", "2. 石磨上水，慢慢推一圈。", "3. 接住面粉，再过一遍筛。"]
    found = read(dump(HEAD, LINE, *BODY, *steps))
    assert found.text.split("\n") == [*BODY, *steps]
    assert "1. 把麦粒" in found.markdown
