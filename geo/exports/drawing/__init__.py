"""
The map of a view on paper, drawn without a browser.

``fonts``, ``ink``      what letters take, and what a page is drawn with, apart from what draws it
``earth``               shapes and borders in metres, as fine as a scale shows
``names``, ``map``      names that do not collide; shapes, curves and names inside a frame
``legend``, ``sheet``   what explains a map; the map with its title, legend and credits
``svg``                 ink as SVG
"""
