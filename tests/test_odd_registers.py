"""Small and odd registers: what they lack is not made up, and what they have is told everywhere."""

from dataclasses import replace
from datetime import date

import pytest

from geo.agreements import Effect, Register
from geo.card import party_line
from geo.exports import FORMATS, file_name
from geo.exports.material import Material
from geo.exports.steps.around import white_counts
from geo.exports.tables.agreements import info_rows
from geo.map.network import build_network
from geo.profile import partners_of, territories_of
from geo.registers import seen_from
from geo.shown import Shown
from geo.stats import by_territory
from geo.territories import Side
from geo.territories.boundaries import load_boundaries
from geo.text import t
from geo.view import View
from geo.white_spots import find_white_spots
from tests.conftest import TODAY, picked
from tests.statements import read_words

OWN, OTHER = "ru-smo-velizhsky", "ru-smo-rudnyansky"


@pytest.fixture(scope="module")
def within(register):
    """One agreement, of two parties of one country."""
    one = register.agreements[0]
    parties = [replace(p, territory=c) for p, c in zip(one.parties, (OWN, OTHER), strict=True)]
    return Register((replace(one, parties=tuple(parties)),), register.territories)


@pytest.fixture(scope="module")
def within_network(within):
    """The network of that register: no line at all."""
    return build_network(within, load_boundaries(within.territories))


@pytest.mark.parametrize("name", ["html", "pptx", "passport-pdf", "check-docx"])
@pytest.mark.parametrize("focus", [(), (OWN,)], ids=["all", "one"])
def test_an_agreement_within_one_country_is_told_of_its_parties(
    within, within_network, name, focus
):
    shown = Shown(View(focus=focus), within, TODAY)
    texts = read_words(name, FORMATS[name].to_bytes(Material(shown, within_network)))
    words = " ".join(texts)
    assert t("map.empty", "ru") not in words
    assert t("territory.nothing", "ru", **within.words("ru")) not in words
    assert not [text for text in texts if text.endswith("—")], "a dash with nothing behind it"
    if name == "passport-pdf":
        assert "Велижский муниципальный округ 1 соглашение, действует 1" in words


@pytest.mark.parametrize("name", ["card-pdf", "passport-pdf", "handout-pdf", "brief-pdf", "svg"])
def test_that_an_agreement_is_within_one_country_is_said_where_it_is(register, within, name):
    own = replace(within.agreements[0], id="within", number=43, source_note="")
    both = Register((register.agreements[1], own), register.territories)
    network = build_network(both, load_boundaries(both.territories))
    remark = t("shown.domestic", "ru", n=1)

    def said(**view):
        shown = Shown(View(**view), both, TODAY)
        words = read_words(name, FORMATS[name].to_bytes(Material(shown, network)))
        return " ".join(words).count(remark.split(":")[0])

    assert not said(kind=("sectoral",), focus=() if name == "svg" else ("by-ma-drybin",))
    at_once = {"card-pdf": 1, "passport-pdf": 3, "handout-pdf": 1, "brief-pdf": 1, "svg": 1}
    assert said() == at_once[name], "on its own card, on its parties' passports and the cover"


def test_beside_a_party_the_other_one_is_named_though_of_the_same_country(within):
    one = within.agreements[0]
    assert party_line(one, within, "ru", beside=[OWN]) == "Руднянский"
    assert party_line(one, within, "ru") == "Велижский, Руднянский"


def test_the_card_of_an_agreement_that_no_map_shows_has_none(within, within_network):
    material = Material(Shown(View(), within, TODAY), within_network)
    assert "/Figure" not in FORMATS["card-pdf"].to_bytes(material).decode("latin-1")


def test_an_agreement_within_one_country_counts_in_every_list_and_on_no_map(within, within_network):
    """The sheet of territories and the layers had 0 where the passport has 1."""
    material = Material(Shown(View(), within, TODAY), within_network)
    own = {x.code: part.tally.in_force for x, part in material.mapped.items() if part.agreements}
    assert own == {OWN: 1, OTHER: 1}
    assert dict(by_territory(material.shown.listed)[["territory", "n_in_force"]].values) == own
    rows = [row for side in Side for row in territories_of(material.shown.whole, side, "ru")]
    assert {row.focus: row.tally.in_force for row in rows} == {(OWN,): 1, (OTHER,): 1}
    assert white_counts(material)[0] == own, "the map of white spots leaves out who is none"
    assert material.scene.counts == {}
    assert material.shown.listed.by_region == {}, "of no region across"


