"""
The brief for a meeting and the sheet to check the register by, as Word files.

``document``            a Word file in the making: headings, paragraphs, tables, pictures
``facts``, ``outlook``  whom it is about and what lapsed; what lies ahead
``brief``               the brief
``check_sheet``         the sheet to check
"""
