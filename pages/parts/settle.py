"""
A place to settle each problem and each doubt of an import.

What the widgets say is read before they are drawn, because what is to be asked depends on it. Their
keys begin with `PREFIX` and end with the key of the problem.
"""

import html
from collections.abc import Sequence

import streamlit as st

from geo.agreements import Register
from geo.reading import Problem
from geo.territories.outside import NAME_LENGTH, read_outside, read_point, region_code, regions
from geo.text import t
from geo.update.comparison import Doubt
from geo.update.comparison_text import heading
from geo.update.decisions import advice_text, answer_text, possible
from geo.update.settlement import ALARMS, Choice, Preview, Settlement, Settlements, problem_key
from pages.parts.fields import choose
from pages.parts.table import remark, section

PREFIX = "settle_"
_VALUED = (Choice.TERRITORY, Choice.KEEP, Choice.LEAVE_OUT, Choice.SAME)
_TERRITORY, _REASON = "settled_territory_", "settled_reason_"
_KEPT = ("settled_name_", "settled_region_", "settled_point_")
"""What is said of a party outside the gazetteer, in the order in which it is written."""
REASON_LENGTH = 200


def read_widgets() -> dict[str, Settlement]:
    """Return the settlements that the widgets say; half made ones are none."""
    found = {}
    for name, said in st.session_state.items():
        if not (isinstance(name, str) and name.startswith(PREFIX) and said):
            continue
        key = name.removeprefix(PREFIX)
        choice, _, value = str(said).partition(":")
        if choice == Choice.TERRITORY and not value:
            value = st.session_state.get(_TERRITORY + key) or ""
        if choice == Choice.LEAVE_OUT:
            value = (st.session_state.get(_REASON + key) or "").strip()
        if choice == Choice.KEEP:
            line = "; ".join(str(st.session_state.get(part + key) or "") for part in _KEPT)
            value = line if read_outside(line) else ""
        if value or choice not in _VALUED:
            found[key] = Settlement(Choice(choice), value)
    return found


def fill_widgets(decisions: Settlements) -> None:
    """Let the widgets say these decisions, before they are drawn."""
    for key, settlement in decisions.items():
        said = str(settlement.choice)
        if settlement.choice == Choice.LEAVE_OUT:
            st.session_state[_REASON + key] = settlement.value[:REASON_LENGTH]
        elif settlement.choice == Choice.KEEP:
            parts = (part.strip() for part in settlement.value.split(";", 2))
            for name, part in zip(_KEPT, parts, strict=False):
                st.session_state[name + key] = region_code(part) if "region" in name else part
        elif settlement.value:
            said = f"{said}:{settlement.value}"
        st.session_state[PREFIX + key] = said


def hold_widgets() -> None:
    """Keep what the widgets say over a run that does not draw them."""
    for name in list(st.session_state):
        if isinstance(name, str) and name.startswith((PREFIX, _TERRITORY, _REASON, *_KEPT)):
            st.session_state[name] = st.session_state[name]


def forget(key: str) -> None:
    """Take back the decision on a question, which does not fit it."""
    st.session_state.pop(PREFIX + key, None)


def draw_questions(preview: Preview, lang: str) -> None:
    """Draw every problem and doubt with its widgets, in the order of the document."""
    waiting = {problem_key(p) for p in preview.unsettled}
    waiting |= {doubt.key for doubt in preview.comparison.doubts}
    questions = preview.questions
    if not questions:
        return
    key = "update.ask" if waiting else "update.asked"
    section(t(key, lang, n=len(waiting)))
    for key in questions:
        if key not in preview.before:
            _question(key, preview, lang, waiting=key in waiting)
    if before := [key for key in questions if key in preview.before]:
        with st.expander(f"{t('update.decided_before', lang)}: {len(before)}", key="before"):
            for key in before:
                _question(key, preview, lang, waiting=False)


