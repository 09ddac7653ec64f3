"""What is said about a case that is under way, in Danish."""

# ruff: noqa: RUF001  an en dash between numbers is how a range is written

TEXTS = {
    "quoted": "»{title}«",
    # The answer: how it goes.
    "answer_cannot_tell": "Efter {months} af {planned} måneder kan det endnu ikke afgøres, om casen holder, "
    "hvad den lovede: alle {all} målepunkter har holdt sig inden for det, casen lader vente, men ingen af "
    "dem skiller sig ud fra et forløb uden casen.",
    "answer_as_promised": "Efter {months} af {planned} måneder går det som lovet: {items} har skilt sig ud "
    "fra et forløb uden casen, og intet målepunkt har været uden for det, casen lader vente.",
    "answer_was_promised": "Efter {months} af {planned} måneder har det set ud til at gå som lovet, men i "
    "{last} kan det ikke ses: {items} har skilt sig ud fra et forløb uden casen, og intet målepunkt har "
    "været uden for det, casen lader vente.",
    "answer_in_use": "Efter {months} af {planned} måneder er casen taget i brug som lovet: {items}. Om den "
    "virker, kan endnu ikke afgøres, for ellers skiller intet målepunkt sig ud fra et forløb uden casen.",
    "answer_less": "Efter {months} af {planned} måneder giver casen mindre end lovet: {items}.",
    "answer_more": "Efter {months} af {planned} måneder giver casen mere end lovet: {items}.",
    "answer_other": "Efter {months} af {planned} måneder går det anderledes end ventet: {items}.",
    "item": "{indicator} ({since})",
    "item_more": "{count} målepunkt mere",
    "items_more": "{count} målepunkter mere",
    "items_over": "højere, end casen lader vente, er {items}",
    "items_under": "lavere, end casen lader vente, er {items}",
    "since": "første gang i {month}",
    "since_not_now": "første gang i {month}, ikke i {last}",
    # The answer: what the ledger teaches, and the amounts.
    "answer_moved": "Sagslisten ændrer, hvad vi må tro om virkningen: {moves}.",
    "answer_move": "{title} var ventet til {before} og er nu {after}",
    "answer_unmoved": "Sagslisten ændrer ikke, hvad vi må tro om casens virkning.",
    "amounts_some": "Før sagslisten var {before} af gevinsten i {years} sikre nok til at blive indlagt i "
    "budgettet; {now}.",
    "amounts_none": "Før sagslisten var ingen del af gevinsten i {years} sikker nok til at blive indlagt i "
    "budgettet; {now}.",
    "amounts_now": "nu er det {after}",
    "amounts_unknown": "hvor meget det er nu, kan ikke siges",
    "amounts_same_some": "Som før sagslisten er {before} af gevinsten i {years} sikre nok til at blive "
    "indlagt i budgettet.",
    "amounts_same_none": "Som før sagslisten er ingen del af gevinsten i {years} sikker nok til at blive "
    "indlagt i budgettet.",
    "answer_outside": "Sagslisten ligger uden for det, scenariet holder muligt; regn scenariet efter, før "
    "noget lægges ind.",
    "answer_thin": "For få af trækningerne ligner sagslisten: de svarer til {worth} sæt antagelser, og der "
    "skal være mindst {wanted}. Det, der er regnet ud efter sagslisten, kan ikke bruges; kør opfølgningen "
    "igen med flere trækninger (--draws).",
    "answer_nothing_learnt": "Sagslisten lærer os intet om antagelserne, for på de trin, casen virker på, "
    "er der intet, den kan holdes op mod; beløbene er de samme som før.",
    # The indicators.
    "indicators_caption": "Målepunkterne fra start til og med {month}",
    "steps_caption": "Ophold på hvert trin fra start til og med {month}",
    "indicator": "Målepunkt",
    "seen": "Set",
    "baseline": "Uden casen",
    "case": "Med casen",
    "verdict": "Dom",
    "verdict_since": "{verdict}, {since}",
    "indicators_note": "Uden casen, med casen: gennemsnit af forløbene og 5–95 % af dem i netop denne "
    "måned. Dommen følger de bredere bånd, der gælder hele opfølgningen på én gang. Som lovet: målepunktet "
    "har aldrig været uden for casens bånd og har forladt båndet uden casen på den side, casen lover.",
    "steps_left_out": "{count} andre målepunkter for trin kan ikke afgøres endnu.",
    # What the ledger teaches.
    "effects_caption": "Casens virkning, før og efter sagslisten",
    "others_caption": "De øvrige usikre antagelser, før og efter sagslisten",
    "moved_caption": "Antagelser, før og efter sagslisten",
    "assumption": "Antagelse",
    "before": "Før",
    "after": "Nu",
    "shift": "Flyttet",
    "shift_up": "op",
    "shift_down": "ned",
    "shift_none": "nej",
    "beliefs_note": "Gennemsnit og 5–95 %. Flyttet: mere end en tiendedel af, hvad antagelsen svinger, og "
    "mere end regneusikkerheden.",
    "worth_note": "Efter sagslisten hviler tallene på, hvad der svarer til {worth} sæt antagelser af "
    "{points}; der skal være mindst {wanted}.",
    "unusable_note": "Tallene efter sagslisten kan ikke bruges; de viser kun, hvilken vej den trækker.",
    "unmoved_left_out": "{count} andre antagelser har ikke flyttet sig.",
    "events_caption": "Hændelserne, som antagelserne er vejet efter, længst fra det ventede øverst",
    "event": "Hændelse",
    "expected": "Ventet",
    "event_down": "Flytninger ned fra {steps}",
    "event_up": "Flytninger op fra {steps}",
    "event_out": "Ud af trappen fra {steps}",
    "event_came": "Nye børn udefra på {steps}",
    "months": "Måned",
    "events_left_out": "{count} andre hændelser er tættere på det ventede.",
    "events_note": "Ventet: gennemsnit af det, scenariet lader vente med casen i den tid, børnene har været "
    "på trinnene. Lige så usædvanlige som sagslisten eller mere er {rarity} af scenariets egne forløb; ved "
    "{limit} og derunder ligger den uden for, hvad scenariet holder muligt.",
    # Amounts.
    "years_caption": "Gevinst før og efter sagslisten, kommunens egne betalere, {unit}",
    "payers_caption": "Gevinst før og efter sagslisten i {years}, hver betaler, {unit}",
    "gain_before": "Forventet før",
    "gain_after": "Forventet nu",
    "sure_before": "Sikker nok før",
    "sure_after": "Sikker nok nu",
    "gates_note": "Sikkerhed er ikke alt, reglen kræver: følsomhedsanalyse, godkendelser og milepæle står i "
    "registeret. Budgetår, der er gået, er med her, men kan ikke længere ændres.",
    "dash_note": "En streg: beløbene efter sagslisten kan ikke bruges.",
    "losses_note": "Der ventes også merudgifter: {before} før og {after} nu; de er ikke trukket fra.",
    "losses_note_before": "Der ventes også merudgifter: {before} før sagslisten; de er ikke trukket fra.",
    # The three dimensions.
    "dimension_resources": "Ressourcer fra start til og med {month}",
    "dimension_activity": "Aktivitet fra start til og med {month}",
    "dimension_results": "Resultater fra start til og med {month}",
    "thousand": "tusind",
    "figure": "Nøgletal",
    "down_per_million": "flytninger til et mindre indgribende trin pr. mio. kr., trinnene har kostet",
    "programmes": "Casens egne udgifter, {unit}",
    "programmes_note": "Hvad casen selv har kostet indtil nu, står ikke i en sagsliste; tallet er det "
    "ventede.",
    # Figures.
    "chart_number": "Børn i anbringelse, gennemsnit siden start",
    "chart_moved_down": "Flytninger til et mindre indgribende trin, i alt siden start",
    "chart_moved_up": "Flytninger til et mere indgribende trin, i alt siden start",
    "chart_cost": "Udgiften til alle trin pr. måned, gennemsnit siden start, {unit}",
    "chart_months": "måned fra start ({first} er måned\N{NO-BREAK SPACE}1)",
    "legend_seen": "set i sagslisten",
    "legend_middle": "ventet med casen",
    "legend_case": "bånd med casen",
    "legend_baseline": "bånd uden casen",
    "chart_alt": "Kurve over {planned} måneder. {title}. Efter {months} måneder: {seen} set, ventet {case} "
    "med casen og {baseline} uden. Dom: {verdict}. Tallene står i tabellen.",
    "chart_caption": "Dom: {verdict}.",
    "charts_note": "Den mørke linje er sagslisten, og prikken er den seneste måned. Går det, som scenariet "
    "siger, holder alle målepunkter sig inden for deres bånd i alle {planned} måneder i {often} af "
    "tilfældene.",
    # The page.
    "title": "Opfølgning: {case}",
    "kicker": "{municipality} · sagslisten er kendt til og med {last}",
    "indicators_heading": "Går det som lovet?",
    "learnt_heading": "Hvad lærer sagslisten os?",
    "amounts_heading": "Hvad er sikkert nok til budgettet, før og nu?",
    "steering_heading": "Ressourcer, aktivitet og resultater",
    "caveats_heading": "Hvad opfølgningen ikke kan sige",
    "caveat_planned": "Båndene gælder de {planned} måneder og de {all} målepunkter, der er planlagt, og "
    "ikke længere. Giv det samme antal måneder hver gang.",
    "caveat_weak": "En svag virkning holder sig længe inden for båndene. »Kan ikke afgøres endnu« betyder "
    "ikke, at det går godt, og heller ikke, at det går skidt.",
    "caveat_scenario": "Alt gælder inden for scenariet: det, scenariet regner for sikkert, kan ingen "
    "sagsliste ændre. At et målepunkt er uden for båndene, siger ikke hvorfor.",
    "caveat_weights": "Antagelserne er vejet efter børnenes bevægelser på de trin, casen virker på, og de "
    "nye børn dér. Priser og udgifter har ikke vejet med.",
    "caveat_luck": "Beløbene efter sagslisten bygger på, hvad den lærer os om antagelserne. Held og uheld "
    "i de måneder, der er gået, er ikke regnet med.",
    "caveat_late": "Sagslisten fortæller, hvad der er bevilget og registreret. Det, der bliver registreret "
    "senere, er ikke med: luk en måned, før den følges op.",
    "caveat_rejected": "{rejected} af {rows} rækker i sagslisten er afvist; deres børn og kroner er ikke "
    "med.",
    "caveat_complete": "Sagslisten ser først ud til at have alt fra {complete}, efter at casen begyndte.",
    "caveat_after_plan": "Sagslisten rækker {after} måneder længere end de {planned} planlagte; de måneder "
    "er ikke med.",
    "caveat_without_price": "{services} ydelser i sagslisten har ingen pris; de er regnet til trinnets "
    "gennemsnit, i alt {amount}.",
    "caveat_unpriced": "Sagslisten har ingen pris på {steps}; scenariets er brugt.",
    "caveat_no_index": "Scenariets prisindeks har ikke {years}; kroner fra de år står i deres egne priser, "
    "mens det ventede står i {price_year}-priser.",
    "stamp_ledger": "Sagsliste (SHA-256)",
    "stamp_last": "Sagslistens sidste dag",
    "stamp_months": "Måneder, kendt og planlagt",
    "stamp_policy": "Regel for budgettet (SHA-256)",
    "months_of": "{months} af {planned}",
}
