"""
One agreement in words: its facts for a panel, a page or a document, and its citation.

Everything is said of a `geo.shown.Shown`: nothing that came after its day, and with the partners in
the room no reason, no remark and nothing that is only inferred. What may not be said is left out,
never replaced by "not given".
"""

from collections.abc import Sequence

from geo import settings
from geo.agreements import Agreement, Basis, Body, Party, Register, Status
from geo.history import Standing
from geo.languages import language
from geo.shown import Shown
from geo.templates import filled
from geo.terms import lapsed_on, last_day, n_prolongations, next_prolongation
from geo.territories import Side
from geo.text import format_date, listed, t

EXECUTIVES = {"исполн": "committee", "исполком": "committee", "администрац": "administration"}
"""Keys of executive bodies by what their names contain, the most distinctive first."""
HIDEABLE = ("lapse", "lapsed_on", "note", "successor_inferred", "predecessor_inferred")
"""Facts that a reader may hide: reasons, remarks, and what is only inferred of replacements."""


def hideable(lang: str) -> set[str]:
    """Return the labels of the facts that are hidden while the partners are in the room."""
    return {t(f"card.{name}", lang) for name in HIDEABLE}


def facts(agreement: Agreement, shown: Shown) -> list[tuple[str, str]]:
    """
    Return what may be said of an agreement as pairs of label and plain text.

    What the register does not give is said to be not given; what is inferred or calculated says so.
    """
    lang, told = shown.lang, shown.told(agreement)
    how = shown.standing(agreement)
    pairs = [(t("card.signed", lang), format_date(agreement.signed_on, lang))]
    if how != Standing.NOT_SIGNED:
        pairs.append((t("card.registered", lang), registration(agreement, shown)))
    pairs.append((t("card.status", lang), t(f"standing.{how}", lang)))
    if how == Standing.IN_FORCE:
        pairs.append((t("card.term", lang), term(told, lang)))
    elif lapse_words(agreement, shown):
        pairs.append((t("card.lapse", lang), lapse_words(agreement, shown)))
    pairs += calculated(agreement, shown)
    if agreement.themes:
        themes = ", ".join(t(f"theme.{theme}", lang) for theme in agreement.themes)
        pairs.append((t("card.themes", lang), themes))
    parties = party_names(agreement, shown.register, lang)
    pairs.append((t("card.parties", lang), "; ".join(parties)))
    pairs += [*_succession(agreement, shown), *links(agreement, shown)]
    if told.source_note:
        pairs.append((t("card.note", lang), told.source_note))
    pairs.append((t("card.entry", lang), number(agreement, lang)))
    return pairs


def calculated(agreement: Agreement, shown: Shown) -> list[tuple[str, str]]:
    """
    Return what follows from the register's words, as pairs of label and plain text.

    The current period of a term that is prolonged, on the day of the view; the date of a lapse, or
    that it is unknown.
    """
    lang, how = shown.lang, shown.standing(agreement)
    if how in (Standing.LAPSED, Standing.UNKNOWN):
        if shown.discreet:
            return []
        gone = lapsed_on(shown.told(agreement))
        key = "card.lapsed_on_value" if gone else "card.lapsed_on_unknown"
        if gone and agreement.lapsed_on:
            key = "card.lapsed_on_stated"
        elif gone and gone == agreement.ended_on:
            key = "card.lapsed_on_ended"
        return [(t("card.lapsed_on", lang), t(key, lang, day=format_date(gone, lang)))]
    if how == Standing.IN_FORCE and (last := last_day(agreement)):
        key = "card.term_ends_stated" if agreement.ends_on else "card.term_ends"
        return [(t("card.last_day", lang), t(key, lang, day=format_date(last, lang)))]
    until = next_prolongation(agreement, shown.counted_from)
    if how == Standing.NOT_SIGNED or not until:
        return []
    past = n_prolongations(agreement, shown.counted_from)
    key = "card.period_value" if past else "card.period_first"
    said = t(key, lang, n=past, day=format_date(until, lang))
    return [(t("card.period", lang), said)]


