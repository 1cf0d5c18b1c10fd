"""One agreement in words: its facts for a panel, a page or a document, and its citation."""

import html
from collections.abc import Sequence
from datetime import date

from geo import settings
from geo.agreements import Agreement, Body, Party, Register, Status
from geo.terms import lapsed_on, n_prolongations, next_prolongation
from geo.text import format_date, t

EXECUTIVES = {"исполн": "committee", "исполком": "committee", "администрац": "administration"}
"""Keys of executive bodies by what their names contain, the most telling first."""
HIDEABLE = ("lapse", "lapsed_on", "note", "successor_inferred", "predecessor_inferred")
"""Facts that a reader may hide: reasons, remarks, and what is only inferred of replacements."""


def hideable(lang: str) -> set[str]:
    """Return the labels of the facts that are hidden while the partners are in the room."""
    return {t(f"card.{name}", lang) for name in HIDEABLE}


def facts(
    agreement: Agreement, register: Register, lang: str, today: date | None = None
) -> list[tuple[str, str]]:
    """
    Return what the register says of an agreement as pairs of label and plain text.

    What the register does not give is said to be not given; what is inferred says so. With a day,
    what is calculated stands beside the words it follows from.
    """
    pairs = [
        (t("card.signed", lang), format_date(agreement.signed_on, lang)),
        (t("card.registered", lang), registration(agreement, lang)),
        (t("card.status", lang), t(f"status.{agreement.status}", lang)),
    ]
    if agreement.status == Status.LAPSED:
        pairs.append((t("card.lapse", lang), agreement.lapse_text or t("card.lapse_unknown", lang)))
    else:
        pairs.append((t("card.term", lang), agreement.term_text or t("card.term_unknown", lang)))
    pairs += calculated(agreement, today, lang) if today else []
    if agreement.themes:
        themes = ", ".join(t(f"theme.{theme}", lang) for theme in agreement.themes)
        pairs.append((t("card.themes", lang), themes))
    pairs.append((t("card.parties", lang), "; ".join(party_names(agreement, register, lang))))
    pairs += _succession(agreement, register, lang)
    if agreement.source_note:
        pairs.append((t("card.note", lang), agreement.source_note))
    pairs.append((t("card.entry", lang), number(agreement, lang)))
    return pairs


def calculated(agreement: Agreement, today: date, lang: str) -> list[tuple[str, str]]:
    """
    Return what follows from the register's words, as pairs of label and plain text.

    The current period of a term that is prolonged; the date of a lapse, or that it is unknown.
    """
    if agreement.status == Status.LAPSED:
        gone = lapsed_on(agreement)
        key = "card.lapsed_on_value" if gone else "card.lapsed_on_unknown"
        return [(t("card.lapsed_on", lang), t(key, lang, day=format_date(gone, lang)))]
    until = next_prolongation(agreement, today)
    if not until:
        return []
    past = n_prolongations(agreement, today)
    key = "card.period_value" if past else "card.period_first"
    said = t(key, lang, n=past, day=format_date(until, lang))
    return [(t("card.period", lang), said)]


def number(agreement: Agreement, lang: str) -> str:
    """Return where the agreement stands in the register: table and number."""
    key = "card.number" if agreement.status == Status.IN_FORCE else "card.number_lapsed"
    return t(key, lang, number=agreement.number)


def short_number(agreement: Agreement, lang: str) -> str:
    """Return the number alone; one of the lapsed says so, since both tables count from 1."""
    if agreement.status == Status.IN_FORCE:
        return str(agreement.number)
    return t("card.short_number_lapsed", lang, number=agreement.number)


def form_and_day(agreement: Agreement, lang: str) -> str:
    """Return what an agreement is called among those of its parties: "Договор от 04.12.2009"."""
    form = t(f"form.{agreement.form}", lang)
    return t("card.form_day", lang, form=form, day=format_date(agreement.signed_on, lang))


def registration(agreement: Agreement, lang: str) -> str:
    """Return date and number of registration as far as the register gives them."""
    given = agreement.registration_number
    if not agreement.registered_on:
        return t("card.no_number" if given == "б/н" else "card.not_registered", lang)
    day = format_date(agreement.registered_on, lang)
    return t("card.registered_value", lang, date=day, number=given) if given else day


def citation(agreement: Agreement, lang: str) -> str:
    """Return the agreement as letters quote it: full title, date and number of registration."""
    if not agreement.registered_on:
        return agreement.title
    return t(
        "card.citation_text" if agreement.registration_number else "card.citation_date",
        lang,
        title=agreement.title,
        date=format_date(agreement.registered_on, lang),
        number=agreement.registration_number,
    )