def _question(key: str, preview: Preview, lang: str, *, waiting: bool) -> None:
    """Draw where a question stands, what is asked, its answers, and what an answer still needs."""
    question, state, proposed = preview.questions[key], [], ()
    register = preview.register
    if isinstance(question, Doubt):
        place = heading(question.after, register, lang)
        text = "<br>".join(map(html.escape, (question.after.title, t("compare.doubt", lang))))
    else:
        rows = (question, *preview.elsewhere.get(key, ()))
        place = "; ".join(filter(None, (row.place(lang) for row in rows)))
        text, proposed = _message(question, lang), question.candidates
        if waiting and question.key not in ALARMS:
            state = [question.confidence(lang)]
    if key in preview.before:
        state = [answer_text(preview.decided[key], register, lang)]
    with st.container(border=True, key=f"question-{key}"):
        place = place or t("update.whole_document", lang)
        _head(place, text, lang, *state, waiting=waiting)
        options = _options(question, register, lang)
        _fit(key, options, register, lang, proposed)
        if isinstance(question, Doubt):
            _select(key, options, lang)
            return
        many = st.session_state.get(PREFIX + key) == Choice.KEEP
        columns = st.columns([0.5, 0.5], vertical_alignment="top" if many else "bottom")
        with columns[0]:
            _select(key, options, lang)
        said = st.session_state.get(PREFIX + key)
        with columns[1]:
            if said == Choice.TERRITORY:
                _territory(key, register, lang)
            elif said == Choice.KEEP:
                _outside(key, lang)
            elif said == Choice.LEAVE_OUT:
                st.text_input(
                    t("update.reason", lang),
                    key=_REASON + key,
                    max_chars=REASON_LENGTH,
                    placeholder=t("update.reason_placeholder", lang),
                )


def _options(question: Problem | Doubt, register: Register, lang: str) -> dict[str, str]:
    """Return what a select box says for every answer of a question, with its words."""
    return {
        f"{answer.choice}:{answer.value}" if answer.value else str(answer.choice): said
        for answer, said in possible(question, register, lang)
    }


def _message(problem: Problem, lang: str) -> str:
    """Return what is wrong, and the title with the words in it marked, as HTML."""
    lines = [html.escape(problem.message(lang))]
    if advice := advice_text(problem, lang):
        lines.append(html.escape(advice))
    if problem.title not in ("", problem.got):
        title, got = html.escape(problem.title), html.escape(problem.got)
        marked = title.replace(got, f"<mark>{got}</mark>", 1) if got else title
        lines.append(f'<span class="context">{marked}</span>')
    return "<br>".join(lines)


def _fit(
    key: str, options: dict[str, str], register: Register, lang: str, candidates: Sequence[str]
) -> None:
    """Let a widget that a file has filled say one of its options."""
    said = str(st.session_state.get(PREFIX + key) or "")
    if said == Choice.ACCEPT and candidates:
        said = f"{Choice.TERRITORY}:{candidates[0]}"
    choice, _, value = said.partition(":")
    if choice == Choice.TERRITORY and value in register.territories:
        name = register.territories[value].name(lang)
        options.setdefault(said, t("update.take_for", lang, name=name))
    fitting = said if said in options else None
    if fitting != st.session_state.get(PREFIX + key):
        st.session_state[PREFIX + key] = fitting


def _head(place: str, text: str, lang: str, *remarks: str, waiting: bool) -> None:
    """Draw the place with its state beside it, and a text that is HTML."""
    state = t("update.open" if waiting else "update.settled", lang)
    small = "".join(f"<small>{html.escape(each)}</small>" for each in (state, *remarks))
    st.html(
        f'<div class="question {"open" if waiting else "settled"}">'
        f"<h3>{html.escape(place)} {small}</h3><p>{text}</p></div>"
    )


def _select(key: str, options: dict[str, str], lang: str) -> None:
    look = {"placeholder": t("update.decide", lang), "label_visibility": "collapsed"}
    choose(t("update.decision", lang), options, PREFIX + key, index=None, **look)


def _outside(key: str, lang: str) -> None:
    """Ask what is known of a party outside the gazetteer."""
    name, region, point = (part + key for part in _KEPT)
    st.text_input(
        t("update.outside_name", lang),
        key=name,
        max_chars=NAME_LENGTH,
        placeholder=t("update.outside_name_placeholder", lang),
    )
    names = {code: t(f"region.{code}", lang) for code in regions()}
    names = dict(sorted(names.items(), key=lambda named: ("-" not in named[0], named[1])))
    choose(t("update.outside_region", lang), names, region, index=None)
    said = st.text_input(
        t("update.outside_point", lang), key=point, placeholder="55.1234, 30.1234", max_chars=40
    )
    if said and not read_point(said):
        st.html(remark(t("update.outside_no_point", lang), "field-error"))


def _territory(key: str, register: Register, lang: str) -> None:
    names = {
        code: f"{territory.name(lang)}, {t(f'region.{territory.region}', lang)}"
        for code, territory in register.territories.items()
    }
    names = dict(sorted(names.items(), key=lambda named: named[1]))
    look = {"index": None, "label_visibility": "collapsed"}
    choose(t("update.territory", lang), names, _TERRITORY + key, **look)
