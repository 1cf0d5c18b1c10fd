"""
Texts that mean something to some sink, and a copy of the data in which every text holds them.

A sink that interprets one of them gives itself away: `window.hacked` is set, a dialog opens, or
`RESULT` (what the expressions come to) is read where the expression should be.
"""

import csv
import shutil
from pathlib import Path

RESULT = "1337"

HOSTILE = (
    "<img src=x onerror=\"window.hacked='img'\">",
    "<svg/onload=window.hacked=1>",
    "</script><script>window.hacked='script'</script>",
    "`+(window.hacked=1)+`",
    "`${window.hacked=1}`",
    r"C:\2019\new\u0041\x",
    "${7*191}",
    "{{ 7*191 }}",
    "{% raw %}",
    "50{%",
    "{#",
    "{{ cycler.__init__.__globals__ }}",
    ":red[x]",
    "$x^2$",
    ":material/delete:",
    "![a](http://example.com/a.png)",
    "[a](javascript:window.hacked=1)",
    "\"double\" 'single' &amp; &#123;",
    "line\u2028separator\u2029end",
    "\U0001f600 emoji",
    "\u200fright to left\u200e",
    "</style><style>*{display:none}</style>",
    "-->*/;window.hacked=1;//",
    "=HYPERLINK(1)",
)
"""Each is shown literally wherever it may appear."""

LINE = " ".join(HOSTILE)
"""All of them; no line break in it but the Unicode separators."""

SHORT = "<b>{{ 7*191 }}</b>`${7*191}`\\2019"
"""For names: short enough for the map, and it breaks HTML, Jinja and JavaScript alike."""


def hostile_copy(source: Path, target: Path) -> Path:
    """Copy the data to `target` with hostile text in every column that is free text."""
    shutil.copytree(source, target)
    _rewrite(target / "agreements.csv", title=LINE, term_text=LINE, lapse_text=LINE)
    _rewrite(target / "agreements.csv", registration_number=SHORT, source_note=LINE)
    _rewrite(target / "parties.csv", wording=LINE)
    _rewrite(target / "territories.csv", short_ru=SHORT, name_ru=LINE, name_en=LINE)
    _rewrite(target / "territories.csv", name_be=LINE, seat_ru=LINE, former_names="a{{ 7*191 }}b")
    return target


def _rewrite(path: Path, **texts: str) -> None:
    """Put text after what each cell of the named columns holds; empty cells get it too."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        columns, rows = table.fieldnames, list(table)
    for row in rows:
        for column, text in texts.items():
            row[column] = f"{row[column]} {text}".strip()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
