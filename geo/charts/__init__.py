"""
Tables and events as charts.

``bars``, ``matrix``, ``agenda``  charts of the statistics and of what is ahead
``timeline``, ``svg``             the agreements of a place in time, and how it is drawn
"""
