"""
Schema of the register tables: their columns, closed lists of codes, and provenance.

`make_register` writes the tables in the order of the fields given here and then calls
`record_files`, so `datapackage.json` and the files can't disagree.
"""

from datetime import date
from pathlib import Path
from typing import get_type_hints

from data.provenance import record
from geo.agreements import (
    AGREEMENT_COLUMNS,
    Agreement,
    Basis,
    Body,
    Effect,
    Form,
    Kind,
    Status,
    Theme,
)
from geo.text import t
from geo.update.register_files import AGREEMENTS, PARTIES, version

SOURCE = "register_smolensk_2026.txt"

SECTIONS, FORMS, KINDS, THEMES, BODIES, BASES, EFFECTS = (
    [str(code) for code in codes] for codes in (Status, Form, Kind, Theme, Body, Basis, Effect)
)
"""The closed lists of `geo.agreements`."""

AGREEMENT_ID = r"\d{4}-\d{2}-\d{2}-[dsmp]-[0-9a-f]{6}(-\d+)?"
TERRITORY = r"[a-z]{2}(-[a-z]+)?-[a-z0-9-]+"

Field = dict[str, object]


def _field(name: str, description: str, type_: str = "", **constraints: object) -> Field:
    """Describe one column, of the type that `Agreement` gives it; its cell may be empty."""
    field: Field = {"name": name, "type": type_ or _type(name), "description": description}
    return field | ({"constraints": constraints} if constraints else {})


def _type(name: str) -> str:
    hint = get_type_hints(Agreement).get(name)
    return next((said for kind, said in _TYPES.items() if hint in (kind, kind | None)), "string")


_TYPES = {bool: "boolean", int: "integer", date: "date"}
_DESCRIBED = [
    _field(
        "id",
        "Stable identifier: date of signing, the first letter of the form (d, s, m, p), and six "
        "hexadecimal digits of the SHA-256 of the parties' territory codes, each once, sorted, "
        "comma-joined; -2 and so on behind it where further agreements have all of that in common",
        required=True,
        unique=True,
        pattern=AGREEMENT_ID,
    ),
    _field("section", "Table of the register the row stands in", required=True, enum=SECTIONS),
    _field(
        "number",
        "Number in that table of this issue of the register; shifts with every reissue",
        required=True,
        minimum=1,
    ),
    _field(
        "form",
        "Legal form, first word of the title: договор, соглашение, меморандум or протокол",
        required=True,
        enum=FORMS,
    ),
    _field(
        "kind",
        "What the agreement is about, read from the title by a written rule",
        required=True,
        enum=KINDS,
    ),
    _field(
        "themes",
        "Fields a sectoral agreement is limited to, in the order of the title, joined by ';'; "
        f"codes: {', '.join(THEMES)}",
        pattern=rf"({'|'.join(THEMES)})(;({'|'.join(THEMES)}))*",
    ),
    _field(
        "title",
        "Official wording of the title cell with the date of signing; misprints kept, "
        "white space normalised",
        required=True,
    ),
    _field("signed_on", "Date of signing, from the title", required=True),
    _field("registered_on", "Date of registration; empty where the register gives none"),
    _field(
        "registration_number",
        "Registration number; 'б/н' as written; empty for a dash or a missing cell",
        pattern=r"\d+-с|б/н",
    ),
    _field(
        "term_text",
        "Term as written, white space normalised; empty for lapsed rows, whose term is not given",
    ),
    _field(
        "term_years",
        "Years of a term; empty if perpetual, until a day or not given",
        minimum=1,
    ),
    _field(
        "perpetual",
        "Whether the term is perpetual (бессрочный); empty where the term is not given",
    ),
    _field(
        "prolonged",
        "Whether a term of years is prolonged by itself for the same again; empty if perpetual or "
        "not given",
    ),
    _field("ends_on", "Last day of a term where the register names it; empty otherwise"),
    _field(
        "status",
        "In force or lapsed: always the table the row stands in",
        required=True,
        enum=SECTIONS,
    ),
    _field(
        "lapse_text",
        "What the register says of the lapse, white space normalised; empty for rows in force and "
        "where the cell is missing",
    ),
    _field(
        "lapsed_on",
        "Day of the lapse where the register names it; empty otherwise, also where it follows from "
        "the agreement that replaced this one",
    ),
    _field(
        "successor_id",
        "Identifier of the agreement that replaced a lapsed one; empty where not known",
        pattern=AGREEMENT_ID,
    ),
    _field(
        "successor_basis",
        "stated: named by the register; inferred: our inference, from the same parties having "
        "signed a later agreement that is not narrower",
        enum=BASES,
    ),
    _field(
        "effect",
        "What it does to another agreement that its title is about; empty where it is about none",
        enum=EFFECTS,
    ),
    _field(
        "about_id",
        "Identifier of that agreement: the one that form, day and parties in the title name, or "
        "that a person named",
        pattern=AGREEMENT_ID,
    ),
    _field("source_note", "What is odd in the row of the source, in Russian; empty otherwise"),
]
AGREEMENT_FIELDS = [
    next((field for field in _DESCRIBED if field["name"] == name), None)
    or _field(name, t(f"table.{name}", "en"))
    for name in AGREEMENT_COLUMNS
]
"""The columns in their order; one that needs no more words is called as tables call it."""
PARTY_FIELDS = [
    _field("agreement_id", "Identifier in agreements.csv", required=True, pattern=AGREEMENT_ID),
    _field("position", "Place among the parties in the title", "integer", required=True, minimum=1),
    _field(
        "territory",
        "Code in territories.csv of the territory the party acts for",
        required=True,
        pattern=TERRITORY,
    ),
    _field("body", "Who signed for the territory", required=True, enum=BODIES),
    _field("wording", "The words of the title that name this party", required=True),
]

