"""
Fixtures: the register of 2026 once per session, and a tiny one spelt out below.

The tiny register has three agreements: a tie of two cities with a lapsed agreement and the one that
replaced it, and one agreement of two by two districts. Codes and shapes are real ones, so that the
tiny register goes wherever the real one goes.
"""

from tests import issue  # noqa: F401  before the library, which it points at the kept issue

# isort: split
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geo import settings
from geo.agreements import Agreement, Register, load_register
from geo.map.network import Network, build_network
from geo.shown import Shown
from geo.sources.imprint import IMPRINT
from geo.territories.boundaries import load_boundaries
from geo.view import View

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

    from tests.browser import Reader, Server

TERRITORIES = """\
code,country,region,kind,short_ru,name_ru,name_en,name_be,former_names,seat_ru,lon,lat,boundary,accuracy,elsewhere
by-ma-horki,by,by-ma,rayon,Горецкий,Горецкий район,Horki District,Горацкі раён,,Горки,30.986,54.286,by-ma-horki,approximate,
by-vi-liozna,by,by-vi,rayon,Лиозненский,Лиозненский район,Liozna District,Лёзненскі раён,,Лиозно,30.797,55.020,by-vi-liozna,exact,
by-vi-vitebsk,by,by-vi,gorod,Витебск,город Витебск,Vitebsk,горад Віцебск,,Витебск,30.205,55.190,by-vi-vitebsky,point,
ru-smo-smolensk,ru,ru-smo,gorod,Смоленск,город Смоленск,Smolensk,,,Смоленск,32.051,54.778,ru-smo-smolensk,exact,
ru-smo-smolensky,ru,ru-smo,munitsipalny_okrug,Смоленский,Смоленский муниципальный округ,Smolensky Municipal Okrug,,Смоленский район,Смоленск,31.721,54.965,ru-smo-smolensky,exact,
ru-smo-vyazemsky,ru,ru-smo,munitsipalny_okrug,Вяземский,Вяземский муниципальный округ,Vyazemsky Municipal Okrug,,Вяземский район,Вязьма,34.297,55.210,ru-smo-vyazemsky,exact,
"""  # noqa: E501
AGREEMENTS = """\
id,section,number,form,kind,themes,title,signed_on,registered_on,registration_number,term_text,term_years,perpetual,status,lapse_text,successor_id,successor_basis,source_note
new,in_force,1,dogovor,twinning,,Договор о побратимских связях между городом Смоленском и городом Витебском от 1 мая 2010 года,2010-05-01,2010-06-02,2-с,бессрочный,,true,in_force,,,,
many,in_force,2,soglashenie,sectoral,culture;sport,"Соглашение Смоленского, Вяземского, Лиозненского и Горецкого районов о культуре и спорте от 9 сентября 2020 года",2020-09-09,,б/н,5 лет с последующей пролонгацией,5,false,in_force,,,,Страны не названы.
old,lapsed,1,soglashenie,cooperation,,Соглашение о сотрудничестве между городом Витебском и городом Смоленском от 15 марта 2005 года,2005-03-15,,,,,,lapsed,утратило силу,new,stated,
"""  # noqa: E501
PARTIES = """\
agreement_id,position,territory,body,wording
new,1,ru-smo-smolensk,municipality,городом Смоленском
new,2,by-vi-vitebsk,executive,городом Витебском
many,1,ru-smo-smolensky,municipality,Смоленского
many,2,ru-smo-vyazemsky,council,Вяземского
many,3,by-vi-liozna,municipality,Лиозненского
many,4,by-ma-horki,education_department,Горецкого
old,1,by-vi-vitebsk,municipality,городом Витебском
old,2,ru-smo-smolensk,municipality,городом Смоленском
"""


TODAY = date(2026, 11, 22)
"""The day that tests count from."""


def show(
    register: Register, *, today: date = TODAY, discreet: bool = False, **view: object
) -> Shown:
    """Return what a view of a register shows, the view by its fields."""
    return Shown(View(**view), register, today, discreet)


