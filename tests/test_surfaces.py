"""Every surface says the same of a view: files by chance, read back and held against `Shown`."""

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.exports import FORMATS
from geo.exports.material import Material
from geo.shown import Shown
from geo.view import View
from tests.statements import FIXED, check, random_view

TODAY = date(2026, 11, 26)
QUICK = (
    "csv",
    "xlsx",
    "workbook-xlsx",
    "html",
    "pptx",
    "brief-docx",
    "check-docx",
    "geojson",
    "svg",
    "handout-pdf",
)
"""Formats made in less than a second; ``python -m tests.statements`` has them all."""


@pytest.mark.parametrize("place", range(len(FIXED)))
def test_no_file_contradicts_its_view(place, register, network):
    lang = ("ru", "en")[place % 2]
    view = View.from_params({**FIXED[place], "lang": lang}, register)
    # Each format is held against a third of them; all against all by the command.
    assert _faults(view, register, network, QUICK[place % 3 :: 3]) == []


@settings(max_examples=1, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), lang=st.sampled_from(["ru", "en"]))
def test_no_file_contradicts_a_view_by_chance(seed, lang, register, network):
    view = random_view(register, random.Random(seed), lang)
    assert _faults(view, register, network, QUICK) == []


@pytest.mark.parametrize("params", [{"status": "in_force"}, {"on": "2013-01-01"}])
def test_no_passport_and_no_card_contradicts_its_view(params, register, network):
    view = View.from_params({**params, "territory": "ru-smo-khislavichsky"}, register)
    assert _faults(view, register, network, ["passport-pdf", "card-pdf"]) == []


def _faults(view, register, network, names):
    material = Material(Shown(view, register, TODAY), network)
    return [
        f"{fault.format}: «{fault.statement}»: {fault.why}"
        for name in names
        for fault in check(name, FORMATS[name].to_bytes(material), material.shown)[1]
    ]
