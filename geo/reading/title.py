"""
The title: «Договор о сотрудничестве … между … и … от 24 июля 1998 года».

Its grammar, by rule:

- *Form*: the first word, договор or соглашение.
- *Date of signing*: the date after «от» or «подписано»; dates of amendments («в редакции», «с
  изменениями», or in brackets) are none. A register with a column of its own for the date may
  leave it out here.
- *Parties*: see `grammar` and `places`.
- *Kind*, the first rule that fits the words that belong to no party: `twinning` says «побратим…»;
  `friendship` «дружб…»; `sectoral` names a field, or education departments signed it;
  `cooperation` is every other.
- *Themes*: the fields a sectoral agreement names, in the order of the title, each half of a
  compound by itself; education where only the departments tell it.

Every word with a capital, and every word that makes a party, must belong to a party or be
explained otherwise; what is left is reported, so no party is dropped unseen.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from geo.agreements import Body, Form, Kind, Party, Theme
from geo.dates import FoundDate, find_dates, looks_like_date
from geo.reading.gazetteer import Gazetteer
from geo.reading.grammar import Grammar
from geo.reading.mention import Mention, decided
from geo.reading.places import Decisions, report_left, resolve
from geo.reading.problems import Column, Report, Sure
from geo.reading.vocabulary import is_no_party, is_word_of_a_party
from geo.reading.words import Token, fold, tokenise

FORMS = {"договор": Form.DOGOVOR, "соглашение": Form.SOGLASHENIE}
_GENITIVES = {"договора": Form.DOGOVOR, "соглашения": Form.SOGLASHENIE}
_SIGNED = re.compile(r"\b(?:от|(?:подписан|заключен)\w*\b[^,;()]*?) ?$")
_AMENDED = re.compile(r"(?:редакци\w+|изменени\w+|дополнени\w+|далее|вступ\w+)\b[^)]*$")

_QUOTES = '«»"„“”'
_ASIDE = re.compile(r"\(далее[^)]*\)", re.IGNORECASE)

_THEMES = (
    (re.compile(r"физическ\w+ культур\w+|физкультур\w+|спорт\w*"), Theme.SPORT),
    (re.compile(r"культурн?\w*"), Theme.CULTURE),
    (re.compile(r"образовани\w+|образовательн\w+"), Theme.EDUCATION),
    (re.compile(r"туризм\w*|туристическ\w+|туристск\w+"), Theme.TOURISM),
    (re.compile(r"торгов\w+|экономик\w+|экономическ\w+"), Theme.TRADE_ECONOMY),
    (re.compile(r"наук\w+|научн\w+|техник\w+|техническ\w+"), Theme.SCIENCE_TECHNOLOGY),
    (re.compile(r"гуманитарн\w+"), Theme.HUMANITIES),
    (re.compile(r"социальн\w+"), Theme.SOCIAL),
)
_FIELD = re.compile(r"\bв (?:сфер|област)\w+ (?P<fields>.+?)(?= между| и стремлен|\.|$)")
_FIELD_WORDS = re.compile(
    r"и|а|также|в|по|от|развити\w+|сотрудничеств\w+|массов\w+|сфер\w+|област\w+"
)


@dataclass(frozen=True)
class Title:
    """What a title says. `subject` is what belongs to no party; `crowded` a date without space."""

    form: Form
    kind: Kind
    themes: tuple[Theme, ...]
    signed_on: date
    parties: tuple[Party, ...]
    mentions: tuple[Mention, ...]
    subject: str
    crowded: str


def read_title(
    text: str,
    gazetteer: Gazetteer,
    report: Report,
    *,
    signed: FoundDate | None = None,
    decisions: Decisions | None = None,
) -> Title | None:
    """
    Read one title.

    Parameters
    ----------
    text
        The cell, cleaned by `words`.
    gazetteer
        The closed list of names.
    report
        Takes the problems met.
    signed
        The date of signing from a column of its own, where the register has one.
    decisions
        What a person decided about words reported before.

    Returns
    -------
    title
        None if anything an agreement needs is missing; the reason is reported.
    """
    decisions = decisions or {}
    form = _form(text, report)
    dates = find_dates(text)
    found = _signed(text, dates, report) if signed is None else signed
    if _is_in_capitals(text):
        report("problem.capitals", got=text, column=Column.TITLE)
        return None
    mentions, known, left = _parties(text, dates, gazetteer, report, decisions)
    if not known or not form or not found or not found.day:
        return None
    kind, themes = _subject(left, known, report)
    crowded = found.text if found.crowded else ""
    subject = _phrase(text, left)
    return Title(form, kind, themes, found.day, known, mentions, subject, crowded)


def _parties(
    text: str,
    dates: tuple[FoundDate, ...],
    gazetteer: Gazetteer,
    report: Report,
    decisions: Decisions,
) -> tuple[tuple[Mention, ...], tuple[Party, ...], tuple[Token, ...]]:
    """
    Read the parties of a title.

    Returns
    -------
    mentions, parties, left
        What the title words, the parties it means (none unless all are understood), and the words
        that belong to none.
    """
    skipped = [(each.start, each.end) for each in dates]
    skipped += [each.span() for each in _ASIDE.finditer(text)]
    mentions, left = Grammar(text, tokenise(text, tuple(skipped)), gazetteer).read()
    strange = _strange(text, left)
    mentions += tuple(decided(words, at) for words, at in strange if decisions.get(words))
    mentions = tuple(sorted(mentions, key=lambda mention: mention.start))
    undecided = [words for words, _ in strange if words not in decisions]
    for words in undecided:
        report_left(words, gazetteer, report)
    found = [(mention, resolve(mention, gazetteer, report, decisions)) for mention in mentions]
    parties = tuple(Party(x.code, m.body, m.wording) for m, x in found if x)
    if len(mentions) < 2 and not undecided:
        report("problem.parties", got=text, column=Column.TITLE)
    if len(mentions) < 2 or len(parties) < len(mentions) or undecided:
        return mentions, (), left
    signed = Counter((party.territory, party.body) for party in parties)
    for party in parties:
        if signed.pop((party.territory, party.body), 0) > 1:
            report(
                "problem.party_twice",
                got=party.wording,
                sure=Sure.CERTAIN,
                blocks=False,
                column=Column.TITLE,
            )
    return mentions, parties, left


def _form(text: str, report: Report) -> Form | None:
    """Read the form from the first word."""
    first = next(iter(text.split()), "")
    word = fold(first).strip(_QUOTES)
    form = FORMS.get(word) or _GENITIVES.get(word)
    if form is None:
        report(
            "problem.form",
            got=first.strip(_QUOTES).lower(),
            expected="договор, соглашение",
            column=Column.TITLE,
        )
    return form


def _signed(text: str, dates: tuple[FoundDate, ...], report: Report) -> FoundDate | None:
    """Choose the date of signing among the dates of a title."""
    own = [each for each in dates if not _AMENDED.search(fold(text[: each.start]))]
    after = [each for each in own if _SIGNED.search(fold(text[: each.start]))]
    chosen = after or own
    if len(chosen) != 1:
        got = ", ".join(each.text for each in chosen) or looks_like_date(text)
        report(
            "problem.dates" if chosen else "problem.date",
            got=got,
            expected="problem.expected_date",
            column=Column.TITLE,
        )
        return None
    if chosen[0].day is None:
        report(
            "problem.date",
            got=chosen[0].text,
            expected="problem.expected_date",
            column=Column.TITLE,
        )
        return None
    return chosen[0]


def _is_in_capitals(text: str) -> bool:
    """Tell whether a title is set in capitals, so that a capital tells no name."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > len(letters) / 2


