"""The map in one file: small, silent, and in Chromium with no network it shows what Python says."""

import base64
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from geo import settings
from geo.agreements import Register, Status, load_register
from geo.card import facts, form_and_day, pair_names, partner_names
from geo.exports.material import Material
from geo.exports.web import to_html
from geo.map.network import Network, build_network, line_states
from geo.search import build_index
from geo.shown import Shown, select
from geo.territories.boundaries import load_boundaries
from geo.text import LANGUAGES, has_text, t
from geo.view import View, caption
from tests.browser import LAPTOP, LINE_POINT, PHONE, SHAPE_POINT, WAIT_MS, keep_picture
from tests.hostile import HOSTILE, RESULT, SHORT, hostile_copy
from tests.statements import random_view

TODAY = date(2026, 11, 22)
MOST_BYTES = 1_500_000
"""Issue 5."""
VIEWS = (
    {},
    {"lang": "en", "status": "in_force", "kind": "twinning,sectoral"},
    {"years": "2010-2020", "status": "lapsed"},
    {"years": "2008"},
    {"region": "by-ma", "territory": "ru-smo-khislavichsky"},
    {"partner": "by-vi-vitebsk,by-ma-chavusy", "form": "dogovor"},
    {"theme": "culture,sport", "lang": "en"},
    {"q": "Смоленском"},
    {"q": "г. Орша", "status": "lapsed"},
    {"on": "2010-06-15"},
    {"on": "2019-12-31", "status": "lapsed", "region": "by-vi"},
    {"on": "2024-12-31", "since": "2020-01-01"},
    {"since": "2023-01-01"},
    {"q": "абракадабра"},
    {"focus": "ru-smo-smolensk", "status": "in_force"},
    {"focus": "by-ma", "lang": "en"},
    {"region": "by-vi,by-ma", "lang": "en"},
    {"on": "1995-02-01"},
    {"on": "1995-02-01", "kind": "twinning"},
    {"on": "2027-06-01"},
    {"on": "2027-06-01", "since": "2020-01-01", "lang": "en"},
)


