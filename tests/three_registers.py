"""
Made-up registers of three oblasts on the boundaries of `data/`, for tests and to look at.

Nobody signed these agreements. One stands in two registers, each with its own wording, one is
likely the same in both, and one only one of the two oblasts has.

``python -m tests.three_registers FOLDER`` fills a folder with them, beside a copy of `data/`;
without a folder, and with ``TIES_DATA`` pointing at them, it shows them on every page.
"""

import csv
import hashlib
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
COLUMNS = (
    "id", "section", "number", "form", "kind", "themes", "title", "signed_on", "registered_on",
    "registration_number", "term_text", "term_years", "perpetual", "status", "lapse_text",
    "successor_id", "successor_basis", "source_note",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row of a made-up register."""

    day: str
    title: str
    parties: tuple[str, ...]
    form: str = "soglashenie"
    kind: str = "cooperation"
    registration: str = ""
    term: str = "бессрочный"
    lapse: str = ""

    @property
    def id(self) -> str:
        """The id as the reader makes it."""
        digest = hashlib.sha256(",".join(sorted(self.parties)).encode()).hexdigest()[:6]
        return f"{self.day}-{self.form[0]}-{digest}"


_BOTH = ("ru-smo-velizhsky", "ru-psk-usvyatsky", "by-vi-haradok")
_LIKELY = ("ru-smo-rudnyansky", "ru-psk-nevelsky", "by-vi-liozna")
_ONE = ("ru-smo-roslavlsky", "ru-bry-dubrovsky", "by-ma-krychaw")
ROWS = {
    "ru-smo": (
        Row("2011-06-01", "Договор о побратимстве придуманных Рудни и Лиозно",
            ("ru-smo-rudnyansky", "by-vi-liozna"), "dogovor", "twinning", "1-с"),
        Row("2019-05-20", "Соглашение Велижа, Усвят и Городка о придуманном туризме", _BOTH,
            registration="2-с", term="5 лет с последующей пролонгацией"),
        Row("2020-07-03", "Соглашение Рудни, Невеля и Лиозно о придуманных ярмарках", _LIKELY),
        Row("2021-09-10", "Соглашение Рославля, Дубровки и Кричева о придуманной охране леса",
            _ONE),
    ),
    "ru-psk": (
        Row("2008-04-15", "Договор о побратимстве придуманных Великих Лук и Витебска",
            ("ru-psk-velikiye-luki", "by-vi-vitebsk"), "dogovor", "twinning", "1-п"),
        Row("2014-03-02", "Соглашение о придуманной дружбе Себежа и Россон",
            ("ru-psk-sebezhsky", "by-vi-rasony"), kind="friendship", registration="2-п"),
        Row("2019-05-20", "Соглашение Городка, Велижа и Усвят о придуманном туризме", _BOTH,
            registration="7-п", lapse="утратило силу"),
        Row("2020-07-06", "Соглашение Невеля, Рудни и Лиозно о придуманных ярмарках", _LIKELY),
        Row("2022-02-22", "Соглашение о придуманном сотрудничестве Пскова и Полоцка",
            ("ru-psk-pskov", "by-vi-polatsk")),
    ),
    "ru-bry": (
        Row("2005-05-05", "Договор о побратимстве придуманных Новозыбкова и Ветки",
            ("ru-bry-novozybkov", "by-ho-vietka"), "dogovor", "twinning", "1-б"),
        Row("2016-08-12", "Соглашение о придуманном сотрудничестве Сураж — Витебск",
            ("ru-bry-surazhsky", "by-vi-vitebsk"), registration="2-б"),
    ),
}  # fmt: skip


def lay_out(folder: Path, home: str, rows: tuple[Row, ...] | None = None) -> Path:
    """Fill a new folder with the register of an oblast, on boundaries of `data/`."""
    folder.mkdir(parents=True)
    for pattern in ("boundaries_*", "context_*", "territories.csv", "datapackage.json"):
        for path in DATA.glob(pattern):
            shutil.copy(path, folder)
    imprint = (DATA / "register.toml").read_text("utf-8").replace('"ru-smo"', f'"{home}"')
    (folder / "register.toml").write_text(imprint, encoding="utf-8")
    tables: dict[str, list] = {"agreements": [COLUMNS], "parties": [
        ("agreement_id", "position", "territory", "body", "wording")]}  # fmt: skip
    for number, row in enumerate(ROWS[home] if rows is None else rows, start=1):
        status = "lapsed" if row.lapse else "in_force"
        perpetual = "true" if row.term == "бессрочный" else "false"
        years = "" if perpetual == "true" else row.term[0]
        term = ("", "", "") if row.lapse else (row.term, years, perpetual)
        tables["agreements"].append(
            (row.id, status, number, row.form, row.kind, "", row.title, row.day,
             row.day if row.registration else "", row.registration, *term, status, row.lapse,
             "", "", "")
        )  # fmt: skip
        for place, code in enumerate(row.parties, start=1):
            tables["parties"].append((row.id, place, code, "municipality", code))
    for name, lines in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    package["resources"] = [x for x in package["resources"] if (folder / x["path"]).exists()]
    for record in package["resources"]:
        digest = hashlib.sha256((folder / record["path"]).read_bytes()).hexdigest()
        record["hash"] = f"sha256:{digest}"
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def lay_out_all(folder: Path) -> tuple[Path, ...]:
    """Fill a folder with all three."""
    return tuple(lay_out(folder / home.removeprefix("ru-"), home) for home in ROWS)


def shown() -> dict:
    """Return what each page says by its link, and where choosing registers leads."""
    from urllib.parse import parse_qsl

    from streamlit.testing.v1 import AppTest

    import pages
    from tests.seen import shown_html

    def visit(path: str, link: str) -> AppTest:
        at = AppTest.from_file(str(DATA.parent / "app.py"), default_timeout=60)
        for name, value in parse_qsl(link):
            at.query_params[name] = value
        if path != "app.py":
            at.switch_page(path)
        return at.run()

    def told(at: AppTest) -> dict:
        wrong = [each.message for each in (*at.exception, *at.error)]
        link = {name: "".join(at.query_params[name]) for name in at.query_params}
        return {"wrong": wrong, "said": shown_html(at), "link": link}

    load, loaded = pages.load_registers, []
    pages.load_registers = lambda choice: (loaded.append(choice), load(choice))[1]
    links = {"": ("quality", "update"), "register=ru-psk": ("update",), "side=by-vi": pages.PAGES}
    found = {
        link: {name: told(visit(pages.PAGES[name], link)) for name in names}
        for link, names in links.items()
    }
    for unknown in ("side=by-zz", "register=ru-xxx", "register=ru-xxx,ru-psk&side=by-zz"):
        visit(pages.PAGES["about"], unknown)
    at = visit("app.py", "territory=ru-smo-roslavlsky")
    at.selectbox(key="register").select("ru-psk").run()
    chosen = {"register": told(at)["link"], "said": " ".join(x.value for x in at.warning)}
    at.run()
    chosen["told"] = [at.selectbox(key=name).proto.set_value for name in ("register", "side")]
    at.selectbox(key="side").select("by-vi").run()
    chosen["side"] = told(at)["link"]
    return {"pages": found, "chosen": chosen, "loaded": loaded}


if __name__ == "__main__" and len(sys.argv) > 1:
    target = Path(sys.argv[1])
    shutil.copytree(DATA, target / "data", ignore=shutil.ignore_patterns("*.py", "versions"))
    made = (target / "data", *lay_out_all(target / "made-up")[1:])
    sys.stdout.write(f"TIES_DATA={os.pathsep.join(map(str, made))}\n")
elif __name__ == "__main__":
    sys.stdout.write(json.dumps(shown(), ensure_ascii=False))
