"""
The subject of an agreement: its kind and its themes, from the words that belong to no party.

Each kind and theme is a family of words, not one word. A field that is named, however it is named,
and belongs to no theme makes the agreement sectoral and is reported.
"""

import re
from collections.abc import Sequence

from geo.agreements import Body, Kind, Party, Theme
from geo.reading.mention import Mention
from geo.reading.problems import Report
from geo.reading.words import distance, fold

_TWINNING = re.compile(r"побратим|породнен|сестринск|\bгород\w* сест[её]?р")
_FRIENDSHIP = re.compile(r"\bдруж(?:б|ес)|добрососед|\bбрат(?:ск|ств)|товарищес")
_THEMES = (
    (re.compile(r"физическ\w+ (?:культур|воспитани)\w+|физкультур\w+|спорт\w*"), Theme.SPORT),
    (re.compile(r"культур(?!истск)н?\w*"), Theme.CULTURE),
    (re.compile(r"(?:обще)?образовани\w+|(?:обще)?образовательн\w+"), Theme.EDUCATION),
    (re.compile(r"туризм\w*|туристическ\w+|туристск\w+"), Theme.TOURISM),
    (
        re.compile(r"торгов\w+|(?:внешне|агро)?экономик\w+|(?:внешне)?экономическ\w+"),
        Theme.TRADE_ECONOMY,
    ),
    (re.compile(r"наук\w+|научн\w+|техник[аиеуо]\w*|техническ\w+"), Theme.SCIENCE_TECHNOLOGY),
    (re.compile(r"гуманитарн\w+"), Theme.HUMANITIES),
    (re.compile(r"социальн\w+"), Theme.SOCIAL),
)
_GLUED = re.compile(
    r"\b(и|о|в|по|област\w{1,3}|сфер\w{1,2}|развити[июея])"
    r"(?=культур|образован|спорт|тури[зс]|торгов|эконом|научн|техни|гуманитар|социальн|друж[бе]"
    r"|добрососед|побратим)"
)
"""A word without the space behind it, before one that says the kind or a theme."""
_NO_THEME = re.compile(
    r"\b(?:(?:муниципальн|территориальн|административн|государственн)\w+ образовани\w+"
    r"|техническ\w+ (?:обслуживани|осмотр|регламент|инвентаризаци)\w+|техникум\w*"
    r"|культур\w* питани\w+"
    r"|сельскохозяйственн\w+ культур\w+|(?:зерновы|плодовы|овощны)\w+ культур\w+"
    r"|социальн\w+ сет\w+|экономическ\w+ (?:преступ|безопасност)\w+)"
)
"""Words that only look like those of a theme."""
_DOING = (
    r"(?:развити|поддержк|проведени|организаци|обмен|создани|реализаци|строительств|сохранени"
    r"|продвижени|подготовк)\w*"
)
_TAIL = r"(?= между| стремлен|\.|;|\)| от\b| с целью| в целях|$)"
_FIELDS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bв (?:сфер|област|отрасл)\w* (?P<fields>.+?){_TAIL}",
        r"\bв (?P<fields>(?:[\w·]+[ ,]+(?:и )?){1,6}?)(?:сфер|област|отрасл)\w+",
        rf"\bпо (?:вопрос|проблем|направлени|лини|развити)\w* (?P<fields>.+?){_TAIL}",
        rf"\b(?:о|об|для|целях|целью) (?:совместн\w+ )?{_DOING} (?P<fields>.+?){_TAIL}",
        r"\b(?:о|об|и|во?) (?P<fields>(?:(?:\w+(?:ом|ем|их|ых|ой|ей)|·+)[ ,]+(?:и )?){1,4})"
        r"(?:сотрудничеств|взаимодействи|партнерств|обмен|связ)\w+",
        r"\b(?:установлени|развити|осуществлени|расширени|укреплени)\w+ (?:и \w+ )?"
        r"(?P<fields>(?:(?:\w+(?:их|ых|ого|его)|·+)[ ,]+(?:и )?){1,4})"
        r"(?:сотрудничеств|связ|отношени|контакт|обмен|партнерств)\w+",
    )
)
_ABOUT = re.compile(rf"\b(?:о|об) (?P<fields>.+?)(?:{_TAIL}|(?= в рамках\b))")
_KINDS = (
    "побратимск", "побратимств", "породненн", "дружественн", "дружеск", "дружб", "добрососед",
    "сотрудничеств", "взаимодейств", "партнерс",
)  # fmt: skip
"""How the words begin that say the kind: a misprint of one is no field."""
GENERAL = re.compile(
    r"и|а|также|в|во|по|от|на|о|об|с|со|к|для|их|развити\w+|сотрудничеств\w+|взаимодействи\w+"
    r"|партнерств\w*|партнерск\w+|массов\w+|сфер\w*|област\w+|связ\w+|отношени\w+|контакт\w+"
    r"|обмен\w*|вопрос\w*|направлени\w+|взаимн\w+|взаимовыгодн\w+|взаимодейств\w+|делов\w+"
    r"|всесторонн\w+|многосторонн\w+|двусторонн\w+|трехсторонн\w+|приграничн\w+|трансграничн\w+"
    r"|межмуниципальн\w+|межрегиональн\w+|межтерриториальн\w+|международн\w+|внешн\w+|муниципальн\w+"
    r"|местн\w+|самоуправлени\w+|органов|сторон|дв(?:ух|ое)|трех|соседн\w+|долгосрочн\w+|дальнейш\w+|основн\w+|общ\w+|разн\w+"
    r"|различн\w+|многих|друг\w+|ин(?:ых|ой|ые)|совместн\w+|создани\w+|установлени\w+|укреплени\w+"
    r"|расширени\w+|осуществлени\w+|стремлени\w+|прям\w+|тесн\w+|добр\w+|дружб\w+|программ\w*"
    r"|проект\w*|мероприяти\w*|рамк\w+|цел\w+|территори\w+|район\w*|округ\w*|город\w*|муниципалитет\w*"
    r"|администраци\w+|образований|поселени\w+|взаимопонимани\w+|деятельност\w+|работ\w*|гг?|год\w*|период\w*|союзн\w+|государств\w+|договор\w*|соглашени\w+|заключенн\w+|подписанн\w+"
    r"|интеграци\w+|намерени\w+|жизн\w+|межнациональн\w+|координаци\w+|поддержк\w+|проведени\w+"
    r"|расторжени\w+|прекращени\w+|продлени\w+|пролонгаци\w+|изменени\w+|дополнени\w+|внесени\w+"
)
"""Words that name no field."""