class Outline(HTMLParser):
    """Tags of a page, the texts of its scripts and styles, and every address it names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.blocks: list[tuple[str, dict, str]] = []
        self.policy = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "srcset")]
        if named.get("http-equiv") == "Content-Security-Policy":
            self.policy = named["content"]
        if tag in ("script", "style"):
            self.blocks.append((tag, named, ""))

    def handle_data(self, data):
        if self.cdata_elem:
            tag, named, text = self.blocks.pop()
            self.blocks.append((tag, named, text + data))


@pytest.fixture(scope="session")
def make(register: Register, network: Network) -> Callable[..., bytes]:
    """The file of a view, by link parameters."""

    def build(params: dict | None = None) -> bytes:
        return to_html(
            Material(Shown(View.from_params(params or {}, register), register, TODAY), network)
        )

    return build


def data_of(page: bytes, name: str) -> dict:
    blocks = Outline(page.decode()).blocks
    return json.loads(next(text for _, named, text in blocks if named.get("id") == name))


# --- the file -------------------------------------------------------------------------------------


@pytest.mark.parametrize("params", VIEWS)
def test_a_file_is_small(make, params):
    assert len(make(params)) < MOST_BYTES


def test_nothing_in_the_file_names_another_file(make):
    outline = Outline(make({}).decode())
    assert outline.addresses == ["data:,"]
    assert not {"img", "iframe", "object", "embed", "base", "audio", "video"} & set(outline.tags)
    for tag, _, text in outline.blocks:
        if tag == "style":
            assert "@import" not in text
            assert set(re.findall(r"url\(\W?(\w+)", text)) == {"data"}
        assert "sourceMappingURL" not in text
        assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\(", text)


def test_the_policy_forbids_every_request_and_every_other_script(make):
    outline = Outline(make({}).decode())
    rules = dict(rule.strip().split(" ", 1) for rule in outline.policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["font-src"] == rules["img-src"] == "data:"
    scripts = [text for tag, named, text in outline.blocks if tag == "script" and not named]
    hashes = [base64.b64encode(hashlib.sha256(x.encode()).digest()).decode() for x in scripts]
    assert rules["script-src"].split() == [f"'sha256-{digest}'" for digest in hashes]


def test_the_same_view_gives_the_same_bytes(make):
    assert make({"region": "by-ma"}) == make({"region": "by-ma"})


def test_the_head_says_what_is_shown_and_whose_data_it_is(make, register):
    view = View.from_params(VIEWS[1], register)
    text = make(VIEWS[1]).decode()
    assert caption(view, register) in text and "register: newest entry of 20 Apr 2026" in text
    assert t("map.attribution", "en", **register.words("en")) in text
    assert '<html lang="en">' in text and '<html lang="ru">' in make({}).decode()


def test_a_file_that_opens_on_what_is_picked_says_so(make):
    page = make({"focus": "by-ma", "since": "2017-01-01"}).decode()
    assert "при открытии показывает: Выбрано: Могилевская область. Работает без" in page
    assert data_of(page.encode(), "page-data")["texts"]["en"]["made"].startswith(
        "Made on 22 Nov 2026; opens with: Picked: Mogilev oblast. Works without"
    )


def test_both_languages_have_every_text(make):
    texts = data_of(make({}), "page-data")["texts"]
    composed = {"app.lang_en", "filter.theme", "standing.unknown", "table.title", "stamp", "made"}
    assert set(texts["ru"]) == set(texts["en"]) >= composed
    script = (settings.ASSETS / "standalone.js").read_text(encoding="utf-8")
    asked = {key for key in re.findall(r'"([a-z]+\.[a-z_]+)"', script) if has_text(key)}
    assert asked <= set(texts["ru"])


def test_a_missing_asset_is_told(make, monkeypatch, tmp_path):
    from geo.errors import AssetError

    monkeypatch.setattr(settings, "ASSETS", tmp_path)
    with pytest.raises(AssetError):
        make({})


# --- in the browser -------------------------------------------------------------------------------


class Visit:
    """A file opened in a fresh profile that is offline, and what happened meanwhile."""

    def __init__(self, browser: Browser, file: Path, size: dict) -> None:
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.context = browser.new_context(viewport=size, offline=True)
        self.context.set_default_timeout(WAIT_MS)
        self.context.on("request", lambda request: self._note(request.url))
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(dialog.message))
        self.address = file.as_uri()
        self.page.goto(self.address)
        self.page.locator(".ties-legend .ties-row").first.wait_for()

    def _note(self, url: str) -> None:
        if not url.startswith(("data:", self.address)):
            self.requests.append(url)

    @property
    def standings(self) -> str:
        """How the lines stand, as `geo.map.network.line_states` says it."""
        states = self.page.evaluate("() => ties.state.standing")
        digits = [(None, "in_force", "lapsed", "unknown").index(how) for how in states]
        digits += [0] * (len(digits) % 2)
        pairs = zip(digits[::2], digits[1::2], strict=True)
        return "".join(f"{4 * a + b:x}" for a, b in pairs)

    @property
    def counts(self) -> str:
        return self.page.locator("#counts").inner_text()

    def shows(self, lines: int) -> None:
        """Wait until the map shows so many lines."""
        drawn = self.page.locator(".leaflet-lines-pane path:not(.tie-core)")
        expect(drawn).to_have_count(lines)

    def click(self, finder: str, argument: object) -> None:
        """Click the point of the map that a script finds once it stays, as a reader would."""
        point = before = None
        while not point or point != before:  # the map fits itself while its parts arrive
            before, point = point, self.page.evaluate(finder, argument)
            assert point, "Nothing of it can be clicked"
            self.page.wait_for_timeout(200)
        self.page.mouse.click(*point)


@pytest.fixture
def visit(
    browser: Browser, make: Callable, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visit]]:
    """Open the file of a view; afterwards nothing may have been requested or complained about."""
    visits: list[Visit] = []
    failed_before = request.session.testsfailed

    def open_(params: dict | None = None, content: bytes | None = None, size=None) -> Visit:
        file = tmp_path / f"map {len(visits)}.html"
        file.write_bytes(content or make(params))
        visits.append(Visit(browser, file, size or LAPTOP))
        return visits[-1]

    yield open_
    failed = request.session.testsfailed > failed_before
    for number, one in enumerate(visits):
        if failed:
            keep_picture(one.page, f"{request.node.name}-{number}")
            print(one.errors)
        one.context.close()
        if not failed:
            assert one.requests == [] and one.errors == []


def lines_of(register: Register, **params: str) -> int:
    """Return how many lines the map has to show for link parameters."""
    ties = select(View.from_params(params, register), register).ties
    return sum(tie.n_agreements for tie in ties)


@pytest.mark.browser
@pytest.mark.parametrize(
    "params", VIEWS[::2], ids=lambda params: "&".join(params.values()) or "all"
)
def test_the_file_opens_as_the_view_has_it(visit, make, register, network, params):
    view = View.from_params(params, register)
    shown = Shown(view, register, TODAY)
    one = visit(params)
    assert one.standings == line_states(shown, network)
    said = f"{shown.caption} · "
    assert one.page.locator("#caption").inner_text().startswith(said)
    # What Python wrote in the head is what the script writes in its place.
    head = re.search(r'<p id="counts".*?>(.*?)</p>', make(params).decode())[1]
    assert one.counts.startswith(head)
    assert one.page.locator("#table-box tbody tr").count() == len(shown.agreements)
    assert one.page.evaluate("() => document.documentElement.lang") == view.lang
    if view.focus:
        n_picked = len(shown.picked.agreements)
        assert one.page.locator("#panel .agreement").count() == n_picked > 0
    if not shown.agreements:
        assert one.page.locator("#counts .empty").inner_text() == shown.nothing


@pytest.mark.browser
def test_filter_by_year_changes_the_lines(visit, register):
    one = visit()
    one.shows(lines_of(register))
    one.page.locator("#year-0").select_option("2015")
    one.shows(lines_of(register, years="2015-2026"))
    one.page.locator("#year-1").select_option("2017")
    one.shows(lines_of(register, years="2015-2017"))
    expect(one.page.locator("#caption")).to_contain_text("Годы подписания: 2015–2017")
    one.page.locator("#year-0").select_option("2020")  # beyond the last: both move
    one.shows(lines_of(register, years="2020"))
    one.page.locator("#reset").click()
    one.shows(lines_of(register))
    assert one.page.locator("#reset").is_disabled()


@pytest.mark.browser
def test_filters_add_up(visit, register):
    one = visit()
    one.page.locator("#filter-status").get_by_label("утратило силу").check()
    one.shows(lines_of(register, status="lapsed"))
    one.page.locator("#filter-kind").get_by_label("Дружба").check()
    one.shows(lines_of(register, status="lapsed", kind="friendship"))
    one.page.locator("#filter-kind").get_by_label("Отраслевое").check()
    one.shows(lines_of(register, status="lapsed", kind="friendship,sectoral"))
    one.page.locator("#more summary").click()
    one.page.locator("#filter-region").get_by_label("Могилевская область").check()
    one.shows(lines_of(register, status="lapsed", kind="friendship,sectoral", region="by-ma"))
    one.page.keyboard.press("Escape")
    expect(one.page.locator(".sheet")).to_be_hidden()


@pytest.mark.browser
def test_search_finds_inflected_names(visit, register):
    one = visit()
    one.page.locator("#q").fill("Смоленском")
    found = build_index(register).find("Смоленском")
    expect(one.page.locator("#counts")).to_contain_text(f"Показано {len(found)} из 52")
    one.shows(lines_of(register, q="Смоленском"))
    one.page.locator("#q").fill("qqqq")
    one.shows(0)
    expect(one.page.locator("#counts")).to_contain_text(t("map.empty", "ru"))


@pytest.mark.browser
def test_search_in_the_browser_is_search_in_python(visit, register):
    index = build_index(register)
    names = {x for y in register.territories.values() for x in (y.name_ru, y.name_en, y.seat_ru)}
    titles = [word for a in register.agreements for word in a.title.split()]
    queries = [
        *sorted({*filter(None, names), *titles}),
        "г. Смоленск", "г.Витебск", "Витебский р-н", "витебском р-не", "Вязьмой", "Orsha",
        "12-с", "б/н", "с", "и", "г.", "район", "обл. Могилевская", "Смоленская область",
        "Ёльнинский", "ЕЛЬНЯ", "дружба спорт", "2017", "02.04.2026", "2 Apr 2026", "м.о.",
        "Смоленский м.о.", "смол", "вит", "к", "-", "<b>", "constructor", "__proto__", "р‑н",
        "Горецкого и Дрибинского районов", "Мстиславлем", "Хиславичами", "культура",
        "31 мая 2019", "31мая", "2.4.2014", "12-c", "7-C", "г. Минск", "исполком", "1.2.20145",
    ]  # fmt: skip
    one = visit()
    found = one.page.evaluate(
        """(queries) => {
          const page = JSON.parse(document.getElementById("page-data").textContent);
          const find = createSearch(page.search);
          return queries.map((query) => [...find(query)]);
        }""",
        queries,
    )
    ids = [agreement.id for agreement in register.agreements]
    for query, places in zip(queries, found, strict=True):
        assert {ids[place] for place in places} == index.find(query), query


@pytest.mark.browser
def test_click_on_a_territory_opens_the_panel(visit, register):
    one = visit()
    one.click(SHAPE_POINT, "ru-smo-vyazemsky")
    expect(one.page.locator("#panel h2")).to_have_text(
        register.territories["ru-smo-vyazemsky"].name_ru
    )
    expected = [a for a in register.agreements if "ru-smo-vyazemsky" in a.territories]
    assert one.page.locator("#panel .agreement").count() == len(expected)
    expect(one.page.locator(".panel-count")).to_have_text("4 соглашения, действуют 4")
    one.page.locator("#panel summary").first.click()
    newest = max(expected, key=lambda agreement: agreement.signed_on)
    expect(one.page.locator("#panel")).to_contain_text(newest.title)
    one.page.locator("#close").click()
    expect(one.page.locator("#panel")).to_be_hidden()


@pytest.mark.browser
def test_the_panel_counts_what_is_shown_and_claims_nothing_nobody_knows(visit):
    one = visit()
    one.page.select_option("#pick", "ru-smo-smolensk")
    expect(one.page.locator(".panel-count")).to_have_text("13 соглашений, действуют 8")
    expect(one.page.locator("#panel")).not_to_contain_text("скрыт")
    one.page.select_option("#pick", "ru-smo-smolensk,by-vi-orsha")
    expect(one.page.locator(".panel-count")).to_have_text("2 соглашения, действующих нет")
    one = visit({"on": "2003-01-01"})
    one.page.select_option("#pick", "ru-smo-krasninsky,by-vi-dubrowna")
    expect(one.page.locator(".panel-count")).to_have_text(
        "1 соглашение, на 01.01.2003 действовали 0, утратили силу 0, неизвестно 1"
    )


@pytest.mark.browser
def test_an_agreement_within_one_country_is_counted_and_listed_though_no_line_shows_it(
    visit, register
):
    """The page said "53 of 55" of the whole register, and one agreement too few of its parties."""
    first = register.agreements[0]
    codes = ("ru-smo-velizhsky", "ru-smo-rudnyansky")
    parties = tuple(replace(x, territory=c) for x, c in zip(first.parties, codes, strict=True))
    own = replace(first, id="within", number=43, source_note="", parties=parties)
    both = Register((*register.agreements, own), register.territories)
    network = build_network(both, load_boundaries(both.territories))
    one = visit(content=to_html(Material(Shown(View(focus=codes[:1]), both, TODAY), network)))
    shown = Shown(View(), both, TODAY)
    expect(one.page.locator("#counts")).to_have_text(shown.counts_line)
    expect(one.page.locator(".panel-count")).to_have_text("3 соглашения, действуют 3")
    expect(one.page.locator("tbody tr")).to_have_count(53)
    one.page.locator("#filter-kind input").first.check()
    expect(one.page.locator("tbody tr")).to_have_count(12)


@pytest.mark.browser
def test_click_on_a_line_opens_its_pair(visit, register):
    one = visit()
    one.click(LINE_POINT, ["ru-smo-vyazemsky", "by-hr-smarhon"])
    expect(one.page.locator("#panel h2")).to_have_text("Вяземский — Сморгонский")
    expect(one.page.locator("#panel")).to_contain_text("Расстояние по прямой")
    # The keyboard has the same list as in the app.
    one.page.locator("#ties-list").focus()
    one.page.keyboard.press("End")
    last = sorted(register.territories[code].short("ru") for code in register.party_codes)[-1]
    expect(one.page.locator("#ties-list [aria-selected=true]")).to_contain_text(last)
    one.page.keyboard.press("Enter")
    expect(one.page.locator("#panel h2")).to_contain_text(last)


@pytest.mark.browser
def test_the_keyboard_picks_a_row_and_lets_it_go(visit, register):
    one = visit()
    agreement = next(a for a in register.agreements if len(a.territories) > 8)
    row = one.page.locator(f"[id='row-{agreement.id}']")
    row.focus()
    one.page.keyboard.press("Enter")
    expect(one.page.locator("#panel")).to_contain_text(agreement.title)
    expect(row).to_have_attribute("aria-selected", "true")
    expect(row).to_be_focused()
    assert one.page.url == f"{one.address}#focus={agreement.id}"
    one.page.keyboard.press("Escape")
    assert one.page.url == f"{one.address}#"
    expect(one.page.locator("#panel")).to_be_hidden()
    one.page.locator("#sort-home").press("Enter")
    homes = one.page.locator("#table-box td.c-home").all_inner_texts()
    assert homes[0].startswith("Велижский") and homes[-1].startswith("Ярцевский")
    expect(one.page.locator("#sort-home")).to_be_focused()
    one.page.locator("#pick").select_option("by-vi")
    expect(one.page.locator("#panel h2")).to_have_text("Витебская область")


@pytest.mark.browser
def test_an_address_leads_to_what_it_names_and_nonsense_to_nothing(visit, register):
    one = visit()
    agreement = register.agreements[-1]
    for said, name in (
        (f"focus={agreement.id}&lang=en", pair_names(agreement, register, "en")[0]),
        ("focus=ru-smo-smolensk,by-vi-vitebsk", "Смоленск — Витебск"),
    ):
        one.page.goto("about:blank")
        one.page.goto(f"{one.address}#{said}")
        expect(one.page.locator("#panel h2")).to_contain_text(name)
        assert one.page.url == f"{one.address}#{said}"
    # On the page already; the last one would be known if a prototype counted.
    for nonsense in ("focus=by-vi-vitebsk,ru-smo-smolensk", "focus=<b>&lang=__proto__", "lang=xx",
                     "focus=ru-smo-roslavlsky,by-vi-orsha,by-vi"):  # fmt: skip
        one.page.evaluate("(said) => { location.hash = said }", nonsense)
        expect(one.page).to_have_url(f"{one.address}#focus=ru-smo-smolensk,by-vi-vitebsk")
    # The feed of another language leads to the page, open or not.
    one.page.evaluate("(said) => { location.hash = said }", f"focus={agreement.id}&lang=en")
    expect(one.page.locator("#filter-years > legend")).to_have_text("Year of signing")
    one.page.reload()
    expect(one.page.locator("#filter-years > legend")).to_have_text("Year of signing")
    expect(one.page.locator("#lang-en")).to_have_attribute("aria-pressed", "true")
    names = one.page.locator("#filter-partner label").all_text_contents()
    assert len(names) == 28 and names == sorted(names)
    chosen = one.page.locator("#pick").evaluate("(box) => box.selectedOptions[0].textContent")
    assert chosen == t("web.pick", "en"), "an agreement is none of its choices"


@pytest.mark.browser
def test_the_timeline_shows_every_year(visit, register, network):
    one = visit()
    one.page.locator(".ties-bar a[data-title=timeline]").click()
    day = TODAY.isoformat()
    expect(one.page.locator("#caption")).to_contain_text("На 22.11.2026")
    slider = one.page.locator(".ties-time input")
    for year in (1998, 2008, 2020):
        slider.evaluate(
            "(box, at) => { box.value = at; box.dispatchEvent(new Event('input'));"
            " box.dispatchEvent(new Event('change')); }",
            year - register.years[0],
        )
        view = View.from_params({"on": f"{year}-12-31"}, register)
        expect(one.page.locator("#caption")).to_contain_text(f"На 31.12.{year}")
        assert one.standings == line_states(Shown(view, register, TODAY), network)
    one.page.locator("#filter-status").get_by_label("действует").check()
    view = View.from_params({"on": "2020-12-31", "status": "in_force"}, register)
    assert one.standings == line_states(Shown(view, register, TODAY), network)
    one.page.locator(".ties-time button").first.click()
    expect(one.page.locator(".ties-time output")).to_have_text("на 31.12.2022")
    one.page.locator(".ties-time button").last.click()
    expect(one.page.locator(".ties-time")).to_be_hidden()
    expect(one.page.locator("#caption")).not_to_contain_text(day[:4] + "-")


def said_of(one: Visit) -> dict[str, list[list[str]]]:
    """The facts on the cards of the panel, by the agreement's id."""
    return one.page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('#panel .agreement')].map((card) =>"
        " [card.dataset.id, [...card.querySelectorAll('dt')].map((name) =>"
        " [name.textContent, name.nextElementSibling.textContent])]))"
    )


