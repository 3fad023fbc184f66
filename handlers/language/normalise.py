"""Typed text in one spelling: half width, Simplified for the words of the trade, no emoji, plain spaces.

The Chinese comma stays apart from `,` because “500，300” is two figures and “500,300” is one.
"""

from __future__ import annotations

import re
import unicodedata

from ledger.values import value

TRADITIONAL = (
    "萬億圓塊錢貳參陸幣兩個號後週禮聽尋這農曆歷節慶國聖誕復婦兒軍權點時內還給賬帳貨單發開買賣張電應處業東門華"
    "達鋪無產陽總數價額據說約過從對為間來幾餘補記錄賒銷結現轉匯帶條雙臺車輛噸紙筆訂購運費稅務會計請讓壞裝飾鋼"
    "鐵銅鋁機興寶順豐潤龍馬鳳麗劉陳楊趙黃吳孫許鄧馮葉蘇蔣盧羅鄭謝韓蕭賈鍾顧嚴賴龔連邊關經濟貿實廠紡織藍綠紅銀"
    "陰暫預設簽證書審議協調貼質傢縣區鄉鎮銳偉鵬飛龐學軒維護誠義歐亞馳廣場樓層樣標準備註員歡樂錦繡遠誌強愛親爺"
    "長問題誤認錯頭漲減倉庫進繼續斷讀寫圖檔頁歲們嗎沒麼於與並隻顆貸債夠較該訴訟終級屆聯繫絡網碼鐘舊換館爾爲灣"
    "術歸攜鄰勞師戀殘療醫環動紀辦當詢傳園燈櫃燒飯廳飲蘭滿貝寧瀋慮憑擔確際險隨離難顯願類馱驗髮鬆鮮魚鳥麥黨齊齒"
    "島擴創優儲傷儀剛劃劑勝勢卻嘗嚐團壓夢奪婁鑄礦屬紐絲綢針線縫鍋爐燭軸輪軌鎖鏈鍍鋅鉛錫鈦鎳鐳磚窯紹閩贛魯陝瓊"
    "遼漢滬榮昇鴻騰駿曉潔靜穎雲瑩婭嬌彥韋閻聶甯蕪駱畢喬莊賀湯項遊談塗饒啟聰兌劵盤賠償贈賓賢贊陣階堅壘墊報執圍"
    "棄極構櫥殺氣沖淺渾湊溝滯漁潛澤災煙熱燙爭牆狀獎獲瑪畫盡監種稱積穩窮競範築篩簡籌糧純組細統絕絞緊練縮績繩纜"
    "罰罷聲職腦腳臨艦藥蘋蟲複規視覺觸訊託訪評詞試詳語諒論諾謀講謹譯變豬財責販貫賭贏趕跡踐軟輕輸辭逕遲遞適選遺"
    "郵釋鈔鈕銘鋒鍵鏡鑑鑒閃閉閒閣閱闊闆隊雖雜靈頂須頻顏風飽養駕騎騙驅骯體鬥鬧鬱鹽齡撥擬擋擠擱攔攬敗敘晝暈棟槍"
    "橋檢櫻欄毀決況潑溫滅滾瀏營爛牽獨獻疊皺盜眾瞭礙禍樹臘閏驚蟄穀戶麵傑濱寬雞鴨鵝檸褲襯襪漿膠頓僅訖繳刪淨虧賺儘嘆齋燁澀濕錶鑰鍛鋸鑽鈴鍊釘"
)
SIMPLIFIED = (
    "万亿圆块钱贰叁陆币两个号后周礼听寻这农历历节庆国圣诞复妇儿军权点时内还给账账货单发开买卖张电应处业东门华"
    "达铺无产阳总数价额据说约过从对为间来几余补记录赊销结现转汇带条双台车辆吨纸笔订购运费税务会计请让坏装饰钢"
    "铁铜铝机兴宝顺丰润龙马凤丽刘陈杨赵黄吴孙许邓冯叶苏蒋卢罗郑谢韩萧贾钟顾严赖龚连边关经济贸实厂纺织蓝绿红银"
    "阴暂预设签证书审议协调贴质家县区乡镇锐伟鹏飞庞学轩维护诚义欧亚驰广场楼层样标准备注员欢乐锦绣远志强爱亲爷"
    "长问题误认错头涨减仓库进继续断读写图档页岁们吗没么于与并只颗贷债够较该诉讼终级届联系络网码钟旧换馆尔为湾"
    "术归携邻劳师恋残疗医环动纪办当询传园灯柜烧饭厅饮兰满贝宁沈虑凭担确际险随离难显愿类驮验发松鲜鱼鸟麦党齐齿"
    "岛扩创优储伤仪刚划剂胜势却尝尝团压梦夺娄铸矿属纽丝绸针线缝锅炉烛轴轮轨锁链镀锌铅锡钛镍镭砖窑绍闽赣鲁陕琼"
    "辽汉沪荣升鸿腾骏晓洁静颖云莹娅娇彦韦阎聂宁芜骆毕乔庄贺汤项游谈涂饶启聪兑券盘赔偿赠宾贤赞阵阶坚垒垫报执围"
    "弃极构橱杀气冲浅浑凑沟滞渔潜泽灾烟热烫争墙状奖获玛画尽监种称积稳穷竞范筑筛简筹粮纯组细统绝绞紧练缩绩绳缆"
    "罚罢声职脑脚临舰药苹虫复规视觉触讯托访评词试详语谅论诺谋讲谨译变猪财责贩贯赌赢赶迹践软轻输辞径迟递适选遗"
    "邮释钞钮铭锋键镜鉴鉴闪闭闲阁阅阔板队虽杂灵顶须频颜风饱养驾骑骗驱肮体斗闹郁盐龄拨拟挡挤搁拦揽败叙昼晕栋枪"
    "桥检樱栏毁决况泼温灭滚浏营烂牵独献叠皱盗众了碍祸树腊闰惊蛰谷户面杰滨宽鸡鸭鹅柠裤衬袜浆胶顿仅讫缴删净亏赚尽叹斋烨涩湿表钥锻锯钻铃链钉"
)
VARIANTS = {
    "帐": "账", "嘅": "的", "喺": "在", "嚟": "来", "俾": "给", "畀": "给", "㎡": "平",
    "弍": "贰", "弎": "叁", "貮": "贰", "圎": "圆", "○": "〇", "◯": "〇", "︰": ":", "﹒": ".", "﹐": ",",
    "￥": "¥", "～": "~", "〜": "~", "∼": "~", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "﹣": "-",
    "✕": "×", "✖": "×", "＊": "*", "％": "%", "﹪": "%", "﹟": "#", "№": "#",
    "“": '"', "”": '"', "‘": "'", "’": "'",
}  # fmt: skip
KEPT_WIDE = "，"  # see the module's docstring
KEEPS = {"\n": "\n", "\t": " ", "\r": "", "\x0b": " ", "\x0c": " ", "\u2028": "\n", "\u2029": "\n"}


