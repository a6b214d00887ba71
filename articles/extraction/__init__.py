"""The door of extraction: text in, articles with everything found in them out. Pure, no Django."""
