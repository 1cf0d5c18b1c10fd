"""
Notes on what is odd in a row of the source, in Russian, as they stand in ``source_note``.

Each is made by a rule; none is kept by hand. In this order: another form signed on the same day; a
row out of the order of dates; a date without its space; an unusual registration; countries or
oblasts not named (a city that gives its oblast the name needs none) or named twice; Minsk put into
Minsk oblast; a former spelling; the administration of an executive committee; a successor with
other territories; a row that breaks off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from geo.agreements import Agreement, Basis, Form, Status
from geo.dates import MONTHS, in_words
from geo.reading.columns import Column
from geo.reading.gazetteer import todays_form
from geo.reading.mention import Head, Mention
from geo.reading.problems import Report
from geo.reading.registration import NO_NUMBER
from geo.reading.row import SourceRow
from geo.reading.title import Title
from geo.reading.words import clean
from geo.territories import Territories, Territory, TerritoryKind
from geo.text import load_places, t

_NUMERALS = ("", "", "двумя", "тремя", "четырьмя", "пятью", "шестью", "семью", "восемью", "девятью")


Day = tuple[date, frozenset[str]]
"""A day of signing and the territories that signed."""


@dataclass(frozen=True)
class Read:
    """An agreement with its title as read, its row, and what takes the problems of that row."""

    agreement: Agreement
    title: Title
    row: SourceRow
    tell: Report


_FORM_WORDS = {
    Form.DOGOVOR: ("договор", "подписан", "договором"),
    Form.SOGLASHENIE: ("соглашение", "подписано", "соглашением"),
    Form.MEMORANDUM: ("меморандум", "подписан", "меморандумом"),
    Form.PROTOKOL: ("протокол", "подписан", "протоколом"),
}


def build_notes(read: Sequence[Read], territories: Territories) -> dict[str, str]:
    """Return the notes by the agreement's id; none where nothing is odd."""
    by_id = {each.agreement.id: each for each in read}
    days: dict[Day, list[Read]] = {}
    for each in read:
        days.setdefault(_day(each), []).append(each)
    agreements = [each.agreement for each in read]
    dashes, orders = _dashes(agreements), _orders(agreements)
    notes = {}
    for each in read:
        parts = [
            *_same_day(each, days[_day(each)]),
            *orders.get(each.agreement.id, ()),
            *([f"«{each.title.crowded.split()[0]}» без пробела."] if each.title.crowded else []),
            *_registration(each.agreement, *dashes),
            *_unnamed(each, territories),
            *_named_oddly(each, territories),
            *_former(each, territories),
            *_committee(each.title.mentions),
            *_successor(each, by_id),
            *_broken(each),
        ]
        if parts:
            notes[each.agreement.id] = " ".join(parts)
    return notes


def _day(each: Read) -> Day:
    return each.agreement.signed_on, frozenset(each.agreement.territories)


def _same_day(each: Read, signed: Sequence[Read]) -> list[str]:
    """Note another form that the same parties signed on the same day."""
    other = next((x for x in signed if x.agreement.form != each.agreement.form), None)
    if other is None:
        return []
    form, verb, _ = _FORM_WORDS[other.agreement.form]
    subject = f"и {form} {other.title.subject}".rstrip()
    return [f"В тот же день теми же сторонами {verb} {subject}."]


def _orders(agreements: Sequence[Agreement]) -> dict[str, list[str]]:
    """Return notes on rows out of the order of dates, by section; none if there is no order."""
    notes: dict[str, list[str]] = {}
    for section in Status:
        rows = [agreement for agreement in agreements if agreement.status == section]
        late = _out_of_order(rows)
        if len(late) * 10 > len(rows):
            continue
        for place in late:
            after = [row for row in rows[place + 1 :] if row.signed_on < rows[place].signed_on]
            before = [row for row in rows[:place] if row.signed_on > rows[place].signed_on]
            if len(before) < len(after) or not before:
                told = _told("перед", after, "раньше")
            else:
                told = _told("после", before, "позже")
            notes[rows[place].id] = [f"Не по порядку дат: стоит {told}."]
    return notes


def _out_of_order(rows: Sequence[Agreement]) -> list[int]:
    """Return the places of the rows to leave out so that the dates of the others never fall."""
    days = [row.signed_on for row in reversed(rows)]
    same = SequenceMatcher(None, days, sorted(days, reverse=True), autojunk=False)
    kept = {n for first, _, size in same.get_matching_blocks() for n in range(first, first + size)}
    return [place for place in range(len(rows)) if len(rows) - 1 - place not in kept]


def _told(where: str, others: Sequence[Agreement], when: str) -> str:
    days = sorted({other.signed_on for other in others})
    day = f", {in_words(days[0])}" if len(days) == 1 else ""
    if len(others) == 1:
        case = "соглашением, подписанным" if where == "перед" else "соглашения, подписанного"
        return f"{where} {case} {when}{day}"
    if where == "после":
        return f"{where} соглашений, подписанных {when}{day}"
    many = _NUMERALS[len(others)] if len(others) < len(_NUMERALS) else str(len(others))
    return f"{where} {many} соглашениями, подписанными {when}{day}"