def test_who_has_an_agreement_within_one_country_is_no_white_spot(within):
    spots = find_white_spots(Shown(View(), within, TODAY), Side.HOME).spots
    assert {OWN, OTHER}.isdisjoint(spot.territory.code for spot in spots)


def test_one_that_ends_another_belongs_to_its_parties_and_keeps_no_tie_alive(register):
    ended = next(one for one in register.agreements if one.status == "lapsed")
    end = replace(ended, id="end", status="in_force", effect=Effect.ENDS, about_id=ended.id)
    odd = Register((ended, end), register.territories)
    pair = ended.territories
    for focus in (pair[:1], pair[1:], tuple(sorted(pair, key=lambda code: code[:2] == "by"))):
        assert picked(odd, *focus) == (ended, end)
    spots = find_white_spots(Shown(View(), odd, TODAY), Side.HOME).spots
    gone = {spot.territory.code: spot.gone for spot in spots}
    assert [gone[code] for code in pair if code in gone] == [(ended,)]
    part = Shown(View(), odd, TODAY).whole
    assert [own.tally.total for own in part.by_region.values()] == [2], "as by kind"
    for rows in (territories_of(part, Side.PARTNER, "ru"), partners_of(part, None, "ru")):
        assert [row.tally.total for row in rows] == [2], "as its passport has it"


@pytest.mark.parametrize("name", ["brief-docx", "passport-pdf", "check-docx", "card-pdf"])
def test_of_one_that_another_ended_the_reason_is_not_said_to_be_unknown(register, network, name):
    old = next(one for one in register.agreements if one.status == "lapsed")
    day = date(2023, 1, 10)
    ended = replace(old, lapse_text="", successor_id="", successor_basis=None, ended_on=day)
    end = replace(old, id="end", number=5, status="in_force", signed_on=day, lapse_text="",
                  effect=Effect.ENDS, about_id=ended.id)  # fmt: skip
    odd = Register((ended, end), register.territories)
    said = read_words(name, FORMATS[name].to_bytes(Material(Shown(View(), odd, TODAY), network)))
    words = " ".join(said)
    assert t("card.lapse_unknown", "ru") not in words
    assert "Прекращено: Договор от 10.01.2023, № 5 реестра" in words
    assert "10.01.2023" in words.partition("Прекращено: Договор от 10.01.2023")[2]


def test_from_the_other_side_a_file_says_whose_agreements_alone_it_has(register):
    seen = seen_from(register, "by-vi")
    shown = Shown(View(side="by-vi", focus=("ru-smo-smolensk",)), seen, TODAY)
    assert "Здесь только соглашения Витебской области." in shown.limits(shown.picked)
    own = "здесь только соглашения Витебской области"
    assert shown.about == f"Выбрано: город Смоленск; {own}"
    kind = shown.seen(View(side="by-vi", kind=("friendship",)))
    assert kind.about == f"Вид: Дружба; {own}"
    assert "только" not in shown.seen(View(side="by-vi")).about
    assert file_name(shown, "book-pdf") == "pasporta_by-vi_2026-04-20.pdf"
    assert file_name(shown, "csv") == "reestr_by-vi_ru-smo-smolensk_2026-04-20.csv"
    rows = dict(info_rows(shown))
    assert rows[t("export.total", "ru", **seen.words("ru"))] == len(register.agreements)


def test_nothing_that_is_still_to_come_is_told_as_a_change(register):
    view = View(on=date(2028, 1, 1), since=date(2027, 6, 1))
    shown = Shown(view, register, TODAY)
    assert not shown.changed
    assert "известных изменений среди показанных с 01.06.2027 нет" in shown.caption
    past = Shown(replace(view, since=date(2017, 1, 1)), register, TODAY)
    assert all(day <= TODAY for _, day in past.change.prolonged)