def lapse_words(agreement: Agreement, shown: Shown) -> str:
    """
    Return the register's words on a lapse, else which agreement ended it, or that neither is given;
    empty if nothing may be said.
    """
    if shown.standing(agreement) != Standing.LAPSED or shown.discreet:
        return ""
    for later in shown.register.about.get(agreement.id, ()):
        if later.signed_on == agreement.ended_on and not agreement.lapse_text:
            return f"{t('card.ends_by', shown.lang)}: {entry(later, shown.lang)}"
    return agreement.lapse_text or t("card.lapse_unknown", shown.lang)


def until(agreement: Agreement, shown: Shown) -> str:
    """
    Return until when an agreement runs, or since when it does not, in a few words.

    In the register's own words where they are not understood; what is calculated says so.
    """
    lang, told, how = shown.lang, shown.told(agreement), shown.standing(agreement)
    if how == Standing.LAPSED and not shown.discreet:
        gone = lapsed_on(told)
        key = "lapsed_stated" if agreement.lapsed_on else "lapsed_calculated"
        return t(f"until.{key if gone else 'lapsed'}", lang, day=format_date(gone, lang))
    if how != Standing.IN_FORCE:
        return t(f"standing.{how}", lang)
    if last := last_day(agreement):
        key = "until.stated" if agreement.ends_on else "until.calculated"
        return t(key, lang, day=format_date(last, lang))
    if day := next_prolongation(agreement, shown.counted_from):
        past = n_prolongations(agreement, shown.counted_from)
        key = "until.prolonged" if past else "until.first"
        return t(key, lang, day=format_date(day, lang))
    if agreement.perpetual:
        return t("until.perpetual", lang)
    return told.term_text or t("until.unknown", lang)


def number(agreement: Agreement, lang: str) -> str:
    """Return where the agreement stands: table and number, and whose register, if that is asked."""
    whose = [(one.agreement, "_of", one.imprint.words(lang)) for one in agreement.records]
    said = []
    for one, of, words in whose or [(agreement, "", {})]:
        lapsed = "" if one.status == Status.IN_FORCE else "_lapsed"
        said.append(t(f"card.number{lapsed}{of}", lang, number=one.number, **words))
    return ", ".join(said)


def number_cell(agreement: Agreement, lang: str) -> int | str:
    """Return the number for a column of numbers, with whose register it is of where asked."""
    return short_number(agreement, lang, marked=False) if agreement.records else agreement.number


def short_number(agreement: Agreement, lang: str, *, marked: bool = True) -> str:
    """
    Return the number alone, with whose register it is of where that is asked.

    One of the lapsed is `marked`, unless the list has no others: both tables count from 1.
    """
    if agreement.records:
        parts = (
            f"{short_number(one.agreement, lang, marked=marked)} "
            f"{one.imprint.words(lang)['home_short']}"
            for one in agreement.records
        )
        return ", ".join(parts)
    if agreement.status == Status.IN_FORCE or not marked:
        return str(agreement.number)
    return t("card.short_number_lapsed", lang, number=agreement.number)


def form_and_day(agreement: Agreement, lang: str) -> str:
    """Return what an agreement is called among those of its parties: "Договор от 04.12.2009"."""
    form = t(f"form.{agreement.form}", lang)
    return t("card.form_day", lang, form=form, day=format_date(agreement.signed_on, lang))


def heading(agreement: Agreement, register: Register, lang: str) -> str:
    """Return an agreement in one short line: day, who with whom, where it stands."""
    day, pair = format_date(agreement.signed_on, lang), pair_line(agreement, register, lang)
    return f"{day} · {pair} · {number(agreement, lang)}"


def registration(agreement: Agreement, shown: Shown) -> str:
    """Return date and number of registration as far as the register gives them on the day."""
    lang, given = shown.lang, agreement.registration_number
    if not agreement.registered_on:
        key = {"": "not_registered", "б/н": "no_number"}.get(given, "registered_undated")
        return t(f"card.{key}", lang, number=language(lang).number(given))
    if not shown.told(agreement).registered_on:
        return t("card.registered_later", lang, day=format_date(shown.on, lang))
    day = format_date(agreement.registered_on, lang)
    if not given:
        return day
    return t("card.registered_value", lang, date=day, number=language(lang).number(given))


