"""
Tables and events as charts of HTML, laid out by ``pages/content.css``.

``bars``, ``matrix``  charts of the statistics
``timeline``          the agreements of a place in time, and what is ahead
``svg``               pieces of a drawing
"""
