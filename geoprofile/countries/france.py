"""France: street words, house number suffixes, codes and departements."""

from __future__ import annotations

import re

from geoprofile.countries.arrondissements import arrondissement_number, whole_commune
from geoprofile.countries.country import COUNTRIES, Country
from geoprofile.countries.grammar import StreetGrammar, fold

__all__ = [
    "FRANCE",
    "FRENCH_ARTICLES",
    "FRENCH_ELISIONS",
    "FRENCH_LANDMARKS",
    "FRENCH_NOISE",
    "FRENCH_NUMBERS",
    "FRENCH_PHRASES",
    "FRENCH_TAIL_NOISE",
    "FRENCH_TYPES",
    "FRENCH_WORDS",
]


def _by_spelling(canonical: dict[str, str]) -> dict[str, str]:
    """Turn `canonical: spellings` into `spelling: canonical`, the canonical form being one of its spellings."""
    return {
        spelling: word
        for word, spellings in canonical.items()
        for spelling in (word, *spellings.split(", "))
        if spelling
    }


# Canonical type: other spellings, from usage, INSEE's FANTOIR and SIRENE lists.
FRENCH_TYPES = _by_spelling(
    {
        "ALLEE": "ALL, ALLEES, ALEE, AL",
        "ANSE": "",
        "ARCADE": "ARCADES",
        "AVENUE": "AV, AVE, AVN, AVEN, AVENU, AVENUES",
        "BOULEVARD": "BD, BLD, BVD, BLVD, BOUL, BLV, BOULEV, BOULVARD",
        "BOIS": "",
        "BOURG": "BRG",
        "CARREFOUR": "CAR, CARR, CRF, CARF",
        "CENTRE COMMERCIAL": "CCAL, CTRE COMMERCIAL, CENTRE COM",
        "CHAUSSEE": "CHS, CHAUSSE, CHSS",
        "CHEMIN": "CH, CHE, CHEM, CHM, CHMN, CHEMINS, CHEMIN VICINAL, CHEMIN RURAL, CHV, CR, VC",
        "CITE": "CTE, CITES",
        "CLOS": "",
        "CORNICHE": "COR",
        "COTE": "",
        "COUR": "COURS INTERIEURE",
        "COURS": "CRS",
        "DESCENTE": "DSC",
        "DOMAINE": "DOM",
        "ESPACE": "ESPA",
        "ESPLANADE": "ESP",
        "FAUBOURG": "FG, FBG, FAUB, FBOURG",
        "GALERIE": "GALERIES",
        "HAMEAU": "HAM, HAMEAUX",
        "ILE": "",
        "IMPASSE": "IMP, IMPS, IMPAS",
        "JARDIN": "JARD, JARDINS",
        "LOTISSEMENT": "LOT, LOTISS, LOTIS, LTS",
        "MAIL": "",
        "MONTEE": "MTE, MONTE",
        "PARC": "PRC",
        "PARVIS": "PRV",
        "PASSAGE": "PAS, PASS, PASSG, PSG, PSGE",
        "PASSERELLE": "",
        "PLACE": "PL, PLC, PLCE",
        "PLACETTE": "PLT",
        "PONT": "",
        "PORT": "",
        "PROMENADE": "PROM, PRO",
        "QUAI": "QU, QUAIS",
        "QUARTIER": "QUA, QRT, QUART, QTIER",
        "RESIDENCE": "RES, RESID, RESIDENCES",
        "ROCADE": "",
        "ROND POINT": "RPT, RD PT, RD POINT, ROND PT",
        "ROUTE": "RTE, RT, ROUTES, RTES",
        "RUE": "R, RU, RUES",
        "RUELLE": "RLE, RUEL",
        "SENTE": "SENTES",
        "SENTIER": "SEN, SENT, SENTR",
        "SQUARE": "SQ, SQR, SQU",
        "STADE": "",
        "TERRASSE": "TSSE, TERRASSES",
        "TRAVERSE": "TRA, TRAV",
        "VENELLE": "VEN, VLLE",
        "VILLA": "VLA, VILL, VILLAS",
        "VILLAGE": "VGE, VLGE",
        "VOIE": "VOI, VOIES",
        "VOIE COMMUNALE": "",
        "ZONE ACTIVITE": "ZA, ZONE ACTIVITES, ZONE D ACTIVITE, ZONE D ACTIVITES, ZONE ARTISANALE, ZAE",
        "ZONE INDUSTRIELLE": "ZI, ZONE IND",
        "ZAC": "",
    }
)
FRENCH_WORDS = _by_spelling(
    {
        "SAINT": "ST, SAINTS, STS",
        "SAINTE": "STE, SAINTES, STES",
        "GENERAL": "GAL, GEN, GL, GENE, GNAL",
        "MARECHAL": "MAL, MARL, MCHAL, MARAL, MARECH",
        "COMMANDANT": "CDT, CMDT, CT, COMMDT, CDAT",
        "CAPITAINE": "CNE, CPT, CPNE, CAPIT",
        "LIEUTENANT": "LT, LTN, LIEUT",
        "COLONEL": "COL, CEL",
        "ADJUDANT": "ADJ, ADJT",
        "SERGENT": "SGT, SERG",
        "AMIRAL": "AML",
        "DOCTEUR": "DR, DOCT",
        "PROFESSEUR": "PR, PROF",
        "PRESIDENT": "PDT, PRES, PST, PRST, PDENT",
        "ABBE": "ABE",
        "MONSEIGNEUR": "MGR, MSGR",
        "INGENIEUR": "ING",
        "MADAME": "MME",
        "MADEMOISELLE": "MLLE",
        "FAUBOURG": "FG, FBG, FAUB",
        "GRAND": "GD, GRD",
        "GRANDE": "GDE, GRDE",
        "PETIT": "PTIT, PT",
        "PETITE": "PTE, PTITE",
        "HAUT": "HT",
        "HAUTE": "HTE",
        "VIEUX": "VX",
        "CHATEAU": "CHAT, CHTEAU",
        "FONTAINE": "FONT, FNE",
        "EGLISE": "EGL",
        "REPUBLIQUE": "REP, REPUB, REPUBL",
        "LIBERATION": "LIB, LIBERAT",
        "RESISTANCE": "RESIST",
    }
)
FRENCH_NUMBERS = {
    word: str(value)
    for value, words in enumerate(
        [
            "ZERO",
            "UN/PREMIER/PREMIERE",
            "DEUX/DEUXIEME/SECOND",
            "TROIS/TROISIEME",
            "QUATRE/QUATRIEME",
            "CINQ/CINQUIEME",
            "SIX/SIXIEME",
            "SEPT/SEPTIEME",
            "HUIT/HUITIEME",
            "NEUF/NEUVIEME",
            "DIX/DIXIEME",
            "ONZE/ONZIEME",
            "DOUZE/DOUZIEME",
            "TREIZE/TREIZIEME",
            "QUATORZE/QUATORZIEME",
            "QUINZE/QUINZIEME",
            "SEIZE/SEIZIEME",
        ]
    )
    for word in words.split("/")
} | {
    "VINGT": "20",
    "TRENTE": "30",
    "QUARANTE": "40",
    "CINQUANTE": "50",
    "SOIXANTE": "60",
    "CENT": "100",
    "UNE": "1",
    "IER": "1",
}
FRENCH_LANDMARKS = frozenset({"BOIS", "ILE", "JARDIN", "PARC", "PASSERELLE", "PONT", "STADE"})
FRENCH_ARTICLES = frozenset(["DE", "DU", "DES", "LA", "LE", "LES", "ET", "AU", "AUX", "EN"])
FRENCH_PHRASES = {"N DAME": "NOTRE DAME", "ND": "NOTRE DAME", "HDV": "HOTEL VILLE"}
FRENCH_ELISIONS = frozenset("DL")

