"""Vocabulary: the words of a title that are no names, and the bodies they make up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.agreements import Body, Form
from geo.reading.words import Token
from geo.text import load_places

FORM = "договор|соглашени|меморандум|протокол"
"""How the words for the forms of agreements begin."""
FORM_NAMES = "договор|соглашение|меморандум|протокол"
FORMS = {
    "договор": Form.DOGOVOR, "договора": Form.DOGOVOR, "договором": Form.DOGOVOR,
    "соглашение": Form.SOGLASHENIE, "соглашения": Form.SOGLASHENIE,
    "соглашением": Form.SOGLASHENIE,
    "меморандум": Form.MEMORANDUM, "меморандума": Form.MEMORANDUM,
    "протокол": Form.PROTOKOL, "протокола": Form.PROTOKOL,
}  # fmt: skip
DISTRICT = (
    r"район(?:а|у|ом|е|ы|ов|ам|ами|ах)?|р-н(?:а|у|ом|е|ы|ов|ам|ами)?|р-ом"
    r"|округ(?:а|у|ом|е|и|ов|ам|ами|ах)?|[гм]\. ?[ор]\.|мо"
)
DISTRICT_PLURAL = r"(?:район|р-н)(?:ы|ов|ам|ами|ах)|округ(?:и|ов|ам|ами|ах)"
CITY = r"город(?:а|у|ом|е)?(?:-\w+)?|г\.|гор\."
CITY_PLURAL = r"город(?:ов|ам|ами|ах)(?:-\w+)?|гг\."
SETTLEMENT = (
    (r"(?:городск|сельск)\w+", r"поселени\w+|посел[ко]\w+"),
    (r"сельск\w+", r"совет\w*"),
    (r"сельск\w+", r"совет\w*", "депутатов"),
    ("[гс]", "п"),
    (r"сельсовет\w*|[гс]п|г\. ?п\.|агрогород\w+",),
)
"""Places below a district by what they are called, word by word."""
REGION = r"област\w+|обл\.?"
INSTITUTION = re.compile(
    r"(?:школ|гимнази|лице[йяюе]|библиотек|музе[йяюе]|колледж|техникум|училищ|университет|институт"
    r"|академи|больниц|поликлиник|диспансер|сад(?:ом|а|у|ами)?$|интернат|центр|дом(?:ом|а|у|ами)?$"
    r"|двор[еч]ц|театр|филармони|клуб|палат|комисси|парламент|предприяти|учреждени|организаци"
    r"|обществ|ассоциаци|союз|фонд|завод|фабрик|комбинат|редакци|газет|ветеран|федераци|команд"
    r"|ансамбл|хор(?:ом|а|у)?$|приход|епархи|храм|хозяйств|кооператив|компани|фирм|банк|архив|лагер"
    r"|станци|агентств|инспекци|служб|суд(?:ом|а)?$|прокуратур|полици|отделени|объединени|движени"
    r"|дружин|бюро|типографи|телерадио|студи|кафедр|факультет|аптек|рынк|ярмарк|заповедник|парк"
    r"|лесничеств|лесхоз|ооо$|оао$|зао$|пао$|ао$|муп|гуп|куп$|уп$|мбоу|мбук|мбу|гбу|гау|мау|мкоу|гуо$"
    r"|ук$|руп|молод[её]жн\w+ парламент|кластер|консорциум|коллегия|объединением)\w*"
)
"""Bodies and houses that stand in a territory and do not act for it."""
CONNECTORS = re.compile(
    r"и|а|также|между|с|со|к|от|года?|гг?|одной|другой|первой|второй|сторон\w*|именуем\w*"
    r"|дале[её]|совместно|вместе|является|соответственно|[,;()]|\d+|№|г\."
)
"""What may stand between the parties of a title without being part of one."""
MUNICIPALITY = r"муниципальн\w+"
DEPARTMENT = r"отдел(?:а|у|ом|ы|ов|ами)?|управлени\w+|департамент\w*|комитет\w*"
PLURAL = r"\w+(?:ами|ями|ов|аций|ений)"
STOPS = r"(?:республик|совет(?!ск)|администраци)\w*|(?:российск|дум|собрани|глав|соглашени)\w+"
_DEPARTMENT_STOPS = (
    rf"администраци\w*|исполнительн\w*|исполком\w*|совет\w*|{MUNICIPALITY}|{DEPARTMENT}"
    rf"|{CITY}|городск\w+|районн\w+|о|об|в|на|между"
)


@dataclass(frozen=True)
class Unit:
    """
    A body, or words that stand before one; `end` is the token after it.

    `body` is None for the municipality as such; `kind` says whether it is an executive committee
    or an administration; `fields` are those of a department.
    """

    end: int
    body: Body | None
    plural: bool
    kind: str = ""
    fields: str = ""


def matches(tokens: Sequence[Token], position: int, pattern: str) -> bool:
    """Return whether the token at a position is a form of the words of a pattern."""
    if not 0 <= position < len(tokens):
        return False
    return is_form_of(tokens[position].folded, pattern)


@lru_cache(maxsize=100_000)
def is_form_of(word: str, pattern: str) -> bool:
    """Return whether a word is a form of a pattern's: titles repeat the same words."""
    return bool(re.fullmatch(pattern, word))


