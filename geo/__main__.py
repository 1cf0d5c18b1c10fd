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
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
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

    Commands = argparse._SubParsersAction[console.Parser]

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


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = console.Parser(prog="python -m geo", description=__doc__)
    parser.set_defaults(needs_register=True)
    commands = parser.add_subparsers(dest="command", required=True)

    check = commands.add_parser("check", help="validate data/ and print counts")
    check.set_defaults(run=print_check)

    ties = commands.add_parser("ties", help="print the ties")
    ties.add_argument("--format", choices=("csv",), default="csv")
    ties.set_defaults(run=print_ties)

    status = commands.add_parser("status", help="count agreements as they stood on a day")
    status.add_argument("--on", type=console.day, default=date.today())
    status.set_defaults(run=print_status)

    calendar = commands.add_parser("calendar", help="print prolongations and anniversaries ahead")
    calendar.add_argument("--from", dest="first", type=console.day, default=date.today())
    calendar.add_argument("--months", type=int, default=12)
    calendar.add_argument("--format", choices=("csv", "ics"), default="csv")
    calendar.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    calendar.set_defaults(run=print_calendar)

    stats = commands.add_parser("stats", help="print the statistics")
    stats.add_argument("--format", choices=("json",), default="json")
    stats.add_argument("--on", type=console.day, default=date.today())
    stats.set_defaults(run=print_stats)

    export = commands.add_parser("export", help="make a file from a view")
    export.add_argument("--format", choices=FORMATS, required=True)
    export.add_argument("--view", default="", help='a link, or its end: "region=by-ma&lang=en"')
    export.add_argument("--out", type=console.path, help="the file; its usual name by default")
    export.add_argument(
        "--discreet", action="store_true", help="leave out reasons of lapses, remarks and guesses"
    )
    export.add_argument(
        "--gost", action="store_true", help="a Word file as offices file it, by GOST R 7.0.97-2016"
    )
    export.add_argument(
        "--template", type=console.path, help="an office's own .dotx/.docx or .potx/.pptx"
    )
    export.add_argument("--twin", choices=LANGUAGES, default="", help="a second language (Word)")
    export.add_argument("--executor", default="", help="who wrote it, for --gost: name, telephone")
    export.add_argument("--address", type=console.address, default="", help="of the app, for a QR")
    export.add_argument("--today", type=console.day, default=date.today())
    export.set_defaults(run=write_export)

    for command in (check, ties, status, calendar, stats, export):
        _add_choice(command)
    _add_updates(commands, given=arguments)

    publish = commands.add_parser("publish", help="copy the register into the database")
    publish.add_argument(
        "--site", type=console.path, help="the public part, into a web server's folder"
    )
    publish.add_argument("--address", type=console.address, default="", help="its place on the web")
    publish.add_argument("--from", dest="source", type=console.path, default=settings.ROOT / "data")
    publish.add_argument("--over", type=int, help="version of the database that may be replaced")
    publish.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    publish.add_argument("--today", type=console.day, default=date.today())
    site = "--site" in arguments
    publish.set_defaults(run=publish_site if site else publish_register, needs_register=site)
    _add_choice(publish)
    fetch = commands.add_parser("fetch", help="copy the register of the database into a folder")
    fetch.add_argument("folder", type=console.path)
    fetch.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    fetch.set_defaults(run=fetch_register, needs_register=False)
    new = commands.add_parser("new", help="make an empty register of another region in a folder")
    new.add_argument("folder", type=console.path)
    new.add_argument("--home", required=True, help="the region, ISO 3166-2: ru-psk")
    new.add_argument("--partners", required=True, help="the countries across: by,lv,ee")
    new.add_argument("--wheels", type=console.path, help="folder of downloaded packages")
    new.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    new.set_defaults(run=make_register, needs_register=False)
    return parser


def _add_choice(command: console.Parser) -> None:
    """Let a command choose the registers that it is about, and the side of the border."""
    command.add_argument("--register", default="", help="codes of home regions; all by default")
    command.add_argument("--side", default="", help="a region or territory across the border")


def _add_updates(commands: "Commands", given: Sequence[str]) -> None:
    """Add the commands that change the register; what reads documents is loaded only for them."""
    importing = commands.add_parser("import", help="compare the register with another issue of it")
    versions = commands.add_parser("versions", help="list the register and its earlier versions")
    restore = commands.add_parser("restore", help="go back to a version; the present one is kept")
    restore.add_argument("version", help="a name that the command versions prints")
    for command in (versions, restore):
        command.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    for command in (importing, versions, restore):
        command.add_argument("--register", default="", help="of several, by its home region")
    if not {"import", "versions", "restore"} & set(given):
        return
    from geo.update import report

    report.add_arguments(importing)
    importing.set_defaults(run=report.run_import)
    versions.set_defaults(run=report.print_versions, needs_register=False)
    restore.set_defaults(run=report.run_restore, needs_register=False)


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


if __name__ == "__main__":
    sys.exit(main())