def _strange(text: str, left: tuple[Token, ...]) -> list[tuple[str, int]]:
    """Return the words left over that may belong to a party, those side by side as one."""
    strange: list[tuple[str, int]] = []
    end = -1
    position = 1
    while position < len(left):
        if after := is_no_party(left, position):
            position = after
            continue
        token = left[position]
        if token.is_word and (token.has_capital or is_word_of_a_party(token)):
            if strange and text[end : token.start] == " ":
                start = strange.pop()[1]
                strange.append((text[start : token.end], start))
            else:
                strange.append((token.text, token.start))
            end = token.end
        position += 1
    return strange


def _subject(
    left: tuple[Token, ...], parties: tuple[Party, ...], report: Report
) -> tuple[Kind, tuple[Theme, ...]]:
    """Read kind and themes from the words that belong to no party."""
    subject = fold(" ".join(token.text for token in left)).replace("-", " ")
    if "побратим" in subject:
        return Kind.TWINNING, ()
    if re.search(r"\bдружб", subject):
        return Kind.FRIENDSHIP, ()
    themes, rest = _themes(subject)
    for unknown in _unknown_fields(rest):
        report("problem.theme", got=unknown, blocks=False, sure=Sure.UNKNOWN, column=Column.TITLE)
        return Kind.SECTORAL, themes
    if themes:
        return Kind.SECTORAL, themes
    if all(party.body == Body.EDUCATION_DEPARTMENT for party in parties):
        return Kind.SECTORAL, (Theme.EDUCATION,)
    return Kind.COOPERATION, ()


def _themes(subject: str) -> tuple[tuple[Theme, ...], str]:
    """Return the themes in their order, and the subject with them blotted out."""
    found: dict[Theme, int] = {}
    for pattern, theme in _THEMES:
        if match := re.search(rf"\b(?:{pattern.pattern})", subject):
            found[theme] = match.start()
            subject = re.sub(rf"\b(?:{pattern.pattern})", lambda word: "·" * len(word[0]), subject)
    return tuple(sorted(found, key=lambda theme: found[theme])), subject


def _unknown_fields(subject: str) -> list[str]:
    """Return the fields that are named but in no closed list."""
    found = _FIELD.search(subject)
    if not found:
        return []
    words = re.findall(r"[^\W\d_]+", found["fields"])
    rest = [word for word in words if not _FIELD_WORDS.fullmatch(word)]
    return [" ".join(rest)] if rest else []


def _phrase(text: str, left: tuple[Token, ...]) -> str:
    """Return the words between the form and the parties: «о сотрудничестве»."""
    end = start = left[0].end if left else 0
    for token in left[1:]:
        if token.folded in ("между", "от", "(", ";"):
            break
        end = token.outer_end
    return text[start:end].strip(" ,")
