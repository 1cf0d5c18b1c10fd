"""Every Office file against the schemas that Microsoft's own SDK holds files against."""

import zipfile
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from geo.agreements import Register
from geo.exports import FORMATS
from geo.exports.material import Material
from geo.map.network import Network
from geo.shown import Shown
from geo.text import LANGUAGES
from geo.view import View

OFFICE = [name for name, format_ in FORMATS.items() if format_.suffix in ("pptx", "docx", "xlsx")]
VIEWS = {"whole": {}, "focus": {"focus": "ru-smo-smolensk"}}


@pytest.fixture(scope="module")
def validator() -> OpenXmlValidator:
    return OpenXmlValidator()


@pytest.mark.parametrize(("name", "view"), [*zip(OFFICE, cycle(VIEWS), strict=False)])
def test_an_office_file_keeps_to_the_schema(
    name: str, view: str, register: Register, network: Network, validator, tmp_path: Path
):
    lang = LANGUAGES[OFFICE.index(name) // 2 % 2]
    shown = Shown(
        View.from_params({**VIEWS[view], "lang": lang}, register), register, date(2026, 11, 22)
    )
    file = tmp_path / f"file.{FORMATS[name].suffix}"
    file.write_bytes(FORMATS[name].to_bytes(Material(shown, network)))
    found = validator.validate(str(file))
    assert [str(error) for error in found.errors] == [] and found.is_valid


def test_the_validator_sees_a_number_of_an_axis_below_zero(register, network, validator, tmp_path):
    shown = Shown(View(), register, date(2026, 11, 22))
    file, bad = tmp_path / "good.pptx", tmp_path / "bad.pptx"
    file.write_bytes(FORMATS["pptx"].to_bytes(Material(shown, network)))
    with zipfile.ZipFile(file) as good, zipfile.ZipFile(bad, "w") as out:
        for part in good.namelist():
            content = good.read(part)
            if part.startswith("ppt/charts/chart"):
                content = content.replace(b'axId val="', b'axId val="-')
            out.writestr(part, content)
    assert validator.validate(str(bad)).errors
