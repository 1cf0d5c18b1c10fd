"""
Reading the official register: a Word document or its plain text becomes agreements.

``words``                          letters, tokens
``ooxml``, ``numbering``           parts of a Word file, the numbers Word counts by itself
``document``, ``docx``, ``plain``  a file's tables and the text before them, whatever the format
``columns``, ``sections``          which column is which, which table lapsed
``row``, ``rows``                  one row per agreement
``account``, ``asides``, ``home``  titles in no row, what stands beside rows, whose register
``gazetteer``, ``vocabulary``      names of the closed gazetteer, words that are no names
``elsewhere``                      regions and countries that the gazetteer has no places in
``mention``, ``grammar``           parties in the words of a title
``places``, ``beside``             the territories they mean; parties in columns of their own
``title``, ``subject``             the title; kind and themes
``shorthand``                      cells and years in short, written out
``registration``                   registrations; terms and lapses are `geo.terms`'
``successors``, ``notes``          what follows from several rows
``register``                       puts it together
``problems``                       what was not understood, by row and cell
"""

from geo.reading.columns import Column
from geo.reading.problems import Problem, Sure
from geo.reading.register import Reading, read_register

__all__ = ["Column", "Problem", "Reading", "Sure", "read_register"]
