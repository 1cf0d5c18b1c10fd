"""
The title: «Договор о сотрудничестве … между … и … от 24 июля 1998 года».

Its grammar, by rule:

- *Form*: договор, соглашение, меморандум or протокол, among the first words.
- *Date of signing*: the one date of the title; dates of amendments («в редакции», «с изменениями»)
  and of the agreement that it is about («к договору … от») are none. A register with a column of
  its own for the date may leave it out here. Where two are left, a person says which is meant.
- *Parties*: see `grammar` and `places`.
- *Kind*, the first rule that fits the words that belong to no party: `twinning` says «побратим…»;
  `friendship` is of the family of «дружба» or says «добрососедство»; `sectoral` names a field, or
  departments of one field signed it; `cooperation` is every other.
- *Themes*: the fields a sectoral agreement names, in the order of the title, each half of a
  compound by itself; those of the departments where only they say it. See `subject`.

Every word with a capital, every word that makes a party, and every word between the parties must
belong to a party or be explained otherwise; what is left is reported, so no party is dropped
unseen. A form behind a party begins another title: a person is asked. What a title says of another
agreement is read by `about`.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import takewhile

from geo.agreements import Body, Form, Kind, Party, Theme
from geo.dates import FoundDate, find_dates, find_loose_date, looks_like_date
from geo.reading.about import OTHERS_DAY, OWN, About, read_about, with_day
from geo.reading.columns import Column
from geo.reading.gazetteer import Gazetteer
from geo.reading.grammar import Grammar
from geo.reading.mention import Mention, decided
from geo.reading.places import named_by, report_left, resolve
from geo.reading.problems import Report, Sure
from geo.reading.subject import GENERAL, is_misprint, read_subject
from geo.reading.vocabulary import (
    CONNECTORS,
    FORM,
    FORM_NAMES,
    FORMS,
    INSTITUTION,
    is_no_party,
    is_word_of_a_party,
)
from geo.reading.words import Token, fold, tokenise

_AMENDED = re.compile(
    r"\b(?:(?:в|новая) (?:\w+ )?ред(?:акци\w+)?|изм|далее|(?:изменени|дополнени|вступ)\w+)\b[^)]*$"
)
_PUNCTUATION = '«»"„“”*†‡§.,:;()[]-–—•·0123456789¹²³'
_ADJECTIVE = re.compile(r"\w+(?:[ое]е|ый|ий|ого|его)|доп")
_NAME = r"[А-ЯЁ][а-яё-]+"
_ASIDE = re.compile(
    r"\((?i:далее)[^)]*\)"
    r"|(?i:именуем)\w*[ ,]*(?:(?:в )?(?:далее|дальнейшем))?[ ,—–-]*[«\"„][^»\"“]*[»\"“]"
    rf"|(?:(?:[А-ЯЁ]\. ?){{2}}{_NAME}|{_NAME} [А-ЯЁ]\. ?[А-ЯЁ]\.)"
    r"(?!\w| ?(?i:район|р-н|област|обл|округ|край))"
)
"""What a party is called below, and the names of persons with their initials."""
_BODIES = (
    "администраци", "управлени", "исполком", "исполнительн", "комитет", "департамент", "отдел"
)  # fmt: skip
_TIE = (
    r"(?:сотрудничеств|взаимодейств|побратимств|породнени|партн[её]рств|дружб|добрососедств|связ"
    r"|отношени)\w*"
)
"""Behind such a word stands who signs, where no «между» says it."""
_FORM = re.compile(rf"({FORM})\w*")
_NOMINATIVE = re.compile(FORM_NAMES)
_OF_THREE = re.compile(r"(?:тр[её]х|четыр[её]х|много)сторонн", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:о|об|по|в (?:сфер|област|рамк)\w+|для)\b", re.IGNORECASE)
_BEHIND = re.compile(
    r"о|об|в|во|по|от|на|для|при|под|дата|[;)(]|(?:цел|срок|последующ|подписан|заключ|совершен"
    r"|установлени|развити|расширени|укреплени|побратим|дружеств|дружб)\w*"
)
"""What the words behind the last party begin with if they name no further one."""


@dataclass(frozen=True)
class Title:
    """
    What a title says. `subject` is what belongs to no party; `crowded` a date without space;
    `about` another agreement that it ends, prolongs or changes; `remarks` what stands in brackets
    or behind the parties, and is no subject.
    """

    form: Form
    kind: Kind
    themes: tuple[Theme, ...]
    signed_on: date
    parties: tuple[Party, ...]
    mentions: tuple[Mention, ...]
    subject: str
    crowded: str
    about: About | None = None
    remarks: tuple[str, ...] = ()


def read_title(text: str, gazetteer: Gazetteer, report: Report, signed: str = "") -> Title | None:
    """
    Read one title, a cell cleaned by `words`; None if anything an agreement needs is missing.

    Why is reported. `signed` is what a column of its own says of the date of signing, where the
    register has one.
    """
    report = partial(report, column=Column.TITLE)
    about = read_about(text)
    dates = find_dates(text) or find_loose_date(text)
    form = _form(text, report)
    found = _signed(text, dates, report, about, signed)
    if sum(map(str.isupper, text)) > sum(map(str.isalpha, text)) / 2:  # a capital marks no name
        report("problem.capitals", got=text)
        return None
    strange = about if about and not about.effect else None  # what it does, we have no word for
    if strange and report("problem.about", got=strange.words, options=(OWN,)) != OWN:
        return None
    mentions, known, left = _parties(text, dates, gazetteer, report)
    if not known or not form or not found or not found.day:
        return None
    named = read_subject(fold(" ".join(x.text for x in left)), known, mentions, report)
    if not named:
        return None
    crowded, subject = found.text if found.crowded else "", _phrase(text, left)
    about = about and with_day(about, text, dates, found.day)
    remarks = _remarks(text, dates, mentions)
    return Title(form, *named, found.day, known, mentions, subject, crowded, about, remarks)


def _parties(
    text: str, dates: tuple[FoundDate, ...], gazetteer: Gazetteer, report: Report
) -> tuple[tuple[Mention, ...], tuple[Party, ...], tuple[Token, ...]]:
    """
    Read the parties of a title.

    Returns
    -------
    mentions, parties, left
        What the title words, the parties it means (none unless all are understood), and the words
        that belong to none.
    """
    decisions = gazetteer.decisions
    skipped = [(each.start, each.end) for each in dates]
    skipped += [each.span() for each in _ASIDE.finditer(text)]
    grammar = Grammar(text, tokenise(text, tuple(skipped)), gazetteer)
    mentions, left = grammar.read()
    second = next((x for x in left[1:] if mentions and _begins(text, x, mentions[0])), None)
    if second and not report("problem.two_titles", got=text[second.start :]):
        return mentions, (), left
    mentions, left = _housed(text, left, mentions)
    between = next((token.start for token in left if token.folded == "между"), 0)
    early = [x for x in mentions if x.start < between < mentions[-2:][0].start]
    mentions = tuple(x for x in mentions if x not in early)
    strange = _strange(text, left, gazetteer.territories.imprint.countries)
    strange += [each for each in _between(text, left, mentions) if each not in strange]
    ours = {place for each in mentions for place in named_by(each, gazetteer)}
    acting = [x for x in (*early, *grammar.acting) if ours.isdisjoint(named_by(x, gazetteer))]
    strange += [(each.wording, each.start) for each in acting]
    mentions += tuple(decided(words, at) for words, at in strange if decisions.get(words))
    mentions = tuple(sorted(mentions, key=lambda mention: mention.start))
    undecided = [words for words, _ in strange if words not in decisions]
    for words in undecided:
        name = next((each.name for each in acting if each.wording == words), "")
        report_left(words, gazetteer, report, name)
    found = [(resolve(each, gazetteer, report), _body(each, report), each) for each in mentions]
    parties = tuple(Party(x.code, body, m.wording) for x, body, m in found if x and body)
    claimed = 3 if _OF_THREE.match(text) else 2
    if len(mentions) < claimed and not undecided:
        report("problem.parties", got=text)
    if len(mentions) < claimed or len(parties) < len(mentions) or undecided:
        return mentions, (), left
    signed = Counter((party.territory, party.body) for party in parties)
    for party in parties:
        if signed.pop((party.territory, party.body), 0) > 1:
            report("problem.party_twice", got=party.wording, sure=Sure.CERTAIN)
    if len({party.territory for party in parties}) < 2:
        report("problem.parties", got=text)
        return mentions, (), left
    return mentions, parties, left


def _body(mention: Mention, report: Report) -> Body | None:
    """Return who signed; asked where the field of a department is nearly that of education."""
    if mention.body != Body.EXECUTIVE or not is_misprint(mention.department, ("образовани",)):
        return mention.body
    options = (Body.EDUCATION_DEPARTMENT, Body.EXECUTIVE)
    said = report("problem.body", got=mention.department, options=options)
    return Body(said) if said in options else None


def _begins(text: str, token: Token, party: Mention) -> bool:
    """Return whether a word behind a party, in no brackets, begins another title."""
    closed = text.count("(", 0, token.start) <= text.count(")", 0, token.start)
    return token.start > party.end and closed and bool(_NOMINATIVE.fullmatch(token.folded))


def _form(text: str, report: Report) -> Form | None:
    """Read the form from the first words; two of them are a question."""
    words = [word for each in text.split()[:3] if (word := fold(each).strip(_PUNCTUATION))]
    named = [word for word in words if word in FORMS]
    first = words[0] if words else ""
    adjectives = words[: words.index(named[0])] if named else words
    plain = all(_ADJECTIVE.fullmatch(word) for word in adjectives)
    if len(named) == 1 and plain:
        return FORMS[named[0]]
    said = report(
        "problem.form",
        got=" ".join([*adjectives, *named]) if named else first,
        expected=FORM_NAMES.replace("|", ", "),
        options=tuple(Form),
    )
    return Form(said) if said in list(Form) else None


def _signed(
    text: str, dates: tuple[FoundDate, ...], report: Report, about: About | None, column: str
) -> FoundDate | None:
    """
    Choose the date of signing among the dates of a title and of a column of its own.

    Asked where it is not the only one, or stands as that of another agreement.
    """
    # «О внесении изменений в …» says what it is about, not that it was amended itself.
    begin = fold(text).find(about.words) + len(about.words) if about else 0
    own = [each for each in dates if not _AMENDED.search(fold(text[begin : each.start]))]
    beside = find_dates(column) or find_loose_date(column)
    others = [x for x in own if OTHERS_DAY.search(fold(text[text.find(" ") : x.start]))]
    alone, between = len(own) + len(beside) == 1, text.rfind(" между ")
    if about:
        last = between if alone and begin < between else len(text)
        own = [each for each in own if each.start > last or each not in others]
    elif alone and others:  # «в рамках Договора от …»; of two dates a person says which is meant
        own = [replace(others[0], loose=True)]
    own += beside
    days = {each.day for each in own}
    loose = any(each.loose for each in own) or (not beside and bool(re.search(r"\w", column)))
    if len(days) == 1 and None not in days and not loose:
        return own[0]
    meant = {day.isoformat(): each for each in own for day in (each.day, *each.days) if day}
    options = tuple(sorted(meant))
    said = report(
        "problem.dates" if len(days) > 1 else "problem.date",
        got=", ".join(each.text for each in own)
        or ("" if dates else looks_like_date(text))
        or column,
        expected="problem.expected_date",
        options=options,
        sure=Sure.LIKELY if loose and options else Sure.UNKNOWN,
    )
    return replace(meant[said], day=date.fromisoformat(said)) if said in meant else None


def _strange(
    text: str, left: tuple[Token, ...], countries: tuple[str, ...]
) -> list[tuple[str, int]]:
    """
    Return the words left over that may belong to a party, those side by side as one.

    Before «между» an abbreviation is a field («в сфере ЖКХ»), and «городов» names none of them.
    """
    strange: list[tuple[str, int]] = []
    position = 1
    between = next((token.start for token in left if token.folded == "между"), 0)
    while position < len(left):
        if after := is_no_party(left, position, countries):
            position = after
            continue
        token = left[position]
        early = token.start < between
        short = 1 < len(token.text) < 6 and token.text.isupper()
        # «Рамочное Соглашение», «к Соглашению»; in the nominative behind a party it was asked about
        free = position < 3 or left[position - 1].folded == "в"
        form = _FORM.fullmatch(token.folded) and (free or not _NOMINATIVE.fullmatch(token.folded))
        plain = re.fullmatch(rf"об?|между|подписан\w*|{_TIE}", token.folded)  # «О дружбе»
        named = token.has_capital and not ((early and short) or plain or form)
        if token.is_word and (named or (is_word_of_a_party(token) and not early)):
            _add_word(strange, token, text)
        position += 1
    return strange


def _add_word(found: list[tuple[str, int]], token: Token, text: str) -> None:
    """Add a word, to those before it if only a space stands between."""
    words, start = found[-1] if found else ("", -1)
    if found and text[start + len(words) : token.start] == " ":
        found[-1] = text[start : token.end], start
    else:
        found.append((token.text, token.start))


def _housed(
    text: str, left: tuple[Token, ...], mentions: tuple[Mention, ...]
) -> tuple[tuple[Mention, ...], tuple[Token, ...]]:
    """
    Return the parties, an institution that signs in the place of the territory it stands in.

    The words for it are left no more. «Палатой и городом Витебском» are two parties.
    """
    found, own = list(mentions), set[Token]()
    for place, token in enumerate(left[1:], start=1):
        before = {each.folded for each in left[1:place]}
        if not INSTITUTION.fullmatch(token.folded) or not {"между", "с"} & before or token in own:
            continue
        after = next((n for n, each in enumerate(found) if each.start > token.end), None)
        rest = [each for each in left[place:] if after is None or each.start < found[after].start]
        if after is None or {"между", "о", "об"} & {each.folded for each in rest}:
            continue
        first = place
        while (
            first > 1
            and text[left[first - 1].end : left[first].start] == " "
            and not (CONNECTORS.fullmatch(left[first - 1].folded))
        ):
            first -= 1  # «средней школой»
        end = next((n for n, each in enumerate(rest) if each.folded in (",", "и")), None)
        words = [*left[first:place], *rest[:end]]
        stop = found[after].end if end is None else words[-1].end
        said = text[words[0].start : stop].strip(' ,«„“"(')
        party = found[after] if end is None else decided(said, words[0].start)
        house = replace(party, body=Body.INSTITUTION, wording=said, asked=said)
        found[after : after + (end is None)] = [house]
        own |= set(words)
    return tuple(found), tuple(each for each in left if each not in own)


def _between(
    text: str, left: tuple[Token, ...], mentions: tuple[Mention, ...]
) -> list[tuple[str, int]]:
    """Return the words after «между» and before the last party that nothing explains."""
    if not mentions:
        return []
    first = next((x.start for x in left if re.match("между(?!народн)", x.folded)), None)
    if first is None:
        return _before(text, left, mentions)
    last = max(mention.start for mention in mentions)
    found: list[tuple[str, int]] = []
    for token in left:
        if token.start > last and _BEHIND.fullmatch(token.folded):
            break
        if token.folded == "третьей" and len(mentions) > 2:
            continue
        if token.start < first or CONNECTORS.fullmatch(token.folded):
            continue
        if token.has_capital or is_word_of_a_party(token) or not token.is_word:
            continue  # asked about already
        _add_word(found, token, text)
    return found


def _before(
    text: str, left: tuple[Token, ...], mentions: tuple[Mention, ...]
) -> list[tuple[str, int]]:
    """Return words that may say who signs where no «между» does: «о сотрудничестве школ города»."""
    ahead = [token for token in left if token.start < mentions[0].start]
    stops = re.compile(rf"\W|\d+|{_TIE}|и|во?|на|по|со?|об?|к|из|для|от|при")
    near = list(takewhile(lambda token: not stops.fullmatch(token.folded), ahead[:0:-1]))[::-1]
    stop = ahead[-len(near) - 1] if ahead else None
    signs = stop and (stop == ahead[0] or re.fullmatch(_TIE, stop.folded))
    found: list[tuple[str, int]] = []
    for token in left[1:]:
        mine = signs and token in near and not GENERAL.fullmatch(token.folded)
        last = token in near[-1:] or mentions[0].start < token.start < mentions[-1].start
        strange = mine or (last and is_misprint(token.folded, _BODIES))
        if strange and not (token.has_capital or is_word_of_a_party(token)):
            _add_word(found, token, text)
    return found


def _remarks(
    text: str, dates: tuple[FoundDate, ...], mentions: tuple[Mention, ...]
) -> tuple[str, ...]:
    """Return what stands in brackets, or behind the last party and begins no subject."""
    last = max(mention.end for mention in mentions)
    for each in dates:
        text = text[: each.start] + " " * len(each.text) + text[each.end :]
    behind = re.split(r"[,;()]|\s{5,}", text[last:])
    found = [each.strip() for each in (*re.findall(r"\(([^()]*)\)", text[:last]), *behind)]
    return tuple(each for each in found if not _SUBJECT.match(each))


def _phrase(text: str, left: tuple[Token, ...]) -> str:
    """Return the words between the form and the parties: «о сотрудничестве»."""
    end = start = left[0].end if left else 0
    for token in left[1:]:
        if token.folded in ("между", "от", "(", ";"):
            break
        end = token.outer_end
    return text[start:end].strip(" ,")