def pair_names(agreement: Agreement, register: Register, lang: str) -> tuple[str, str]:
    """Return the parties' short names by side: Russian, Belarusian."""
    sides: dict[str, list[str]] = {settings.HOME_COUNTRY: [], settings.PARTNER_COUNTRY: []}
    for code in agreement.territories:
        territory = register.territories[code]
        sides[territory.country].append(territory.short(lang))
    return ", ".join(sides[settings.HOME_COUNTRY]), ", ".join(sides[settings.PARTNER_COUNTRY])


def pair_line(agreement: Agreement, register: Register, lang: str) -> str:
    """Return the parties' short names by side in one line: "Смоленск — Витебск"."""
    return " — ".join(pair_names(agreement, register, lang))


def card_html(
    agreement: Agreement,
    register: Register,
    lang: str,
    *,
    opened: bool,
    beside: Sequence[str] = (),
    discreet: bool = False,
    today: date | None = None,
) -> str:
    """
    Return an agreement as a ``<details>`` block, every text escaped.

    Parameters
    ----------
    agreement, register, lang
        What to show, and how.
    opened
        Whether its facts are unfolded.
    beside
        Focus of the list this stands in: parties that its heading names are not named again.
    discreet
        Whether what is `hideable` is left out: the partners are in the room.
    today
        With it the dates that follow from the register's words are given as well.
    """
    hidden = hideable(lang) if discreet else set()
    told = [row for row in facts(agreement, register, lang, today) if row[0] not in hidden]
    rows = [("", agreement.title), *told]
    body = "".join(
        (f"<dt>{html.escape(name)}</dt>" if name else "") + f"<dd>{html.escape(text)}</dd>"
        for name, text in rows
    )
    colour = settings.KIND_COLOURS[agreement.kind]
    head, small = _head(agreement, register, lang, beside)
    return (
        f'<details class="agreement {agreement.status}"{" open" if opened else ""}>'
        f'<summary><span class="swatch" style="border-color:{colour}"></span>'
        f"<b>{html.escape(head)}</b><br><small>{html.escape(small)}</small></summary>"
        f"<dl>{body}</dl></details>"
    )


def _head(
    agreement: Agreement, register: Register, lang: str, beside: Sequence[str]
) -> tuple[str, str]:
    """Return the two lines a card shows while it is folded."""
    day = format_date(agreement.signed_on, lang)
    kind, status = t(f"kind.{agreement.kind}", lang), t(f"status.{agreement.status}", lang)
    others = [code for code in agreement.territories if code not in beside]
    if not others:
        return form_and_day(agreement, lang), f"{kind} · {status}"
    if len(beside) == 1 and len(others) < len(agreement.territories):
        names = [register.territories[code].short(lang) for code in others[:4]]
        head = ", ".join(names) + ("…" if len(others) > len(names) else "")
    else:
        head = pair_line(agreement, register, lang)
    return head, f"{day} · {kind} · {status}"


def successor(agreement: Agreement, register: Register, lang: str) -> tuple[str, str] | tuple[()]:
    """Return what replaced the agreement: how that is known, and its title; empty for nothing."""
    if not agreement.successor_id:
        return ()
    how = t(f"card.successor_{agreement.successor_basis}", lang)
    return how, register.by_id[agreement.successor_id].title


def successor_entry(agreement: Agreement, register: Register, lang: str) -> tuple[str, str]:
    """Return how it is known what replaced an agreement, and that one's form, day and number."""
    later = register.by_id[agreement.successor_id]
    how = t(f"card.successor_{agreement.successor_basis}", lang)
    return how, f"{form_and_day(later, lang)}, {number(later, lang)}"


def party_names(agreement: Agreement, register: Register, lang: str) -> list[str]:
    """
    Return who signed, in title order: official names of the territories.

    A body that signed for a territory stands in brackets.
    """
    return [_party_name(party, register, lang) for party in agreement.parties]


def _party_name(party: Party, register: Register, lang: str) -> str:
    territory = register.territories[party.territory]
    if party.body == Body.MUNICIPALITY:
        return territory.name(lang)
    body = str(party.body)
    if party.body == Body.EXECUTIVE:
        # Committees and administrations stand on both sides of the border: only the title tells.
        told = (word for word in EXECUTIVES if word in party.wording.casefold())
        body = EXECUTIVES.get(next(told, ""), body)
    return f"{territory.name(lang)} ({t(f'body.{body}', lang)})"


def _succession(agreement: Agreement, register: Register, lang: str) -> list[tuple[str, str]]:
    """Return what replaced the agreement and what it replaced, stated and inferred apart."""
    replaced_by = successor(agreement, register, lang)
    pairs = [replaced_by] if replaced_by else []
    for earlier in register.predecessors.get(agreement.id, ()):
        how = t(f"card.predecessor_{earlier.successor_basis}", lang)
        pairs.append((how, earlier.title))
    return pairs
