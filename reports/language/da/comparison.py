"""Every sentence of the report in Danish."""

# ruff: noqa: RUF001  an en dash between numbers is how a range is written

TEXTS = {
    "out_of_ten": "{count} af 10",
    "fewer_than_twentieth": "færre end 1 af 20",
    "more_than_nineteen": "flere end 19 af 20",
    "percent_below": "under {percent}",
    "percent_above": "over {percent}",
    "percent_sign": "\N{NO-BREAK SPACE}%",
    "hidden_count": "under\N{NO-BREAK SPACE}5",
    "range_dkk": "mellem {low} og {high} kr.",
    "range_dkk_thousand": "mellem {low} og {high} tusind kr.",
    "range_dkk_million": "mellem {low} og {high} mio. kr.",
    "dkk": "{number} kr.",
    "dkk_thousand": "{number} tusind kr.",
    "dkk_million": "{number} mio. kr.",
    "unit_dkk": "kr.",
    "unit_dkk_thousand": "tusind kr.",
    "unit_dkk_million": "mio. kr.",
    # The answer: a sentence on whether, and one on how much.
    "answer_share": "I {share} beregnede forløb er investeringen tjent hjem ved udgangen af {last}{half}.",
    "answer_half": ", i halvdelen af forløbene senest i {year}",
    "answer_all": "I alle {runs} beregnede forløb er investeringen tjent hjem ved udgangen af {last}{half}.",
    "answer_none": "I ingen af de {runs} beregnede forløb er investeringen tjent hjem ved udgangen af "
    "{last}.",
    "answer_one_yes": "I det ene beregnede forløb er investeringen tjent hjem ved udgangen af {last}, men "
    "ét forløb viser ikke, hvor sikkert det er.",
    "answer_one_no": "I det ene beregnede forløb er investeringen ikke tjent hjem ved udgangen af {last}, "
    "men ét forløb viser ikke, hvor sikkert det er.",
    "answer_gain": "Den samlede gevinst for kommunen er {middle} i det midterste forløb og {range} i 9 af "
    "10 forløb ({terms}).",
    "answer_gain_narrow": "Den samlede gevinst for kommunen er {middle} i mindst 9 af 10 forløb ({terms}).",
    "answer_gain_one": "Den samlede gevinst for kommunen er {middle} i dette forløb ({terms}).",
    "answer_loss": "Det samlede tab for kommunen er {middle} i det midterste forløb og {range} i 9 af 10 "
    "forløb ({terms}).",
    "answer_loss_narrow": "Det samlede tab for kommunen er {middle} i mindst 9 af 10 forløb ({terms}).",
    "answer_loss_one": "Det samlede tab for kommunen er {middle} i dette forløb ({terms}).",
    "terms": "nutidsværdi i {year}-priser",
    "terms_minus": "nutidsværdi i {year}-priser, minus er tab",
    "answer_idle": "Investeringscasen ændrer ikke noget: i alle beregnede forløb er børnenes vej og alle "
    "betaleres udgifter de samme som uden den.",
    "answer_same_money": "Kommunens udgifter er de samme med og uden investeringscasen i alle beregnede "
    "forløb.",
    "answer_zero": "Den samlede gevinst for kommunen er 0 kr.",
    # The top of the page.
    "kicker": "Investering i tidlig hjælp til børn og unge · {municipality}",
    "question": "Hvad koster det, hvem får gevinsten, hvornår, og hvor sikre er vi?",
    "method": "Beregningen følger simulerede børn på kommunens indsatstrappe fra {first} til og med "
    "{last}, med og uden hver investeringscase. Et forløb er én mulig fremtid: ét sæt antagelser og ét "
    "udfald af tilfældet.",
    "method_runs": "Her er regnet {runs} forløb.",
    "method_run": "Her er regnet ét forløb.",
    "method_gain": "En gevinst er udgifterne uden casen minus udgifterne med den; casens egne udgifter er "
    "regnet med. Alle beløb er i faste {year}-priser.",
    "booking": "Ingen del af gevinsten må indlægges i budgettet på grundlag af denne side alene.",
    "booking_where": "Hvad der kan indlægges efter reglen, og hvad der mangler, står ved hver case under "
    "»Hvad må tages ud af budgettet?«.",
    "overview_heading": "Investeringscasene kort",
    "overview_caption": "Samlet gevinst for kommunen {first}–{last}, nutidsværdi, {unit}",
    "answer_heading": "Svaret",
    "payers_heading": "Hvem betaler, og hvem får gevinsten?",
    "fan_heading": "Hvornår er investeringen tjent hjem?",
    "key_heading": "Nøgletal",
    # Tables about money.
    "case": "Case",
    "mean": "Gennemsnit",
    "five_to_ninety_five": "5–95\N{NO-BREAK SPACE}%",
    "p05": "5\N{NO-BREAK SPACE}%",
    "p95": "95\N{NO-BREAK SPACE}%",
    "gain_share": "Andel med gevinst",
    "break_even": "Tjent hjem i år",
    "break_even_quantiles": "Tjent hjem (10–50–90\N{NO-BREAK SPACE}%)",
    "idle": "ændrer ikke noget",
    "not_reached": "ikke nået",
    "overview_note": "5–95 %: i 9 af 10 forløb ligger tallet imellem. Tjent hjem: det år, hvorfra "
    "gevinsten bliver ved med at overstige udgiften, midt i forløbene (i parentes fra 10 til 90 % af "
    "forløbene). »Ikke nået«: ikke ved udgangen af {last}.",
    "key_caption": "Samlet gevinst for kommunen {first}–{last}, nutidsværdi",
    "key_mean": "Gennemsnit",
    "key_median": "I det midterste forløb (median)",
    "key_interval": "I 9 af 10 forløb (5–95\N{NO-BREAK SPACE}%)",
    "key_deepest": "Største samlede merudgift undervejs, midterste forløb, ikke tilbagediskonteret",
    "key_probability": "Andel af forløbene med gevinst",
    "key_break_even": "Tjent hjem i år (10–90\N{NO-BREAK SPACE}% af forløbene)",
    "key_variance": "Hvad usikkerheden skyldes",
    "key_mc_error": "Regneusikkerhed på gennemsnittet (standardfejl)",
    "variance": "{ignorance} det, vi ikke ved; {chance} tilfældigheder",
    "variance_unknown": "kan ikke opdeles med så få eller så ens forløb",
    "mc_error": "{amount} (mindskes med flere forløb)",
    "mc_error_unknown": "kan ikke beregnes af ét forløb",
    "key_note": "Nutidsværdi: senere år tæller mindre, med Finansministeriets rente på {rate} om året. "
    "»Ikke nået«: ikke tjent hjem ved udgangen af {last}.",
    "payer": "Betaler",
    "outside": "{payer} (ikke kommunens penge)",
    "municipality_total": "Kommunen i alt",
    "by_payer_caption": "Gevinst for hver betaler {first}–{last} i alt, ikke tilbagediskonteret, {unit}",
    "by_year": "Budgetår",
    "by_year_caption": "Gevinst for kommunen i hvert budgetår, ikke tilbagediskonteret, {unit}",
    "by_year_note": "Minus er en merudgift. 5 % og 95 %: i 9 af 10 forløb ligger årets tal imellem. De "
    "yderste år kan ikke lægges sammen til en yderste sum.",
    # Figures.
    "fan_title": "Samlet gevinst for kommunen til og med året, nutidsværdi, {unit}",
    "fan_median": "midterste forløb",
    "fan_half": "halvdelen af forløbene",
    "fan_most": "9 af 10 forløb",
    "fan_break_even": "Tjent hjem: {years} (8 af 10 forløb)",
    "fan_break_even_same": "Tjent hjem: {years} i mindst 8 af 10 forløb",
    "fan_break_even_open": "Tjent hjem: {middle}, tidligste tiendedel {early}; flere end 1 af 10 ikke i "
    "{last}",
    "fan_break_even_late": "Tjent hjem i færre end halvdelen af forløbene; tidligste tiendedel {early}",
    "fan_break_even_never": "Tjent hjem i færre end 1 af 10 forløb ved udgangen af {last}",
    "fan_break_even_one": "Tjent hjem: {year} (ét forløb)",
    "fan_break_even_one_never": "Ikke tjent hjem ved udgangen af {last} (ét forløb)",
    "fan_alt": "Viftediagram. {answer} Tallene står i tabellerne.",
    "fan_caption": "Over nul har kommunen tjent udgiften hjem. Stregen under figuren viser, hvornår det "
    "sker: midten (rude) og 8 af 10 forløb (streg); en pil betyder, at det kan være efter {last}.",
    "payers_title": "Gevinst i hvert budgetår, {unit}",
    "payers_mean": "Hver betaler, gennemsnit af forløbene",
    "payers_interval": "Kommunen i alt, gennemsnit og 5–95 % (9 af 10 forløb)",
    "payers_net": "kommunen i alt",
    "payers_alt": "Søjler for hvert budgetår med gevinst over nul og merudgift under nul for hver betaler. "
    "{sentence} Tallene står i tabellerne.",
    "payers_alt_sentence": "Kommunens gennemsnitlige gevinst går fra {first_gain} i {first} til "
    "{last_gain} i {last}.",
    "payers_caption": "Over nul er gevinst, under nul er merudgift. Linjen er kommunens egne betalere lagt "
    "sammen; stat og region er vist, men tæller ikke med. De to dele af figuren har hver sin målestok.",
    "staircase_title": "Børn og unge på indsatstrappen, helårspersoner",
    "staircase_rising": "Nederst det mindst indgribende trin, øverst det mest indgribende",
    "staircase_listed": "Nederst det første trin på indsatstrappen, øverst det sidste",
    "staircase_alt": "Indsatstrappen fra det første til det sidste trin med antal børn og unge i {first} "
    "og {last}, uden ændring og med casene. Tallene står i tabellen.",
    "staircase_caption": "Antal er gennemsnit af forløbene. En stiplet, tom søjle er et tal under 5, som "
    "er skjult; dens længde siger ikke mere.",
    # Children.
    "staircase_heading": "Børn og unge på indsatstrappen",
    "children_caption": "Børn og unge på hvert trin, helårspersoner, gennemsnit af forløbene",
    "step": "Trin",
    "now": "{year}",
    "later_baseline": "{year} uden ændring",
    "later_case": "{year} med {letter}",
    "total": "I alt",
    "letters_note": "{letter}: {title}.",
    "children_note": "Afrundet. En helårsperson er 365 dage på trinnet.",
    "missing_step_note": "–: trinnet findes ikke.",
    "hidden_note": "Antal fra 1 til 4 er skjult, og derfor vises ingen sum.",
    "waiting_heading": "Børn og unge, der venter",
    "waiting_caption": "Børn og unge, der venter på en plads på trinnet, helårspersoner, gennemsnit af "
    "forløbene",
    "waiting_note": "Et barn, der venter på et trin, tælles også med dér, hvor det står imens.",
    # Assumptions.
    "assumptions_heading": "Antagelserne",
    "uncertain_caption": "Antagelser, der er usikre",
    "fixed_caption": "Antagelser, der er faste i beregningen",
    "assumption": "Antagelse",
    "value": "Værdi",
    "grounds": "Grundlag og kilde",
    "only_in": "Kun i {letters}.",
    "ninety": "90 % mellem {low} og {high}",
    "uniform": "jævnt mellem {low} og {high}",
    "pert": "mellem {low} og {high}, mest sandsynligt {mode}",
    "grade_registered": "Egne registreringer",
    "grade_published": "Offentliggjort tal",
    "grade_randomised": "Lodtrækningsforsøg",
    "grade_controlled": "Undersøgelse med kontrolgruppe",
    "grade_before_after": "Før- og eftermåling uden kontrolgruppe",
    "grade_assumption": "Skøn, ikke målt",
    # Tables, prices and moves.
    "sources_caption": "Tabeller og priser",
    "source_municipality": "Kommunens nøgletal",
    "source_rates": "Rater for bevægelser mellem trin",
    "source_stock": "Børn på trappen fra start",
    "source_arrivals": "Tilgang",
    "source_price_index": "Prisindeks",
    "source_price": "Pris: {what}",
    "source_see": "se «{title}»",
    "source_amount": "{amount} kr. {per} i {year}-priser",
    "per_day": "pr. dag",
    "per_month": "pr. måned",
    "per_year": "pr. år",
    "per_start": "pr. start",
    "per_once": "én gang",
    "per_slot_year": "pr. plads pr. år",
    "per_participant": "pr. deltager",
    "per_participant_year": "pr. deltager pr. år",
    "per_child_year": "pr. barneår",
    "moves_heading": "Bevægelser på indsatstrappen",
    "moves_caption": "Børn og unge, der begynder på hvert trin, antal pr. år, gennemsnit {first}–{last}",
    "moves_baseline": "Uden ændring",
    "moves_case": "Med {letter}",
    "moves_note": "Både nye børn og børn, der kommer fra et andet trin.",
    # Caveats and the stamp.
    "caveats_heading": "Hvad modellen ikke kan sige",
    "caveat_booking": "Gevinsterne er forventninger. Et beløb kan først indlægges i budgettet, når det er "
    "sikkert nok efter reglen, når en følsomhedsanalyse af netop denne beregning foreligger, når betaleren "
    "har godkendt, og når opfølgningen ikke siger noget andet.",
    "caveat_wellbeing": "Modellen følger trin og kroner. Den måler ikke, om børnene trives bedre.",
    "caveat_household": "Hvert simuleret barn regnes som sin egen husstand. Søskendes udgifter lægges "
    "derfor ikke sammen, og statens refusion for særligt dyre enkeltsager bliver lidt for lille.",
    "caveat_effects": "Kun de virkninger og betalere, der står i beregningen, er med. Det, ingen har sat "
    "tal på, tæller nul.",
    "caveat_model": "Intervallerne viser usikkerheden i antagelserne og tilfældighederne. De viser ikke, "
    "hvad der sker, hvis loven, priserne eller praksis ændrer sig på en anden måde end antaget.",
    "caveat_partial_years": "Det første og det sidste budgetår er kun delvist med i beregningen. Deres tal "
    "er ikke regnet op til hele år.",
    "stamp_heading": "Beregningens stempel",
    "stamp_intro": "Samme beregning giver samme stempel, uanset hvor den køres.",
    "stamp_caption": "Stempel",
    "stamp_scenario": "Beregning",
    "stamp_scenario_digest": "Forudsætninger (SHA-256)",
    "stamp_run_digest": "Kørsel (SHA-256)",
    "stamp_value_digest": "Resultater (SHA-256)",
    "stamp_seed": "Startværdi for tilfældige tal",
    "stamp_draws": "Trækninger af antagelser",
    "stamp_replications": "Gentagelser pr. trækning",
    "stamp_versions": "Versioner",
}
