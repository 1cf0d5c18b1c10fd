"""
Agreements on cross-border cooperation and the ties they make between territories.

Knows nothing of screens: files go in, records, frames and files come out. In reading order:

``errors``, ``settings``, ``text``     messages, constants, every string a reader sees
``sources``                            where the data comes from, attribution lines
``tables``                             reads a CSV file of ``data/`` and says what is wrong with it
``territories``, ``boundaries``        the gazetteer and the shapes
``agreements``                         the register: agreements and their parties
``ties``, ``curves``                   pairs across the border and the lines that draw them
``search``, ``view``                   what the reader is looking at, and which agreements that is
``map``                                the folium map of a view
``exports``                            files made from a view
"""
