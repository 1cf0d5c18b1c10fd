"""
The brief for a meeting, the sheet to check the register by, and the register itself, as Word files.

``content``             what a file holds, as blocks; two languages of it as one
``look``                how a file looks: ours, and that of the standard of offices
``base``                the file that a content is put into: ours, or an office's letterhead
``document``, ``pages`` a Word file from its content; about how many pages that is
``facts``, ``outlook``  whom it is about and what lapsed; what lies ahead
``brief``               the brief
``check_sheet``         the sheet to check
``official``            the register as the ministry issues it
"""
