"""
Agreements on cross-border cooperation and the ties they make. Knows nothing of screens.

Four floors, each knowing only those above it:
``errors settings languages text dates tables sources console``  ground
``territories agreements ties``  a register and its places
``terms history search view registers meeting shown``  what is asked, what is shown
``card profile stats quality findings white_spots annual``  what is said of it
Wings: ``map charts reading update exports``, which only draw, read and word.
``answers``: headers of every answer the server gives.
"""
