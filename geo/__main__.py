"""
The library on the command line: ``python -m geo COMMAND``.

Every command reads ``data/`` and prints; a mistake in the data or in an argument is one line on
stderr, and the command returns a number that is not 0.
What only one command needs is imported there: maps take a second to load.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from geo import console, settings
from geo.agreements import Register, load_register
from geo.errors import GeoError, UpdateError
from geo.exports import FORMATS, Format, file_name
from geo.meeting import OCCASION, Meeting, Occasion, is_discreet, unknown_steps
from geo.meeting import PARAMS as MEETING
from geo.registers import PARAMS as CHOICE
from geo.registers import folders, load_registers, paths
from geo.shown import Shown, select
from geo.sources import check_files
from geo.tables import csv_for_excel
from geo.terms import add_months
from geo.text import LANGUAGES, t
from geo.update.store import refresh
from geo.update.switch import recover
from geo.view import View, read_view
from geo.view.link import misread, parameters, quoted

if TYPE_CHECKING:
    from geo.exports.material import Material

TIE_COLUMNS = ("home", "partner", "n_agreements", "n_in_force", "length_km")
MOST_MONTHS = 1200


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 after an error in the data or what the system refused."""
    console.open_console()
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser(arguments).parse_args(arguments)
    try:
        if options.run not in (publish_register, fetch_register, make_register):
            _bring_up_to_date(options)
        if options.needs_register:
            options.run(_load(options), options)
        else:
            options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as ``head``, has seen enough
        console.let_go()
    except (GeoError, OSError) as error:
        told = error if isinstance(error, GeoError) else console.refusal(error)
        print(told.message(getattr(options, "lang", "en")), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _bring_up_to_date(options: argparse.Namespace) -> None:
    """Make good what a dead process left, and take what is new in the database."""
    folders = paths()
    if settings.REGISTER_URL:
        try:
            refresh()
        except UpdateError as error:
            print(error.message(getattr(options, "lang", "en")), file=sys.stderr)
    for folder in folders:
        recover(folder)
    if hasattr(options, "register") and not hasattr(options, "side"):  # a command that writes
        options.folder = _one_folder(options)


def _one_folder(options: argparse.Namespace) -> Path:
    """Return the folder of the one register that a command is about."""
    if len(paths()) == 1 and not options.register:
        return paths()[0]
    known = folders()
    if options.register not in known:
        raise GeoError("error.which_register", known=" | ".join(known))
    return known[options.register]


def _load(options: argparse.Namespace) -> Register:
    """Load the registers that are asked for; those of a view's link, if the command takes one."""
    if not hasattr(options, "side"):
        return load_register(options.folder, may_be_new=options.command == "import")
    link = _parameters(getattr(options, "view", ""))
    asked = {name: getattr(options, name) or link.get(name, "") for name in CHOICE}
    register = load_registers(asked, may_be_new=options.command == "check")
    if any(asked.values()) and (ignored := read_view(asked, register)[1]):
        raise GeoError("error.choice", parts=quoted(ignored, "en"))
    return register


def _parameters(view: str) -> dict[str, str]:
    """Return the parameters of a view; it may be the whole link of a page."""
    query = re.sub(r"^[^?=&]*\?", "", view)
    return parameters(parse_qsl(query, keep_blank_values=True))


def _parser(arguments: Sequence[str]) -> console.Parser:
    """Return the parser; what reads documents is loaded only for the commands that do."""
    parser = console.Parser(prog="python -m geo", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (run, what, options) in COMMANDS.items():
        command = commands.add_parser(name, help=what)
        command.set_defaults(run=run, needs_register=name not in ALONE)
        for option, how in options.items():
            command.add_argument(option, **how)
    if "--site" in arguments:
        commands.choices["publish"].set_defaults(run=publish_site, needs_register=True)
    if {"import", "versions", "restore"} & set(arguments):
        from geo.update import report

        report.add_arguments(commands.choices["import"])
        commands.choices["import"].set_defaults(run=report.run_import)
        commands.choices["versions"].set_defaults(run=report.print_versions)
        commands.choices["restore"].set_defaults(run=report.run_restore)
    return parser


def print_check(register: Register, options: argparse.Namespace) -> None:
    """Check the files that `load_register` does not read, and print what there is."""
    from geo.territories.layers import check_layers

    imprint = register.territories.imprint
    n_files = sum(map(check_files, imprint.folders or paths()))
    if len(imprint.folders) > 1 or imprint.side:
        from geo.territories.boundaries import load_boundaries

        n_shapes = len(load_boundaries(register.territories).shapes)
    else:
        n_shapes = check_layers(register.territories, *imprint.folders)
    everything = select(View(), register)
    _print_counts(
        {
            "agreements": len(register.agreements),
            "in force": everything.tally.in_force,
            "lapsed": everything.tally.lapsed,
            "parties": sum(len(agreement.parties) for agreement in register.agreements),
            "ties": len(everything.ties),
            "territories": len(register.territories),
            "shapes": n_shapes,
            "files": n_files,
        }
    )


def print_ties(register: Register, options: argparse.Namespace) -> None:
    """Print one line per tie, most agreements first, as CSV (`TIE_COLUMNS`)."""
    everything = select(View(), register)
    rows = (
        (
            tie.home,
            tie.partner,
            tie.n_agreements,
            everything.count(tie.agreements).in_force,
            "" if tie.length_km is None else f"{tie.length_km:.1f}",
        )
        for tie in everything.ties
    )
    console.write(csv_for_excel([TIE_COLUMNS, *rows]))


def print_calendar(register: Register, options: argparse.Namespace) -> None:
    """Print what is calculated to happen in the months from a day on."""
    from geo.exports.tables import agenda
    from geo.terms.events import build_events

    if not 1 <= options.months <= MOST_MONTHS:
        raise GeoError("error.months", most=MOST_MONTHS)
    last = add_months(options.first, options.months)
    events = build_events(register.agreements, options.first, last)
    if options.format == "ics":
        shown = Shown(View(lang=options.lang), register, options.first)
        console.write(agenda.to_ics(events, shown, last))
    else:
        console.write(agenda.to_csv(events, register, options.lang))


def print_stats(register: Register, options: argparse.Namespace) -> None:
    """Print every statistic of the whole register on a day as JSON."""
    from geo.stats import summary
    from geo.territories.boundaries import load_boundaries

    shown = Shown(View(on=options.on), register, options.on)
    content = summary(shown, load_boundaries(register.territories))
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    console.write(f"{text}\n".encode())


def write_export(register: Register, options: argparse.Namespace) -> None:
    """Make one file from a view, or from the link of a meeting, and print its name and size."""
    params = _parameters(options.view)
    meeting = {name: params.pop(name) for name in MEETING if name in params}
    view, ignored = read_view(params, register)
    ignored = (*ignored, *misread(meeting, MEETING), *unknown_steps(meeting, register))
    if ignored:
        raise GeoError("error.view", parts=quoted(ignored, "en"))
    occasion = Occasion.from_params(meeting) if set(meeting) & set(OCCASION) else None
    discreet = is_discreet(meeting) or options.discreet
    format_ = FORMATS[options.format]
    shown = Shown(view, register, options.today, discreet, occasion)
    file = options.out or Path(file_name(shown, options.format))
    if file.suffix.lower() not in ("", f".{format_.suffix}"):
        raise GeoError("error.suffix", file=file.name[:80], suffix=format_.suffix)
    idle = {"executor": not options.gost, "twin": options.twin == view.lang}
    followed = [name for name in format_.options if not idle.get(name)]
    for name in ("gost", "executor", "twin"):
        if getattr(options, name) and name not in followed:
            raise GeoError("error.option", option=name)
    template = _template(options.template, format_)
    if format_.maps:
        asked = {name: getattr(options, name) for name in ("gost", "executor", "twin", "address")}
        steps = Meeting.from_params(meeting, register).steps if "steps" in meeting else ()
        material = replace(_material(shown), template=template, steps=steps, **asked)
        data = format_.to_bytes(material)
    else:
        data = format_.make(shown)
    console.put(file, data)
    print(f"{file}: {len(data)} bytes")


def publish_site(register: Register, options: argparse.Namespace) -> None:
    """Write the public part of the whole register into a folder."""
    from geo.exports.site import build_site, write_site

    if register.parts:
        raise GeoError("error.which_register", known=" | ".join(folders()))
    shown = Shown(View(lang=options.lang), register, options.today)
    files = build_site(_material(shown), options.address)
    changed = write_site(files, options.site)
    named = {"folder": options.site, "total": len(files), "changed": changed}
    print(t("site.written", options.lang, **named))


def make_register(options: argparse.Namespace) -> None:
    """Make an empty register from the sources, and say what they leave open."""
    try:
        from data.make_new import OPEN, make
        from data.order import Sources
        from data.wheels import CACHE
    except ModuleNotFoundError as error:
        raise GeoError("new.missing", name=error.name) from error
    partners = tuple(options.partners.split(","))
    sources = Sources(options.wheels or CACHE)
    open_ = make(options.folder, options.home, partners, sources, options.lang)
    print(open_)
    if open_:
        n = open_.count("\n- ")
        print(t("new.open", options.lang, n=n, file=options.folder / OPEN))
    print(t("new.made", options.lang, folder=options.folder))


def publish_register(options: argparse.Namespace) -> None:
    """Copy a folder's register into the database, whole and checked."""
    from geo.territories import load_territories
    from geo.territories.layers import check_layers
    from geo.update import postgres

    folder = options.source
    check_files(folder)
    check_layers(load_territories(folder / "territories.csv"), folder)
    version = postgres.publish(folder, console.user(), options.over)
    print(t("store.published", options.lang, folder=folder, version=version))


def fetch_register(options: argparse.Namespace) -> None:
    """Copy the register of the database into a folder, with its versions."""
    from geo.update import postgres

    postgres.refresh(options.folder)
    print(t("store.fetched", options.lang, folder=options.folder))


def _template(path: Path | None, format_: Format) -> bytes:
    """Return an office's own template for a format, as far as it is harmless."""
    if not path:
        return b""
    from geo.exports.template import take_template

    if not format_.templated:
        raise GeoError("template.other")
    return take_template(path.read_bytes(), format_.suffix)


def _material(shown: Shown) -> "Material":
    from geo.exports.material import Material
    from geo.map.network import build_network

    return Material(shown, build_network(shown.register))


def print_status(register: Register, options: argparse.Namespace) -> None:
    """Print how many agreements stood how; "unknown" lapsed at a date nobody gives."""
    tally = select(View(on=options.on), register).tally
    counts = vars(tally) | {"not_signed": len(register.agreements) - tally.total}
    _print_counts({how.replace("_", " "): n for how, n in counts.items()})


def _print_counts(counts: dict[str, int]) -> None:
    for name, count in counts.items():
        print(f"{name:12} {count:6}")


How = dict[str, Any]
Options = dict[str, How]
_LANG: Options = {"--lang": {"choices": LANGUAGES, "default": LANGUAGES[0]}}
_ONE: Options = {"--register": {"default": "", "help": "of several, by its home region"}}
_CHOICE: Options = {
    "--register": {"default": "", "help": "codes of home regions; all by default"},
    "--side": {"default": "", "help": "a region or territory across the border"},
}
_DAY: How = {"type": console.day, "default": date.today()}
_PATH: How = {"type": console.path}
_ADDRESS: How = {"type": console.address, "default": ""}
COMMANDS: dict[str, tuple[Callable[..., None] | None, str, Options]] = {
    "check": (print_check, "validate data/ and print counts", _CHOICE),
    "ties": (print_ties, "print the ties", {
        "--format": {"choices": ("csv",), "default": "csv"},
    } | _CHOICE),
    "status": (print_status, "count agreements as they stood on a day", {"--on": _DAY} | _CHOICE),
    "calendar": (print_calendar, "print prolongations and anniversaries ahead", {
        "--from": _DAY | {"dest": "first"},
        "--months": {"type": int, "default": 12},
        "--format": {"choices": ("csv", "ics"), "default": "csv"},
    } | _LANG | _CHOICE),
    "stats": (print_stats, "print the statistics", {
        "--format": {"choices": ("json",), "default": "json"},
        "--on": _DAY,
    } | _CHOICE),
    "export": (write_export, "make a file from a view", {
        "--format": How(choices=FORMATS, required=True),
        "--view": {"default": "", "help": 'a link, or its end: "region=by-ma&lang=en"'},
        "--out": _PATH | {"help": "the file; its usual name by default"},
        "--discreet": {"action": "store_true",
                       "help": "leave out reasons of lapses, remarks and guesses"},
        "--gost": {"action": "store_true",
                   "help": "a Word file as offices file it, by GOST R 7.0.97-2016"},
        "--template": _PATH | {"help": "an office's own .dotx/.docx or .potx/.pptx"},
        "--twin": {"choices": LANGUAGES, "default": "", "help": "a second language (Word)"},
        "--executor": {"default": "", "help": "who wrote it, for --gost: name, telephone"},
        "--address": _ADDRESS | {"help": "of the app, for a QR"},
        "--today": _DAY,
    } | _CHOICE),
    "import": (None, "compare the register with another issue of it", _ONE),
    "versions": (None, "list the register and its earlier versions", _LANG | _ONE),
    "restore": (None, "go back to a version; the present one is kept", {
        "version": {"help": "a name that the command versions prints"},
    } | _LANG | _ONE),
    "publish": (publish_register, "copy the register into the database", {
        "--site": _PATH | {"help": "the public part, into a web server's folder"},
        "--address": _ADDRESS | {"help": "its place on the web"},
        "--from": _PATH | {"dest": "source", "default": settings.ROOT / "data"},
        "--over": {"type": int, "help": "version of the database that may be replaced"},
        "--today": _DAY,
    } | _LANG | _CHOICE),
    "fetch": (fetch_register, "copy the register of the database into a folder", {
        "folder": _PATH,
    } | _LANG),
    "new": (make_register, "make an empty register of another region in a folder", {
        "folder": _PATH,
        "--home": {"required": True, "help": "the region, ISO 3166-2: ru-psk"},
        "--partners": {"required": True, "help": "the countries across: by,lv,ee"},
        "--wheels": _PATH | {"help": "folder of downloaded packages"},
    } | _LANG),
}  # fmt: skip
"""What runs a command, what it does, and its options; `geo.update.report` runs those of None."""
ALONE = ("versions", "restore", "publish", "fetch", "new")
"""Commands that are not handed a register; a site is published of one."""


if __name__ == "__main__":
    sys.exit(main())
