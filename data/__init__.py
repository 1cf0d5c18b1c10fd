"""Data files, their provenance, and the recipes that make them."""