def term(agreement: Agreement, lang: str) -> str:
    """Return the term in the register's words, or in the reader's language what was read in it."""
    day = format_date(agreement.ends_on, lang)
    if language(lang).own_words or not (
        agreement.perpetual or agreement.term_years or agreement.ends_on
    ):
        return agreement.term_text or t("card.term_unknown", lang)
    if agreement.perpetual:
        return t("card.term_perpetual", lang)
    key = "prolonged" if agreement.prolonged else "years" if agreement.term_years else "until"
    return t(f"card.term_{key}", lang, n=agreement.term_years or 0, day=day)


def citation(agreement: Agreement, shown: Shown) -> str:
    """Return the agreement as letters quote it: full title, date and number of registration."""
    told, lang = shown.told(agreement), shown.lang
    if not told.registered_on:
        return told.title
    return t(
        "card.citation_text" if told.registration_number else "card.citation_date",
        lang,
        title=told.title,
        date=format_date(told.registered_on, lang),
        number=language(lang).number(told.registration_number),
    )


def pair_names(agreement: Agreement, register: Register, lang: str) -> tuple[str, str]:
    """Return the parties' short names by side: home, partner."""
    sides = _sides(agreement, register, lang)
    return ", ".join(sides[Side.HOME]), ", ".join(sides[Side.PARTNER])


def _sides(agreement: Agreement, register: Register, lang: str) -> dict[Side, list[str]]:
    """Return the parties' short names by side, in title order."""
    parties = [register.territories[code] for code in agreement.territories]
    return {side: [x.short(lang) for x in parties if x.side == side] for side in Side}


def pair_line(agreement: Agreement, register: Register, lang: str) -> str:
    """Return the parties' short names by side in one line: "Смоленск — Витебск"."""
    return " — ".join(filter(None, pair_names(agreement, register, lang)))


def party_line(
    agreement: Agreement,
    register: Register,
    lang: str,
    *,
    beside: Sequence[str] = (),
    most: int = 3,
) -> str:
    """
    Return whom an agreement is with, in a few words.

    In a list of one territory only the other side is named, or who else is of its own if none is
    across; in that of a pair the legal form, and the bodies if they are no general ones; elsewhere
    both sides. `most` names of a side, or one more, are all given.
    """
    if len(beside) == 2:
        return _form_line(agreement, lang)
    own = {register.territories[code].side for code in beside}
    sides = _sides(agreement, register, lang).items()
    across = [listed(names, lang, most) for side, names in sides if names and side not in own]
    others = [register.territories[x].short(lang) for x in agreement.territories if x not in beside]
    return " — ".join(across) or listed(others, lang, most)


def _form_line(agreement: Agreement, lang: str) -> str:
    """Return the legal form; with the body where one that is not general signed for all."""
    form = t(f"form.{agreement.form}", lang)
    bodies = {party.body for party in agreement.parties}
    for body in (Body.COUNCIL, Body.EDUCATION_DEPARTMENT):
        if bodies == {body}:
            return t("timeline.form_of", lang, form=form, body=t(f"body.{body}", lang))
    return form


def card_html(
    agreement: Agreement, shown: Shown, *, opened: bool, beside: Sequence[str] = ()
) -> str:
    """
    Return an agreement as a ``<details>`` block, every text escaped.

    `beside` is the focus of the list it stands in: parties that its heading names are not named
    again.
    """
    colour = settings.on_screen(settings.KIND_COLOURS[agreement.kind])
    how, head = shown.standing(agreement), _head(agreement, shown, beside)
    rows = facts(agreement, shown)
    return filled("card.html", "card", how, opened, colour, head, agreement.title, rows)


