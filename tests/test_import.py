"""``python -m geo import``: prints what a document changes, and writes only if asked to."""

import argparse
import json
import os
import shutil
import subprocess
import sys

import pytest

from geo import settings
from geo.__main__ import main
from geo.agreements import load_register
from geo.errors import GeoError, UpdateError
from geo.sources import check_files
from geo.update import intake, report
from geo.update.intake import check_file
from geo.update.register_files import FILES
from geo.update.report import add_arguments, print_versions, run_import, run_restore
from geo.update.versions import VERSIONS
from tests import issue
from tests.documents import register_docx, rows

NEW = [
    "43.",
    "Договор о дружбе между городом Смоленском и городом Могилевом от 5 мая 2026 года",
    "-",
    "бессрочный",
]
OTHER = [NEW[0], NEW[1].replace("5 мая", "6 мая"), *NEW[2:]]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the data that the command works on."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in (*FILES, "territories.csv", "register.toml"):
        shutil.copyfile(settings.DATA / name, folder / name)
    monkeypatch.setattr(settings, "DATA", folder)
    return folder


@pytest.fixture
def in_process(monkeypatch):
    """Read without a process of its own, which other tests start."""

    def read(data, decisions, folder):
        check_file(data)
        return intake.read_checked(data, json.dumps(decisions), str(folder))

    monkeypatch.setattr(report, "read_untrusted", read)


@pytest.fixture
def run(folder, in_process, capsys, tmp_path):
    """Run the command on a document and return what it prints."""

    def run(document, *options):
        file = tmp_path / "реестр.docx"
        file.write_bytes(document)
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        parser.set_defaults(folder=folder)
        run_import(load_register(folder), parser.parse_args([str(file), *options]))
        return capsys.readouterr().out

    return run


@pytest.fixture
def document(register):
    """The register as a document, after a change of its rows."""

    def document(change=lambda in_force, lapsed: None):
        in_force, lapsed = rows(register.agreements)
        change(in_force, lapsed)
        return register_docx(in_force, lapsed)

    return document


def counts(printed):
    """The lines that count, as a dictionary."""
    pairs = [line.rpartition(": ") for line in printed.splitlines() if not line.startswith(" ")]
    return {name: int(count) for name, _, count in pairs if count.isdigit() and int(count)}


def test_the_register_as_it_is_changes_nothing(run, folder):
    before = {name: (folder / name).read_bytes() for name in FILES}
    printed = run(issue.SOURCE.read_bytes(), "--apply")
    assert "Реестр не изменился." in printed and "Записывать нечего" in printed
    assert counts(printed)["Без изменений"] == 52
    assert {name: (folder / name).read_bytes() for name in FILES} == before


def test_a_preview_writes_nothing_not_even_a_folder(run, document, folder):
    before = sorted(path.name for path in folder.iterdir())
    printed = run(document(lambda in_force, lapsed: in_force.append(NEW)))
    assert counts(printed)["Добавлено"] == 1 and NEW[1] in printed
    assert sorted(path.name for path in folder.iterdir()) == before


def test_every_kind_of_change_has_its_section(run, document):
    def change(in_force, lapsed):
        in_force[2][1] = in_force[2][1].replace("о сотрудничестве", "о взаимном сотрудничестве")
        lapsed.append(["11.", *in_force.pop(0)[1:3], "утратил силу"])
        in_force.pop(20)
        in_force.append(NEW)
        for number, row in enumerate(in_force, start=1):
            row[0] = f"{number}."

    printed = run(document(change))
    found = counts(printed)
    assert found["Добавлено"] == 1 and found["Исчезло из реестра"] == 1
    assert found["Перешло в утратившие силу"] == 1 and found["Изменено"] >= 1
    assert "Наименование: Договор о сотрудничестве" in printed and " → " in printed
    assert "Сдвинулись номера" in printed


def test_apply_writes_and_a_second_time_changes_nothing(run, document, folder):
    changed = document(lambda in_force, lapsed: in_force.append(NEW))
    printed = run(changed, "--apply")
    assert f"Прежний сохранён: data/{VERSIONS}/" in printed
    assert load_register(folder).agreements[42].title == NEW[1]
    again = run(changed, "--apply")
    assert "Реестр не изменился." in again and "Записывать нечего" in again
    assert len([path for path in (folder / VERSIONS).iterdir() if path.is_dir()]) == 1


def test_two_agreements_of_one_day_and_pair_are_written_and_known_again(run, document, folder):
    other = ["44.", NEW[1].replace("дружбе", "сотрудничестве в сфере спорта"), "-", "бессрочный"]
    changed = document(lambda in_force, lapsed: in_force.extend([NEW, other]))
    run(changed, "--apply")
    first, second = load_register(folder).agreements[42:44]
    assert second.id == f"{first.id}-2" and second.themes == ("sport",)
    turned = document(lambda in_force, lapsed: in_force.extend([other, NEW]))
    for again in (changed, turned):
        assert counts(run(again))["Без изменений"] == 54


