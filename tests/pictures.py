"""
The pictures of the page "О проекте" and of the README, made by Chromium from the app itself.

``python -m tests.pictures`` writes them anew, after a change of what they show.
"""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from geo.agreements import load_register
from geo.languages import LANGUAGES
from tests.browser import ROOT, Reader, find_chromium, launch, serve

PICTURES = ROOT / "pages" / "pictures"
SIZE = {"width": 1180, "height": 720}
QUALITY, COLOURS = 60, 96
SETTLING_MS = 1500
"""What moves on a page has come to rest by then."""
DAY = "2026-05-01"
LINKS = {
    "find": "/?focus=by-vi-vitebsk",
    "list": "/exports?status=in_force&region=by-vi",
    "show": "/meeting?focus=by-ma",
}


def main() -> None:
    """Write a picture of each job in each language, and the map of the README."""
    PICTURES.mkdir(exist_ok=True)
    imprint = load_register().territories.imprint
    (PICTURES / "of.txt").write_text(" ".join((imprint.home, *imprint.partners)) + "\n", "utf-8")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright, find_chromium(playwright) or "")
        with serve(Path(folder) / "log.txt", TIES_TODAY=DAY) as server:
            reader = Reader(browser, server, SIZE)
            for job, link in LINKS.items():
                for lang in LANGUAGES:
                    file = PICTURES / f"{job}-{lang}.webp"
                    _picture(reader, f"{link}&lang={lang}").save(file, quality=QUALITY)
                    print(file.relative_to(ROOT), file.stat().st_size)
            readme = _picture(reader, "/?lang=en").quantize(COLOURS)
            readme.save(ROOT / ".github" / "map.png", optimize=True)


def _picture(reader: Reader, link: str) -> Image.Image:
    if link.startswith("/?"):
        reader.visit(link)
        reader.settled()
    else:
        reader.visit_page(link)
    expect(reader.page.get_by_test_id("stSkeleton")).to_have_count(0)
    reader.page.evaluate("() => document.fonts.ready")
    reader.page.wait_for_timeout(SETTLING_MS)
    return Image.open(io.BytesIO(reader.page.screenshot()))


if __name__ == "__main__":
    main()
