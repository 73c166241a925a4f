"""The words of French and Belgian addresses and their short forms, from general knowledge, never from a tested file."""

from __future__ import annotations


def listed(text: str, *, separator: str | None = None) -> list[str]:
    """Split a text that lists words, over several lines, at blanks or another separator."""
    return [" ".join(part.split()) for part in text.split(separator) if part.strip()]


def forms_of(lines: str) -> dict[str, list[str]]:
    """Read lines of `word: form, form`."""
    pairs = (line.split(":") for line in lines.strip().splitlines())
    return {word.strip(): [form.strip() for form in forms.split(",")] for word, forms in pairs}


# Types and their short forms: SIRENE, FANTOIR, the postal norm, and what is typed by hand.
TYPES = forms_of("""
    allée: ALL, All., AL, ALLE, Alée
    allées: ALL, All.
    avenue: AV, Av., AVE, Ave, AVN, AVENU
    boulevard: BD, Bd., BLD, BVD, Blvd, BOUL, Boul.
    carrefour: CAR, CARR, Carref.
    chaussée: CHS, Ch., CHAUSSEE
    chemin: CHE, Ch., CHEM, Chem., CHM
    cité: CITE, CTE
    clos: CLO, CLS
    cour: CR, COUR
    cours: CRS, Crs
    côte: COTE, Cte
    domaine: DOM, Dom.
    esplanade: ESP, Espl.
    faubourg: FG, Fbg, FAUB
    galerie: GAL, Gal.
    grande rue: GR RUE, Gde Rue, GDE R, Gd Rue, Grand'Rue, GRANDE R
    hameau: HAM, Ham.
    impasse: IMP, Imp., IMPAS, Impase
    lotissement: LOT, Lot., LOTISS
    mail: MAIL
    montée: MTE, Mtée
    parc: PRC
    passage: PAS, Pass., PASS, PSG
    place: PL, Pl., PLC, Plce
    placette: PLT
    promenade: PROM, Prom.
    quai: QU, Q., QUA
    quartier: QUA, Quart., QRT
    résidence: RES, Rés., RESID
    rond-point: RPT, Rd Pt, RD POINT, Rond Pt
    route: RTE, Rte, RT, Rte.
    rue: R, R., r, RU
    ruelle: RLE, Rlle
    sente: STE, SEN
    sentier: SEN, Sent., SENT
    square: SQ, Sq., SQR
    traverse: TRA, Trav.
    venelle: VEN, VLLE
    villa: VLA
    village: VLGE, VGE
    voie: VOI
    zone artisanale: ZA, Z.A., Z A
    zone industrielle: ZI, Z.I., Z I
""")
DUTCH_TYPES = forms_of("""
    straat: str, str., STR, STR., straat.
    steenweg: stwg, STWG, stwg., stw, STW.
    laan: ln, LN, ln., LN.
    plein: pln, PLN, pl.
    dreef: dr, DR.
    baan: bn
    weg: wg, WG.
    lei: l.
""")
TITLES = forms_of("""
    abbé: ABB, Abe
    adjudant: ADJ, Adjt
    amiral: AML, Am.
    capitaine: CNE, Cap., CPT
    château: CHAT, Chât., CHT
    colonel: COL, Col., CEL
    commandant: CDT, Cdt, CMDT
    docteur: DR, Dr, Dr., DOCT
    église: EGL, Égl.
    faubourg: FG, Fbg
    fontaine: FNE, Font.
    général: GAL, Gal, GEN, Gén., Gal.
    grand: GD, Gd, GRD
    grande: GDE, Gde
    haute: HTE
    lieutenant: LT, Lieut., LTN
    madame: MME
    maréchal: MAL, Mal, MARECH., Mar.
    monseigneur: MGR, Mgr
    notre-dame: ND, N.-D., N Dame
    petit: PT, Pt
    petite: PTE, Pte
    président: PDT, Pdt, PRES, Prés.
    professeur: PR, Pr, PROF, Prof.
    république: REP, Rép., REPUB
    résistance: RESIST
    saint: ST, St, St., S
    sainte: STE, Ste, Ste.
    sergent: SGT, Sgt
    vieille: VLLE
    vieux: VX, Vx
    burgemeester: Burg., BURG
    dokter: Dr., DR
    generaal: Gen.
    koning: Kon.
    pastoor: Past., PAST
    sint: ST, St., St
""")
PEOPLE = {
    surname: first
    for first, surnames in forms_of("""
    Louis: Pasteur, Blanc, Braille
    Léon: Gambetta, Blum
    Victor: Hugo, Schoelcher
    Jean: Jaurès, Moulin, Racine, Macé, Giono, Cocteau
    Jules: Ferry, Verne, Guesde, Michelet
    Émile: Zola, Littré
    Georges: Clemenceau, Brassens, Bizet, Sand
    Aristide: Briand
    Marcellin: Berthelot
    Adolphe: Thiers
    Claude: Debussy, Monet, Bernard
    Auguste: Renoir, Rodin, Comte
    Honoré de: Balzac
    Gustave: Flaubert, Courbet, Eiffel
    Alphonse: Daudet, Lamartine
    Hector: Berlioz
    Maurice: Ravel, Thorez
    Paul: Verlaine, Cézanne, Éluard
    Arthur: Rimbaud
    Charles: Baudelaire, Péguy, Gounod
    Pierre: Curie, Ronsard, Corneille
    Raymond: Poincaré
    Ferdinand: Buisson, Foch
    Antoine: Parmentier
    Lazare: Carnot, Hoche
    Denis: Diderot, Papin
    Frédéric: Mistral, Chopin
    Edgar: Degas, Quinet
    René: Descartes, Cassin
    Blaise: Pascal
""").items()
    for surname in surnames
}
FIRST_NAMES = {name.upper() for name in PEOPLE.values()} | set(
    listed("""
    ADRIEN AIMÉ ALAIN ALBERT ALEXANDRE ALEXIS ALFRED AMÉDÉE ANATOLE ANDRÉ ANNE ANNIE ARMAND ARTHUR AUGUSTIN BERNARD
    CAMILLE CATHERINE CÉLESTIN CHRISTOPHE CLÉMENT COLETTE DANIEL DANIELLE DAVID DOMINIQUE ÉDITH ÉDOUARD ÉLISÉE
    ERNEST ÉTIENNE EUGÈNE FÉLIX FERNAND FRANCIS FRANÇOIS FRANÇOISE GABRIEL GASTON GEORGE GÉRARD GERMAINE GILBERT
    GUILLAUME GUSTAVE GUY HENRI HÉLÈNE HENRY HIPPOLYTE JACQUES JEANNE JÉRÔME JOSEPH JOSÉPHINE JULIEN LÉONARD LOUISE
    LUCIE LUCIEN MADELEINE MARC MARCEL MARGUERITE MARIE MARTHE MARTIN MATHIEU MAX MICHEL NICOLAS OLYMPE PABLO PAULINE
    PHILIPPE RAOUL RAYMOND RENÉE ROBERT ROGER ROMAIN ROSA SALVADOR SIMON SIMONE SUZANNE THÉODORE THÉOPHILE THOMAS
    VINCENT YVES GABRIELLE
""")
)
MONTHS = forms_of("""
    janvier: Janv., JAN
    février: Févr., FEV
    mars: MARS
    avril: Avr., AVR
    mai: MAI
    juin: JUIN
    juillet: Juil., JUIL, JUILL
    août: AOUT
    septembre: Sept., SEPT
    octobre: Oct., OCT
    novembre: Nov., NOV
    décembre: Déc., DEC
""")
NUMBER_WORDS = listed("""
    zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept
    dix-huit dix-neuf vingt vingt-et-un vingt-deux vingt-trois vingt-quatre vingt-cinq vingt-six
    vingt-sept vingt-huit
    vingt-neuf trente trente-et-un
""")
DUTCH_NUMBER_WORDS = listed("nul een twee drie vier vijf zes zeven acht negen tien elf twaalf")
ROMAN = dict(
    zip(
        listed("II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVIII XXIII"),
        [*range(2, 17), 18, 23],
        strict=True,
    )
)
ARTICLES = {"de", "du", "des", "la", "le", "les", "aux", "au", "et", "van", "den", "het"}
