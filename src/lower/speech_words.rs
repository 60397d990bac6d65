//! Words of small talk, and the commonest words, by language. Lists of words, with spaces between them.

/// What is known of a language.
pub(super) struct Spoken {
    pub(super) language: &'static str,
    /// Greeting, thanks, goodbye, insult; then fillers, and what people give thanks for.
    pub(super) small: [&'static str; 6],
    /// What begins a clause that may speak of something else.
    pub(super) joins: &'static str,
    /// The commonest words, those that tell it best from others first.
    pub(super) common: &'static str,
}

/// English is the first: it stands in where no language of a script is here.
pub(super) const SPOKEN: [Spoken; 8] = [
    Spoken {
        language: "en",
        small: [
            "hi hello hey greetings morning afternoon evening howdy",
            "thanks thank thx ty cheers tysm thankyou appreciated",
            "bye goodbye cya later night farewell",
            "fuck idiot idiots stupid morons useless pathetic shit bullshit liars scammers",
            "ok okay you u so much very all a and oh good great well have nice day there again everyone guys i for now no yes \
             to the really many of are is it that see talk soon off lot lots ton million",
            "help your support reply quick response",
        ],
        joins: "and also but plus",
        common: "the my is to how and i you what not for it do can this was have your are with when why of a from they where get need please",
    },
    Spoken {
        language: "de",
        small: [
            "hallo hi moin servus guten morgen tag abend hey",
            "danke dankeschön danken dank",
            "tschüss tschüß ciao wiedersehen bye nacht",
            "idiot idioten dumm scheiße arschloch arschlöcher betrüger blöd fick verarsche",
            "ok okay ihr ich sie dir euch ihnen und so sehr viel vielen gut gute schönen schön noch auf alles klar ja nein \
             bitte zusammen liebes team da einen mal",
            "für die hilfe antwort schnelle ihre eure",
        ],
        joins: "und auch außerdem aber sowie",
        common: "ich nicht ist mein das und der die meine noch es ein wie kann mir wo habe bitte sie auf eine den \
                 für mit zu warum wann von im dem was wird bei seit kein keine sind hat bin auch aber wenn ihr",
    },
    Spoken {
        language: "fr",
        small: [
            "bonjour bonsoir salut coucou hello",
            "merci remercie",
            "revoir adieu bye tchao",
            "idiot idiots merde connard connards nuls con cons stupide putain escrocs voleurs",
            "ok oui non à au a tous toutes bien beaucoup très bonne journée soirée je vous te tu l et d accord bientôt tout \
             le monde mille encore parfait super messieurs dames mes",
            "pour votre aide réponse rapide de la",
        ],
        joins: "et aussi mais puis",
        common: "je pas mon ma le la de est et pour que vous ne votre les une un comment mes dans avec suis ai sur \
                 des du quand pourquoi depuis où cette bonjour mais plus qui il ce au en j c à elle",
    },
    Spoken {
        language: "es",
        small: [
            "hola buenos buenas saludos hey",
            "gracias agradezco agradecido",
            "adiós chao chau luego",
            "idiota idiotas estúpido estúpidos mierda inútiles estafadores ladrones imbéciles puta",
            "ok sí no muchas muy bien días tardes noches a todos por hasta que tal y vale de acuerdo mil les os te lo tenga \
             buen día un",
            "ayuda su respuesta la",
        ],
        joins: "y e también pero además",
        common: "mi el la que de en por una se los para con puedo está no cómo mis un pero cuándo tengo qué dónde es \
                 he las del me y ha hace porque desde como más aún lo al ya su",
    },
    Spoken {
        language: "it",
        small: [
            "ciao salve buongiorno buonasera",
            "grazie ringrazio",
            "arrivederci addio buonanotte",
            "idiota idioti stupido stupidi merda incapaci truffatori ladri cazzo vaffanculo",
            "ok sì no mille molte tante buona giornata serata a tutti e va bene allora presto vi la ti molto di nulla",
            "per aiuto l risposta vostro il",
        ],
        joins: "e ed anche ma inoltre",
        common: "non il la mio mia che per di è si ho da una un come sono quando dove ancora con perché del miei \
                 posso alla mi nel ma le questo della gli al cosa anche più",
    },
    Spoken {
        language: "nl",
        small: [
            "hallo hoi hey goedemorgen goedemiddag goedenavond dag",
            "bedankt dank dankjewel dankuwel",
            "doei ciao ziens bye tot",
            "idioot idioten stom klootzak klootzakken kut oplichters dieven waardeloos",
            "ok oké ja nee jullie je u wel hartelijk heel erg veel goed fijne nog en alvast allemaal prima dan straks",
            "voor de hulp snelle reactie het antwoord",
        ],
        joins: "en ook maar bovendien",
        common: "ik niet mijn het een de en van nog geen wat voor heb op te dat hoe wanneer waar maar met is kan \
                 naar zijn er bij aan heeft jullie waarom ben wordt ook om al u die",
    },
    Spoken {
        language: "pt",
        small: [
            "olá oi bom boa",
            "obrigado obrigada obrigados valeu agradeço",
            "tchau adeus até logo",
            "idiota idiotas estúpido burro merda inúteis ladrões golpistas porra",
            "ok sim não muito muita tudo bem dia tarde noite a todos e de nada por mais um o vocês",
            "pela ajuda sua resposta",
        ],
        joins: "e também mas além",
        common: "não meu minha o de que da para por uma e eu foi um está como meus quando em onde os mas estou com \
                 do é no na se já ainda tem tenho as são porque você vocês ao",
    },
    Spoken {
        language: "pl",
        small: [
            "cześć hej witam witajcie siema",
            "dziękuję dzięki dziękuje",
            "widzenia pa żegnam",
            "idiota idioci debil debile oszuści złodzieje kurwa gówno",
            "ok tak nie bardzo dzień dobry dobra wszystkim do państwu i serdecznie z góry wieczór wielkie jeszcze raz",
            "za pomoc odpowiedź szybką",
        ],
        joins: "i oraz też także ale",
        common: "nie się na jest moje moja w jak mój już z co za kiedy gdzie dlaczego mam czy że do proszę i to od \
                 ale jeszcze po mi dla mojego o ma",
    },
];
