"""
Pages set by Typst, from templates (``*.typ``) and what is shown.

``typeset``  a template and its inputs as PDF or PNG
``maps``     the map of a view: PDF, PNG, SVG
"""
