"""
The map of a view on paper, drawn without a browser.

``fonts``, ``ink``      what letters take, and what a page is drawn with, apart from what draws it
``earth``, ``content``  shapes and curves in metres; which of them a view shows, and how
``names``, ``map``      names that do not collide; shapes, curves and names inside a frame
``legend``, ``sheet``   what explains a map; the map with its title, legend and credits
``svg``                 ink as SVG
"""
