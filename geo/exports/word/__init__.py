"""
The brief for a meeting, the sheet to check the register by, and the register itself, as Word files.

``document``            a Word file in the making: headings, paragraphs, tables, pictures
``facts``, ``outlook``  whom it is about and what lapsed; what lies ahead
``brief``               the brief
``check_sheet``         the sheet to check
``official``            the register as the ministry issues it
"""
