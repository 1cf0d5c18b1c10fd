"""
The app: ``streamlit run`` imports this file once, as a server, and runs it for every visitor.

For a visitor it is the home page, the map of ties (`pages.parts.home`).
"""

import streamlit as st
from starlette.middleware import Middleware

from geo.answers import Answers

if __name__ == "__main__":
    # Only here: what pages import declares components to the server that runs them.
    from pages.parts.home import main

    main()
else:
    app = st.App(__file__, middleware=[Middleware(Answers, st.get_option("server.baseUrlPath"))])
