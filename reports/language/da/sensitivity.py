"""What is said about what a case hangs on, in Danish."""

# ruff: noqa: RUF001  an en dash between numbers is how a range is written

TEXTS = {
    # Outcomes, and when a case is above zero in them, as they stand after a clause that comes first.
    "outcome_net": "den samlede gevinst for kommunen",
    "outcome_cashable": "gevinsten i kommunens budgetter",
    "outcome_need": "den største merudgift i et enkelt budgetår",
    "outcome_placed": "ændringen i antallet af anbragte børn og unge",
    "outcome_year": "kommunens gevinst i {year}",
    "outcome_payer": "gevinsten for {payer}",
    "event_net": "tjener casen sig hjem i {often}",
    "event_gain": "er {outcome} over nul i {often}",
    "side_net": "casen tjener sig hjem i {often}",
    "side_gain": "{outcome} er over nul i {often}",
    "balance_net": "Værdien, hvor casen lige netop tjener sig hjem i {share}",
    "balance_gain": "Værdien, hvor {outcome} lige netop er over nul i {share}",
    "runs_of_ten": "{count} af 10 forløb",
    "runs_of_twenty": "{count} af 20 forløb",
    "runs_percent": "{percent} af forløbene",
    "at_least": "mindst {share}",
    "fewer_than": "færre end {share}",
    "unit_children": "helårspersoner",
    "children": "{number} helårspersoner",
    "quoted": "»{title}«",
    # The first sentence: what it hangs on.
    "first_sobol": "{outcome} hænger mest på {leader}, som står for omkring {share} af det, vi ikke ved; "
    "{chance}.",
    "first_sobol_tie": "{outcome} hænger mest på {leader} og {second}, som står for omkring {share} og "
    "{share_second} af det, vi ikke ved, uden at det kan ses, hvilken der er vigtigst; {chance}.",
    "first_set": "{outcome} hænger mest på {count} antagelser, der følges ad og tilsammen står for omkring "
    "{share} af det, vi ikke ved (mest {leader}); {chance}.",
    "first_morris": "{outcome} hænger mest på {leader}: fra den ene ende af dens spænd til den anden ændrer "
    "resultatet sig med {effect} i gennemsnit; {chance}.",
    "first_densities": "{outcome} hænger mest på {leader}: ingen anden antagelse ændrer så meget ved, hvor "
    "resultatet kan ende; {chance}.",
    "first_local": "{outcome} hænger mest på {leader}, som alene kan flytte resultatet {effect}; {chance}.",
    "first_drowned": "Tilfældighederne fylder så meget, at det ikke kan ses, hvad {outcome} hænger på; der "
    "skal regnes flere gentagelser.",
    "chance_run": "tilfældigheder står for {chance} af udsvingene i et enkelt forløb",
    "chance_mean": "tilfældigheder står for {chance} af udsvingene mellem trækningerne",
    "chance_measured": "{chance} af de udslag, der er målt, er tilfældigheder",
    "chance_unknown": "hvor meget der er tilfældigheder, kan ikke ses",
    # The second: where it just pays its way.
    "second_above": "Hvis {leader} med sikkerhed er mindst {value}, {event}; scenariets midterste bud er "
    "{median}.",
    "second_below": "Hvis {leader} med sikkerhed er højst {value}, {event}; scenariets midterste bud er "
    "{median}.",
    "second_always": "Uanset hvor {leader} ligger i spændet {range}, {event}; scenariets midterste bud er "
    "{median}.",
    "second_tornado": "Når alt andet står midt i sit spænd, og {leader} flyttes fra {range}, går {outcome} "
    "fra {at_low} til {at_high}.",
    "second_none": "Hvor casen lige netop tjener sig hjem, er ikke regnet her, fordi tallene er taget fra en "
    "kørsel, der var der i forvejen.",
    # The third: the three views.
    "third": "I gennemsnit giver casen kommunen {raw}, hvis scenariet holder, {corrected}, hvis gevinsten "
    "bliver mindre og senere, som den slags ofte gør, og {repeated}, hvis kun det, der er gentaget andre "
    "steder, virker.",
    "third_kept": "I gennemsnit giver casen kommunen {raw}, hvis scenariet holder, og {corrected}, hvis "
    "gevinsten bliver mindre og senere, som den slags ofte gør; intet af det, der er gentaget andre steder, "
    "kan sættes i stedet for scenariets egne tal, så med kun det gentagne er svaret også {repeated}.",
    "third_none": "Hvad casen giver efter fradrag for optimisme og med kun det, andre har gentaget, er ikke "
    "regnet her, fordi tallene er taget fra en kørsel, der var der i forvejen.",
    "a_gain": "en gevinst på {amount}",
    "a_loss": "et tab på {amount}",
    "no_gain": "hverken gevinst eller tab",
    # Tables.
    "assumption": "Antagelse",
    "interval": "95\N{NO-BREAK SPACE}%",
    "indices": "Andel af det, vi ikke ved om {outcome}",
    "alone": "Alene",
    "in_all": "Med samspil",
    "together_row": "{count} antagelser, der trækkes sammen",
    "chance_row": "Tilfældigheder i gennemsnittet af {replications} gentagelser, holdt for sig",
    "chance_row_mean": "Tilfældigheder, holdt for sig: andel af udsvingene mellem trækningernes gennemsnit",
    "chance_row_measured": "Tilfældigheder, holdt for sig: andel af de målte udslag",
    "indices_note": "Alene: så meget mindre ville usikkerheden blive, hvis vi kendte antagelsen. Med "
    "samspil: så meget ville være tilbage, hvis vi kendte alle de andre. Intervallet er regneusikkerhed og "
    "bliver smallere med flere rækker.",
    "indices_drowned": "Tilfældighederne overdøver antagelserne; kør med flere gentagelser.",
    "together_note": "Trækkes sammen: {names}.",
    "screening": "Hvor meget resultatet ændrer sig, når en antagelse flyttes, {unit}",
    "mu_star": "Udslag",
    "mu": "Med fortegn",
    "sigma": "Uens",
    "by_chance": "Tilfældigt",
    "screening_note": "Udslag: gennemsnitlig ændring fra den ene ende af spændet (5 %) til den anden (95 %), "
    "uden fortegn. Med fortegn: plus, hvis en højere værdi giver mere. Uens: hvor forskelligt udslaget er "
    "fra sted til sted, altså bøjninger og samspil. Tilfældigt: så stort ville udslaget være af "
    "tilfældigheder alene.",
    "densities": "Hvor meget hver antagelse flytter hele fordelingen af {outcome}",
    "distance": "Afstand",
    "densities_note": "Afstanden er 0, hvis antagelsen intet betyder, og højst 1. Det, som blandede "
    "trækninger giver af sig selv, er trukket fra. Afstandene kan ikke lægges sammen.",
    "second": "Hvad to antagelser gør sammen, ud over hver for sig, andel af det, vi ikke ved",
    "pair": "Par",
    "pair_names": "{one} × {other}",
    "share": "Andel",
    "second_note": "De største først.",
    "second_left_out": "{count} mindre par er udeladt; de står i tabellerne i mappen.",
    "tornado": "Én antagelse ad gangen: {outcome}, {unit}",
    "low": "Lav",
    "high": "Høj",
    "at_low": "Ved lav",
    "at_high": "Ved høj",
    "error": "Usikker",
    "tornado_note": "Lav og høj: 10 og 90 % i antagelsens fordeling. Alt andet står midt i sit spænd; så er "
    "resultatet {middle}. Usikker: standardfejlen på den største ændring.",
    "tornado_corners": "Flyttes alle på én gang til det bedste, ændres resultatet med {best} (hver for sig "
    "i alt {best_summed}); til det værste med {worst} (hver for sig i alt {worst_summed}). Forskellen er "
    "samspil.",
    "median": "Midt i scenariet",
    "balance": "Lige netop",
    "searched": "Undersøgt",
    "likely": "Så ofte i scenariet",
    "from_value": "fra {value}",
    "up_to_value": "op til {value}",
    "pays_everywhere": "overalt",
    "pays_nowhere": "ingen steder",
    "balance_note": "Én antagelse ad gangen regnes som sikker, mens de andre er så usikre, som de er. "
    "»Overalt«: uanset værdien inden for det undersøgte. »Ingen steder«: antagelsen kan ikke gøre det alene. "
    "95 %: hvad andre trækninger kunne have givet; … er uden for det undersøgte. "
    "Så ofte i scenariet: hvor tit scenariet selv regner med en værdi på den side.",
    "map": "{up}, når {across} er kendt",
    "map_note": "Ved hver værdi af den første antagelse er den anden sat, hvor det lige netop går op.",
    "views": "Casens samlede gevinst for kommunen på tre måder, nutidsværdi, {unit}",
    "view": "Regnet",
    "view_raw": "Som scenariet siger",
    "view_corrected": "Efter fradrag for optimisme",
    "view_repeated": "Kun det, andre steder har gentaget",
    "mean": "Gennemsnit",
    "p10": "10\N{NO-BREAK SPACE}%",
    "p50": "Midterste",
    "p90": "90\N{NO-BREAK SPACE}%",
    "gain_share": "Andel med gevinst",
    "views_note": "10 % og 90 %: i 8 af 10 forløb ligger gevinsten imellem. De tre regnes med de samme "
    "trækninger og det samme held. Usikker: standardfejlen på gennemsnittet.",
    "correction": "Fradraget følger det mindst sikre grundlag, casens virkninger hviler på: {grade}. "
    "Gevinster sættes ned med {reduction} og kommer {delay} senere; udgifterne står uændret.",
    "correction_none": "Fradraget følger det mindst sikre grundlag, casens virkninger hviler på: {grade}. "
    "Med det grundlag trækkes intet fra.",
    "years": "{number} år",
    # Figures.
    "tornado_alt": "Liggende søjler, den vigtigste antagelse øverst. {sentence} Tallene står i tabellen.",
    "tornado_alt_sentence": "Med {leader} fra {range} går resultatet fra {at_low} til {at_high}.",
    "tornado_caption": "Søjlerne begynder ved resultatet, når alle antagelser står midt i deres spænd "
    "({middle}). Jo længere søjle, jo mere flytter antagelsen alene. Den tynde streg viser "
    "regneusikkerheden.",
    "legend_low": "antagelsens lave værdi",
    "legend_high": "antagelsens høje værdi",
    "legend_middle": "alle midt i spændet",
    "legend_zero": "nul",
    "legend_interval": "95 % regneusikkerhed",
    "from_to": "{title}: {values}",
    "to": "{low} til {high}",
    "indices_alt": "Liggende søjler i procent af det, vi ikke ved: {sentence}. Tallene står i tabellen.",
    "indices_alt_part": "{title} {share}",
    "indices_caption": "Den nederste søjle er tilfældigheder. De måles for sig og er ikke en del af de "
    "andre.",
    "legend_alone": "alene",
    "legend_in_all": "med samspil",
    "legend_chance": "tilfældigheder",
    "together_bar": "{count} antagelser, der trækkes sammen, som helhed",
    "chance_bar": "Tilfældigheder i gennemsnittet af {replications} gentagelser (holdt for sig)",
    "screening_alt": "Liggende søjler for hver antagelses udslag, den største øverst: {sentence}. Tallene "
    "står i tabellen.",
    "screening_caption": "En søjle, der ikke når forbi stregen for tilfældigheder, kan ikke skelnes fra "
    "ingenting.",
    "legend_mu_star": "gennemsnitligt udslag",
    "legend_sigma": "hvor uens udslaget er",
    "legend_noise": "så stort ville det være af tilfældigheder alene",
    "densities_alt": "Liggende søjler for hver antagelses afstand, den største øverst: {sentence}. Tallene "
    "står i tabellen.",
    "densities_caption": "En streg, der når nul, betyder, at antagelsen ikke kan skelnes fra ingenting.",
    "legend_distance": "afstand",
    "map_alt": "Kort over to antagelser. Hen ad: {across}. Op ad: {up}. {sentence} Tallene står i tabellen.",
    "map_alt_point": "Når den første er {across}, er grænsen {up}.",
    "map_alt_everywhere": "Når den første er {across}, er der ingen grænse: {side} overalt.",
    "map_alt_nowhere": "Når den første er {across}, er der ingen grænse: {side} ingen steder.",
    "map_caption": "Skraveret: {side}. Mellem punkterne er der trukket rette linjer. På kortet regnes de to "
    "antagelser som sikre; i scenariet er de det ikke, så rudens plads siger ikke, hvor sikker casen er.",
    "map_caption_everywhere": "En trekant på kanten: der er grænsen uden for kortet, og hele lodlinjen er "
    "skraveret.",
    "map_caption_nowhere": "Et kryds på kanten: der kan den anden antagelse ikke gøre det alene.",
    "map_up": "Op ad: {title}",
    "map_across": "Hen ad: {title}",
    "legend_curve": "lige netop",
    "legend_pays": "{side}",
    "legend_median": "midt i scenariet",
    "legend_everywhere": "ingen grænse: overalt",
    "legend_nowhere": "ingen grænse: ingen steder",
    "map_blank": "{up} og {across}: hvor de end ligger inden for det undersøgte, {event}.",
    # The page.
    "title": "Hvad hænger det på? {case}",
    "kicker": "Følsomhedsanalyse · {municipality}",
    "answer_heading": "Svaret",
    "hangs_heading": "Hvad det hænger på",
    "balance_heading": "Hvor det lige netop går op",
    "views_heading": "Tre syn på gevinsten",
    "views_intro": "De tre må ikke blandes sammen. Ingen af dem er en prognose.",
    "source": "Kilde til fradraget: {source}.",
    "method_heading": "Sådan er det regnet",
    "caveats_heading": "Hvad analysen ikke kan sige",
    "stamp_heading": "Analysens stempel",
    "method_outcome": "Analysen gælder {outcome}. I gennemsnit over det, der er regnet, er den {level}.",
    "method_sobol": "Antagelserne er trukket i {samples} rækker, hver med {width} sæt værdier, og hvert sæt "
    "er regnet {replications} gange med nyt held: {runs} forløb. Alt er regnet med og uden casen (Sobols "
    "indeks; Saltelli m.fl. 2010).",
    "method_sobol_share": "En andel er en andel af de udsving, som antagelserne giver. Tilfældighederne er "
    "trukket ud og holdt for sig. Alene-andelene giver 100 %, hvis der intet samspil er, ellers mindre; "
    "andelene med samspil giver mere. Andelene behøver derfor ikke give 100 %. En andel siger ikke, i "
    "hvilken retning antagelsen trækker; det gør figuren med én antagelse ad gangen.",
    "method_together": "{count} af antagelserne trækkes sammen, fordi de følges ad: kender man den ene, ved "
    "man noget om de andre. Derfor kan en af dem forklare mere alene, end der er tilbage, når alle de andre "
    "er kendt. Deres andele kan ikke lægges sammen; den samlede andel står for sig.",
    "method_morris": "Antagelserne er flyttet én ad gangen i {samples} gennemløb, og hvert sæt værdier er "
    "regnet {replications} gange med nyt held: {runs} forløb med og uden casen (Morris 1991). Metoden "
    "sorterer og måler ikke andele. Antagelser, der trækkes sammen, er også flyttet én ad gangen.",
    "method_pawn": "{samples} trækninger er regnet {replications} gange hver. For hver antagelse er det "
    "målt, hvor meget fordelingen af resultatet flytter sig, når antagelsen er kendt (PAWN; Pianosi og "
    "Wagener 2018).",
    "method_delta": "{samples} trækninger er regnet {replications} gange hver. For hver antagelse er det "
    "målt, hvor meget fordelingen af resultatet flytter sig, når antagelsen er kendt (delta; Borgonovo "
    "2007).",
    "method_run": "Trækningerne er taget fra en kørsel, der var der i forvejen: {run}. Kun det, der kan ses "
    "i dem, er med; balancepunkter og de tre syn kræver nye forløb.",
    "method_tornado": "Én antagelse ad gangen er flyttet fra 10 til 90 % i sin fordeling, mens de andre står "
    "midt i deres spænd. Det samme held er brugt hver gang, så forskellen er antagelsens.",
    "method_balance": "Balancepunkterne er fundet med {runs} forløb ved hver værdi, der er prøvet, og med de "
    "samme trækninger af de andre antagelser hver gang. De siger ikke, hvor sandsynlig værdien er.",
    "method_views": "De tre syn er regnet med {draws} trækninger og {replications} gentagelser af hver.",
    "caveat_booking": "En følsomhedsanalyse viser, hvad gevinsten hænger på. Den viser ikke, at gevinsten "
    "kommer.",
    "caveat_known": "Analysen ser kun de antagelser, som scenariet selv kalder usikre, og kun inden for de "
    "spænd, det giver dem. En antagelse med for snævert spænd ser mindre vigtig ud, end den er.",
    "caveat_optimism": "Fradraget for optimisme er en tommelfingerregel og ingen prognose.",
    "caveat_repeated": "At ingen har gentaget en indsats, beviser ikke, at den ikke virker. Det, andre har "
    "fundet, er fundet andre steder med andre børn.",
    "caveat_placed": "Antallet af anbragte er en forskel mellem to simuleringer og ingen optælling af børn.",
    "stamp_caption": "Stempel",
    "stamp_scenario": "Beregning og case",
    "stamp_scenario_digest": "Forudsætninger (SHA-256)",
    "stamp_run_digest": "Kørsel (SHA-256)",
    "stamp_value_digest": "Resultater (SHA-256)",
    "stamp_method": "Metode og udfald",
    "stamp_samples": "Rækker, gennemløb eller trækninger; gentagelser",
    "stamp_seed": "Startværdi for tilfældige tal",
    "stamp_versions": "Versioner",
}