def to_year(one: Visit, year: int, first: int) -> None:
    """Move the slider of the timeline to the end of a year."""
    one.page.locator(".ties-time input").evaluate(
        "(box, at) => { box.value = at; box.dispatchEvent(new Event('input'));"
        " box.dispatchEvent(new Event('change')); }",
        year - first,
    )
    expect(one.page.locator("#caption")).to_contain_text(f"31.12.{year}")


@pytest.mark.browser
@pytest.mark.parametrize("seed", range(3))
def test_a_view_by_chance_says_what_python_says(visit, register, seed):
    view = random_view(register, random.Random(seed), LANGUAGES[seed % 2])
    if not view.focus:
        view = view.focused("ru-smo-smolensk")
    shown = Shown(view, register, TODAY)
    one = visit(view.to_params())
    assert one.counts.startswith(shown.counts_line)
    assert one.page.locator("#caption").inner_text() == f"{shown.caption} · {shown.dated}"
    ids = one.page.locator("#table-box tbody tr").evaluate_all("rows => rows.map((row) => row.id)")
    assert sorted(ids) == sorted(f"row-{a.id}" for a in shown.listed.agreements)
    assert said_of(one) == {
        a.id: [list(pair) for pair in facts(a, shown)] for a in shown.picked.agreements
    }
    said = one.page.locator("#panel details b").all_inner_texts()
    assert sorted(said) == sorted(
        partner_names(a, register, view.lang, view.focus) or form_and_day(a, view.lang)
        for a in shown.picked.agreements
    )
    if shown.picked.agreements:
        assert one.page.locator(".panel-count").inner_text() == shown.figures(shown.picked)
    key = "panel.hidden" if shown.picked.agreements else "panel.all_hidden"
    hidden = t(key, view.lang, n=shown.n_hidden)
    assert (hidden in one.page.locator("#panel").inner_text()) == (shown.n_hidden > 0)


