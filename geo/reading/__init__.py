"""
Reading the official register: a Word document or its plain text becomes agreements.

``words``                          letters, tokens
``ooxml``, ``numbering``           parts of a Word file, the numbers Word counts by itself
``document``, ``docx``, ``plain``  a file's tables and the text before them, whatever the format
``columns``, ``rows``              which table lapsed, which column is which, one row per agreement
``gazetteer``, ``vocabulary``      names of the closed gazetteer, words that are no names
``mention``, ``grammar``           parties in the words of a title
``places``                         the territories they mean
``title``, ``registration``        the cells; terms and lapses are `geo.terms`'
``successors``, ``notes``          what follows from several rows
``register``                       puts it together
``problems``                       what was not understood, by row and cell
"""

from geo.reading.problems import Column, Problem, Sure
from geo.reading.register import Reading, read_register

__all__ = ["Column", "Problem", "Reading", "Sure", "read_register"]
