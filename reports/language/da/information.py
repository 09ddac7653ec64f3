"""What is said about the worth of knowing more, in Danish."""

TEXTS = {
    # The answer: what knowing everything is worth.
    "now_gain": "Som det ser ud nu, ventes casen at give en gevinst på {amount}",
    "now_loss": "Som det ser ud nu, ventes casen at give et tab på {amount}",
    "now_even": "Som det ser ud nu, ventes casen at gå lige op",
    "know_nearly_all": "{now}; at vide alt på forhånd ville højst være {evpi} værd, og næsten det hele "
    "ligger i »{title}«.",
    "know_most": "{now}; at vide alt på forhånd ville højst være {evpi} værd, og det meste ligger i "
    "»{title}«.",
    "know_largest": "{now}; at vide alt på forhånd ville højst være {evpi} værd, og mest værd at kende for "
    "sig er »{title}« ({evppi}).",
    "know_together": "{now}; at vide alt på forhånd ville højst være {evpi} værd, men ingen af antagelserne "
    "er værd at kende for sig.",
    "know_nothing": "{now}; hvordan antagelserne end falder ud, bliver beslutningen den samme, så der er "
    "ikke brug for at vide mere, før der besluttes.",
    "know_unseen": "{now}; regnemetoden fanger for lidt af det, antagelserne gør ved gevinsten, til at sige, "
    "om det er værd at vide mere.",
    # The answer: following children.
    "children": "{children} børn",
    "children_all": "alle børn på casens trin ({children} ad gangen)",
    "children_too_many": "{children} børn (flere, end der er)",
    "children_range": "{low} til {high} børn",
    "months": "{months} måneder",
    "months_range": "{low} til {high} måneder",
    "follow_best": "Den bedste af de opfølgninger, der er regnet på, er at følge {children} i {months} og "
    "så gå videre eller stoppe: den ventes at give {net} mere end at beslutte endeligt nu, når det, casen "
    "koster imens, er trukket fra.",
    "follow_unsure": "Den bedste af de opfølgninger, der er regnet på, er at følge {children} i {months} og "
    "så gå videre eller stoppe: den ventes at give {net} mere end at beslutte endeligt nu, når det, casen "
    "koster imens, er trukket fra, men det er ikke mere end regneusikkerheden.",
    "follow_known": "Derfor er der heller ikke noget at vinde ved først at følge børn i casen og så "
    "beslutte.",
    "follow_unseen": "Derfor kan det heller ikke siges, hvad det er værd først at følge børn i casen og så "
    "beslutte.",
    "follow_same": "Ingen af de opfølgninger, der er regnet på ({children} i {months}), ville ændre "
    "beslutningen, så ingen af dem er ventetiden værd.",
    "follow_late": "Ingen af de opfølgninger, der er regnet på ({children} i {months}), er ventetiden værd: "
    "når svaret kommer, er der ikke længere noget at spare ved at stoppe.",
    "follow_dear": "Ingen af de opfølgninger, der er regnet på ({children} i {months}), er ventetiden værd: "
    "at sætte casen i gang for at følge børnene ventes at koste mere, end det giver.",
    "follow_nobody": "Casen virker ikke på noget trin på indsatstrappen, så der er ingen børn at følge op "
    "på.",
    # The answer: early figures.
    "tell_best": "Det tidlige tal, der siger mest, er {name}: tallet kan læses fra måned {first}, og i "
    "måned {month} sætter det en case, der betaler sig, over en, der ikke gør, i {hits} af 100 "
    "sammenligninger (rent gæt giver 50).",
    "tell_only": "Det tidlige tal, der siger mest, er {name}: tallet kan først læses i måned {month}, "
    "hvor det sætter en case, der betaler sig, over en, der ikke gør, i {hits} af 100 sammenligninger (rent "
    "gæt giver 50).",
    "tell_weak": "Ingen af de {indicators} tidlige tal kan læses med nogen kraft de første {last} måneder: "
    "det bedste, {name}, sætter en case, der betaler sig, over en, der ikke gør, i {hits} af 100 "
    "sammenligninger, og rent gæt giver 50.",
    "tell_nothing": "Ingen af de {indicators} tidlige tal siger noget de første {last} måneder om, hvorvidt "
    "casen betaler sig.",
    "tell_always": "Tidlige tal kan ikke vise, om casen betaler sig, for det ventes den at gøre, hvordan "
    "antagelserne end falder ud.",
    "tell_never": "Tidlige tal kan ikke vise, om casen betaler sig, for det ventes den ikke at gøre, "
    "hvordan antagelserne end falder ud.",
    "tell_unseen": "Derfor kan det heller ikke siges, om tidlige tal kan vise, at casen betaler sig.",
    "too_low": "Beløbene for, hvad det er værd at vide mere, er for lave: regnemetoden fanger kun {share} "
    "af det, antagelserne gør ved gevinsten, og skulle fange mindst {least}.",
    # Early figures.
    "moved_down": "flytninger til et mindre indgribende trin",
    "moved_up": "flytninger til et mere indgribende trin",
    "placement_days": "dage i anbringelse",
    "average_price": "udgiften pr. anbragt helårsperson",
    "starts": "nye ophold på trinnet »{step}«",
    "ends": "afsluttede ophold på trinnet »{step}«",
    # What knowing is worth.
    "whole": "Hvad det højst er værd at vide, {unit}",
    "singles": "Hvad det er værd at kende hver antagelse for sig, {unit}",
    "known": "Det, der bliver kendt",
    "assumption": "Antagelse",
    "worth": "Værdi",
    "error": "±",
    "changes": "Ændrer beslutningen",
    "explains": "Forklarer",
    "everything": "Alle antagelser",
    "group_baseline": "Det, der også gælder uden casen",
    "group_case": "Det, kun casen bringer med sig",
    "whole_note": "Værdi: så meget højere ventes gevinsten at blive, når der besluttes med den viden. ±: "
    "regneusikkerhed (standardfejl). Ændrer beslutningen: andel af trækningerne, hvor den, der ved det, "
    "beslutter andet end nu. Fagord: EVPI for alle antagelser, EVPPI for nogle af dem.",
    "singles_note": "Forklarer: andel af forskellene i den ventede gevinst, der forsvinder, når antagelsen "
    "er kendt. En antagelse kan forklare noget og dog ikke være penge værd at kende, når beslutningen "
    "bliver den samme. Tallene kan ikke lægges sammen.",
    # Following children.
    "evsi": "Hvad opfølgningen ville være værd, hvis svaret var der fra start, {unit}",
    "net": "Hvad opfølgningen er værd, når det, casen koster imens, er trukket fra, {unit}",
    "month": "Fulgt i",
    "on_steps": "Børn på trinnene",
    "month_row": "{month} måneder",
    "evsi_note": "0: ændrer ikke beslutningen i noget forløb. ±: regneusikkerhed (standardfejl). Børn på "
    "trinnene: så mange er der i gennemsnit ad gangen på de trin, casen virker på ({steps}); er der færre "
    "end dem, der skal følges, følges alle. Opfølgningen ser, hvor tit de flytter sig, og den samme del af "
    "de nye, der kommer. Fagord: EVSI.",
    "net_note": "Casen sættes i gang, børnene følges, og så går man videre eller stopper. Tallet er det, "
    "der ventes at komme ud af det, ud over det bedste af to: at gennemføre casen uden at se efter, og slet "
    "ikke at begynde. Minus: så er det bedre at beslutte nu.",
    # Early figures in tables.
    "indicator": "Tidligt tal",
    "month_head": "{month} mdr.",
    "hits": "Hvor tit tallet rammer rigtigt, af 100 sammenligninger",
    "explained": "Hvor meget af forskellene i gevinst tallet kan forudsige",
    "way": "Godt tegn",
    "way_more": "flere",
    "way_less": "færre",
    "way_both": "begge",
    "way_price_more": "højere",
    "way_price_less": "lavere",
    "worth_at": "Værdi, {unit}",
    "hits_note": "En sammenligning er af en trækning, hvor casen betaler sig, og en, hvor den ikke gør; "
    "rent gæt rammer 50 af 100. Et tal kan læses, når det rammer mindst {readable}. {dash}: siger intet. "
    "Godt tegn: om flere eller færre tyder på en bedre case.",
    "explained_note": "0 % er intet, 100 % er alt. Værdi: hvad det er værd at beslutte efter tallet i "
    "måned {month} i stedet for nu; ventetiden er ikke trukket fra.",
    "silent_none": "Alle {all} tidlige tal siger noget.",
    "silent_some": "{silent} af {all} tidlige tal siger intet og er ikke vist.",
    "silent_all": "Ingen af de {all} tidlige tal siger noget.",
    # Figures.
    "knowing_title": "Hvad det er værd at vide, {unit}",
    "knowing_everything": "Alle {assumptions} antagelser",
    "legend_everything": "værd at vide alt (stiplet linje)",
    "legend_single": "værd at kende for sig",
    "legend_error": "regneusikkerhed, 9 af 10",
    "knowing_alt": "Søjler. Alle antagelser: {evpi}. {singles} Tallene står i tabellerne.",
    "knowing_alt_single": "{title}: {evppi}.",
    "knowing_alt_none": "Ingen antagelse er noget værd at kende for sig.",
    "knowing_caption": "Ingen undersøgelse er mere værd end den øverste søjle. Søjlerne kan ikke lægges "
    "sammen.",
    "knowing_left_out": "{left_out} af {all} antagelser er ikke tegnet: de er 0 kr. værd at kende for sig "
    "eller mindre værd end dem, der er tegnet.",
    "following_title": "Hvad det er værd at følge børn, når det, casen koster imens, er trukket fra, {unit}",
    "following_months": "måneder fra start",
    "following_alt": "Kurver over, hvad det er værd at følge børn i {months}, en for hvert antal børn. "
    "{sentence} Tallene står i tabellen.",
    "following_caption": "Over nul er det bedre at begynde og se efter end at beslutte endeligt nu. De "
    "lodrette streger er regneusikkerheden (9 af 10).",
    "telling_explained": "Hvor meget af forskellene i gevinst tallet kan forudsige",
    "telling_hits": "Hvor mange af 100 gange tallet rammer rigtigt (rent gæt: 50)",
    "telling_readable": "kan læses: mindst {readable} af 100",
    "telling_alt": "Kurver over, hvad de bedste tidlige tal siger måned for måned. {told} Tallene står i "
    "tabellerne.",
    "telling_alt_one": "I måned {month} forudsiger {name} {share} af forskellene.",
    "telling_caption": "De bedste tidlige tal, hvert for sig. To gode tal kan sige det samme.",
    # The page.
    "title": "Hvad er det værd at vide mere, før der besluttes?",
    "kicker": "{case} · {municipality}",
    "answer_heading": "Svaret",
    "knowing_heading": "Hvad er det værd at vide?",
    "following_heading": "Hvad er det værd at følge børn først?",
    "telling_heading": "Hvilke tidlige tal siger noget?",
    "method_heading": "Sådan er det regnet",
    "caveats_heading": "Hvad tallene ikke kan sige",
    "method_draws": "Antagelserne er trukket {draws} gange inden for deres spænd, og for hver trækning er "
    "børnene fulgt i {replications} gentagelser fra {first} til og med {last}, med og uden casen og med de "
    "samme tilfældigheder. Gevinsten er kommunens egen, som nutidsværdi i {year}-priser. Beslutningen er, "
    "om casen skal gennemføres, og den følger den ventede gevinst.",
    "method_regression": "En regression på de samme trækninger skiller det, antagelserne gør ved gevinsten, "
    "fra tilfældigheder, som ingen kan vide på forhånd. Den forudsiger {explained} af de forskelle, "
    "antagelserne gør, i trækninger, den ikke har set.",
    "method_regression_unknown": "En regression på de samme trækninger skiller det, antagelserne gør ved "
    "gevinsten, fra tilfældigheder, som ingen kan vide på forhånd. Den finder ingen forskelle, som "
    "antagelserne gør.",
    "method_waiting": "At følge børn er ikke gratis, for casen skal i gang, før der er noget at se. Derfor "
    "er der regnet sådan: begynd nu, se efter i måned {first_look}, {last_look} eller ind imellem, og gå så "
    "videre eller stop. Den, der stopper, har mistet det, casen har kostet indtil da.",
    "method_no_waiting": "Der er ikke regnet på at følge børn, for casen virker ikke på noget trin.",
    "caveat_alone": "Hvert tidligt tal er taget for sig. To gode tal kan sige det samme.",
    "caveat_chance": "Tilfældigheder er ikke noget, man kan vide på forhånd, og tæller ikke med i, hvad det "
    "er værd at vide.",
    "caveat_smooth": "Regressionen er jævn: et spring, eller tre antagelser, der kun virker sammen, ser den "
    "kun noget af, og så bliver beløbene for lave.",
    "caveat_sure": "Det, en antagelse er værd at kende, er for den, der så ved det med sikkerhed. En "
    "undersøgelse eller et forsøg giver mindre.",
    "caveat_best": "Den bedste af mange opfølgninger er for en del den heldigste i beregningen, så dens "
    "beløb er snarere for højt end for lavt.",
    "caveat_seen": "En opfølgning ser, hvor mange børn der flytter op, ned og ud fra de trin, casen virker "
    "på, og den del af de nye børn, der svarer til dem, der følges; ikke hvem eller hvornår. Et tidligt tal "
    "for hele kommunen kan sige mere.",
    "caveat_stop": "Det er antaget, at casen kan stoppes, uden at det koster mere.",
    "caveat_spans": "Alt gælder inden for de spænd, antagelserne har i scenariet. Med andre spænd kan det "
    "være noget andet, der er værd at vide.",
}