def test_what_is_unresolved_is_not_written_until_it_is_settled(run, document, folder, tmp_path):
    misprinted = [*NEW[:1], NEW[1].replace("Могилевом", "Могилвом"), *NEW[2:]]
    changed = document(lambda in_force, lapsed: in_force.append(misprinted))
    printed = run(changed)
    assert counts(printed)["Не решено"] == 1
    key = next(word for word in printed.split() if word.startswith("p-"))
    with pytest.raises(UpdateError):
        run(changed, "--apply")
    assert len(load_register(folder).agreements) == 52
    settled = tmp_path / "settled.toml"
    settled.write_text(f"[{key}]\naccept = true\n", encoding="utf-8")
    run(changed, "--apply", "--settle", str(settled))
    assert "by-ma-mogilev" in load_register(folder).agreements[42].territories


def test_an_unresolved_row_is_printed_whole_with_how_sure_the_reader_is(run, document):
    undated = [*NEW[:1], NEW[1].replace("5 мая", "45 мая"), *NEW[2:]]
    elsewhere = [*NEW[:1], NEW[1].replace("Могилевом", "Полоцком"), *NEW[2:]]
    printed = run(document(lambda in_force, lapsed: in_force.extend([undated, elsewhere])))
    assert f"[предположения нет]\n      {undated[1]}\n" in printed
    assert "Исправьте строку в документе" in printed
    assert 'territory = "by-vi-polatsk"  # Считать стороной: Полоцкий район\n' in printed
    assert 'leave_out = "…"  # Не брать строку в реестр\n' in printed and "accept" not in printed


def test_a_row_left_out_is_told_and_recorded(run, document, folder, tmp_path):
    undated = [*NEW[:1], NEW[1].replace("5 мая", "45 мая"), *NEW[2:]]
    changed = document(lambda in_force, lapsed: (in_force.append(undated), in_force.append(NEW)))
    key = next(word for word in run(changed).split() if word.startswith("p-"))
    settled = tmp_path / "settled.json"
    settled.write_text(json.dumps({key: {"leave_out": "ждём исправления"}}), encoding="utf-8")
    printed = run(changed, "--apply", "--settle", str(settled))
    assert counts(printed)["Пропущено по решению"] == 1
    assert "ждём исправления" in (folder / "datapackage.json").read_text(encoding="utf-8")


def test_a_template_is_filled_in_and_answers_the_questions(run, document, folder, tmp_path):
    misprinted = [*NEW[:1], NEW[1].replace("Могилевом", "Могилвом"), *NEW[2:]]
    changed = document(lambda in_force, lapsed: in_force.append(misprinted))
    template = tmp_path / "questions.toml"
    assert "Вопросы записаны в файл questions.toml" in run(changed, "--template", str(template))
    text = template.read_text(encoding="utf-8")
    with pytest.raises(UpdateError):
        run(changed, "--template", str(template))
    assert template.read_text(encoding="utf-8") == text, "answers are never overwritten"
    filled = text.replace('# territory = "by-ma-mogilev"', 'territory = "by-ma-mogilev"')
    template.write_text(filled, encoding="utf-8")
    again = ("--settle", str(template), "--template", str(template))
    assert "Не решено: 0" in run(changed, *again)
    assert 'territory = "by-ma-mogilev"' in template.read_text(encoding="utf-8")
    run(changed, "--apply", "--settle", str(template))
    assert len(load_register(folder).agreements) == 53


def test_a_key_that_fits_no_question_is_told_and_nothing_is_written(
    run, document, folder, tmp_path
):
    changed = document(lambda in_force, lapsed: in_force.append(NEW))
    settled = tmp_path / "settled.toml"
    settled.write_text("[p-12345678]\naccept = true\n", encoding="utf-8")
    assert "p-12345678: такого вопроса в документе нет" in run(changed, "--settle", str(settled))
    with pytest.raises(UpdateError) as caught:
        run(changed, "--apply", "--settle", str(settled))
    assert "p-12345678" in caught.value.message("ru")
    assert len(load_register(folder).agreements) == 52


def settled_document(document, tmp_path):
    """A document with a misprint and a row without a date, and the file that settles both."""
    misprinted = [*NEW[:1], NEW[1].replace("Могилевом", "Могилвом"), *NEW[2:]]
    undated = [*NEW[:1], NEW[1].replace("5 мая", "45 мая"), *NEW[2:]]
    settled = tmp_path / "settled.toml"
    return document(lambda in_force, lapsed: in_force.extend([misprinted, undated])), settled


def answer(template, *answers):
    """Erase the mark before each of these answers where it stands last; dots become a reason."""
    text = template.read_text(encoding="utf-8")
    for line in answers:
        before, mark, after = text.rpartition(f"# {line}")
        assert mark
        text = before + line.replace("…", "ждём исправления") + after
    template.write_text(text, encoding="utf-8")