@pytest.mark.browser
def test_the_facts_follow_the_day_that_the_reader_chooses(visit, register):
    one = visit({"focus": "ru-smo-smolensk"})
    one.page.locator(".ties-bar a[data-title=timeline]").click()
    for year in (2012, 2018, 2023, 2025):
        to_year(one, year, register.years[0])
        view = View(on=date(year, 12, 31), focus=("ru-smo-smolensk",))
        shown = Shown(view, register, TODAY)
        assert said_of(one) == {
            a.id: [list(pair) for pair in facts(a, shown)] for a in shown.picked.agreements
        }
    to_year(one, 2012, register.years[0])
    assert "29.09.2023" not in one.page.locator("#panel").inner_text()
    assert "29.09.2023" in make_page(one)


def make_page(one: Visit) -> str:
    """All that is in the file, shown or not."""
    return one.page.evaluate("() => document.getElementById('page-data').textContent")


@pytest.mark.browser
def test_unknown_can_be_chosen_only_of_a_day(visit, register):
    one = visit()
    unknown = one.page.locator("#filter-status label", has_text="неизвестно")
    expect(unknown).to_be_hidden()
    one.page.locator(".ties-bar a[data-title=timeline]").click()
    to_year(one, 2012, register.years[0])
    unknown.locator("input").check()
    shown = Shown(View(on=date(2012, 12, 31), status=("unknown",)), register, TODAY)
    expect(one.page.locator("#counts")).to_contain_text(shown.counts_line)
    assert len(shown.agreements) == 6
    one.page.locator(".ties-time button").last.click()
    expect(unknown).to_be_hidden()
    whole = Shown(View(), register, TODAY)
    expect(one.page.locator("#counts")).to_contain_text(whole.counts_line)
    expect(one.page.locator("#caption")).to_contain_text(whole.caption)


