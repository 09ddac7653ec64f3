"""The texts in Danish."""
