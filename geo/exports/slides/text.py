"""
Text on slides: what may stand in a file, and how much room it takes in Arial.

Arial is on every office PC, but not where this runs, so its advance widths stand below, as its
metric twin Liberation Sans has them. Only spaces break lines here; PowerPoint also breaks after
hyphens, so what fits here fits there.
"""

from geo.exports.lines import broken, plain

LEAST = 14
"""Smallest size on a slide, in points: read from the back of a meeting room."""
LEADING = 1.15
"""Height of a line, in sizes (Arial: ascent, descent and gap are 2355 of 2048 units)."""
BOLD = 1.1
"""How much wider bold type is, on average and a little more."""
SLACK = 0.985
"""Share of a line that text may fill: other renderers round otherwise."""

_EM = 2048
_UNKNOWN = 2100
"""Advance of a sign that is not below, in units: emoji and the like are about this wide."""
_WIDTHS = """\
391 '
455 ijlіј‘’
532 |¦
569 !,./:;I[\\]ftІЇї·
682 ()-`r“”„
717 {}•
727 "
747 гѓ
797 *
819 °
842 ґ
896 кќ
938 т
939 з
961 ^
1001 Ґ
1024 JcksvxyzсухўЈѕ
1045 эє
1067 чь
1088 в
1109 ЃГпя
1131 нџ
1139 #$0123456789?L_abdeghnopquаеорёђћ–«»
1173 бц
1195 длЌК+<=>~−×≈≤≥
1237 З
1251 FTZТ
1280 ъ
1301 ЎУ
1344 БЛЬ
1366 &ABEKPSVXYАВЕРХЁЧж
1387 Д
1408 м
1472 ЄИЙПЭыий
1479 CDHNRUwЍНСЯ
1515 Ц
1536 ю
1557 Ф
1593 GOQО
1621 Ъ
1643 ш
1685 фщ
1706 MmМ
1749 Ћ
1771 Ђ
1813 Ы
1821 %
1877 Ш
1891 Ж
1933 W
1920 Щ
2048 —…→
2079 @Ю
2197 №
"""
_ADVANCES = {sign: int(line[:4]) for line in _WIDTHS.splitlines() for sign in line[4:].strip()}
_ADVANCES |= {" ": 569, "\u00a0": 569, "\ufffd": 2100, **dict.fromkeys("ийѝ", 1144)}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of plain text is, in the unit of `size`."""
    units = sum(_ADVANCES.get(sign, _UNKNOWN if ord(sign) > 0x2FFF else 1600) for sign in text)
    return size * units / _EM * (BOLD if bold else 1.0)


def wrap(text: str, size: float, limit: float, *, bold: bool = False) -> list[str]:
    """Return plain text in lines no wider than `limit`; a longer word is split."""
    limit *= SLACK
    return broken(plain(text), lambda line: width(line, size, bold=bold) <= limit)


def height(text: str, size: float, limit: float, *, bold: bool = False) -> float:
    """Return how high plain text stands when wrapped to `limit`."""
    return len(wrap(text, size, limit, bold=bold)) * size * LEADING
