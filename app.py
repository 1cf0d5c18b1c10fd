"""
The app: ``streamlit run`` imports this file once, as a server, and runs it for every visitor.

For a visitor it is the home page, the map of ties (`pages.parts.home`).
"""

import asyncio
import socket
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from importlib import import_module
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner_utils.script_requests import (
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
)
from streamlit.runtime.state.safe_session_state import SafeSessionState

from geo.answers import Answers, first_page
from geo.text import LANGUAGES

OPENED_AFTER_S = 1
"""Seconds from the start of the server until it takes visitors, with some to spare."""
WARMED = (
    "geo.map.shell", "geo.update.switch", "geo.shown", "geo.profile", "geo.charts.scheme",
    "folium.plugins", "streamlit.emojis",
)  # fmt: skip
"""What the first visit would wait for."""


@asynccontextmanager
async def show(_: st.App) -> AsyncIterator[None]:
    """
    Load what the first visit would wait for, and on a laptop open the browser meanwhile.

    On a server that comes before any visitor: beside it, each of a visit's hundred answers waits.
    """
    _send_at_once(asyncio.get_running_loop())
    if st.get_option("server.headless"):
        _load()
    else:
        Thread(target=_load, daemon=True).start()
        address = f"http://localhost:{st.get_option('server.port')}/{BASE}"
        loop = asyncio.get_running_loop()
        loop.call_later(OPENED_AFTER_S, loop.run_in_executor, None, webbrowser.open, address)
    yield


def _load() -> None:
    for name in WARMED:
        import_module(name)
    first_page(LANGUAGES[0])


def _send_at_once(loop: asyncio.AbstractEventLoop) -> None:
    """
    Let the server that is started next send every answer at once.

    Streamlit's socket waits with each second part until the browser has confirmed the first, which
    browsers put off by 40 ms: ``TCP_NODELAY``, which connections take over from their socket.
    """
    start = loop.create_server

    async def start_at_once(
        *arguments: object, sock: socket.socket, **options: object
    ) -> asyncio.Server:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        return await start(*arguments, sock=sock, **options)

    loop.create_server = start_at_once


def _let_callbacks_end() -> None:
    """
    Let what a press asks for be done before the next press counts.

    Streamlit breaks off a callback for it, as it does a run of the page, and never returns to it.
    A callback that ends itself, by ``st.stop()``, ends at once.
    """
    call = SafeSessionState.on_script_will_rerun
    asked = ScriptRequests.on_scriptrunner_yield
    is_called = ContextVar("is_called", default=False)

    def call_whole(state: SafeSessionState, *arguments: object, **options: object) -> None:
        token = is_called.set(True)
        try:
            call(state, *arguments, **options)  # type: ignore[arg-type]
        finally:
            is_called.reset(token)

    def asked_later(requests: ScriptRequests) -> ScriptRequest | None:
        waits = is_called.get() and requests._state is not ScriptRequestType.STOP
        return None if waits else asked(requests)

    SafeSessionState.on_script_will_rerun = call_whole  # type: ignore[method-assign]
    ScriptRequests.on_scriptrunner_yield = asked_later  # type: ignore[method-assign]


if __name__ == "__main__":
    # Only here: what pages import declares components to the server that runs them.
    from pages.parts.home import main

    main()
else:
    BASE = st.get_option("server.baseUrlPath")
    _let_callbacks_end()
    app = st.App(__file__, lifespan=show, middleware=[Middleware(Answers, BASE)])
