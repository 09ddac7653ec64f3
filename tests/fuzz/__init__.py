"""Damage inputs by chance, and the disk by turns, and see what every command makes of it.

`python -m tests.fuzz` tries damaged inputs and broken disks for some minutes; `sandbox` runs a command in a
process and a folder of its own, `judgement` says what it may not do, `originals` has the honest files,
`readers` what reads them and `mutations/` what is done to them; `disk` and `writers` break what is written.
`cases/` keeps what went wrong once, which the ordinary tests try again.
"""
