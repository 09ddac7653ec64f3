"""The sentences about checks of a calibration and about published totals, in Danish."""

TEXTS = {
    # Words that the tables share
    "good": "godt",
    "thin": "tyndt",
    "poor": "ringe",
    "step": "Trin",
    "all_steps": "Alle trin under ét",
    "p": "p",
    "p_below": "under {p}",
    "of": "{part} af {whole}",
    "seen": "Set",
    "expected": "Ventet",
    # The verdicts
    "verdicts_heading": "Hvor meget kan hvert trin bære?",
    "verdicts_caption": "Grundlaget efter kontrollerne",
    "basis": "Grundlag",
    "why": "Hvorfor",
    "verdicts_note": (
        "Godt: mindst 50 bevægelser væk fra trinnet er set; tyndt: mindst 10. Det falder én grad, når en "
        "kontrols p er under {limit}; så lav bliver en p et eller andet sted i højst 1 af 20 rigtige "
        "kalibreringer."
    ),
    "moves_enough": "{moves} bevægelser væk er set",
    "moves_one": "1 bevægelse væk er set, godt kræver {good}",
    "moves_few": "{moves} bevægelser væk er set, godt kræver {good}",
    "stay_fits": "opholdenes længde taler ikke imod (p\N{NO-BREAK SPACE}{p})",
    "stay_against": "opholdenes længde passer ikke (p\N{NO-BREAK SPACE}{p})",
    "stay_unknown": "opholdenes længde kan ikke afprøves på så få",
    "backtest_fits": "tilbageblikket taler ikke imod (p\N{NO-BREAK SPACE}{p})",
    "backtest_against": "tilbageblikket ramte ved siden af (p\N{NO-BREAK SPACE}{p})",
    # Length of stay
    "stays_heading": "Varer opholdene så længe, som raterne siger?",
    "stays_caption": "Bevægelser væk fra trinnene",
    "stays_note": (
        "p: hvor ofte afvigelsen i, hvornår i opholdet børnene går, er så stor ved et tilfælde. Antallet "
        "er der ingen prøve på, for raterne er taget fra de samme bevægelser. {dash}: for få til en prøve."
    ),
    # Where children are later
    "where_caption": "Hvor børnene er efter 1, 2 og 3 år (procent)",
    "where_step": "Fra trin, efter",
    "where_row": "{step}, {years}\N{NO-BREAK SPACE}år",
    "where_followed": "Fulgt",
    "where_here": "På trinnet",
    "where_limits": "95\N{NO-BREAK SPACE}%",
    "where_out": "Ude",
    "where_note": (
        "Af de børn, der først kom til trinnet i perioden. Resten er på andre trin. {dash}: for få blev "
        "fulgt så længe. I det ventede kommer ingen tilbage, der er gået ud; i det sete er de med."
    ),
    "where_of_step": "Hvor {children} børn var 1, 2 og 3 år efter, at de først kom til trinnet",
    "where_place": "Sted",
    "where_year": "{years} år, set",
    "where_year_expected": "{years} år, ventet",
    "where_of_step_note": (
        "I procent, med 95 % usikkerhed i parentes. Steder med under 1 % er udeladt. {dash}: for få blev "
        "fulgt så længe."
    ),
    "where_nobody": "Ingen børn kom først til dette trin i perioden.",
    # The backtest
    "backtest_heading": "Tilbageblik: havde raterne set det komme?",
    "backtest_how": (
        "Raterne er regnet en gang til, kun af det, man vidste {cut}. Derfra er de næste {months} måneder "
        "regnet {runs} gange og holdt op mod de børn, der kom til at stå på trinnene."
    ),
    "backtest_caption": "Tilbageblik: børn på trinnene i {months} måneder efter {cut}",
    "inside_90": "I 90\N{NO-BREAK SPACE}%-båndet",
    "inside_50": "I 50\N{NO-BREAK SPACE}%-båndet",
    "year_ends_90": "Årsskifter i 90\N{NO-BREAK SPACE}%",
    "mean_error": "Fejl i snit",
    "backtest_note": (
        "p: hvor ofte beregningerne selv ligger så langt fra deres midte i alle måneder tilsammen. Måneder "
        "hænger sammen: tolv uden for et bånd er én overraskelse og ikke tolv. Fejl: børn, der var, minus "
        "børn, der var ventet."
    ),
    "no_backtest": "Der er intet tilbageblik ({reason}).",
    # The page
    "title": "Passer raterne på det, der skete?",
    "kicker": "Kalibrering af {files}, {first} til {last}",
    "files": "{count} filer",
    "own_use": "Til kommunens eget brug: små antal er ikke skjult.",
    "answer_heading": "Svaret",
    "grades": "Grundlaget er godt på {good} af {steps} trin, tyndt på {thin} og ringe på {poor}.",
    "grade_of_one": "Trinnets grundlag er {grade}.",
    "answer_hit": (
        "Tilbageblikket taler ikke imod: ud fra det, man vidste {cut}, var der på intet trin ventet noget "
        "påfaldende andet i de næste {months} måneder end det, der skete."
    ),
    "answer_missed": (
        "Tilbageblikket ramte ved siden af på {steps}: det, man vidste {cut}, pegede klart et andet sted "
        "hen end det, der skete i de næste {months} måneder."
    ),
    "and": "og",
    "only_backtest": (
        "De øvrige kontroller ser på den samme tid, som raterne er tilpasset, og ser derfor bedre ud, end "
        "de er."
    ),
    "each_heading": "Trin for trin",
    "each_how": (
        "Venstre figur (øverst på en telefon): andelen af ophold, der endnu varer. Højre: børn på trinnet "
        "ved udgangen af hver måned. Før tilbageblikket er båndene regnet fra periodens første dag med "
        "rater, der kender hele perioden; efter det kun af det, man vidste på dets første dag."
    ),
    "each_how_without": (
        "Venstre figur (øverst på en telefon): andelen af ophold, der endnu varer. Højre: børn på trinnet "
        "ved udgangen af hver måned. Båndene er regnet fra periodens første dag med rater, der kender hele "
        "perioden."
    ),
    "rules_heading": "Fra rækker til forløb",
    "caveats_heading": "Hvad kontrollerne ikke kan sige",
    "caveat_few": "Hvor få bevægelser er set, kan intet tale imod raterne. Derfor tæller antallet først.",
    "caveat_same_time": (
        "Opholdenes længde, hvor børnene er senere, og båndene før tilbageblikket ser på den tid, raterne "
        "er tilpasset: båndene er for brede og p for høj."
    ),
    "caveat_practice": (
        "Tilbageblikket siger, om raterne holdt sidst. Ændrer praksis sig, holder de ikke næste gang."
    ),
    "caveat_back": (
        "I beregningerne kommer et barn, der er gået ud, ikke tilbage, men tæller med blandt de nye. Ingen "
        "trin er fulde."
    ),
    "caveat_bridged": (
        "Ét kendes først senere, også i tilbageblikket: et hul, der er slået bro over, er intet hul på dagen."
    ),
    "caveat_granted": "Sagslisten siger, hvad der blev bevilget, og ikke, hvad et barn havde brug for.",
    "stamp_heading": "Hvor siden kommer fra",
    "stamp_caption": "Samme sagsliste og frø giver samme side",
    "stamp_rows": "Rækker læst og brugt",
    "stamp_seed": "Frø",
    "stamp_runs": "Beregninger før og i tilbageblikket",
    "stamp_versions": "Versioner",
    # The figures
    "share_title": "Ophold, der endnu varer",
    "share_title_from": "... af dem over {years} år",
    "share_axis": "år på trinnet",
    "stock_title": "Børn på trinnet",
    "stock_title_all": "Børn på alle trin",
    "axis_from": "aksen begynder ved {least}",
    "legend_seen": "som det var",
    "legend_limits": "usikkerhed, 95 %",
    "legend_expected": "ventet",
    "legend_half": "midterste halvdel",
    "legend_most": "9 af 10 beregninger",
    "legend_backtest": "tilbageblik",
    "alt_stock": (
        "{step}: {day} var der {seen} børn; ventet {expected}, i 9 af 10 beregninger {low} til {high}."
    ),
    "alt_stay": "Halvdelen af opholdene var forbi efter {seen} år, ventet {expected}.",
    "alt_nobody": "Ingen ophold er set på trinnet.",
    "alt_no_stay": "Under halvdelen af opholdene blev set til ende.",
    "caption_all": "Børn på alle trin ved udgangen af hver måned, og hvad beregningerne ventede.",
    # Published totals
    "totals_caption": "Nøgletallene",
    "total": "Nøgletal",
    "published": "Offentliggjort",
    "error": "Fejl",
    "fitted": "Tilpasset",
    "spread": "Spredning",
    "distance": "Afstand",
    "totals_note": (
        "Fejl: den usikkerhed (standardfejl), som tilfældet, afrundingen og opgørelsen giver det "
        "offentliggjorte. Spredning: det tilpassedes egen. Afstand: tilpasset minus offentliggjort, i fejl."
    ),
    "parameters_caption": "Det, der kunne flyttes for at nå dem",
    "parameter": "Faktor eller form",
    "before": "Før",
    "after": "Efter",
    "interval": "90\N{NO-BREAK SPACE}%",
    "parameters_note": (
        "Før: hvad der blev troet, 9 gange ud af 10. Efter: middel, og hvor 9 ud af 10 trækninger ligger. En "
        "faktor 1 er scenariets eget tal; en form 1 er, at udsigten ikke ændrer sig med tiden på trinnet. "
        "Alt andet i scenariet er taget for givet."
    ),
}
