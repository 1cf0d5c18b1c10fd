"""
The command line where it meets the system: every encoding, closed pipes, targets that refuse.

Each wrong argument ends in one line in one language on stderr and a number that is not 0.
"""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import geo.__main__ as cli
from geo import console, settings
from geo.agreements import Register
from geo.errors import GeoError, system_reason
from geo.text import LANGUAGES, load_texts
from tests.documents import register_docx, rows

ENCODINGS = ("utf-8", "cp1251", "cp866", "cp1252", "koi8-r", "latin-1", "ascii", "cp437", "utf-16")
NEW = "Соглашение между городом Смоленском и городом Витебском о спорте от 5 мая 2026 года"
SOME_TABLE = ("calendar", "--from", "2026-11-22", "--months", "24")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):
    """Run a command on a console of some encoding; return its number and what it printed."""

    def run(*arguments: str, encoding: str = "utf-8") -> tuple[int | str | None, bytes, str]:
        out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
        err = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        try:
            code = cli.main(arguments)
        except SystemExit as stop:
            code = stop.code
        out.flush()
        err.flush()
        return code, out.buffer.getvalue(), err.buffer.getvalue().decode(encoding)

    return run


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_text_arrives_in_any_encoding(encoding: str):
    console.open_console()
    for key, texts in load_texts().items():
        for lang in LANGUAGES:
            forms = texts[lang] if isinstance(texts[lang], dict) else {"": texts[lang]}
            for text in forms.values():
                shown = text.encode(encoding, "plain").decode(encoding)
                assert shown.count("\n") == text.count("\n") and shown.strip(), key


def test_signs_that_a_console_lacks_have_a_plain_one():
    console.open_console()
    assert "№ 5 → «а» — б…".encode("cp866", "plain").decode("cp866") == '№ 5 -> "а" - б...'
    assert "№ 5 → «а»".encode("cp1251", "plain").decode("cp1251") == "№ 5 -> «а»"
    assert "\u00a0·\u0438".encode("ascii", "plain") == rb" -\u0438"


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "ascii"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comparison_arrives_whole_in_any_encoding(run, register, tmp_path, encoding, lang):
    file = tmp_path / "реестр.docx"
    in_force, lapsed = rows(register.agreements)
    in_force[0][3] = "10 лет с последующей пролонгацией"
    file.write_bytes(register_docx(in_force, lapsed))
    whole = run("import", str(file), "--lang", lang)
    code, out, err = run("import", str(file), "--lang", lang, encoding=encoding)
    assert (code, err) == (whole[0], "") == (0, "")
    assert "→" in whole[1].decode() and "->" in out.decode(encoding)
    assert out.decode(encoding).count("\n") == whole[1].decode().count("\n")


@pytest.mark.parametrize(
    "arguments", [("ties",), ("stats",), SOME_TABLE, (*SOME_TABLE, "--format", "ics")], ids=str
)
def test_tables_leave_as_the_same_bytes_whatever_the_encoding(run, arguments):
    whole = run(*arguments)
    assert whole[0] == 0 and whole[1]
    assert run(*arguments, encoding="ascii") == whole


def test_a_locale_without_russian_gets_every_line(tmp_path: Path):
    plain = {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    done = subprocess.run(
        [sys.executable, "-m", "geo", "import", "нет.docx"],
        cwd=settings.ROOT,
        env={**os.environ, **plain},
        capture_output=True,
    )
    assert done.returncode == 1 and done.stderr.isascii() and done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["ties", "status"])
@pytest.mark.parametrize("target", ["closed", "nothing", "full"])
def test_an_output_that_takes_nothing_is_no_traceback(command: str, target: str):
    if target == "full" and not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    end = {"closed": "| true", "nothing": ">&-", "full": "> /dev/full"}[target]
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m geo {command} {end}; echo "${{PIPESTATUS[0]}}" >&2'],
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
    )
    *said, code = done.stderr.splitlines()
    assert (said, code) == (
        (["stdout: no room on the disk."], "1") if target == "full" else ([], "0")
    )