def test_decisions_settle_the_next_issue_too_wherever_the_rows_are(run, document, folder, tmp_path):
    changed, settled = settled_document(document, tmp_path)
    run(changed, "--template", str(settled))
    answer(settled, 'territory = "by-ma-mogilev"', 'leave_out = "…"')
    run(changed, "--settle", str(settled), "--apply")
    assert len(load_register(folder).agreements) == 53

    def shifted(in_force, lapsed):
        in_force.insert(0, [*NEW[:1], NEW[1].replace("Могилевом", "Могилвом"), *NEW[2:]])
        in_force.insert(0, [*NEW[:1], NEW[1].replace("5 мая", "45 мая"), *NEW[2:]])

    printed = run(document(shifted))
    assert counts(printed)["Решено раньше"] == 2 and "Не решено: 0" in printed
    assert "ждём исправления" in printed
    lines = printed.splitlines()
    (place,) = [n for n, line in enumerate(lines) if "→ Это город Могилев" in line]
    assert "Могилвом" in lines[place - 2] and lines[place - 1].strip().startswith("Договор о")


def test_a_question_about_the_whole_document_says_so(run, document):
    printed = run(document(lambda in_force, lapsed: in_force.pop()))
    assert "Документ в целом: Из реестра исчезнет 1 соглашение." in printed


def test_the_recorded_command_makes_the_same_register_again(run, document, folder, tmp_path):
    changed, settled = settled_document(document, tmp_path)
    run(changed, "--template", str(settled))
    answer(settled, 'territory = "by-ma-mogilev"', 'leave_out = "…"')
    run(changed, "--settle", str(settled), "--apply")
    made = {name: (folder / name).read_bytes() for name in FILES}
    package = json.loads(made["datapackage.json"])
    (recipe,) = {r["recipe"] for r in package["resources"] if r["path"] in FILES}
    document_, _, decisions = recipe.removeprefix("python -m geo import ").partition(" ")
    copies = [shutil.copy2(folder.parent / path, tmp_path)
              for path in (document_, decisions.split()[1])]  # fmt: skip
    (version,) = [path.name for path in (folder / VERSIONS).iterdir() if path.is_dir()]
    run_restore(argparse.Namespace(version=version, folder=folder, lang="ru"))
    assert len(load_register(folder).agreements) == 52
    again = run((tmp_path / copies[0]).read_bytes(), "--settle", copies[1], "--apply")
    assert "Не решено: 0" in again
    for name in ("agreements.csv", "parties.csv"):
        assert (folder / name).read_bytes() == made[name]


def test_versions_are_printed_and_one_is_restored(run, document, folder, capsys):
    run(document(lambda in_force, lapsed: in_force.append(NEW)), "--apply")
    print_versions(argparse.Namespace(folder=folder, lang="ru"))
    now, kept = capsys.readouterr().out.splitlines()
    assert now == "сейчас: «реестр.docx», действующих 43, утративших силу 10, последняя запись " + (
        "05.05.2026"
    )
    assert "«register_smolensk_2026.txt», действующих 42" in kept
    run_restore(argparse.Namespace(version=kept.partition(":")[0], folder=folder, lang="ru"))
    assert "Возвращена версия" in capsys.readouterr().out
    assert len(load_register(folder).agreements) == 52
    print_versions(argparse.Namespace(folder=folder, lang="en"))
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_the_state_of_an_earlier_preview_is_checked(run, document, folder):
    changed = document(lambda in_force, lapsed: in_force.append(NEW))
    state = run(changed).splitlines()[0].rpartition(" ")[2]
    run(document(lambda in_force, lapsed: in_force.append(OTHER)), "--apply")
    with pytest.raises(UpdateError) as caught:
        run(changed, "--apply", "--expect", state)
    assert caught.value.key == "update.changed_meanwhile"
    with pytest.raises(UpdateError) as caught:  # part of a state may be that of another one
        run(changed, "--apply", "--expect", run(changed).splitlines()[0].rpartition(" ")[2][0])
    assert caught.value.key == "update.changed_meanwhile"


def test_the_english_report_is_english(run, document):
    printed = run(document(lambda in_force, lapsed: in_force.append(NEW)), "--lang", "en")
    assert "Added: 1" in printed and "Добавлено" not in printed


def test_a_missing_file_is_a_message(folder, in_process):
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    parser.set_defaults(folder=folder)
    with pytest.raises(GeoError) as caught:
        run_import(load_register(folder), parser.parse_args(["no such file.docx"]))
    assert "no such file.docx" in caught.value.message("ru")


def test_the_command_writes_valid_data_through_the_sandbox(tmp_path, document):
    data = shutil.copytree(settings.DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.py"))
    file = tmp_path / "реестр 2027.docx"
    file.write_bytes(document(lambda in_force, lapsed: in_force.append(NEW)))
    done = subprocess.run(
        [sys.executable, "-m", "geo", "import", str(file), "--apply"],
        capture_output=True, text=True, encoding="utf-8", cwd=settings.ROOT, check=False,
        env={**os.environ, "TIES_DATA": str(data), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "") and "Реестр записан." in done.stdout
    assert check_files(data) and len(load_register(data).agreements) == 53


def test_the_command_refuses_in_one_line(tmp_path, capsys):
    file = tmp_path / "реестр.docx"
    file.write_bytes(b"%PDF-1.7")
    assert main(["import", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    assert said.err.startswith("Это файл PDF")
