"""Regions and countries that no territory of the gazetteer lies in, by what they are called."""

from collections.abc import Sequence

from geo.reading.gazetteer import is_adjective
from geo.reading.vocabulary import is_name, matches
from geo.reading.words import Token

OTHER_REGION = (
    r"кра(?:й|я|ю|ем|е)|уезд\w*|повят\w*|воеводств\w*|провинци\w+|губерни\w+|волост\w*|кантон\w*"
    r"|префектур\w+|жуп\w+|земл(?:я|и|е|ей)|штат\w*|каунти|графств\w+"
)
"""What regions elsewhere are called; no territory of the gazetteer lies in one."""
ELSEWHERE = (
    r"польш\w+|латви[яией]\w*|литв(?:а|ы|е|ой|у)|украин\w+|германи\w+|казахстан\w*|молдов\w+"
    r"|молдави\w+|серби\w+|болгари\w+|кита[йяею]\w*|кнр|эстони\w+|финлянди\w+|чехи\w+|словаки\w+"
    r"|венгри\w+|румыни\w+|армени\w+|грузи[яией]\w*|азербайджан\w*|узбекистан\w*|киргизи\w+"
    r"|кыргызстан\w*|таджикистан\w*|туркменистан\w*|монголи\w+|итали\w+|франци\w+|турци\w+"
    r"|абхази\w+|осети\w+|швеци\w+|норвеги\w+|дани[яией]|греци\w+|испани\w+|австри\w+|вьетнам\w*"
)
"""Countries that no territory of the gazetteer lies in."""


def region_elsewhere(tokens: Sequence[Token], position: int) -> int:
    """Return where the name of a region or country elsewhere ends; 0 if none begins there."""

    def here(offset: int, pattern: str) -> bool:
        return matches(tokens, position + offset, pattern)

    if position >= len(tokens) or not tokens[position].is_capital:
        return 0
    if here(0, ELSEWHERE):  # «Латвии», «Латвийской Республики»
        return position + 1 + here(1, r"республик\w+")
    if here(0, r"республик\w+") and is_name(tokens, position + 1):
        end = position + 2
        while matches(tokens, end, r"[сc]аха|якути\w+|алани\w+|эл|марий"):
            end += 1
        return end
    if not is_adjective(tokens[position].folded):
        return 0
    if here(1, rf"{OTHER_REGION}|республик\w+"):
        return position + 2
    if here(1, r"автономн\w+|национальн\w+|народн\w+") and position + 2 < len(tokens):
        return position + 3
    return 0
