"""
A view as slides for a speaker: PPTX 16:9, everything in it native and open to change.

``text``, ``shapes``            room that text takes, shapes as XML
``deck``, ``table``, ``chart``  an empty presentation, tables over several slides, native charts
``ground``, ``map``, ``legend`` the districts, the ties on them, what the marks mean
``lists``, ``focus``, ``spots`` agreements and days, what is picked, white spots
``presentation``                puts it together
"""
