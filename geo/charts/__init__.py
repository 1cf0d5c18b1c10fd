"""
Ties, tables and events as charts, most of HTML that ``pages/content.css`` lays out.

What each has and where it stands is worked out here; the template of the same name draws it.

``bars``, ``matrix``  charts of the statistics
``timeline``          the agreements of a place in time, and what is ahead
``scheme``            the ties between two columns of places, an SVG
"""
