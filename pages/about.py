"""What the product is, how it counts, and how sure each thing that it says is."""

import base64
import html
from collections.abc import Iterable

from geo import settings
from geo.agreements import Register
from geo.shown import Shown
from geo.sources import notice, sources_of, title
from geo.text import capital, t
from pages import frame, get_shown
from pages.parts.table import Row, section, table, title_line

JOBS = ("find", "list", "show")
PICTURES = settings.ROOT / "pages" / "pictures"
"""Made by ``tests/pictures.py``, which says in `OF` of which register."""
OF = PICTURES / "of.txt"
COUNTED = ("agreement", "tie", "status", "past")
KNOWN = ("stated", "calculated", "inferred", "approximate", "unknown")


def main() -> None:
    """Draw the page."""
    view = frame("about", with_filters=False)
    shown, lang = get_shown(view.without_filters().focused()), view.lang
    counts = f"{shown.standings_line(shown.whole)} · {shown.ties_line(shown.whole)}"
    intro = f'<p class="about">{html.escape(t("about.intro", lang, **shown.words))}</p>'
    title_line(t("page.about", lang), f"{capital(shown.dated)} · {counts}", intro)
    pictured = OF.read_text("utf-8").strip() == made_of(shown.register)
    jobs = "".join(_job(name, lang, pictured=pictured) for name in JOBS)
    section(t("about.jobs", lang), f'<div class="jobs">{jobs}</div>')
    section(
        t("about.counted", lang),
        _list([*(t(f"about.counted_{name}", lang) for name in COUNTED), t("shown.read", lang)]),
    )
    section(t("about.known", lang), _known(shown))
    section(t("about.sources", lang), _sources(shown))
    section(t("about.browsers", lang), _list([t("about.browsers_what", lang)]))


def made_of(register: Register) -> str:
    """Return which register it is; empty of several, and from the other side."""
    imprint = register.territories.imprint
    return "" if imprint.parts else " ".join((imprint.home, *imprint.partners))


def _job(name: str, lang: str, *, pictured: bool) -> str:
    """Return what one does here, in words and, if pictures are of it, as the page looks then."""
    said = html.escape(t(f"about.job_{name}", lang))
    if not pictured:
        return f"<figure><p>{said}</p></figure>"
    data = base64.b64encode((PICTURES / f"{name}-{lang}.webp").read_bytes()).decode()
    alt = html.escape(t(f"about.picture_{name}", lang))
    return f'<figure><img src="data:image/webp;base64,{data}" alt="{alt}"><p>{said}</p></figure>'


def _list(sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in sentences)
    return f'<ul class="about">{items}</ul>'


def _known(shown: Shown) -> str:
    """Return how sure what is said is, each way with what it is said of."""
    lang = shown.lang
    vague = shown.register.territories.approximate
    names = ", ".join(sorted(territory.name(lang) for territory in vague))
    rows = [
        Row((t(f"about.{name}", lang), t(f"about.{name}_what", lang, names=names, **shown.words)))
        for name in KNOWN
    ]
    return table((), rows, style="words known")


def _sources(shown: Shown) -> str:
    """Return every notice of the data with its licences."""
    licences: dict[str, list[str]] = {}
    lang = shown.lang
    for source in sources_of(shown.register.territories.imprint):
        own = licences.setdefault(notice(source, lang), [])
        titles = (title(licence, lang) for licence in source["licenses"])
        own += [name for name in titles if name not in own]
    rows = [Row((name, "; ".join(titles))) for name, titles in licences.items()]
    return table((), rows)


main()
