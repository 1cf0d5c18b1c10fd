"""
Sections: whether the text above a table announces agreements in force, lapsed ones, or others.

The words nearest to the table decide. A heading made of the words that a register calls itself by
announces those in force, as the first of the official register does. Any other heading (drafts, an
archive, agreements of the oblast itself) is not understood: a person says what stands below it.
"""

import re
from dataclasses import dataclass

from geo.agreements import Status
from geo.reading.vocabulary import FORM, FORM_NAMES
from geo.reading.words import plain
from geo.text import load_places

_LAPSED = re.compile(
    r"недейств|не действ|(?<!не)(?<!\bне )(?<!кроме )(?<!исключением )(?<!взамен )"
    r"(?<!вместо )(?:"
    r"(?:утрат|потеря)\w+ (?:\w+ ){0,2}сил|\bутр\. ?сил|утративш"
    r"|прекра(?:ти|щен)\w*|расторг\w+|\bистек(?:л[оаи]|ш\w+)?\b"
    r"|(?:окончи|закончи)(?:л|вш)\w*|окончен|аннулир|отменен\w*|денонсир"
    r"|срок\w* (?:\w+ ){0,2}выш(?:ел|ло)|не применя[ею])"
)
_IN_FORCE = re.compile(
    r"(?<!не)(?<!не )действу(?:ющ|ет|ют)"
    r"|\bне ?(?:утрат|прекра(?:ти|щен)|расторг|истек|оконч|отменен)"
)
_REGISTER = re.compile(r"соглашени|договор|реестр|перечень|список")
_OTHERS = re.compile(
    r"проект|чернов|архив|справоч|планир|подготов|согласован|приостан|межрегион|не вступ|прочи|иные"
    r"|друг(?:ие|их)\b|исключ|намерен|рассмотр|предложен|не подписан|не заключ|подлежа|истекает"
    r"|завершен|исполненн|неактуальн|бывш|прошл|истори[ич]|закрыт|снят|\bзамен|продл|пролонг|действовавш"
    r"|неактивн|\bстары[ех]\b|отработан"
    r"|незарегистр|не прош|в работе|нереализ|прекраща|утрачива|теря(?:ю|е)т|расторжен"
)
_KNOWN = re.compile(
    rf"\d+|[а-я]|[ivx]+|г|гг|год\w*|№|(?:{FORM})\w*|реестр\w*"
    r"|перечень|список|сведения|информация|официальн\w+|единый|текущ\w+|действующ\w+|заключ[её]н\w+"
    r"|подписанн\w+|зарегистрированн\w+|приграничн\w+|трансграничн\w+|межмуниципальн\w+|между"
    r"|международн\w+|внешн\w+|побратимск\w+|побратимств\w+|дружественн\w+|сотрудничеств\w+|связ\w+"
    r"|муниципальн\w+|образовани\w+|округ\w*|район\w*|город\w*|поселени\w+|орган\w+|местн\w+"
    r"|самоуправлени\w+|администраци\w+|област\w+|республик\w+|федераци\w+|территори\w+"
    r"|приложени\w+|утвержд[её]н\w*|приказ\w*|распоряжени\w+|министерств\w+|департамент\w*"
    r"|развити\w+|экономическ\w+|состояни\w+|таблиц\w+|раздел\w*|часть|глава|пункт"
    r"|по|на|об|от|со|из|для|их|и|с|о|в|к|а|января|февраля|марта|апреля|мая|июня|июля|августа"
    r"|сентября|октября|ноября|декабря|изменени\w+|дополнени\w+|редакци\w+|сил[уы]|вступивш\w+"
    r"|ред|издани\w+|выпуск\w*|верси\w+|актуальн\w+|актуализирован\w+|обновлен\w+|квартал\w*"
)
_NAMES = (
    *(region["ru"] for region in load_places()["region"].values()),
    *(country["ru"]["state"] for country in load_places()["country"].values()),
)
_STEMS = {re.sub("(?:ая|ий|[аья])$", "", word) for word in plain(" ".join(_NAMES)).split()}
_PLACES = re.compile("|".join(stem + r"\w*" * (len(stem) > 4) for stem in sorted(_STEMS)))
"""Words of the names of regions and countries, whoever's register it is; short ones as they are."""
_REGIONS = re.compile(
    r"\w+[сц]к(?:ой|ая|их)(?:(?:,| и) \w+[сц]к(?:ой|ая|их))* (?:област\w+|края|край)"
)
"""Whose register it is, is asked of its rows."""
_GOES_ON = re.compile(
    r"(?:(?:таблица \d* ?)?\(?(?:продолжение|окончание)\)?"
    r"(?: (?:таблицы|реестра|перечня|списка|приложения).*)?"
    r"|(?:с|стр|страница|л|лист)?\.? ?[\d -]+(?: из \d+)?)[.:]?"
)
_OF_PART = re.compile(
    r"(?:[\divx][\divx.]{0,5}[.)] ?)?(?:договоры|соглашения|меморандумы|протоколы"
    r"|(?:за )?\d{4}(?: ?[-–—] ?\d{4})?(?: ?г(?:оды?|г?\.))?"
    r"|(?:с )?\w+[сц]к(?:ая|ой) область?ю?(?:,? \(?республик[аи] \w+\)?)?"
    r"|(?:муниципальн\w+ образовани\w+ )?[«\"]?"
    r"(?:[\w-]+[сц]кий (?:(?:муниципальный|городской) )?(?:район|округ)"
    r"|(?:муниципальный|городской) округ [«\"]?[\w-]+|(?:город|г\.) ?[\w-]+)[»\"]?"
    r"(?:,? \(?\w+[сц]к(?:ая|ой) обл(?:асть|асти|\.)\)?)?)"
)
"""A district, a town, an oblast, a year or a form alone: the part of a register for it."""
_PARTS = "(?:(?:под)?раздел|приложение|реестр|перечень|список|часть|таблица|глава|том)"
_NTH = r"(?:(?:[2-9]|1\d|i[iv]+|vi*|[б-д])(?:-?[яй])?|втор(?:ая|ой)|трет(?:ья|ий))"
_FURTHER = re.compile(rf"(?:{_PARTS} ?(?:№+ ?)?[«\"(]?{_NTH}|{_NTH} {_PARTS}|i[iv]+)(?!\w)\W*")
"""The number of a section behind the first, which says nothing of those in it."""
_DOUBTED = re.compile(
    r"продлен|пролонгиров|восстановлен|возобновлен|расторжен|утрачен|взамен|вместо|проект|чернов|приостан|исключ|планир|намечен"
    r"|прекраща[юе]|утрачива[юе]|теря[юе]т|\b(?:завершен|исполнен|снят|заменен)[аоы]?\b"
    r"|присоедин|участву[юе]т|\bвы(?:шел|шл[аио]|был[аио]?|ход\w*|ходит) из\b"
    r"|также подпис|подписан\w* также"
    r"|\bзамена\b|\bв архив\b|(?<!действовал )(?<!действовало )\bдо \d{4}\b"
    r"|\bне (?:вступ|подписан|заключ|состоя)|\bна (?:\w+ )?(?:подпис|согласован|рассмотр)"
)
"""Further words that put in question how a row stands, or who its parties are, beside it."""
_GONE = re.compile(
    r"^\W*(?:утр|(?:в )?архиве?)\W*$|\bу/с\b|\bзакрыт[аоы]?\b|не ?актуальн|выш(?:ел|ло) срок"
)
"""What says beside a row in force, in short or loosely, that it lapsed."""
MARKS = "[*†‡⁰¹²³⁴-⁹]"
_REMARK = re.compile(
    rf"(?:соглашени[ея]|договор[аы]?|строк\w*|пункт\w*|позици\w*) ?(?:№+ ?)?\d+|^\W*{MARKS}"
    r"|(?<!котор\w\w )\bне (?:включен|вошл|входят|учтен|учитываются|приводятся|указан)[аиоы]?\b"
    r"|^\W*прим|^(?:№+|пп?\.) ?\d|(?:сил[уы]|действ\w+): ?(?:№+ ?)?\d"
    r"|(?:сил[уы]|действие) \d+ |\bвыше(?![дл])|^\W*(?:итого|всего|из них)\b"
    r"|\b(?:выделен|отмечен|помечен|подчеркнут|зачеркнут|закрашен|цвет|курсив|шрифт|заливк)"
)
"""A remark on rows, their sum, or what marks some of them, which announces nothing."""
_STATES = re.compile(
    r"(?<!\()(?<!котор\w\w )\b(?:утратил|прекратил|прекращен|расторгнут|денонсирован|аннулирован"
    r"|продлен|пролонгирован|присоединил|приостановлен|исключен|отменен|истек|закончил|вышел|вышл"
    r"|выбыл)(?:л?[аоиы]|[аои]сь|ся)?\b"
    r"|\bне действу[ею]т\b"
)
_ENDS = re.compile(
    r"окончани|истеч|продл|пролонг|действует|прекращ|утра[тч]|расторж|\bпо$|\bдо\b|^дат[аы]$"
)