@pytest.mark.browser
def test_a_file_for_partners_has_nothing_to_hide(browser, register, network, tmp_path):
    shown = Shown(View(focus=("ru-smo-smolensk",)), register, TODAY, discreet=True)
    file = tmp_path / "partners.html"
    file.write_bytes(to_html(Material(shown, network)))
    one = Visit(browser, file, LAPTOP)
    assert said_of(one) == {
        a.id: [list(pair) for pair in facts(a, shown)] for a in shown.picked.agreements
    }
    expect(one.page.locator("#safe")).to_have_count(0)
    expect(one.page.locator("#made")).to_contain_text(t("shown.discreet", "ru"))
    one.context.close()


@pytest.mark.browser
def test_one_switch_hides_reasons_and_notes(visit, register):
    lapsed = next(a for a in register.agreements if a.status == Status.LAPSED and a.source_note)
    one = visit({"focus": lapsed.id})
    panel = one.page.locator("#panel")
    expect(panel).to_contain_text(lapsed.source_note)
    expect(panel).to_contain_text(t("card.lapse", "ru"))
    one.page.locator("#safe").check()
    expect(panel).to_contain_text(lapsed.title)
    for text in (lapsed.source_note, t("card.lapse", "ru"), lapsed.lapse_text):
        expect(panel).not_to_contain_text(text or t("card.lapse_unknown", "ru"))
    assert "Предположительно" not in panel.inner_text()


