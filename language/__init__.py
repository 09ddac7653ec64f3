"""Say what users read in their language: messages with named facts, one setting, a catalogue a language.

Begin with `messages`: `say` returns a message in the language that is set, `Message` keeps one until it is
shown. `formatting` writes numbers, amounts and dates. A new language is one file, such as `sv.po`.
"""
