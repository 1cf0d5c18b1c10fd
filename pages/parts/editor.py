"""
Who may read and who may write the register on this server.

Everybody who reaches it reads, unless its operator says ``reading = "signed_in"`` in the section
``[access]`` of ``.streamlit/secrets.toml`` (or ``TIES_READING=signed_in`` in the environment): then
whoever the provider of the sign-in knows by a verified address.

Nobody writes, unless three things are there: the switch (``write`` in the section ``[update]``, or
the environment variable ``TIES_WRITE=1``), Streamlit's own sign-in (section ``[auth]``), and the
visitor's verified e-mail address in ``editors`` of ``[update]``.
"""

import html
import os

import streamlit as st

from geo.text import t
from pages.parts.table import remark


def may_write() -> bool:
    """Return whether this visitor may write the register, asked anew each time."""
    who, editors = visitor(), _secrets("update").get("editors")
    is_named = type(editors) is list and who in map(_address, editors)
    return bool(who) and _is_switched_on() and is_named


def admit(lang: str) -> None:
    """End the run with an offer to sign in, if the visitor may not read."""
    told = _secrets("access").get("reading") or os.environ.get("TIES_READING") or "open"
    if told == "open" or visitor():
        return
    st.set_page_config(page_title=t("app.title", lang), layout="wide")
    st.html(f"<h1>{html.escape(t('app.title', lang))}</h1>")
    who = str(st.user.get("email") or "")
    key = "editor.not_verified" if st.user.get("is_logged_in") else "editor.read"
    st.html(f"<p>{html.escape(t(key, lang, who=who))}</p>")
    if st.user.get("is_logged_in"):
        st.button(t("editor.sign_out", lang), key="sign_out", on_click=st.logout)
    elif _secrets("auth"):
        st.button(t("editor.sign_in", lang), key="sign_in", on_click=st.login, type="primary")
    st.stop()


def draw_sign_in(lang: str) -> None:
    """Offer to sign in or out, where writing is switched on; nothing where it is not."""
    if not _is_switched_on():
        return
    with st.container(horizontal=True, vertical_alignment="center", key="sign-in"):
        if not st.user.get("is_logged_in"):
            st.button(t("editor.sign_in", lang), key="sign_in", on_click=st.login)
            return
        key = "editor.may" if may_write() else "editor.may_not"
        who = str(st.user.get("email") or "")
        st.html(remark(t(key, lang, who=who)), width="content")
        st.button(t("editor.sign_out", lang), key="sign_out", on_click=st.logout)


def _is_switched_on() -> bool:
    switched = _secrets("update").get("write") is True or os.environ.get("TIES_WRITE") == "1"
    return switched and bool(_secrets("auth"))


def visitor() -> str:
    """Return the address of who is signed in; empty unless the provider says it is verified."""
    if not st.user.get("is_logged_in") or st.user.get("email_verified") is not True:
        return ""
    return _address(st.user.get("email"))


def _address(said: object) -> str:
    """Return an address as it is compared; empty if it is no text, or has a letter beyond ASCII."""
    return said.strip().lower() if isinstance(said, str) and said.isascii() else ""


def _secrets(section: str) -> dict:
    """Return a section of the secrets, empty if there is none."""
    if not st.secrets.load_if_toml_exists() or section not in st.secrets:
        return {}
    found = st.secrets[section]
    return found.to_dict() if hasattr(found, "to_dict") else {}
