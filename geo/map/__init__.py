"""
The map of ties: where things lie, how lines run, and what the browser draws.

``place``    degrees and metres, and the points at which territories are drawn
``curves``   the line that draws one agreement between one pair
``look``     widths, dashes and colours, once for every surface
``network``  the file the browser draws from
``scene``    what a view shows as lines, for paper and slides
``shell``    the folium map of a view
"""
