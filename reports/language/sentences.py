"""What every sentence for a reader has: a capital first, and one full stop."""


def capital(text: str) -> str:
    """Return the text as it begins a sentence, a row or a line."""
    return text[:1].upper() + text[1:]


def ended(sentence: str) -> str:
    """Return a sentence with one full stop, where an amount or a unit brings one of its own."""
    return sentence.replace("..", ".")
