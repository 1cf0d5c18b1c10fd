"""
What every answer of the server says besides its content: who may frame it, and what it may load.

The page of the app is Streamlit's own, with our title and description in it, for messengers and
search, with the scripts that every page needs (`PAGE_SCRIPTS`), and with a word to browsers that
are too old to show more.

`Answers` stands before Streamlit's own server (`app.py`), so that each answer carries this with a
proxy in front of it and without. A page that does not exist is answered with ours, in the reader's
language; figures on the server (``/_stcore/metrics``) are not answered to anybody. A page asks
here how far its files are (``making``): a run of the page would lose a file on its way.
"""

import base64
import hashlib
import json
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.util import find_spec
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo import settings
from geo.errors import DataError
from geo.exports import making
from geo.registers import load_registers, paths
from geo.sources.imprint import load_imprint
from geo.templates import filled
from geo.text import LANGUAGES, t

_HEADERS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
ALWAYS: dict[str, str] = _HEADERS["always"]
"""Headers of every answer."""
MAP_FRAME = "component/streamlit_folium.st_folium"
"""Where the frame of the map is, from a page: it gets the map as text, and runs it."""
_CLOSED = re.compile(r"/_stcore/metrics/?$")
_HASHED = re.compile(r"/(?:(?:map|guard|finer|words)-[0-9a-f]{16}|main\.[0-9a-f]{8})\.js(?:on)?$")
"""Files that never change under their name; Streamlit says the same of its own."""
_FOREVER = "public, max-age=31536000, immutable"
_FONTS = re.compile(r"/fonts/[\w-]+\.woff2$")
"""They hardly change, and the frame of the map asks for them again."""
_A_DAY = "public, max-age=86400"
_FILES = re.compile(r"/(?:component|media|_stcore)/")
"""Addresses that are no pages."""
SECRET = "making"
"""
The header by which a page shows whose files it asks about.

It is random and the page's alone; another site's page may not send one, and no log has it.
"""


PAGE_SCRIPTS = ("around", "clicks")
"""Ours that every page needs, in the page itself: there before anything is shown."""
_NAMED = re.compile(r'": "([a-z]+\.\w+)",\n')
"""A key of a text that such a script asks for."""
_AS_IS = '<html lang="en">', "<title>Streamlit</title>", "</body>"
"""What Streamlit's page has where ours says something else."""

_PARTS = (
    "ButtonGroup", "TextInput", "Slider", "Button", "Multiselect", "Selectbox", "Html",
    "ComponentInstance",
)  # fmt: skip
"""Parts that the first page has. Streamlit asks for the script of each when it is to be drawn."""
_IMPORT = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')


_FONT = re.compile(r'<link\s+rel="preload"[^>]*?as="font"[^>]*>')
"""Streamlit's page asks for Streamlit's font, which ours have no use for."""
_STILL = "<style>[data-testid=stSkeleton]{animation:none!important}</style>"
"""Thirty places held with a pulse took as much of the processor as the map that comes there."""


@cache
def _streamlit_folder() -> Path:
    """Return the folder of what the server of Streamlit sends to every browser."""
    package = find_spec("streamlit")
    folder = Path(*(package.submodule_search_locations or ())[:1]) if package else Path()
    return folder / "static"


_content = cache(Path.read_bytes)
"""What is in one of Streamlit's files: it never changes."""