def read_subject(
    words: str, parties: Sequence[Party], mentions: Sequence[Mention], report: Report
) -> tuple[Kind, tuple[Theme, ...]] | None:
    """
    Read kind and themes from the folded words that belong to no party.

    None if a person has to say the kind. Words that name neither kind nor field are reported.
    """
    subject = _GLUED.sub(r"\1 ", words.replace("-", " "))
    if _TWINNING.search(subject):
        return Kind.TWINNING, ()
    if _FRIENDSHIP.search(subject):
        return Kind.FRIENDSHIP, ()
    themes, rest = find_themes(subject)
    unknown = _unknown_field(rest, _FIELDS)
    other = unknown or ("" if themes else _unknown_field(rest, (_ABOUT,)))
    if is_misprint(other, _KINDS):
        said = report("problem.kind", got=other, options=tuple(Kind))
        return (Kind(said), themes) if said in list(Kind) else None
    if not themes and not unknown:
        if all(party.body == Body.EDUCATION_DEPARTMENT for party in parties):
            return Kind.SECTORAL, (Theme.EDUCATION,)
        if not all(mention.department for mention in mentions):
            _report_field(other, report)
            return Kind.COOPERATION, ()
        themes, unknown = _of_departments(mentions)
    _report_field(unknown, report)
    return Kind.SECTORAL, themes


def _report_field(unknown: str, report: Report) -> None:
    """Report words that may name a field, if there are any."""
    if unknown:
        report("problem.theme", got=unknown, blocks=False)


def is_misprint(words: str, of: Sequence[str]) -> bool:
    """Return whether one of the words nearly begins as one of those that are known."""
    return any(
        distance(word[: len(known) + more], known) <= 1 + (len(known) > 9)
        for word in words.split()
        for known in of
        for more in (-1, 0, 1)
    )


def find_themes(subject: str) -> tuple[tuple[Theme, ...], str]:
    """Return the themes in their order, and the subject with them blotted out."""
    found: dict[Theme, int] = {}
    subject = _NO_THEME.sub(lambda word: "ъ" * len(word[0]), subject)
    for pattern, theme in _THEMES:
        if match := re.search(rf"\b(?:{pattern.pattern})", subject):
            found[theme] = match.start()
            subject = re.sub(rf"\b(?:{pattern.pattern})", lambda word: "·" * len(word[0]), subject)
    return tuple(sorted(found, key=lambda theme: found[theme])), subject


def _unknown_field(subject: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """Return the words of a field that is named but of no theme; empty if there is none."""
    for pattern in patterns:
        for found in pattern.finditer(subject):
            words = re.findall(r"[^\W\d_]+", found["fields"])
            rest = [word for word in words if not GENERAL.fullmatch(word)]
            if rest or (pattern is _FIELDS[0] and "·" not in found["fields"]):
                return " ".join(rest or words)
    return ""


def _of_departments(mentions: Sequence[Mention]) -> tuple[tuple[Theme, ...], str]:
    """Return the themes that the departments have in common, and their fields if they have none."""
    each = [find_themes(fold(mention.department).replace("-", " "))[0] for mention in mentions]
    common = tuple(theme for theme in each[0] if all(theme in themes for themes in each))
    return common, "" if common else ", ".join(dict.fromkeys(m.department for m in mentions))
