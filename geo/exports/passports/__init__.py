"""
The passport of a territory: an A4 page, and all of them as one book.

``booklet``   pages of text, tables and maps as PDF
``tables``    what is in force, due and lapsed, the partners, the neighbours
``tight``     the same in less room, for a territory with much to say
``passport``  puts one page or the book together
"""