def is_name(tokens: Sequence[Token], position: int) -> bool:
    """Return whether a token may be the name of a city or a republic that is not known."""
    return (
        position < len(tokens)
        and tokens[position].is_capital
        and not matches(tokens, position, STOPS)
        and not matches(tokens, position + 1, REGION)
    )


_BODIES: tuple[tuple[Body | None, str, tuple[str, ...]], ...] = (
    (None, "", (MUNICIPALITY, r"образовани\w+")),
    (None, "", (r"орган\w*", "местного", "самоуправления")),
    (None, "", (r"глав(?:а|ой|ы|е|у|ами)|мэр(?:а|у|ом|ами)?|председател\w+",)),
    (Body.EXECUTIVE, "committee", (r"исполнительн\w+", r"комитет\w*")),
    (Body.EXECUTIVE, "committee", (r"исполком\w*",)),
    (Body.EXECUTIVE, "administration", (r"администраци\w+|мэри\w+",)),
    (Body.COUNCIL, "", (r"совет(?:а|у|ом|е|ы|ов|ам|ами)?|собрани\w+|дум(?:а|ы|е|у|ой|ами)",)),
)
"""Bodies but for departments: what they are, and what they are called, word by word."""


def body_at(tokens: Sequence[Token], position: int) -> Unit | None:
    """Read one body that begins at a token."""
    for body, kind, words in _BODIES:
        if all(matches(tokens, position + n, word) for n, word in enumerate(words)):
            end = position + len(words)
            plural = matches(tokens, end - 1, PLURAL)
            while matches(tokens, end, r"народных|депутатов|представителей"):
                end += 1
            return Unit(end, body, plural, kind)
    if matches(tokens, position, "мо") and tokens[position].text == "МО":
        return Unit(position + 1, None, False)
    if matches(tokens, position, r"(?:районн|городск|окружн)\w+"):
        inner = body_at(tokens, position + 1)
        return inner if inner and inner.body else None
    position += matches(
        tokens, position, r"(?:финансов|экономическ|юридическ|архивн|аграрн|земельн)\w+"
    )
    return _department(tokens, position) if matches(tokens, position, DEPARTMENT) else None


def _department(tokens: Sequence[Token], position: int) -> Unit:
    """Read a department with its fields: «управлением образования и молодежной политики»."""
    end = position + 1
    named = []
    while _goes_on(tokens, end):
        named.append(tokens[end].folded)
        end += 1
    education = any(re.search("(?<!пре)образовани", word) for word in named)
    # Any other department of an executive body counts as the executive.
    body = Body.EDUCATION_DEPARTMENT if education else Body.EXECUTIVE
    return Unit(end, body, matches(tokens, position, PLURAL), fields=" ".join(named))


def _goes_on(tokens: Sequence[Token], position: int) -> bool:
    """Return whether a token still names the fields of a department."""
    if matches(tokens, position, ",|и|по"):
        position += 1
        if matches(tokens, position, "и|по"):
            position += 1
    if position >= len(tokens) or not tokens[position].is_word or tokens[position].is_capital:
        return False
    return not matches(tokens, position, _DEPARTMENT_STOPS)


def is_country(
    tokens: Sequence[Token], position: int, countries: tuple[str, ...]
) -> tuple[int, str] | None:
    """Read the name of one of the countries; return where it ends, and its code."""
    if position >= len(tokens):
        return None
    for words, code in _names_from(tokens[position].folded, countries):
        if all(matches(tokens, position + n, word) for n, word in enumerate(words)):
            return position + len(words), code
    return None


@lru_cache(maxsize=100_000)
def _names_from(word: str, countries: tuple[str, ...]) -> tuple[tuple[list[str], str], ...]:
    """Return the names of countries, by their words, that may begin with a word."""
    known = load_places()["country"]
    names = ((name.split(), code) for code in countries for name in known[code]["written"])
    return tuple((words, code) for words, code in names if is_form_of(word, words[0]))


def is_no_party(tokens: Sequence[Token], position: int, countries: tuple[str, ...]) -> int:
    """Return where words end that have a capital but name no party; 0 if they may name one."""
    if country := is_country(tokens, position, countries):
        return country[0]
    union = matches(tokens, position, r"союзн\w+") and matches(
        tokens, position + 1, r"государств\w+"
    )
    event = matches(tokens, position, r"[ivx]+|форум\w*|фестивал\w*")  # «XI Форума регионов»
    return position + 2 if union else (position + 1) * event


def signing_body(units: tuple[Unit, ...]) -> Body:
    """Return who signed: the narrowest of the bodies named, the municipality if none is."""
    bodies = {unit.body for unit in units}
    narrow = (Body.EDUCATION_DEPARTMENT, Body.COUNCIL, Body.EXECUTIVE)
    return next((body for body in narrow if body in bodies), Body.MUNICIPALITY)


def is_word_of_a_party(token: Token) -> bool:
    """Return whether a word left over belongs to a party that was not understood."""
    return bool(
        re.fullmatch(
            rf"(?:{DISTRICT}|{CITY}|{CITY_PLURAL}|поселени\w+|администраци\w*|исполком\w*|исполнительн\w*"
            r"|муниципальн\w*|депутатов|горисполком\w*|райисполком\w*|др)",
            token.folded,
        )
    )
