"""Write what people read: pages, tables for the terminal, and charts.

Begin with `comparison/page.py`. There is one room for each kind of page (`comparison`, `sensitivity`,
`information`, `booking`, `follow_up`, `forecast`, `calibration`), with its tables, sentences and charts;
`shared` holds what all of them use, `templates` the HTML. Texts are messages (`language`).
"""