def picked(register: Register, *focus: str) -> tuple[Agreement, ...]:
    """Return the agreements of a register that belong to what a reader picks."""
    return Shown(View(focus=focus), register, register.newest).picked.agreements


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that drive a browser, which take longest: short ones fill the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(scope="session")
def register() -> Register:
    """The register of the issue of 2026."""
    return load_register()


@pytest.fixture(scope="session")
def network(register: Register) -> Network:
    """That register's ties and curves on the real boundaries."""
    return build_network(register, load_boundaries(register.territories))


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    """A folder with the files of the tiny register, for a test to change or to break."""
    for name, text in (
        ("territories.csv", TERRITORIES),
        ("agreements.csv", AGREEMENTS),
        ("parties.csv", PARTIES),
        (IMPRINT, (settings.DATA / IMPRINT).read_text("utf-8")),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def tiny_register(tiny_folder: Path) -> Register:
    """The tiny register: agreements `new`, `many`, `old`."""
    return load_register(tiny_folder)


@pytest.fixture
def build_register(tiny_register: Register) -> Callable[..., Register]:
    """
    Build a tiny register with other values: ``build_register(new={"title": "=1+1"})``.

    Each keyword is an agreement's id (`new`, `many`, `old`); `every` stands for all of them.
    """

    def build(every: dict | None = None, **changes: dict) -> Register:
        def changed(agreement: Agreement) -> Agreement:
            return replace(agreement, **{**(every or {}), **changes.get(agreement.id, {})})

        return Register(tuple(map(changed, tiny_register.agreements)), tiny_register.territories)

    return build


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """The address of an empty database with PostGIS, one for all tests; they clear it."""
    from tests.database import running

    with running() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium without a network, one for all tests; they are skipped where it isn't installed."""
    from playwright.sync_api import sync_playwright

    from tests.browser import find_chromium, launch
    from tests.machine import missing

    with sync_playwright() as playwright:
        executable = find_chromium(playwright)
        if not executable:
            missing("Chromium isn't installed: python -m playwright install chromium")
        browser = launch(playwright, executable)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator["Server"]:
    """The app, one for all tests; every reader has an empty profile."""
    from tests.browser import serve

    with serve(tmp_path_factory.mktemp("server") / "log.txt") as server:
        yield server


@pytest.fixture(scope="session")
def profiles(browser: "Browser") -> Callable[[dict | None], "BrowserContext"]:
    """Profiles that tests lend to one reader after the other, one for each size of screen."""
    from tests.browser import new_profile

    made: dict[str, BrowserContext] = {}

    def lend(size: dict | None) -> "BrowserContext":
        name = str(size)
        if name not in made:
            made[name] = new_profile(browser, size)
        return made[name]

    return lend


@pytest.fixture
def new_reader(
    browser: "Browser",
    profiles: Callable[[dict | None], "BrowserContext"],
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., "Reader"]]:
    """Readers of a server; at the end each one's record must be clean."""
    from tests.browser import Reader, keep_picture

    readers: list[Reader] = []
    failed_before = request.session.testsfailed

    def build(server: "Server", size: dict | None = None) -> "Reader":
        # Readers at one time are people of their own.
        readers.append(Reader(browser, server, size, None if readers else profiles(size)))
        return readers[-1]

    yield build
    failed = request.session.testsfailed > failed_before
    for number, reader in enumerate(readers):
        if failed:
            keep_picture(reader.page, f"{request.node.name}-{number}")
            print(
                f"{reader.page.url}\n{reader.errors}\n{reader.log.read_text(encoding='utf-8')[-3000:]}"
            )
        reader.close()
    if not failed:
        assert [reader.foreign for reader in readers] == [[] for _ in readers]
        assert [reader.errors for reader in readers] == [[] for _ in readers]
        assert [reader.dialogs for reader in readers] == [[] for _ in readers]


@pytest.fixture
def reader(server: "Server", new_reader: Callable[..., "Reader"]) -> "Reader":
    return new_reader(server)
