"""Which registers are shown, and from which side of the border."""

from collections.abc import Mapping

import streamlit as st

from geo.agreements import Register
from geo.registers import PARAMS, sides
from geo.sources.imprint import across, together
from geo.text import capital, t
from geo.view import View
from pages.parts.fields import choose
from pages.parts.table import title_line


def choose_register(register: Register, view: View) -> None:
    """Draw the choice of registers and of the side, where there is one to make."""
    imprint, lang = register.territories.imprint, view.lang
    homes = imprint.parts or (imprint,)
    if len(imprint.known) > 1:
        names = {"": t("registers.all", lang)} | _names(imprint.known, lang)
        now, chosen = ",".join(imprint.chosen), _names(imprint.chosen, lang)
        names[now] = names.get(now) or together(list(chosen.values()), "homes", lang)
        _select("register", names, now, lang)
    if len(imprint.known) > 1 or imprint.side:
        offered = [code for code in sides(register) if code not in register.territories]
        # A territory is a point of view as well: the one that is, or the one that is picked.
        asked = {imprint.side, *view.focus} & set(sides(register))
        ours = capital(across((homes[0].country,), lang)["adjective"])
        names = {"": ours if len(homes) > 1 else t(f"region.{homes[0].home}", lang)}
        offered.sort(key=lambda code: t(f"region.{code}", lang))
        for code in dict.fromkeys((*offered, *sorted(asked))):
            place = register.territories.get(code) if code in register.territories else None
            names[code] = place.name(lang) if place else t(f"region.{code}", lang)
        _select("side", names, imprint.side, lang)


def ask_register(register: Register, lang: str) -> None:
    """Ask which of several registers the page shall be about."""
    imprint = register.territories.imprint
    homes = imprint.known or [part.home for part in imprint.parts]
    title_line(t("registers.which", lang), t("registers.which_what", lang))
    with st.container(horizontal=True, gap="small"):
        for home, name in _names(homes, lang).items():
            st.button(name, key=f"update-{home}", on_click=_go, kwargs={"register": home})


def _names(homes: tuple[str, ...] | list[str], lang: str) -> dict[str, str]:
    return {home: t(f"region.{home}", lang) for home in homes}


def _select(name: str, names: dict[str, str], now: str, lang: str) -> None:
    """Select box of one parameter, told in every run what the link says: Back may cut one short."""
    st.session_state[name] = now
    choose(t(f"registers.{name}", lang), names, name, on_change=_choose, args=(name, names))


def _choose(name: str, names: Mapping[str, str]) -> None:
    if st.session_state[name] in names:  # else words of another language, and no choice
        now = {param: st.query_params.get(param, "") for param in PARAMS}
        _go(**{**now, name: st.session_state[name]})


def _go(**chosen: str) -> None:
    """Show other registers, as if the reader had arrived by their link, as a callback."""
    link = st.query_params.to_dict()
    kept = {name: value for name, value in link.items() if name not in PARAMS}
    st.query_params.from_dict({k: v for k, v in chosen.items() if v} | kept)