BAD = {
    "view: a code": ("export", "--format", "csv", "--view", "region=by-xx"),
    "view: a name": ("export", "--format", "csv", "--view", "regoin=by-ma"),
    "view: no name": ("export", "--format", "csv", "--view", "nonsense"),
    "view: a year": ("export", "--format", "csv", "--view", "years=" + "9" * 5000),
    "view: signs": ("export", "--format", "csv", "--view", "focus=\x1b[31m\u202e\udc80"),
    "view: a switch": ("export", "--format", "csv", "--view", "discreet=yes"),
    "view: a meeting's day": ("export", "--format", "csv", "--view", "day=32.01.2027"),
    "out: no folder": ("export", "--format", "csv", "--out", "{missing}/a.csv"),
    "out: a folder": ("export", "--format", "csv", "--out", "{folder}"),
    "out: under a file": ("export", "--format", "csv", "--out", "{file}/a.csv"),
    "out: a long name": ("export", "--format", "csv", "--out", "{folder}/" + "a" * 300),
    "today: too early": ("export", "--format", "csv", "--today", "0001-01-01"),
    "today: too late": ("export", "--format", "csv", "--today", "9999-12-31"),
    "format": ("export", "--format", "docx"),
    "months: none": ("calendar", "--months", "0"),
    "months: fewer": ("calendar", "--months", "-5"),
    "months: many": ("calendar", "--months", "100000"),
    "months: digits": ("calendar", "--months", "9" * 5000),
    "months: a word": ("calendar", "--months", "²"),
    "from: no day": ("calendar", "--from", "2026-02-30"),
    "from: the end of days": ("calendar", "--from", "9999-12-31"),
    "on: no day": ("status", "--on", "today"),
    "on: too late": ("stats", "--on", "3000-01-01"),
    "import: missing": ("import", "{missing}"),
    "import: a folder": ("import", "{folder}"),
    "import: no register": ("import", "{file}"),
    "import: under a file": ("import", "{file}/a.docx"),
    "import: settled by nothing": ("import", "{document}", "--settle", "{missing}"),
    "import: settled by a folder": ("import", "{document}", "--settle", "{folder}"),
    "import: settled by a text": ("import", "{document}", "--settle", "{file}"),
    "import: template nowhere": ("import", "{document}", "--template", "{missing}/a.toml"),
    "import: template is a folder": ("import", "{document}", "--template", "{folder}"),
    "import: template's long name": ("import", "{document}", "--template", "{folder}/" + "a" * 300),
    "import: no name": ("import", ""),
    "import: a link to itself": ("import", "{loop}"),
    "site: no name": ("publish", "--site", ""),
    "site: a file": ("publish", "--site", "{file}"),
    "site: under a file": ("publish", "--site", "{file}/missing"),
    "fetch: no name": ("fetch", ""),
    "out: no name": ("export", "--format", "csv", "--out", ""),
    "out: a link to itself": ("export", "--format", "csv", "--out", "{loop}"),
    "on: a week": ("status", "--on", "2026-W01-1"),
    "on: without hyphens": ("status", "--on", "20260101"),
    "on: a year": ("status", "--on", "2026"),
    "restore: no name": ("restore", ""),
    "restore: here": ("restore", "."),
    "restore: nothing": ("restore", "nothing"),
    "restore: a path": ("restore", "../../etc"),
    "no such command": ("nonsense",),
    "no such option": ("check", "--nonsense"),
}  # fmt: skip


NAMES = (
    "missing",
    "loop",
    "folder",
    "nothing",
    "etc",
    "python -m geo versions",
    "Word",
    "TOML",
    "JSON",
)
"""What a line may name in either language."""


@pytest.fixture(scope="module")
def document(register: Register) -> bytes:
    return register_docx(*rows(register.agreements))


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_argument_is_one_line_and_a_number(run, name, document, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").write_text("Это не реестр.", encoding="utf-8")
    (tmp_path / "register.docx").write_bytes(document)
    if sys.platform != "win32":
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
    places = {
        "{missing}": tmp_path / "missing",
        "{folder}": tmp_path / "folder",
        "{file}": tmp_path / "file.txt",
        "{document}": tmp_path / "register.docx",
        "{loop}": tmp_path / "loop",
    }
    arguments = list(BAD[name])
    for mark, place in places.items():
        arguments = [argument.replace(mark, str(place)) for argument in arguments]
    code, _, err = run(*arguments)
    assert code in (1, 2)
    assert err.count("\n") == 1 and len(err) < 1000 and "Traceback" not in err
    said = re.sub(rf"{'|'.join(NAMES)}|[\w.-]*\.\w+|--\w+|a{{9,}}", "", err)
    assert not (re.search("[а-яё]", said) and re.search("[a-z]{3}", said)), err


def test_what_the_system_says_has_our_words():
    for number in (2, 13, 21, 28, 30, 36, 5, None):
        reason = system_reason(OSError(number, "in the system's own language"))
        for lang in LANGUAGES:
            said = GeoError("error.system", file="a", reason=reason).message(lang)
            assert "own language" not in said and "reason." not in said