def _dashes(agreements: Sequence[Agreement]) -> tuple[date, int]:
    """Return since when agreements in force are registered, and how many since then are not."""
    in_force = [x for x in agreements if x.status == Status.IN_FORCE]
    first = min((x.signed_on for x in in_force if x.registered_on), default=date.max)
    return first, sum(x.signed_on >= first and not _is_registered(x) for x in in_force)


def _registration(agreement: Agreement, first: date, n_dashes: int) -> list[str]:
    """Note «б/н», and a dash where agreements in force were registered already."""
    if agreement.status != Status.IN_FORCE:
        return []
    if agreement.registration_number == NO_NUMBER and not agreement.registered_on:
        return [f"В графе регистрации «{NO_NUMBER}»: нет ни номера, ни даты."]
    if agreement.signed_on < first or _is_registered(agreement):
        return []
    since = f"с {MONTHS[first.month - 1]} {first.year} года"
    if n_dashes == 1:
        return [
            "В графе регистрации прочерк — единственный у действующих соглашений, "
            f"подписанных {since}."
        ]
    return [f"В графе регистрации прочерк, хотя {since} соглашения регистрируются."]


def _is_registered(agreement: Agreement) -> bool:
    return bool(agreement.registered_on or agreement.registration_number)


def _of_gazetteer(each: Read, territories: Territories) -> list[tuple[Mention, Territory]]:
    """Return the parties that the gazetteer has, as worded and as meant."""
    parties = (territories[party.territory] for party in each.title.parties)
    pairs = zip(each.title.mentions, parties, strict=True)
    return [(mention, place) for mention, place in pairs if place.kind != TerritoryKind.OUTSIDE]


def _unnamed(each: Read, territories: Territories) -> list[str]:
    """Note countries and oblasts that the title leaves out."""
    named = _of_gazetteer(each, territories)
    countries = any(mention.qualifiers.countries for mention, _ in named)
    regions = any(mention.qualifiers.regions for mention, _ in named)
    if not countries:
        return ["Страны не названы, только области." if regions else
                "Ни страны, ни области не названы."]  # fmt: skip
    bare = [
        place
        for mention, place in named
        if not mention.qualifiers.regions
        and place.kind not in (TerritoryKind.GOROD, TerritoryKind.RAYON_V_GORODE)
    ]
    if not bare:
        return []
    if not regions:
        return ["Области не названы."]
    names = dict.fromkeys(t(f"region.{place.region}", "ru") for place in bare)
    return [f"{name} не названа." for name in names]


def _named_oddly(each: Read, territories: Territories) -> list[str]:
    """Note an oblast named twice for one party, and a capital put into the oblast around it."""
    notes = []
    for mention, territory in _of_gazetteer(each, territories):
        regions = mention.qualifiers.regions
        for region in dict.fromkeys(filter(None, regions)):
            name = t(f"region.{region}", "ru")
            if regions.count(region) > 1:
                notes.append(f"{name} названа дважды.")
            if load_places()["around"].get(territory.region) == region:
                oblast = name.replace("ая область", "ой области")
                notes.append(f"{territory.seat_ru} ошибочно отнесён к {oblast}.")
    return list(dict.fromkeys(notes))


def _former(each: Read, territories: Territories) -> list[str]:
    """Note a spelling that the gazetteer keeps as a former name only."""
    notes = []
    for mention, territory in _of_gazetteer(each, territories):
        if mention.head != Head.DISTRICT:
            continue
        today = todays_form(mention.name, territory)
        if today:
            notes.append(f"«{mention.name}» — опечатка, следует «{today}».")
    return list(dict.fromkeys(notes))


def _committee(mentions: Sequence[Mention]) -> list[str]:
    """Note «Администрация … исполнительного комитета»."""
    for mention in mentions:
        if mention.executive_twice:
            city = mention.head in (Head.CITY, Head.CITY_BODY)
            whose = "городского" if city else "районного"
            return [
                f"Сторона названа «Администрацией» {whose} исполнительного комитета, "
                "в других строках — сам комитет."
            ]
    return []


def _successor(each: Read, by_id: Mapping[str, Read]) -> list[str]:
    """Note a stated successor that other territories signed."""
    agreement = each.agreement
    other = by_id.get(agreement.successor_id)
    if other is None or agreement.successor_basis != Basis.STATED:
        return []
    mine, theirs = set(agreement.territories), set(other.agreement.territories)
    gone, come = _places(each.title, mine - theirs), _places(other.title, theirs - mine)
    if not (gone and come):
        return []
    form = _FORM_WORDS[other.agreement.form][2]
    return [f"Заменено {form} не с {gone}, а с {come}."]


def _places(title: Title, codes: set[str]) -> str:
    named = zip(title.mentions, title.parties, strict=True)
    found = [mention.nucleus for mention, party in named if party.territory in codes]
    return clean(" и ".join(dict.fromkeys(found)))


def _broken(each: Read) -> list[str]:
    if each.row.text(Column.TERM) or each.row.text(Column.REGISTRATION):
        return []
    tail = ", чем заменено, не сказано" if each.agreement.status == Status.LAPSED else ""
    return [f"Строка обрывается: граф регистрации и срока нет{tail}."]
