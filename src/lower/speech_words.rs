//! Words of small talk, and the commonest words, by language. Lists of words, with spaces between them.

/// What is known of a language.
pub(super) struct Spoken {
    pub(super) language: &'static str,
    /// Greeting, thanks, goodbye, insult; then fillers, and what people give thanks for.
    pub(super) small: [&'static str; 6],
    /// The commonest words, those that tell it best from others first.
    pub(super) common: &'static str,
}

/// English is the first: it stands in where no language of a script is here.
pub(super) const SPOKEN: [Spoken; 8] = [
    Spoken {
        language: "en",
        small: [
            "hi hello hey hiya greetings morning afternoon evening howdy",
            "thanks thank thx ty cheers tysm thankyou appreciated",
            "bye goodbye cya later night farewell",
            "fuck idiot idiots stupid moron morons useless pathetic shit bastards clowns bullshit liars scammers",
            "ok okay you u so much very all a and oh good great well have nice day there again everyone team guys sir \
             i for now no yes please to the just really many lots of are is it that very alright cool see talk soon off",
            "help your helping support reply quick response assistance",
        ],
        common: "the my is to how and i you what not for it do can this was have on your but are with when why in of a \
                 from at me be no we they if has will where been out get need want does im please did an as so or up",
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
        common: "ich nicht ist und das der mein meine wie bitte sie mir habe auf ein eine den wo für noch mit es zu warum \
                 kann wann die von im dem was wird bei seit kein keine sind hat bin auch aber wenn ihr",
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
        common: "je est pas le mon ma vous et les pour que une un comment mes dans avec votre suis ai sur ne la des du \
                 quand pourquoi depuis où cette bonjour mais plus qui il ce au en de j c à elle",
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
        common: "el mi no que de cómo está mis los por una un pero cuándo para con tengo qué dónde puedo es se he las \
                 del me y ha hace porque desde como más aún la en lo al ya su",
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
        common: "il non mio ho di che è per mia come sono la una un quando dove ancora con perché del miei posso alla \
                 mi si nel ma le questo della gli da al cosa anche più",
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
        common: "ik het niet een mijn van en dat hoe wanneer voor heb waar de maar nog met op is wat kan naar zijn er \
                 bij geen aan heeft jullie waarom te ben wordt ook om al u die",
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
        common: "não meu o minha que de uma um como está para meus quando em onde os mas estou com do da por é eu posso \
                 foi no na se já ainda tem tenho as são porque você vocês ao",
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
        common: "nie się jest na moje mój jak kiedy moja gdzie dlaczego mam czy że do już proszę w i to za co od z ale \
                 jeszcze po mi dla mojego o ma",
    },
];