@pytest.mark.browser
def test_english_is_complete(visit):
    one = visit({"status": "lapsed"})
    one.page.locator("#lang-en").click()
    expect(one.page.locator("h1")).to_have_text(
        "Cross-border ties: Smolensk oblast — Republic of Belarus"
    )
    one.page.locator("#more summary").click()
    words = one.page.evaluate(
        "() => [...document.querySelectorAll('header, #filters, .map-box, .table-head, th, .c-kind,"
        " .c-status, .c-home, footer')].map((part) => part.innerText).join(' ')"
    )
    left = re.sub(r"Русский|договор|соглашение", "", words)
    assert re.findall("[А-Яа-яЁё]+", left) == []
    assert one.page.title().startswith("Cross-border ties")


@pytest.mark.browser
@pytest.mark.parametrize(
    "size",
    [LAPTOP, {"width": 1920, "height": 1080}, {"width": 1024, "height": 700},
     {"width": 800, "height": 600}, PHONE],
)  # fmt: skip
def test_nothing_is_wider_than_the_window(visit, size):
    one = visit({"focus": "ru-smo-smolensk"}, size=size)
    box = one.page.locator("#map_div").bounding_box()
    assert box["height"] > 280 and box["width"] > min(500, size["width"] - 1)
    one.page.locator("#more summary").click()
    sheet = one.page.locator(".sheet").bounding_box()
    assert sheet["x"] >= 0 and sheet["x"] + sheet["width"] <= size["width"]
    wide = one.page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= size["width"]