@dataclass(frozen=True)
class Announced:
    """
    What a heading announces: a section, None for something else or for both sections.

    `vague` is true if it only names the register.
    """

    section: Status | None
    vague: bool = False
    both: bool = False


def says(text: str) -> Status | None:
    """Return the section a text speaks of; None if it speaks of none, or of both."""
    text = plain(text)
    lapsed, in_force = bool(_LAPSED.search(text)), bool(_IN_FORCE.search(text))
    if lapsed == in_force:
        return None
    return Status.LAPSED if lapsed else Status.IN_FORCE


def of_many(text: str) -> bool:
    """Return whether a text speaks of several agreements: «утратившие силу», not «утратило»."""
    many = r"(?:[шщ]ие|ые|[шщ]их|ых|\w{2}ли|\w{2}ют)(?:с[ья])?\b|^\W*(?:договоры|соглашения)\b"
    return bool(re.search(many, plain(text)))


def is_remark(text: str) -> bool:
    """Return whether a text is a remark on rows: it counts them, or says what ended, one alone."""
    one = re.search(rf"\b(?:{FORM_NAMES})\b(?!, утративш)", plain(text))
    ended = one and _LAPSED.search(plain(text)) and not of_many(text)
    return bool(ended or _REMARK.search(plain(text)))


