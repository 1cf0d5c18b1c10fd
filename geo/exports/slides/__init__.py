"""
A meeting or a view as slides for a speaker: PPTX, everything in it native and open to change.

``text``, ``colours``, ``shapes``  room that text takes, the theme's colours, shapes as XML
``template``                       the layouts that are filled: our own, or an office's
``deck``, ``table``, ``chart``     slides and the file, tables, native charts
``map``, ``legend``                the districts, the ties on them, what the marks mean
``presentation``                   one slide, or more, for each screen of `geo.exports.steps`
"""