@value
class Normalised:
    """`offsets[i]` is where the character `text[i]` stood as typed; one more item is the typed length."""

    text: str
    offsets: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The typed slice behind the normalised slice `start:end`."""
        return (self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start])


def folded(character: str) -> str:
    """One typed character as it is read: itself, another one, a space, or nothing."""
    if character in KEEPS:
        return KEEPS[character]
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E:
        return character if character in KEPT_WIDE else chr(code - 0xFEE0)
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    # Invisible marks join what stands around them; a picture parts it (5000😂300 is two figures).
    if category in ("Cf", "Mn", "Me") or 0xFE00 <= code <= 0xFE0F:
        return ""
    if category in ("Cc", "Cs", "Co", "Cn", "Sk") or (category == "So" and not 0x3200 <= code < 0x3400):
        return " "
    if 0xF900 <= code <= 0xFAFF or 0x1D7CE <= code <= 0x1D7FF:
        return unicodedata.normalize("NFKC", character)
    return character


class _Folding(dict[str, str]):
    """Every character seen so far; filled on first sight, bounded by Unicode."""

    def __missing__(self, character: str) -> str:
        self[character] = result = folded(character)
        return result


FOLDING = _Folding(dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)) | VARIANTS)


# What most messages have none of: anything beside plain ASCII, four marks and Han characters, and those that are folded.
_FOLDED = re.compile(rf"[^\n -~，。、…一-龥]|[\^`{TRADITIONAL}{re.escape(''.join(VARIANTS))}]")


def spelt(text: str) -> str:
    """`text` in one spelling, without the way back."""
    return text if _FOLDED.search(text) is None else "".join(map(FOLDING.__getitem__, text))


def normalise(text: str) -> Normalised:
    """`text` in one spelling, with the way back. Linear; never raises; a character becomes one or none."""
    read = [FOLDING[character] for character in text]
    joined = "".join(read)
    if len(joined) == len(text):
        return Normalised(joined, tuple(range(len(text) + 1)))
    places = [place for place, piece in enumerate(read) if piece]
    return Normalised(joined, (*places, len(text)))