def _told() -> str:
    """
    Return the script that says to Streamlit's where the server is and how the page looks.

    It would look for the server first, below a page's own address, and ask it who may send the page
    messages: nobody, as ``allowedOrigins`` in ``.streamlit/config.toml`` has it. The look it would
    learn when it has drawn its own, for which it loads a font that ours has no use for.
    """
    config = tomllib.loads((settings.ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    both = {name: said for name, said in config["theme"].items() if not isinstance(said, dict)}
    both["bodyFont"] = both.pop("font")
    themes = {f"{x.upper()}_THEME": both | config["theme"][x] for x in ("light", "dark")}
    host = {"allowedOrigins": ["https://none.invalid"], "useExternalAuthToken": False}
    said = json.dumps({"HOST_CONFIG": host, **themes})
    where = "BACKEND_BASE_URL:new URL('.',location.href).href"
    return f"<script>window.__streamlit={{{where},...{said}}}</script>"


@cache
def _streamlit_page() -> str:
    """Return Streamlit's page with our scripts, running those of our pages' parts at once."""
    page = _FONT.sub("", (_streamlit_folder() / "index.html").read_text(encoding="utf-8"))
    scripts = _streamlit_folder() / "static" / "js"
    parts = [path.name for part in _PARTS for path in scripts.glob(f"{part}.*.js")]
    links = (
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in sorted(_imported(parts, scripts))
        if name not in page and name not in parts
    )
    runs = (
        f'<script type="module" crossorigin src="./static/js/{name}"></script>' for name in parts
    )
    ours = [(settings.ASSETS / f"{n}.js").read_text(encoding="utf-8") for n in PAGE_SCRIPTS]
    keys = _NAMED.findall("".join(ours))
    texts = {lang: {key: t(key, lang) for key in keys} for lang in LANGUAGES}
    names = escape(json.dumps(texts, ensure_ascii=False))
    head = f'{_told()}{"".join(links)}{"".join(runs)}{_STILL}<meta name="names" content="{names}">'
    foot = "".join(f"<script>{one}</script>" for one in ours)
    return page.replace("</head>", f"{head}</head>", 1).replace("</body>", f"{foot}</body>", 1)


def _imported(wanted: Sequence[str], folder: Path) -> set[str]:
    """Return the names of scripts in a folder and of all that they import."""
    rest, found = list(wanted), set[str]()
    while rest:
        name = rest.pop()
        if name not in found:
            found.add(name)
            rest += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return found


def first_page(lang: str) -> str:
    """Return the app's page as the server sends it, before any script has run."""
    try:
        return _named_page(lang)
    except DataError:  # which the app's own page says; the database may bring better data yet
        return _streamlit_page()


@cache
def _named_page(lang: str) -> str:
    several = len(paths()) > 1
    imprint = load_registers({}).territories.imprint if several else load_imprint(paths()[0])
    words = imprint.words(lang)
    title = f"{t('app.title', lang)}: {t('app.subtitle', lang, **words)}"
    description, *foot = (
        t(f"app.{key}", lang, **words) for key in ("description", "old_browser", "loading")
    )
    ours = (
        f'<html lang="{lang}">',
        filled("answers.html", "head", title, description),
        filled("answers.html", "foot", *foot),
    )
    page = _streamlit_page()
    for theirs, other in zip(_AS_IS, ours, strict=True):
        page = page.replace(theirs, other, 1)
    return page


@cache
def _page_scripts() -> str:
    """Return what allows the scripts inside the app's page, and those of components (blob)."""
    page = _streamlit_page() + filled("answers.html", "foot", "")  # whatever the register says
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts)
    return " ".join((*(f"'sha256-{digest}'" for digest in digests), "blob:"))


def policy(path: str) -> str:
    """Return the content security policy of what is answered at a path."""
    its_own = "data: 'unsafe-inline' 'unsafe-eval'"
    scripts = its_own if f"/{MAP_FRAME}/" in path else _page_scripts()
    rules = _HEADERS["policy"] | {"script-src": f"'self' {scripts}"}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Answers:
    """An application around another one, served in the sub-path `base`, empty for none."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self._app = app
        root = f"/{base.strip('/')}".rstrip("/")
        pages = (settings.ROOT / "pages").glob("[!_]*.py")
        self._making = f"{root}/making"
        folder = _streamlit_folder()  # its scripts, styles and fonts, by their addresses
        files = (path for path in (folder / "static").rglob("*") if path.is_file())
        self._files = {f"{root}/{path.relative_to(folder).as_posix()}": path for path in files}
        self._pages = {root, *(f"{root}/{page.stem}" for page in pages)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        ours: Response | None = None
        if _CLOSED.search(path):
            ours = PlainTextResponse("", status_code=404)
        elif path == self._making:
            ours = _making(Request(scope))
        elif scope["method"] == "GET" and (file := self._files.get(path)):
            # Streamlit looks at the disk for each of a hundred: from memory a visit is sooner.
            kind = guess_type(file.name)[0]
            ours = Response(_content(file), headers={"cache-control": _FOREVER}, media_type=kind)

        async def say(message: Message) -> None:
            nonlocal ours
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # Any address gets Streamlit's page, which then says in English that it is none.
                is_page = headers.get("content-type", "").startswith("text/html")
                known = path.rstrip("/") in self._pages or _FILES.search(path)
                if is_page and message["status"] == 200 and not known:
                    ours = _no_page(Request(scope))
                elif is_page and message["status"] == 200 and not _FILES.search(path):
                    page = first_page(_language(Request(scope)))
                    ours = HTMLResponse(page, headers={"cache-control": "no-cache"})
                headers.update(ALWAYS | {"content-security-policy": policy(path)})
                if message["status"] == 200 and _HASHED.search(path):
                    headers["cache-control"] = _FOREVER
                elif message["status"] == 200 and _FONTS.search(path):
                    headers["cache-control"] = _A_DAY
            if ours is None:
                await send(message)

        if ours is None:
            await self._app(scope, receive, say)
        if ours is not None:
            ours.headers.update(ALWAYS | {"content-security-policy": policy(path)})
            await ours(scope, receive, send)


def _making(request: Request) -> Response:
    """Return what is being made for a reader, in JSON; a POST stops what it names."""
    whose = request.headers.get(SECRET, "")
    if request.method == "POST":
        making.stop(whose, request.query_params.get("stop", ""))
    elif request.method != "GET":
        return PlainTextResponse("", status_code=405)
    return JSONResponse(making.watched(whose), headers={"cache-control": "no-store"})


def _language(request: Request) -> str:
    """Return the language of a link."""
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _no_page(request: Request) -> Response:
    """Return what is said of a page that does not exist, in the language of its link."""
    lang = _language(request)
    up = "../" * (request.url.path.count("/") - 1) or "./"
    said = (t(key, lang) for key in ("app.title", "app.not_found", "app.to_map"))
    return HTMLResponse(filled("answers.html", "no_page", lang, *said, up), status_code=404)