SUFFIXES = {"BIS": "B", "TER": "T", "QUATER": "Q", "QUATRE": "Q", "QUAT": "Q"}

FRENCH_NOISE = re.compile(
    r"\b(?:BP|B P|TSA|CS|BOITE POSTALE|CASE POSTALE|BTE POSTALE|POSTE RESTANTE)"
    r"(?: [0-9]{1,3}(?= [0-9]{3}\b))?(?: ?[0-9]+)?\b"
    r"|\b(?:BATIMENT|BATIMENTS|BAT|BT|IMMEUBLE|IMM|ESCALIER|ESCAL|ESC|ENTREE|ENT|APPARTEMENT|APPART|APPT|APT|APP|"
    r"PORTE|PTE|HALL|BLOC|ETAGE|ETG|LOGEMENT|LOGT|INTERPHONE|DIGICODE|CODE|CHAMBRE|CHBRE|BUREAU|BUR|BOITE|BTE|BAL|"
    r"LOCAL|CAGE)"
    r"(?: ?(?:N |NO )?[A-Z]?[0-9]{1,4}(?:[A-Z][0-9]{0,4})?"
    r"| (?:N |NO )?(?:[A-Z]|GAUCHE|DROITE|DROIT|FACE|GCHE|DRTE|DTE))\b"
    r"|\b[0-9]{1,2}(?:ER|E|EME|ND|NDE|IEME)? ?(?:ETAGE|ETG)\b(?: (?:GAUCHE|DROITE|FACE|PORTE [A-Z0-9]+))*"
    r"|\bET [0-9]{1,2}$|\b(?:REZ DE CHAUSSEE|RDC|SOUS SOL)\b"
)
FRENCH_TAIL_NOISE = re.compile(
    r" (?:RESIDENCE|RESID|RES|CHEZ|C O|IMMEUBLE|IMM|BATIMENT|BAT|ENTREE|CENTRE COMMERCIAL|CCAL|CEDEX|LIEU DIT"
    r"|LIEUDIT|A L ATTENTION|SERVICE)\b"
)
CEDEX = re.compile(r"\b(?:CEDEX|CDX|CEDX)\b(?: ?[0-9]{1,2}\b)?")