REGISTER = "Соглашения о приграничном сотрудничестве муниципальных образований Смоленской области"
"""The document's own heading: it bears no year and no day."""
OFFICIAL_DOCUMENT = {
    "name": "other-pd",
    "title": "Official document, not subject to copyright "
    "(Civil Code of the Russian Federation, art. 1259 p. 6)",
    "title_ru": "Официальный документ, не объект авторских прав (ст. 1259 п. 6 ГК РФ)",
    "path": "http://pravo.gov.ru/proxy/ips/?docbody=&nd=102110716",
}
ATTRIBUTION_RU = "Реестр соглашений о приграничном сотрудничестве Смоленской области"
ATTRIBUTION_EN = "Register of cross-border cooperation agreements of Smolensk oblast"
RECIPE = "python -m data.make_register"


def record_files(folder: Path, newest: date) -> None:
    """Record the register, whose newest entry is of that day, and what is made of it."""
    files = (
        (
            SOURCE,
            "The official register of agreements, as text",
            "Word document with two tables saved as plain text, UTF-8; copied byte for byte. "
            "A cell starts with a line break and a tab; the last row breaks off in the source.",
            [{"title": REGISTER}],
            "copied by hand from the register as handed to the project",
            None,
        ),
        (
            AGREEMENTS,
            "Agreements on cross-border cooperation",
            "One row per agreement, in the order of the register. Wording, dates, registration, "
            "term and lapse are the register's; kind, themes and source_note are read from them by "
            "the rules of geo.reading; successor_basis tells stated from inferred successors.",
            [{"title": REGISTER, "path": SOURCE}],
            RECIPE,
            AGREEMENT_FIELDS,
        ),
        (
            PARTIES,
            "Parties to the agreements",
            "One row per signatory, in the order of the title; an agreement has two or more. "
            "The wording is the register's; territory and body are read from it by the rules of "
            "geo.reading.",
            [{"title": REGISTER, "path": SOURCE}],
            RECIPE,
            PARTY_FIELDS,
        ),
    )
    for path, title, description, sources, recipe, fields in files:
        record(
            folder / path,
            name=Path(path).stem.replace("_", "-"),
            title=title,
            description=description,
            sources=sources,
            licenses=[OFFICIAL_DOCUMENT],
            recipe=recipe,
            attribution_ru=ATTRIBUTION_RU,
            attribution_en=ATTRIBUTION_EN,
            fields=fields,
            version=version(newest),
            package=folder / "datapackage.json",
        )
