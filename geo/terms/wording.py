"""
Wording: what the register says of terms and lapses, in the words that clerks use for them.

A term is perpetual, or N years (in figures or words) that are prolonged by themselves for the same
again or end, or runs until a day. A lapse has its day or not, and names the agreement that replaced
it or not. Every word of a wording has to be known: anything else is not understood, and nothing is
guessed.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from geo.dates import FoundDate, find_dates

_NUMERALS = {
    word: number
    for number, words in enumerate(
        (
            "один одного одно", "два двух", "три трех", "четыре четырех", "пять пяти",
            "шесть шести", "семь семи", "восемь восьми", "девять девяти", "десять десяти",
        ),
        start=1,
    )
    for word in words.split()
} | {"пятнадцать": 15, "пятнадцати": 15, "двадцать": 20, "двадцати": 20}  # fmt: skip
_DAY = "\x01"
"""Stands for a date in a wording."""
_TO_YEAR = re.compile(
    r"(?:(?:на |с )?\d{4}(?: ?[-–—] ?| по )|по |до конца )(\d{4}) ?(?:год(?:[ауы]|ов)?|гг?\b\.?)"
)
"""Years as a term: up to the last day of the last one."""
_MONTHS = re.compile(r"^((?:срок\w* )?(?:на )?)(12|24|36|48|60|120) мес(?:яц\w*|\.)", re.IGNORECASE)
"""Months that are whole years."""
_HEAD = re.compile(r"срок(?: действия)?(?: договора| соглашения)? ?[:–—-] ?")
"""What the heading of the column says already."""
_SINCE = r"(?:со дня|с момента|с даты) (?:его |ее )?(?:подписания|заключения|вступления в силу)"
_FROM = (
    rf"(?:(?:вступает в силу |действует )?(?:{_SINCE}|с {_DAY}),? (?:и )?)?"
    r"(?:действует |действующ(?:ий|ее),? |заключен[ао]? )?"
)
_PERPETUAL = re.compile(
    rf"{_FROM}(?:бесср(?:очн(?:ый|ое|ая|о)?)?\.?(?: (?:срок|договор|соглашение))?"
    r"|на бессрочной основе|(?:на )?не(?:определ|огранич)енн(?:ый|ого) срок"
    r"|без ограничения срок(?:а|ом)(?: действия)?"
    r"|(?:срок(?:ом)?(?: действия)? )?не ?(?:ограничен|определен)\w*(?: сроком)?|постоянно)"
    rf"(?:,? (?:{_SINCE}|с {_DAY}))?"
    r"(?:,? \(?до (?:момента )?(?:его |ее )?(?:расторжения|прекращения)[^()\x01]*\)?)?"
)
_BEFORE = (
    r"(?:(?:сроком )?(?:на )?[\w-]+(?: \(\w+\))? (?:года?|лет),? \(?)?"
    rf"(?:(?:до {_DAY},? \(?)?(?:пролонгирован|продлен)[оа]? "
    rf"(?:(?:дополнительным )?соглашением (?:№ ?\w+ )?(?:от {_DAY} )?)?)?"
)
"""A term that had an end, and what moved it: the last day is the one that is named."""
_UNTIL = re.compile(
    rf"{_BEFORE}(?:на период )?{_FROM}(?:(?:с {_DAY} )?(?:до|по) |{_DAY} ?[-–—]? ?){_DAY}"
    r"(?:,? \(?включительно\)?)?\)?"
    r"(?:,? без (?:последующей )?(?:пролонгации|продления))?"
)
_YEARS = re.compile(
    rf"{_FROM}(?:на )?(?:в течение |срок(?:ом)?(?: действия)?:? )?(?:на )?"
    r"(?:(?P<years>[1-9][0-9]?)(?:-?(?:ти|х))?|(?P<words>[а-я]+?))"
    r"(?: ?\((?P<in_words>[а-я]+|\d+)\))?(?: ?(?:года?|лет|л\.?)|-?летн\w+(?: срок)?)"
    rf"(?: {_SINCE})?(?P<tail>[ .,;(].*)?"
)
_UNLESS = re.compile(r"\bесли (?!(?:\w+ ){0,7}?(?:не|ни) )|\bпри (?!отсутстви|(?:\w+ )?соглас)")
"""A condition that somebody has to meet: no word says that it goes on by itself."""
_ENDS = re.compile(
    r"\bбез (?:\w+ ){0,2}\w*(?:пролонгаци|продлени)|не (?:пролонг|продл|подлежит)"
    r"|по (?:\w+ )?(?:соглас|соглаш|решени|договор[её]н|заявлени)|(?:при|с) (?:\w+ )?соглас"
    r"|возможн|может|могут|прав(?:о|ом) "
)
"""No prolongation, or none by itself."""
_PROLONGED = re.compile(r"пролонг|продл|возобновл")
_ONCE = re.compile(r"(?:пролонгирован|продлен|возобновлен)[аоы]?\b")
"""It was prolonged: nothing is said of a next time."""
_TAIL = re.compile(
    r"(?:с|со|и|а|на|о|об|в|за|его|ее|их|из|при|по|до|если|ни|одна|не|то|без|права?|правом|далее|затем"
    r"|посл\w*|дальнейш\w+|следующ\w+|очередн\w+|автоматическ\w+|молчалив\w+|(?:авто)?пролонг\w*"
    r"|продл\w+|возобновл\w+|тот|же|те|такой|самый|аналогичн\w+|соответствующ\w+|каждый|каждые|еще"
    r"|срок\w*|период\w*|год|года|лет|летн\w+|сторон\w*|заяв\w+|уведом\w+|письменн\w+|намерени\w+"
    r"|прекра\w+|расторг\w+|расторж\w+|действи\w+|возражени\w+|отсутстви\w+|отказ\w*|взаимн\w+|соглас\w+"
    r"|соглаш\w+|договор\w*|возможн\w+|может|могут|быть|подлежит|истечени\w+|окончани\w+|ино[ем]"
    r"|считается|настоящ\w+|нов\w+|дней|дня|день|месяц\w*|чем|позднее|позже|своем|другую|сторону)"
)
_GAP = re.compile(
    r"\b(?:не (?:менее|позднее|позже),? )?(?:чем )?за (?:\d+|[а-я]+) (?:\(\w+\) )?(?:дн|месяц)\w*"
    r"|(?:заяв|уведом)\w+(?: друг\w+ сторон\w+)?(?: в письменной форме| письменно)"
    r"(?: друг\w+ сторон\w+)?"
)
"""How somebody has to speak up, and how long before its end."""

_LAPSED = (
    r"(?:(?:договор|соглашение) )?"
    r"(?:(?:утратил[оаи]?|потерял[оаи]?|утр\.) (?:свою )?силу|прекратил[оаи]? (?:свое )?действие"
    r"|(?:действие(?: договора| соглашения)? )?прекращено?(?: действие)?"
    r"|расторгнуто?|не действует|недействующ(?:ее|ий)|аннулировано?|отменено?|денонсировано?"
    r"|признано? утратившим силу|(?:действие )?завершено?|исполнено?"
    r"|не (?:продл[её]н|пролонгирован)о?|не (?:продлевал|пролонгировал)\w+"
    r"|срок(?: действия)? (?:закончился|окончен)"
    r"|срок(?: действия)?(?: соглашения| договора)? истек|истек(?:ло)?(?: срок(?: действия)?)?)"
)
_WHEN = rf"(?:(?:начиная )?(?:с|со|со дня|с даты) )?{_DAY}"
_SO = (
    r"(?:досрочно|по (?:взаимному )?(?:согласию|соглашению) сторон"
    r"|в одностороннем порядке|по инициативе(?: \w+){1,3}?"
    r"|(?:в связи с|по) (?:истечени|окончани)\w+ срока(?: (?:его )?действия)?)"
)
"""How it lapsed, where a day behind it can only be that of the lapse."""
_LAPSE = re.compile(
    rf"(?:{_WHEN},? )?(?:{_SO} )?{_LAPSED}(?:,? {_SO})?"
    rf"(?:,? \(?(?:расторгнуто? |прекращено? )?{_WHEN}\)?)?"
    r"(?:,? \(?(?:(?:в связи с|ввиду|вследствие|по|на основании|в полном) [^()\x01\d]+"
    r"|(?:истек|истечени|не продл|не пролонг)[^()\x01\d]*|соглашение сторон)\)?)?"
    rf"|дата (?:прекращения|утраты|утери|расторжения)[^:\d]*: {_DAY}"
)
_REPLACED = re.compile(
    r"(?:(?P<before>.+?),? )?\(?(?:(?:со? (?:даты|дня|момента)|в связи со?)"
    r" (?:вступлени(?:я|ем) в силу|(?:подписани|заключени)(?:я|ем))|замен[её]н[ао]?"
    r"|взамен(?: него)? (?:подписан|заключен)о?) (?:нов\w+ )?"
    r"(?P<successor>(?:договор|соглашени)\w*(?: .+?)?),? \(?от (?P<day>[0-9][^()№]*?)"
    r"(?:,? (?:рег\. ?)?№ ?[\w-]+)?\)?",
    re.IGNORECASE,
)
_RAN = re.compile(r"[,;] | \(")
"""Where the words for a lapse may begin, behind those of the term that ran."""


@dataclass(frozen=True)
class Term:
    """
    A term as the register words it; `years` and `until` are None for a perpetual one.

    `prolonged` is true if it goes on by itself for the same again.
    """

    years: int | None
    prolonged: bool | None = None
    until: date | None = None

    @property
    def perpetual(self) -> bool:
        """Whether it has no end."""
        return self.years is None and self.until is None


@dataclass(frozen=True)
class Lapse:
    """
    A lapse as the register words it; `day` is the day it names for it, if it does.

    `successor` is the replacing agreement in the register's words without its date, its form at
    least, and `successor_signed_on` its date; empty and None where the register names none.
    """

    successor: str
    successor_signed_on: date | None
    day: date | None = None


def _plain(text: str) -> tuple[str, tuple[FoundDate, ...]]:
    """Return a wording in lower case, a mark in the place of each date, and the dates."""
    text = _TO_YEAR.sub(r"по 31.12.\1", " ".join(text.split()))
    dates = find_dates(text)
    for found in reversed(dates):
        text = text[: found.start] + _DAY + text[found.end :]
    return _HEAD.sub("", text.lower().replace("ё", "е"), count=1).strip(" .;*¹²³"), dates


@lru_cache(maxsize=1024)
def parse_term(text: str) -> Term | None:
    """Read the wording of a term; None if it is not understood."""
    plain, dates = _plain(_MONTHS.sub(lambda n: f"{n[1]}{int(n[2]) // 12} лет", text.strip()))
    if any(found.day is None for found in dates):
        return None
    if _PERPETUAL.fullmatch(plain):
        return Term(None)
    if _UNTIL.fullmatch(plain):
        return Term(None, prolonged=False, until=dates[-1].day)
    found = _YEARS.fullmatch(plain)
    if not found or dates:
        return None
    years = int(found["years"]) if found["years"] else _NUMERALS.get(found["words"], 0)
    if not years or (found["in_words"] and _number(found["in_words"]) != years):
        return None
    prolonged = _read_tail(found["tail"] or "", years)
    return None if prolonged is None else Term(years, prolonged)


def _number(word: str) -> int | None:
    """Return the number that a word is, in figures or letters."""
    return int(word) if word.isascii() and word.isdigit() else _NUMERALS.get(word)


def _read_tail(tail: str, years: int) -> bool | None:
    """Return whether a term is prolonged by itself, by what stands behind its years."""
    tail = _GAP.sub(" ", tail)
    words = re.findall(r"\w+", tail)
    for word in words:
        number = _number(re.sub(r"летн\w+", "", word))  # «на пятилетний срок»
        if word == "одна" or number == years or (years == 1 and word.startswith("ежегод")):
            continue
        if number or not _TAIL.fullmatch(word):
            return None
    if not words:
        return False
    if _UNLESS.search(tail):
        return None
    if _ENDS.search(tail):
        return False
    if re.search(r"на (?:каждый )?(?:следующий )?год\b", tail) and years != 1:
        return None  # for another time than before
    return True if _PROLONGED.search(tail) and not _ONCE.search(tail) else None


@lru_cache(maxsize=1024)
def parse_lapse(text: str) -> Lapse | None:
    """Read the wording of a lapse; None if it is not understood."""
    text = " ".join(text.split()).strip(" .;")
    ran = (x for x in _RAN.finditer(text[:200]) if parse_term(text[: x.start()]))
    begin = max((x.end() for x in ran), default=0)
    text = text[begin:].removesuffix(")" if begin else "")
    replaced = _REPLACED.fullmatch(text)
    plain, dates = _plain((replaced["before"] or "") if replaced else text)
    ended = _LAPSE.fullmatch(plain) if plain else replaced and "замен" in text.lower()
    if not ended or any(found.day is None for found in dates) or dates[1:]:
        return None
    day = dates[0].day if dates else None
    if not replaced:
        return Lapse("", None, day)
    named = find_dates(replaced["day"])
    if len(named) != 1 or named[0].text != replaced["day"] or named[0].day is None:
        return None
    return Lapse(replaced["successor"], named[0].day, day)
