"""
Surveys: which layer of geoBoundaries the carrier has of each country, and whose it is.

Source, year and licence are those of the layer's own metadata (`README.md` says where they stand).
Without a licence nothing of a layer is drawn: it only tells which neighbour lies beyond a border.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.provenance import ours, record
from geo.sources.imprint import across

LICENCES = {one["name"]: one for record in ours().values() for one in record["licenses"]}
"""Those of our own files, by their names."""
CARRIED = ours()["boundaries_ru.geojson"]["sources"][1:]
"""Who put the layers together, and what carries them: sources of every file that is made of one."""
OSM = "https://www.openstreetmap.org/copyright"


@dataclass(frozen=True)
class Survey:
    """
    One layer; `layer` is its id: country, level, number.

    `source` and `year` say whose outlines it has, and of which year; `licenses` under which
    licences, none if that is unknown or doubtful; `path` where the source or its licence is
    described. `holder` is whom a notice names, in Russian and English, where that is not the
    source. `unit` is what Overture Maps calls the districts and cities that a register is about,
    `simplify_m` how far outlines may be moved where districts are put together from finer shapes.
    """

    layer: str
    source: str
    year: int
    licenses: tuple[Mapping[str, str], ...] = ()
    path: str = OSM
    holder: tuple[str, str] = ("", "")
    unit: str = "county"
    simplify_m: float = 0.0

    @property
    def number(self) -> str:
        """The first part of the ids of its shapes."""
        return self.layer.rpartition("-")[2]

    def notice(self, lang: str) -> str:
        """Return whom to name, with the licence: «© участники OpenStreetMap (ODbL 1.0)»."""
        osm = ("© участники OpenStreetMap", "© OpenStreetMap contributors")
        names = osm if self.source == "OpenStreetMap" else self.holder
        holder = names[lang == "en"] or self.source
        licences = (re.sub(r"-(?=[\d.]+$)|(?<=CC)-", " ", x["name"]) for x in self.licenses)
        return f"{holder} ({', '.join(licences)})"

    @property
    def record(self) -> dict[str, str]:
        """The layer as a source of a file."""
        return {
            "title": f"geoBoundaries {self.layer}, after {self.source}, {self.year}",
            "title_ru": f"geoBoundaries {self.layer}, по {self.source}, {self.year}",
            "path": self.path,
        }


_BY_3, _BY_4, _BY_SA, _ODBL = (
    LICENCES[name] for name in ("CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-2.0", "ODbL-1.0")
)
_OSM = {"source": "OpenStreetMap", "licenses": (_ODBL,)}
SURVEYS = {
    "by": Survey("BLR-ADM2-67162791", "CIESIN", 2005, (_BY_3,), _BY_3["path"]),
    "ee": Survey("EST-ADM3-93132946", year=2020, simplify_m=250.0, **_OSM),
    "lt": Survey("LTU-ADM3-97415170", "", 0),
    "lv": Survey(
        "LVA-ADM2-27541924",
        "Valsts zemes dienests",
        2021,
        (_BY_4,),
        "https://data.gov.lv/dati/lv/dataset/administrativo-teritoriju-karte",
        ("Земельная служба Латвии", "Valsts zemes dienests"),
        unit="region",
        simplify_m=150.0,
    ),
    "pl": Survey("POL-ADM3-59564084", "OpenStreetMap", 2017, (_BY_SA, _ODBL)),
    "ru": Survey("RUS-ADM2-50074027", year=2017, **_OSM),
    "ua": Survey("UKR-10664576", "", 0),
}


def country_name(code: str, lang: str) -> str:
    """Return what a country is called."""
    return across((code,), lang)["country"]


def record_layer(
    path: Path, country: str, like: str, words: Mapping[str, object], notices: Mapping[str, str]
) -> None:
    """
    Record a file that is made of the layer of a country, one that is new as `like`, a file of ours.

    What is said of a new one follows from its survey. In `notices`, by language, ``{country}`` and
    ``{survey}`` stand for the country and for whom to name.
    """
    survey = SURVEYS[country]
    said = {
        **words,
        "sources": [survey.record, *CARRIED],
        "licenses": survey.licenses,
        "attribution": {
            lang: text.format(country=country_name(country, lang), survey=survey.notice(lang))
            for lang, text in notices.items()
        },
    }
    record(path, said, like=like)
