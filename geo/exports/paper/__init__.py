"""
Pages set by Typst, from templates (``*.typ``) and what is shown.

``typeset``    a template and its inputs as PDF or PNG
``maps``       the map of a view: PDF, PNG, SVG; a small map among text
``blocks``     sections and tables of agreements as data for ``page.typ``
``passports``  the passport of a territory, and the book of them
``handout``    one sheet for each participant
``cards``      the cards of agreements
"""