def _head(agreement: Agreement, shown: Shown, beside: Sequence[str]) -> tuple[str, str, str]:
    """Return the lines a card shows while it is folded: with whom, what since when, until when."""
    lang = shown.lang
    day, kind = format_date(agreement.signed_on, lang), t(f"kind.{agreement.kind}", lang)
    names = partner_names(agreement, shown.register, lang, beside)
    what = f"{kind} · {t('card.signed_on', lang, day=day)} · {number(agreement, lang)}"
    term = until(agreement, shown)
    if shown.standing(agreement) == Standing.IN_FORCE:
        term = f"{t('standing.in_force', lang)} · {term}"
    return names or form_and_day(agreement, lang), what, term


def partner_names(
    agreement: Agreement, register: Register, lang: str, beside: Sequence[str] = ()
) -> str:
    """
    Return whom an agreement is with, seen from a list's focus.

    Seen from a party its partners, all of them, and none of its own side; seen from anywhere else
    both sides; empty where the focus is all of its parties.
    """
    if not set(agreement.territories) - set(beside):
        return ""
    own = {register.territories[code].side for code in beside if code in agreement.territories}
    sides = {x: ", ".join(names) for x, names in _sides(agreement, register, lang).items() if names}
    seen = [names for side, names in sides.items() if side not in own]
    return " — ".join(seen or sides.values())


def successor(agreement: Agreement, shown: Shown) -> tuple[str, str] | tuple[()]:
    """Return what replaced the agreement: how that is known, and its title; empty for nothing."""
    later = replaced_by(agreement, shown)
    return (later[0], later[1].title) if later else ()


def replaced_by(agreement: Agreement, shown: Shown) -> tuple[str, Agreement] | tuple[()]:
    """Return how it is known what replaced the agreement, and that one; empty for nothing."""
    told = shown.told(agreement)
    if not told.successor_id:
        return ()
    how = t(f"card.successor_{told.successor_basis}", shown.lang)
    return how, shown.register.by_id[told.successor_id]


def successor_line(agreement: Agreement, shown: Shown) -> str:
    """Return what replaced the agreement in one line, or what stands in its place."""
    return ": ".join(successor(agreement, shown)) or no_successor(agreement, shown.lang)


def no_successor(agreement: Agreement, lang: str) -> str:
    """Return what stands where no successor is told: that none is named, if that is so."""
    named = agreement.successor_id and agreement.successor_basis != Basis.INFERRED
    return "—" if named else t("card.no_successor", lang)


def entry(agreement: Agreement, lang: str) -> str:
    """Return form, day and number of an agreement."""
    return f"{form_and_day(agreement, lang)}, {number(agreement, lang)}"


def links(agreement: Agreement, shown: Shown) -> list[tuple[str, str]]:
    """Return what an agreement changes, prolongs or ends, and by what it was, on the day."""
    found = []
    if agreement.effect:
        other = shown.register.by_id[agreement.about_id]
        found.append((t(f"card.{agreement.effect}", shown.lang), entry(other, shown.lang)))
    for later in shown.register.about.get(agreement.id, ()):
        if later.effect and shown.standing(later) != Standing.NOT_SIGNED:
            found.append((t(f"card.{later.effect}_by", shown.lang), entry(later, shown.lang)))
    return found


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
        # Committees and administrations stand on both sides of the border: the title says which.
        told = (word for word in EXECUTIVES if word in party.wording.casefold())
        body = EXECUTIVES.get(next(told, ""), body)
    return f"{territory.name(lang)} ({t(f'body.{body}', lang)})"


def _succession(agreement: Agreement, shown: Shown) -> list[tuple[str, str]]:
    """Return what replaced the agreement and what it replaced, stated and inferred apart."""
    replaced_by = successor(agreement, shown)
    pairs = [replaced_by] if replaced_by else []
    gone = shown.standing(agreement) in (Standing.LAPSED, Standing.UNKNOWN)
    if gone and not agreement.successor_id:
        pairs.append((t("table.successor", shown.lang), no_successor(agreement, shown.lang)))
    for earlier in shown.predecessors(agreement):
        how = t(f"card.predecessor_{earlier.successor_basis}", shown.lang)
        pairs.append((how, earlier.title))
    return pairs
