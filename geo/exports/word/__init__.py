"""
The brief for a meeting, the sheet to check the register by, and the register itself, as Word files.

``content``           what a file holds, as blocks; two languages of it as one
``base``              the file that a content is put into, and how it looks: ours, or a letterhead
``document``          a Word file from its content
``printed``           a PDF from it
``facts``             whom a file is about and what lapsed
``brief``             the brief
``check_sheet``       the sheet to check
``official``          the register as the ministry issues it
"""
