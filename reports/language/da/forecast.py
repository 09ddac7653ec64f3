"""What is said about a forecast, in Danish."""

# ruff: noqa: RUF001  an en dash between numbers is how a range is written

TEXTS = {
    # The answer.
    "title": "Årets regnskab {year}",
    "answer_over": "Regnskabet for {year} ventes at blive {account}, {amount} over rammen på {frame}.",
    "answer_under": "Regnskabet for {year} ventes at blive {account}, {amount} under rammen på {frame}.",
    "answer_even": "Regnskabet for {year} ventes at blive {account}, som rammen.",
    "answer_interval": "I 9 af 10 forløb bliver det {range}; rammen overskrides i {share} forløb.",
    "answer_interval_all": "I 9 af 10 forløb bliver det {range}; rammen overskrides i alle {runs} forløb.",
    "answer_interval_none": "I 9 af 10 forløb bliver det {range}; rammen overskrides i ingen af de {runs} "
    "forløb.",
    "answer_why": "Af forskellen kommer {volume} fra mængden (helårspersoner), {price} fra priserne{rest}.",
    "answer_rest_over": " og {amount} fra, at regnskabet for {before} lå over rammen",
    "answer_rest_under": " og {amount} fra, at regnskabet for {before} lå under rammen",
    # The account.
    "account": "Regnskab {year}, {unit}",
    "spent": "Forbrug til og med {last}",
    "to_come": "Ventet resten af året",
    "whole": "Regnskab i alt",
    "frame": "Ramme",
    "overrun": "Over rammen",
    "probability": "Andel af forløbene over rammen",
    "variance": "Hvad usikkerheden skyldes",
    "variance_words": "{ignorance} det, vi ikke ved; {chance} tilfældigheder",
    "mean": "Gennemsnit",
    "interval": "5–95\N{NO-BREAK SPACE}%",
    "account_note": "Udgifter før central refusion. Minus er under rammen.",
    # Months.
    "months": "Måned for måned {year}, {unit}",
    "month": "Måned",
    "in_month": "I måneden",
    "so_far": "Til og med",
    "months_note": "Måneder til og med {last} er forbrug og har intet interval.",
    # Steps.
    "volume": "Helårspersoner og priser",
    "effects": "Mængde og pris i forskellen, {unit}",
    "step": "Trin",
    "persons": "Helårspersoner",
    "persons_before_frame": "rammen",
    "persons_before_last_year": "{before}",
    "price": "Kr. pr. helårsperson",
    "volume_effect": "Mængde",
    "price_effect": "Pris",
    "total": "I alt",
    "from_the_start": "Hertil kommer {amount}, som regnskabet for {before} lå fra rammen.",
    "steps_note": "Mængde: flere helårspersoner til den gamle pris. Pris: en højere pris for dem, der er. Et "
    "barn med flere ydelser tæller på hver ydelses trin.",
    "no_base": "Sagslisten har ikke hele {before}, og rammen er kun et beløb: mængde og pris kan ikke "
    "skilles ad. Giv rammen som en tabel med kolonnerne step, full_year_persons og dkk.",
    # Sections.
    "sections": "Paragraffer",
    "section": "Paragraf",
    "no_section": "ingen",
    "children": "Børn",
    "children_so_far": "heraf set",
    "days": "Dage",
    "sections_note": "Unikke børn og unge i hele året; et barn kan have flere paragraffer. I alt {children} "
    "børn og unge og {days} anbringelsesdage.",
    # The page.
    "answer_heading": "Svaret",
    "own_use": "Til kommunens eget brug: små antal er ikke skjult.",
    "kicker": "Prognose af {files}, kendt til og med {last}",
    "account_heading": "Regnskabet og rammen",
    "steps_heading": "Mængde og pris",
    "sections_heading": "Børn, dage og helårspersoner for hver paragraf",
    "caveats_heading": "Hvad prognosen ikke kan sige",
    "stamp_heading": "Prognosens stempel",
    "chart_months": "Hver måned, {unit}",
    "chart_not_from_zero": "aksen begynder ikke ved nul",
    "chart_account": "Hele regnskabet for {year}, {unit}",
    "legend_spent": "forbrug",
    "legend_middle": "midterste forløb",
    "legend_half": "halvdelen af forløbene",
    "legend_most": "9 af 10 forløb",
    "legend_frame": "rammen",
    "chart_alt": "Kurve over årets måneder og et bånd for hele regnskabet. {answer} Tallene står i "
    "tabellerne.",
    "chart_caption": "Øverst hver måned for sig, nederst hele årets regnskab ved siden af rammen.",
    "effects_alt": "Søjler for hvert trin: hvor meget af forskellen der er mængde, og hvor meget der er "
    "pris. Tallene står i tabellen.",
    "effects_caption": "Til højre for nul er merudgift, til venstre mindreudgift.",
    "caveat_granted": "Sagslisten fortæller, hvad der er bevilget, ikke hvad der er betalt. Det, der er "
    "bevilget og endnu ikke registreret, er ikke med: luk en måned, før den holdes op mod "
    "rammen.",
    "caveat_gross": "Udgifterne er før central refusion for særligt dyre enkeltsager.",
    "caveat_practice": "Intervallet gælder, hvis praksis, lov og priser resten af året er som i den tid, "
    "raterne kommer fra.",
    "caveat_prices": "Et nyt ophold får ydelser og priser som et af de seneste på trinnet; hvor længe det "
    "varer, er trukket for sig.",
    "caveat_returns": "Et barn, der er gået ud og kommer igen resten af året, tælles som et nyt.",
    "stamp_caption": "Stempel",
    "stamp_scenario": "Scenarie og dets fingeraftryk",
    "stamp_rows": "Rækker i sagslisten",
    "stamp_rates": "Rater og tilgang",
    "stamp_rates_ledger": "sagslistens, nær scenariets",
    "stamp_rates_scenario": "scenariets",
    "stamp_runs": "Forløb (trækninger, gentagelser)",
    "stamp_seed": "Startværdi for tilfældige tal",
    "stamp_versions": "Versioner",
}