@pytest.mark.browser
def test_printing_leaves_the_map_as_it_was(visit):
    one = visit({"focus": "ru-smo-smolensk"})
    place = (
        "() => [map.getZoom(), map.getCenter().lat, map.getCenter().lng].map((x) => x.toFixed(3))"
    )
    before = one.page.evaluate(place)
    paper = one.page.pdf(prefer_css_page_size=True)
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 15
    one.page.wait_for_function("() => !document.body.classList.contains('printing')")
    assert one.page.evaluate(place) == before


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Register, bytes]:
    """A register full of hostile texts, and the file of one of its agreements."""
    folder = hostile_copy(settings.DATA, tmp_path_factory.mktemp("hostile") / "data")
    register = load_register(folder)
    network = build_network(register, load_boundaries(register.territories, folder))
    lapsed = next(a for a in register.agreements if a.status == Status.LAPSED)
    view = View(focus=(lapsed.id,), q="")
    return register, to_html(Material(Shown(view, register, TODAY), network))


def test_hostile_text_ends_no_block_of_the_file(hostile):
    register, content = hostile
    outline = Outline(content.decode())
    assert [named.get("id") for tag, named, _ in outline.blocks if tag == "script"][:2] == [
        "network-data", "page-data",
    ]  # fmt: skip
    assert len(outline.blocks) == 12
    titles = [one["title"] for one in data_of(content, "page-data")["agreements"]]
    assert titles == [agreement.title for agreement in register.agreements]


@pytest.mark.browser
def test_hostile_register_is_shown_literally(visit, hostile):
    one = visit(content=hostile[1])

    def plain(text: str) -> str:
        return re.sub(r"\s+", " ", text)

    panel = plain(one.page.locator("#panel").inner_text())
    assert [text for text in HOSTILE if plain(text) not in panel] == []
    names = one.page.locator(".ties-names .name").all_text_contents()
    assert names and all(name.endswith(SHORT) for name in names)
    one.page.locator("#q").fill("<img src=x>")
    one.page.locator("#lang-en").click()
    assert one.page.evaluate("() => window.hacked") is None
    assert one.page.locator("img[src=x], svg[onload], a[href^='javascript:']").count() == 0
    texts = one.page.evaluate("() => document.body.innerText")
    assert RESULT not in texts


@pytest.mark.browser
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hostile_search_in_the_view_is_only_text(visit, lang):
    query = "</script><img src=x onerror=alert(1)>\u2028'\"`${1}"
    one = visit({"q": query, "lang": lang})
    assert one.page.locator("img").count() == 0
    expect(one.page.locator("#caption")).to_contain_text("</script><img src=x onerror=alert(1)>")