# Departement: its name and its region, as the official geographic code has them (INSEE, COG).
REGIONS = {
    "Auvergne-Rhône-Alpes": "01 Ain, 03 Allier, 07 Ardèche, 15 Cantal, 26 Drôme, 38 Isère, 42 Loire, 43 Haute-Loire, "
    "63 Puy-de-Dôme, 69 Rhône, 73 Savoie, 74 Haute-Savoie",
    "Bourgogne-Franche-Comté": "21 Côte-d'Or, 25 Doubs, 39 Jura, 58 Nièvre, 70 Haute-Saône, 71 Saône-et-Loire, "
    "89 Yonne, 90 Territoire de Belfort",
    "Bretagne": "22 Côtes-d'Armor, 29 Finistère, 35 Ille-et-Vilaine, 56 Morbihan",
    "Centre-Val de Loire": "18 Cher, 28 Eure-et-Loir, 36 Indre, 37 Indre-et-Loire, 41 Loir-et-Cher, 45 Loiret",
    "Corse": "2A Corse-du-Sud, 2B Haute-Corse",
    "Grand Est": "08 Ardennes, 10 Aube, 51 Marne, 52 Haute-Marne, 54 Meurthe-et-Moselle, 55 Meuse, 57 Moselle, "
    "67 Bas-Rhin, 68 Haut-Rhin, 88 Vosges",
    "Hauts-de-France": "02 Aisne, 59 Nord, 60 Oise, 62 Pas-de-Calais, 80 Somme",
    "Île-de-France": "75 Paris, 77 Seine-et-Marne, 78 Yvelines, 91 Essonne, 92 Hauts-de-Seine, 93 Seine-Saint-Denis, "
    "94 Val-de-Marne, 95 Val-d'Oise",
    "Normandie": "14 Calvados, 27 Eure, 50 Manche, 61 Orne, 76 Seine-Maritime",
    "Nouvelle-Aquitaine": "16 Charente, 17 Charente-Maritime, 19 Corrèze, 23 Creuse, 24 Dordogne, 33 Gironde, "
    "40 Landes, 47 Lot-et-Garonne, 64 Pyrénées-Atlantiques, 79 Deux-Sèvres, 86 Vienne, 87 Haute-Vienne",
    "Occitanie": "09 Ariège, 11 Aude, 12 Aveyron, 30 Gard, 31 Haute-Garonne, 32 Gers, 34 Hérault, 46 Lot, 48 Lozère, "
    "65 Hautes-Pyrénées, 66 Pyrénées-Orientales, 81 Tarn, 82 Tarn-et-Garonne",
    "Pays de la Loire": "44 Loire-Atlantique, 49 Maine-et-Loire, 53 Mayenne, 72 Sarthe, 85 Vendée",
    "Provence-Alpes-Côte d'Azur": "04 Alpes-de-Haute-Provence, 05 Hautes-Alpes, 06 Alpes-Maritimes, "
    "13 Bouches-du-Rhône, 83 Var, 84 Vaucluse",
    "Guadeloupe": "971 Guadeloupe",
    "Martinique": "972 Martinique",
    "Guyane": "973 Guyane",
    "La Réunion": "974 La Réunion",
    "Mayotte": "976 Mayotte",
}
CONTEXTS = {
    entry.split(" ", 1)[0]: ", ".join((*entry.split(" ", 1), region))
    for region, entries in REGIONS.items()
    for entry in entries.split(", ")
}


def departement(citycode: str) -> str:
    """Give the departement of a commune code: two characters, three overseas."""
    return citycode[:3] if citycode.startswith("97") else citycode[:2]


def _context(citycode: str) -> str:
    return CONTEXTS.get(departement(citycode), "")


FRANCE = Country(
    code="fr",
    metric_crs="EPSG:2154",
    zone_levels=("grid_200m", "iris", "commune"),
    postcode=re.compile(r"(?<![0-9-])[0-9]{5}(?![0-9-])"),
    address_sources=frozenset({"ban", "bano"}),
    code_length=5,
    grammar=StreetGrammar(
        types=FRENCH_TYPES,
        words=FRENCH_WORDS,
        phrases=FRENCH_PHRASES,
        articles=FRENCH_ARTICLES,
        elisions=FRENCH_ELISIONS,
        landmarks=FRENCH_LANDMARKS,
        numbers=FRENCH_NUMBERS,
        prefixes=("LIEU DIT", "LIEUDIT", "LD"),
    ),
    suffixes=SUFFIXES,
    noise=FRENCH_NOISE,
    tail_noise=FRENCH_TAIL_NOISE,
    city_words={"ST": "SAINT", "STE": "SAINTE", "STS": "SAINTS", "STES": "SAINTES"},
    cedex=CEDEX,
    outside=frozenset({"FRANCE", "FR", "F"}),
    regions=frozenset(fold([name for told in CONTEXTS.values() for name in told.split(", ")[1:]])),
    context=_context,
    whole_city=whole_commune,
    district_number=arrondissement_number,
)
COUNTRIES.register("fr")(FRANCE)
