"""
Agreements on cross-border cooperation and the ties they make. Knows nothing of screens.

Four floors, each knowing only those above it:
``errors settings languages text dates tables imprint link sources console``  ground
``territories outside layers boundaries agreements registers ties``  registers and their places
``wording terms history events search view part selection shown``  asked, shown
``card profile stats beside quality findings white_spots annual meeting``  what is said of it
Wings: ``map charts reading update exports``, which only draw, read and word.
``answers``: headers of every answer the server gives.
"""
