"""The update page: upload, preview, settle, take; and who may write on the server."""

import argparse
import html
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import geo.update.intake
import geo.update.settlement
import pages
from geo import registers, settings
from geo.agreements import load_register
from geo.errors import DataError, IntakeError
from geo.tables import to_zip
from geo.text import LANGUAGES, literal, t
from geo.update import report
from geo.update.decisions import keep_decisions, load_kept, parse_decisions
from geo.update.drafts import load_draft, save_draft
from geo.update.register_files import (
    AGREEMENTS,
    FILES,
    Origin,
    build_files,
    fingerprint,
    unpack,
)
from geo.update.settlement import Choice, Settlement, build_preview, problem_key
from geo.update.switch import write_register
from geo.update.versions import VERSIONS
from tests import issue
from tests.documents import register_docx, rows
from tests.hostile import HOSTILE
from tests.test_pages import table

APP = Path(__file__).resolve().parent.parent / "app.py"
NEW = [
    "43.",
    "Договор о дружбе между городом Смоленском и городом Могилевом от 5 мая 2026 года",
    "-",
    "бессрочный",
]
EDITOR = {"is_logged_in": True, "email": "Ivanova@example.org", "email_verified": True}
SAVE = [t("update.file_save", lang) for lang in LANGUAGES]
SWITCHED_ON = {
    "auth": {"redirect_uri": "x"},
    "update": {"write": True, "editors": ["ivanova@example.org"]},
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the data that the pages show and the page may write."""
    for name in (*FILES, "territories.csv", "register.toml"):
        shutil.copy2(settings.DATA / name, tmp_path / name)  # the same times: loaded once
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setattr(registers, "load_register", lambda *_, **__: load_register(tmp_path))
    monkeypatch.delenv("TIES_WRITE", raising=False)
    return tmp_path


@pytest.fixture
def in_process(monkeypatch):
    """Read without a process of its own, which other tests start."""

    def read(data, decisions, folder):
        geo.update.intake.check_file(data)
        return geo.update.intake.read_checked(data, json.dumps(decisions), str(folder))

    monkeypatch.setattr(geo.update.intake, "read_untrusted", read)


@pytest.fixture
def open_page(folder, in_process):
    """Open the page as a fresh browser would; as whom, and with which secrets."""

    def open_page(page="update", *, user=None, secrets=None, **params):
        at = AppTest.from_file(str(APP), default_timeout=60)
        at.query_params.update(params)
        for name, value in (secrets or {}).items():
            at.secrets[name] = value
        if user:
            at.user = user
        if page != "map":
            at.switch_page(pages.PAGES[page])
        return ran(at.run())

    return open_page


@pytest.fixture
def document(register):
    """The register as a document, after a change of its rows."""

    def document(change=lambda in_force, lapsed: in_force.append(NEW)):
        in_force, lapsed = rows(register.agreements)
        change(in_force, lapsed)
        return register_docx(in_force, lapsed)

    return document


def ran(at):
    assert [(error.message, error.stack_trace) for error in at.exception] == []
    return at


def upload(at, data, name="реестр.docx"):
    at.file_uploader[0].set_value((name, data, "application/octet-stream"))
    return ran(at.run())


def shown(at):
    """All the HTML of a page but its style, as text with its tags."""
    return "".join(e.proto.body for e in at.get("html") if not e.proto.body.startswith("<style"))


def count(at, name):
    """The number in one of the boxes at the head of a preview."""
    _, _, rest = shown(at).partition(f'<li class="{name}')
    return int(rest.partition("<b>")[2].partition("</b>")[0])


def downloads(at):
    """Labels of the buttons that give files, but for that of the decisions."""
    labels = [button.proto.label for button in at.get("download_button")]
    return [label for label in labels if label not in SAVE]


def buttons(at):
    """Keys of the buttons, but for the one that a script presses."""
    return {button.key for button in at.button} - {"again"}


def misprinted(in_force, lapsed):
    in_force.append([*NEW[:1], NEW[1].replace("Могилевом", "Могилвом"), *NEW[2:]])


# --- the preview ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_document_there_is_nothing_to_decide(open_page, lang):
    at = open_page(lang=lang)
    assert t("update.hint", lang) in html.unescape(shown(at))
    assert not downloads(at) and not at.selectbox and buttons(at) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_register_as_it_is_changes_nothing(open_page, lang):
    text = issue.SOURCE.read_bytes()
    at = upload(open_page(lang=lang), text, "реестр.txt")
    assert t("compare.nothing", lang) in shown(at)
    assert count(at, "unchanged") == 52 and not downloads(at)


def test_every_kind_of_change_is_shown_with_before_and_after(open_page, document):
    def change(in_force, lapsed):
        in_force[2][1] = in_force[2][1].replace("о сотрудничестве", "о взаимном сотрудничестве")
        lapsed.append(["11.", *in_force.pop(0)[1:3], "утратил силу"])
        in_force.pop(20)
        in_force.append(NEW)
        for number, row in enumerate(in_force, start=1):
            row[0] = f"{number}."

    at = upload(open_page(), document(change))
    assert (count(at, "added"), count(at, "lapsed"), count(at, "vanished")) == (1, 1, 1)
    assert count(at, "changed") >= 1
    said = shown(at)
    assert "<ins> взаимном</ins>" in said and html.escape(NEW[1]) in said
    assert "Сдвинулись номера" in said


def test_a_new_register_is_offered_for_download_and_nothing_is_written(open_page, document, folder):
    at = upload(open_page(), document())
    assert downloads(at) == [t("update.download", "ru")]
    assert "write" not in buttons(at)
    assert len(load_register(folder).agreements) == 52, "a preview writes nothing"
    assert not (folder / VERSIONS).exists()


def test_an_upload_of_another_document_forgets_the_first(open_page, document):
    at = upload(open_page(), document())
    assert count(at, "added") == 1
    at = upload(at, document(lambda in_force, lapsed: in_force.pop()))
    assert (count(at, "added"), count(at, "vanished")) == (0, 1)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "intake.empty"),
        (b"%PDF-1.7", "intake.pdf"),
        (b"\x89PNG\r\n\x1a\n", "intake.image"),
        (b"\xff" * 100, "intake.binary"),
        (b"a;b\r\n1;2\r\n", "error.no_register"),
    ],
)
def test_a_bad_document_is_one_message_and_nothing_else(open_page, folder, data, key, lang):
    before = fingerprint(folder)
    at = upload(open_page(lang=lang), data)
    assert [error.value for error in at.error] == [literal(t(key, lang))]
    assert not downloads(at) and not at.selectbox and fingerprint(folder) == before


def test_a_reader_that_fails_is_one_message_and_loses_no_decision(open_page, document, monkeypatch):
    def broken(*_):
        raise IntakeError("intake.too_slow", seconds=20)

    misspelt = [*NEW[:1], NEW[1].replace("Могилевом", "Могилёвмо"), *NEW[2:]]
    at = upload(open_page(), document(lambda in_force, lapsed: in_force.append(misspelt)))
    decided = at.selectbox[0].options[0]
    at = ran(at.selectbox[0].select(decided).run())
    (key,) = [each.key for each in at.selectbox]
    said = at.session_state[key]
    assert said and not at.error
    with monkeypatch.context() as busy:
        busy.setattr(geo.update.intake, "read_untrusted", broken)
        busy.setattr(geo.update.settlement, "compare", broken)
        at = ran(at.run())
        assert len(at.error) == 1 and "20" in at.error[0].value and not at.selectbox
    at = ran(at.button(key="retry").click().run())
    assert not at.error and at.session_state[key] == said  # nothing is decided twice


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_broken_data_file_is_one_message_and_nothing_else(open_page, monkeypatch, lang):
    def broken(*_, **__):
        raise DataError("error.no_file", file="![x](y)")

    monkeypatch.setattr(registers, "load_register", broken)
    monkeypatch.setattr(pages, "data_version", lambda: " broken")
    at = open_page(lang=lang)
    assert len(at.error) == 1 and r"\!\[x\]" in at.error[0].value and not at.file_uploader


def test_hostile_texts_are_shown_as_texts(open_page, document):
    hostile = [
        [f"{n}.", f"{text} {NEW[1]}", text, text] for n, text in enumerate(HOSTILE, start=43)
    ]

    def change(in_force, lapsed):
        in_force[0][1] = in_force[0][1].replace("Витебском", "Витепском")
        in_force[1][1] = in_force[1][1].replace("Договор о", f"Договор {HOSTILE[0]} о")
        in_force[2][3] = " ".join(HOSTILE)
        in_force += hostile

    at = upload(open_page(), document(change), "<img src=x>.docx")
    said = shown(at)
    for text in HOSTILE:
        assert text not in said or text == html.escape(text)
    assert html.escape(HOSTILE[0]) in html.escape(html.unescape(said))
    assert not at.markdown and not at.caption


def test_a_link_with_filters_keeps_them_though_the_page_has_none(open_page):
    at = open_page(kind="twinning", lang="en")
    assert at.query_params["kind"] in ("twinning", ["twinning"])
    assert not at.pills and not at.multiselect
    at = upload(at, b"%PDF")
    assert at.query_params["kind"] in ("twinning", ["twinning"])


# --- settling -------------------------------------------------------------------------------------


def settle(at):
    return [box for box in at.selectbox if box.key.startswith("settle_")]


def test_a_problem_is_settled_by_its_proposal_and_its_row_comes_in(open_page, document):
    at = upload(open_page(), document(misprinted))
    (box,) = settle(at)
    assert count(at, "unresolved") == 1 and count(at, "added") == 0 and not downloads(at)
    ran(box.set_value("territory:by-ma-mogilev").run())
    assert count(at, "unresolved") == 0 and count(at, "added") == 1 and downloads(at)
    assert t("update.settled", "ru") in shown(at) and len(settle(at)) == 1
    ran(settle(at)[0].set_value(None).run())
    assert count(at, "unresolved") == 1 and not downloads(at)


def test_a_question_shows_the_title_the_words_and_how_sure_the_reader_is(open_page, document):
    at = upload(open_page(), document(misprinted))
    text = html.unescape(shown(at))
    assert "<mark>городом Могилвом</mark> от 5 мая 2026 года" in text
    assert t("problem.sure_likely", "ru") in text


def test_the_same_words_are_asked_about_once(open_page, document):
    def change(in_force, lapsed):
        misprinted(in_force, lapsed)
        in_force.append(["44.", in_force[-1][1].replace("дружбе", "сотрудничестве"), *NEW[2:]])

    at = upload(open_page(), document(change))
    assert count(at, "unresolved") == 1 and len(at.selectbox) == 1
    said = " ".join(shown(at).split())
    assert "наименование; действующие, № 44, наименование" in said


def test_a_problem_is_settled_by_another_territory(open_page, document):
    at = upload(open_page(), document(misprinted))
    ran(settle(at)[0].set_value("territory").run())
    assert count(at, "unresolved") == 1, "a territory is still to be chosen"
    (territory,) = [b for b in at.selectbox if b.key.startswith("settled_territory_")]
    ran(territory.set_value("by-vi-vitebsk").run())
    assert count(at, "unresolved") == 0 and "Смоленск — Витебск" in shown(at)


def test_a_party_outside_the_gazetteer_is_kept_by_name(open_page, document):
    at = upload(open_page(), document(misprinted))
    ran(settle(at)[0].set_value("keep").run())
    name, point = at.text_input
    (region,) = [box for box in at.selectbox if box.key.startswith("settled_region_")]
    name.set_value("город Резекне")
    point.set_value("нет")
    ran(region.set_value("lv").run())
    assert count(at, "unresolved") == 1 and t("update.outside_no_point", "ru") in shown(at)
    ran(at.text_input[1].set_value("56.51, 27.33").run())
    assert count(at, "unresolved") == 0 and "Смоленск — Резекне" in shown(at)


def test_a_row_is_left_out_only_with_a_reason(open_page, document):
    at = upload(open_page(), document(misprinted))
    ran(settle(at)[0].set_value("leave_out").run())
    assert count(at, "unresolved") == 1
    ran(at.text_input[0].set_value("<b>ждём</b>").run())
    assert count(at, "unresolved") == 0 and count(at, "added") == 0
    assert html.escape("<b>ждём</b>") in shown(at)


def test_a_doubt_is_settled_by_naming_the_earlier_agreement(open_page, document, register):
    def change(in_force, lapsed):
        in_force[9][1] = in_force[9][1].replace("4 ноября 2013", "15 марта 2021")

    at = upload(open_page(), document(change))
    (box,) = settle(at)
    assert count(at, "unresolved") == 1
    ran(box.set_value(f"same:{register.agreements[9].id}").run())
    assert count(at, "unresolved") == 0 and count(at, "added") == count(at, "vanished") == 0
    ran(settle(at)[0].set_value("new").run())
    assert (count(at, "added"), count(at, "vanished")) == (1, 1)


# --- decisions that last --------------------------------------------------------------------------


def settled(at):
    """What the widgets of the questions say, by key."""
    return {box.key: box.value for box in settle(at) if box.value}


def test_who_comes_back_is_offered_the_decisions_made_before(open_page, document, folder):
    changed = document(misprinted)
    at = upload(open_page(), changed)
    ran(settle(at)[0].set_value("territory:by-ma-mogilev").run())
    made = settled(at)
    again = open_page(document="".join(at.query_params["document"]))
    assert [warning.value for warning in again.warning] == [
        literal(t("update.again_decided", "ru", n=1))
    ]
    upload(again, changed)
    assert count(again, "unresolved") == 1, "nothing counts by itself"
    ran(again.button(key="draft_take").click().run())
    assert settled(again) == made and count(again, "unresolved") == 0
    assert "draft_take" not in buttons(again)


@pytest.mark.parametrize("way", ["Back", "the menu", "no document", "another document"])
def test_who_comes_back_in_the_same_session_is_offered_them_too(open_page, document, way):
    changed = document(misprinted)
    at = upload(open_page(), changed)
    ran(settle(at)[0].set_value("territory:by-ma-mogilev").run())
    made, link = settled(at), "".join(at.query_params["document"])
    if way in ("Back", "the menu"):
        ran(at.switch_page(pages.PAGES["about"]).run())
        if way == "Back":
            at.query_params["document"] = link
        ran(at.switch_page(pages.PAGES["update"]).run())
        assert [warning.value for warning in at.warning] == [
            literal(t("update.again_decided", "ru", n=1))
        ]
    elif way == "no document":
        at.file_uploader[0].set_value(None)
        ran(at.run())
        assert not at.warning and "document" not in at.query_params
    else:
        upload(at, document())
    upload(at, changed)
    assert count(at, "unresolved") == 1, "nothing counts by itself"
    ran(at.button(key="draft_take").click().run())
    assert settled(at) == made and count(at, "unresolved") == 0


def test_who_starts_anew_is_not_asked_again_and_the_old_draft_goes(open_page, document, folder):
    changed = document(misprinted)
    at = upload(open_page(), changed)
    ran(settle(at)[0].set_value("territory:by-ma-mogilev").run())
    again = upload(open_page(), changed)
    ran(again.button(key="draft_leave").click().run())
    assert settled(again) == {} and "draft_leave" not in buttons(again)
    assert not list((folder / VERSIONS / "drafts").glob("*.toml"))


def test_after_a_restart_the_page_says_that_the_file_is_to_be_chosen_again(open_page, document):
    at = open_page(document="0123456789abcdef")
    assert [warning.value for warning in at.warning] == [literal(t("update.again", "ru"))]
    assert not open_page().warning
    for nonsense in ("../../x", "a" * 5000, "\N{SNOWMAN}"):
        assert len(open_page(document=nonsense).warning) == 1


def test_only_the_latest_drafts_are_kept_and_only_under_a_hash(tmp_path):
    decided = {"p-1": Settlement(Choice.LEAVE_OUT, "нет даты")}
    for n in range(50 + 3):
        assert save_draft(f"{n:016x}", decided, tmp_path)
    drafts = tmp_path / VERSIONS / "drafts"
    assert len(list(drafts.iterdir())) == 50
    assert load_draft(f"{50:016x}", tmp_path)[0] == decided
    assert not save_draft("../x", decided, tmp_path) and load_draft("../x", tmp_path) is None
    (drafts / f"{50:016x}.toml").write_text("nonsense", encoding="utf-8")
    assert load_draft(f"{50:016x}", tmp_path) is None


def test_a_server_that_keeps_no_draft_says_so(open_page, document, monkeypatch):
    monkeypatch.setattr("pages.parts.decision_file.save_draft", lambda *_: False)
    at = upload(open_page(), document(misprinted))
    assert t("update.draft_failed", "ru") not in shown(at)
    ran(settle(at)[0].set_value("territory:by-ma-mogilev").run())
    assert t("update.draft_failed", "ru") in shown(at)


def load(at, text, name="решения.toml"):
    at.file_uploader(key="decisions").set_value((name, text.encode(), "application/toml"))
    return ran(at.run())


def test_a_file_of_decisions_fills_the_widgets_and_says_what_did_not_fit(open_page, document):
    at = upload(open_page(), document(misprinted))
    key = settle(at)[0].key.removeprefix("settle_")
    load(at, f"[{key}]\naccept = true\n[p-0]\nno_place = true\n")
    assert count(at, "unresolved") == 0
    assert settled(at) == {f"settle_{key}": "territory:by-ma-mogilev"}
    assert "1 решение" in at.success[0].value and "p-0" in at.warning[0].value.replace("\\", "")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ('territory = "by-vi-orsha"', "territory:by-vi-orsha"),
        ('leave_out = "ждём *исправления*"', "leave_out"),
    ],
)
def test_any_answer_of_a_file_is_shown_as_if_it_were_chosen(open_page, document, answer, said):
    at = upload(open_page(), document(misprinted))
    key = settle(at)[0].key
    load(at, f"[{key.removeprefix('settle_')}]\n{answer}\n")
    assert count(at, "unresolved") == 0 and settled(at) == {key: said}


@pytest.mark.parametrize(
    "text", ["x = ", "[{key}]\nno_place = true\n", '[{key}]\nterritory = "by-xx-gone"\n']
)
def test_a_file_that_does_not_fit_is_one_message_and_the_page_goes_on(open_page, document, text):
    at = upload(open_page(), document(misprinted))
    load(at, text.format(key=settle(at)[0].key.removeprefix("settle_")))
    assert len(at.error) == 1
    ran(at.run())
    assert not at.error and count(at, "unresolved") == 1 and settled(at) == {}


def test_what_an_earlier_issue_was_given_is_shown_with_day_and_author(open_page, document, folder):
    at = upload(open_page(user=EDITOR, secrets=SWITCHED_ON), document(misprinted))
    ran(settle(at)[0].set_value("territory:by-ma-mogilev").run())
    ran(at.button(key="write").click().run())
    (kept,) = load_kept(folder).values()
    assert kept.by == EDITOR["email"].lower() and kept.day == pages.today()

    def shifted(in_force, lapsed):
        misprinted(in_force, lapsed)
        in_force.insert(0, in_force.pop())

    again = upload(open_page(), document(shifted))
    assert count(again, "unresolved") == 0
    assert f"{t('update.decided_before', 'ru')}: 1" in [e.label for e in again.expander]
    assert f"Это город Могилев ({kept.day:%d.%m.%Y}, {kept.by})" in shown(again)


# --- the end --------------------------------------------------------------------------------------


def test_the_end_is_a_letter_with_an_archive_that_the_command_takes(
    open_page, document, folder, tmp_path_factory
):
    changed = document(misprinted)
    at = upload(open_page(), changed)
    ran(settle(at)[0].set_value("territory:by-ma-mogilev").run())
    assert t("update.finish", "ru") in shown(at) and t("update.send", "ru") in shown(at)
    kept = keep_decisions_of(folder, changed)
    origin = Origin("реестр.docx", changed, decisions=kept.decisions, title=kept.title)
    files = build_files(kept.agreements, origin, folder)
    archive = tmp_path_factory.mktemp("mail") / "register_2026-05-05.zip"
    archive.write_bytes(to_zip({**files, "README.txt": b""}))
    name, inside, decisions = unpack(archive.read_bytes())
    assert (name, inside) == ("реестр.docx", changed)
    assert parse_decisions(decisions, "decisions.toml") == kept.decisions
    parser = argparse.ArgumentParser()
    report.add_arguments(parser)
    state = fingerprint(folder)[:12]
    options = parser.parse_args([str(archive), "--apply", "--expect", state])
    options.folder = folder
    report.run_import(load_register(folder), options)
    assert len(load_register(folder).agreements) == 53
    assert (folder / "register.docx").read_bytes() == changed


def keep_decisions_of(folder, data):
    """The preview of a document whose misprint is settled, as what is taken from it."""
    register = load_register(folder)

    def read(decisions):
        return geo.update.intake.read_untrusted(data, decisions, folder)

    open_ = build_preview(register, fingerprint(folder), read, {})
    settled = {problem_key(p): Settlement(Choice.ACCEPT) for p in open_.unsettled}
    preview = build_preview(register, fingerprint(folder), read, settled)
    decisions = keep_decisions(preview, {}, pages.today())
    return SimpleNamespace(agreements=preview.agreements, decisions=decisions, title=preview.title)


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x05\x06" + b"\0" * 18, to_zip({"register.docx": b"x"})]
)
def test_what_is_no_archive_of_an_update_is_read_as_a_document(data):
    assert unpack(data) is None


def test_a_document_that_says_the_same_leaves_nothing_to_do(open_page):
    text = (issue.SOURCE).read_bytes()
    at = upload(open_page(), text, "реестр.txt")
    assert t("update.finish_nothing", "ru") in shown(at) and not downloads(at)


def test_an_editor_can_go_back_after_writing(open_page, document, folder):
    at = upload(open_page(user=EDITOR, secrets=SWITCHED_ON), document())
    before = load_register(folder).agreements
    ran(at.button(key="write").click().run())
    assert len(load_register(folder).agreements) == 53
    ran(at.button(key="go_back").click().run())
    assert load_register(folder).agreements == before
    assert "Возвращена версия" in at.success[0].value and "go_back" not in buttons(at)


def test_after_writing_nothing_waits_for_who_comes_back(open_page, document):
    at = upload(open_page(user=EDITOR, secrets=SWITCHED_ON), document(misprinted))
    ran(settle(at)[0].set_value("territory:by-ma-mogilev").run())
    ran(at.button(key="write").click().run())
    assert next(s.value for s in at.success).startswith("Реестр записан")
    ran(at.run())
    for page in ("about", "update"):
        ran(at.switch_page(pages.PAGES[page]).run())
    assert [w.value for w in at.warning] == [] and "document" not in at.query_params


# --- writing on the server ------------------------------------------------------------------------

NOBODY = {
    "not switched on": ({"auth": {}, "update": {"editors": ["ivanova@example.org"]}}, EDITOR),
    "no sign-in set up": ({"update": SWITCHED_ON["update"]}, EDITOR),
    "nobody signed in": (SWITCHED_ON, {"is_logged_in": False}),
    "somebody else": (SWITCHED_ON, {**EDITOR, "email": "petrov@example.org"}),
    "an address that nobody verified": (SWITCHED_ON, {**EDITOR, "email_verified": False}),
    "an address of which nothing is said": (
        SWITCHED_ON, {"is_logged_in": True, "email": "ivanova@example.org"}
    ),
    "no editors": ({**SWITCHED_ON, "update": {"write": True}}, EDITOR),
    "an empty editor and no address": (
        {**SWITCHED_ON, "update": {"write": True, "editors": [""]}}, {**EDITOR, "email": ""}
    ),
    "editors that are one text": (
        {**SWITCHED_ON, "update": {"write": True, "editors": "ivanova@example.org"}}, EDITOR
    ),
    "a letter that only looks like one of an address": (
        {**SWITCHED_ON, "update": {"write": True, "editors": ["kate@example.org"]}},
        {**EDITOR, "email": "\N{KELVIN SIGN}ate@example.org"},
    ),
    "an editor that is no text": (
        {**SWITCHED_ON, "update": {"write": True, "editors": [None, 5, ["x"]]}},
        {**EDITOR, "email": "none"},
    ),
    "an address that is no text": (
        {**SWITCHED_ON, "update": {"write": True, "editors": ["5", "none", "true"]}},
        {**EDITOR, "email": 5},
    ),
    "a switch that says something": (
        {**SWITCHED_ON, "update": {**SWITCHED_ON["update"], "write": "no"}}, EDITOR
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOBODY)
def test_nobody_else_sees_the_button(open_page, document, name):
    secrets, user = NOBODY[name]
    at = upload(open_page(user=user, secrets=secrets), document())
    assert "write" not in buttons(at) and downloads(at)


def test_without_secrets_there_is_no_sign_in(open_page, document):
    at = upload(open_page(), document())
    assert not {"sign_in", "sign_out", "write"} & buttons(at)


def test_who_is_not_signed_in_can_sign_in_where_writing_is_on(open_page):
    at = open_page(user={"is_logged_in": False}, secrets=SWITCHED_ON)
    assert "sign_in" in buttons(at)


def test_the_environment_switches_writing_on_for_the_editors_of_the_secrets(
    open_page, document, monkeypatch
):
    secrets = {"auth": SWITCHED_ON["auth"], "update": {"editors": ["ivanova@example.org"]}}
    monkeypatch.setenv("TIES_WRITE", "1")
    at = upload(open_page(user=EDITOR, secrets=secrets), document())
    assert "write" in buttons(at)


def test_an_editor_writes_and_every_open_browser_sees_it(open_page, document, folder):
    other = open_page("register")
    assert len(table(other).rows) == 52
    at = upload(open_page(user=EDITOR, secrets=SWITCHED_ON), document())
    ran(at.button(key="write").click().run())
    assert next(s.value for s in at.success).startswith("Реестр записан")
    assert t("compare.nothing", "ru") in shown(at), "the document is now the register"
    assert load_register(folder).agreements[42].title == NEW[1]
    assert ";import;ivanova@example.org;" in (folder / VERSIONS / "record.csv").read_text("utf-8")
    assert len([path for path in (folder / VERSIONS).iterdir() if path.is_dir()]) == 1
    assert len(table(ran(other.run())).rows) == 53
    ran(at.run())
    assert not at.success, "said once"


@pytest.mark.parametrize("key", ["write", "go_back"])
def test_a_double_click_writes_once_and_says_so(open_page, document, folder, key, monkeypatch):
    at = upload(open_page(user=EDITOR, secrets=SWITCHED_ON), document())
    if key == "go_back":
        ran(at.button(key="write").click().run())
    at.button(key=key).click()
    pressed = at._tree.get_widget_states()
    with monkeypatch.context() as cut:  # the second press cuts the run of the first one short
        cut.setattr("pages.parts.finish.tell_written", lambda lang: st.stop())
        at._run(pressed)
    kept = sorted((folder / VERSIONS).iterdir())
    ran(at._run(pressed))
    assert sorted((folder / VERSIONS).iterdir()) == kept
    assert len(at.success) == 1 and not at.error


def test_a_register_that_changed_since_the_preview_is_not_overwritten(
    open_page, document, folder, register
):
    at = upload(open_page(user=EDITOR, secrets=SWITCHED_ON), document())
    origin = Origin("x", b"")
    write_register(register.agreements[1:], origin, expected=fingerprint(folder), folder=folder)
    before = (folder / AGREEMENTS).read_bytes()
    ran(at.button(key="write").click().run())
    assert [e.value for e in at.error] == [literal(t("update.changed_meanwhile", "ru"))]
    assert (folder / AGREEMENTS).read_bytes() == before
    assert count(at, "added") == 2, "the preview is new"


def test_who_is_no_editor_any_more_writes_nothing(open_page, document, folder):
    at = upload(open_page(user=EDITOR, secrets=SWITCHED_ON), document())
    before = fingerprint(folder)
    at.user = {**EDITOR, "email": "petrov@example.org"}
    ran(at.button(key="write").click().run())
    assert [e.value for e in at.error] == [literal(t("update.not_allowed", "ru"))]
    assert fingerprint(folder) == before


def test_rows_that_vanish_have_to_be_confirmed(open_page, document):
    at = upload(
        open_page(user=EDITOR, secrets=SWITCHED_ON),
        document(lambda in_force, lapsed: in_force.pop()),
    )
    (question,) = [box for box in at.selectbox if box.key.startswith("settle_p-")]
    assert not [button for button in at.button if button.key == "write"]
    ran(question.select("confirm").run())
    assert at.button(key="write")


def test_the_real_reader_is_behind_the_page(folder, document, monkeypatch):
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.switch_page(pages.PAGES["update"])
    at = upload(ran(at.run()), document(lambda in_force, lapsed: in_force.append([*NEW])))
    assert count(at, "added") == 1