def names_part(text: str) -> bool:
    """Return whether a text only names a place or a year, which announces no section."""
    return bool(_OF_PART.fullmatch(plain(text)))


def is_further(text: str) -> bool:
    """Return whether a text begins with the number of a section, not the first, of no place."""
    rest = _FURTHER.sub("", plain(text), count=1)
    return rest != plain(text) and not names_part(rest)


def goes_on(text: str) -> bool:
    """Return whether a text only says that what stands above goes on, or for what."""
    more = _GOES_ON.fullmatch(plain(text)) and not (says(text) or announces_others(text))
    return bool(more) or names_part(text)


def states(text: str) -> bool:
    """Return whether a text is a sentence that something ended or changed, as no heading is."""
    return bool(_STATES.search(plain(text)))


def announces_others(text: str) -> bool:
    """Return whether a text announces what is neither in force nor lapsed."""
    return bool(_OTHERS.search(plain(text))) and says(text) is None


def doubts(text: str, section: Status) -> bool:
    """Return whether words beside a row say something else of its status than its section."""
    if said := says(text):
        return said != section
    gone = section == Status.IN_FORCE and _GONE.search(plain(text))
    return bool(gone or _LAPSED.search(plain(text)) or _DOUBTED.search(plain(text)))


def ends(heading: str) -> bool:
    """Return whether a column may say when something ends, ended, or how long it was prolonged."""
    return bool(_ENDS.search(plain(heading)))


def announced(paragraphs: list[str]) -> Announced | None:
    """Return what the text above a table announces, the last word first; None if nothing."""
    paragraphs = [text for text in paragraphs if not is_remark(text)]
    for place, paragraph in enumerate(reversed(paragraphs)):
        text = plain(paragraph)
        if section := says(paragraph):
            whole = section == Status.IN_FORCE or of_many(text) or _REGISTER.search(text)
            return Announced(section if whole else None)  # «Прекращено» may be of the row above
        if _LAPSED.search(text):
            return Announced(None, both=True)
        words = re.findall(r"[^\W_]+|№", _REGIONS.sub(" ", text))
        known = all(_KNOWN.fullmatch(word) or _PLACES.fullmatch(word) for word in words)
        if not known and (place == 0 or _REGISTER.search(text) or announces_others(text)):
            return Announced(None)
        if _REGISTER.search(text):
            above = paragraphs[: len(paragraphs) - place - 1][-1:]
            # «Проекты», or «Утратившие силу», and the rest on the next line
            if any(announces_others(x) or says(x) == Status.LAPSED for x in above):
                return Announced(None)
            return Announced(Status.IN_FORCE, vague=True)
    return None
