"""Pieces of pages that more than one page shows, or that are a noun of their own."""
