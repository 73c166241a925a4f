"""Dirty address rows with their truth, made from the rows of an address base: for calibration and for speed.

A kind of dirt changes one or two parts (slots) of an address as somebody writes it; kinds with different slots
stack. Words come from general knowledge of French and Belgian addresses, never from a file that is tested on.
A row whose dirt would name another address of the base is drawn anew.

Run: python benchmarks/address_dirt.py [--data DIR] [--rows 30000] [--out FILE.csv]
"""

from __future__ import annotations

import argparse
import os
import re
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from sklearn.neighbors import KDTree

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.registry import Registry
from geoprofile.sources.source import ADDRESS_SOURCES, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = [
    "KINDS",
    "NEGATIVES",
    "clean_rows",
    "hard_rows",
    "kinds_of",
    "listed",
    "mixed_rows",
    "plain",
    "read_base",
    "soil",
]

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
TRUTH = ("street_id", "citycode", "street", "housenumber", "suffix", "longitude", "latitude", "old_city", "level")
TRUTH_OF = attrgetter(*TRUTH[:-1])
COLUMNS = ("id", "address", "postcode", "city", "kind", *TRUTH)
TRIES = 40
# Above this likeness to a street of the commune (0-100), an invented name could be meant for that street.
ALIKE = 75


def listed(text: str, *, separator: str | None = None) -> list[str]:
    """Split a text that lists words, over several lines, at blanks or another separator."""
    return [" ".join(part.split()) for part in text.split(separator) if part.strip()]


def _table(lines: str) -> dict[str, list[str]]:
    """Read lines of `word: form, form`."""
    pairs = (line.split(":") for line in lines.strip().splitlines())
    return {word.strip(): [form.strip() for form in forms.split(",")] for word, forms in pairs}


# STEP words. Types and their short forms: SIRENE, FANTOIR, the postal norm, and what is typed by hand.
TYPES = _table("""
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
DUTCH_TYPES = _table("""
    straat: str, str., STR, STR., straat.
    steenweg: stwg, STWG, stwg., stw, STW.
    laan: ln, LN, ln., LN.
    plein: pln, PLN, pl.
    dreef: dr, DR.
    baan: bn
    weg: wg, WG.
    lei: l.
""")
TITLES = _table("""
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
    for first, surnames in _table("""
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
    VINCENT YVES ARTHUR GABRIELLE
""")
)
MONTHS = _table("""
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
DAY = r"(?i)\b(1er|premier|[0-9]{1,2}|" + "|".join(NUMBER_WORDS[2:]).replace("-", "[- ]") + r")"
DATE = re.compile(DAY + r" (" + "|".join(MONTHS) + r")\b(?: ([0-9]{4}))?")
APOSTROPHE = "'"
DISTRICT = re.compile(r"^(.+?) ([0-9]{1,2})(?:er|e|ème) Arrondissement$", re.IGNORECASE)
# `25S5 Quai du Lot`: what a register of parcels calls a stretch of road; nobody writes it.
INTERNAL = r"^[0-9]+[A-Z]+[0-9]+ "
ROMAN_WORD = re.compile(r"(?<=\w )(" + "|".join(sorted(ROMAN, key=len, reverse=True)) + r")(?=$| )")

# What stands around an address. Companies are legal forms and trades, persons are placeholders of forms.
BUILDINGS = (
    "BAT {A}", "Bât. {A}", "BATIMENT {A}", "Bâtiment {n}", "ESC {n}", "Escalier {A}", "APPT {nn}", "Apt {nn}",
    "Appartement {nn}", "APPT {nn} ETG {n}", "{n}e étage", "{n}EME ETAGE", "RDC", "Porte {nn}", "PTE {A}",
    "BAT {A} APPT {nn}", "Hall {n}", "ENTREE {A}", "IMM {A}", "LOGT {nn}", "Bat {A} esc {n} apt {nn}",
    "{n}ème étage gauche", "1er étage droite", "Rez-de-chaussée", "Interphone {nn}", "Code {nn}A{nn}",
)  # fmt: skip
ESTATES = "RESIDENCE {N}", "Résidence {N}", "RES {N}", "Rés. {N}", "IMMEUBLE {N}", "Imm. {N}", "LOT {N}", "CLOS {N}"
ESTATE_NAMES = (
    "LES TOURTERELLES", "LE BEAU SITE", "LES TERRASSES", "LE PANORAMIC", "LES AMANDIERS", "LE MISTRAL", "L'ALBATROS",
    "LES HESPERIDES", "LE CLOS FLEURI", "LES ORCHIDEES", "LE VENDOME", "LES CIGALES", "BELLE RIVE", "LES MIMOSAS",
)  # fmt: skip
BOXES = "BP {nn}", "B.P. {nn}", "BP {nnn}", "CS {nnnnn}", "CS {nnnn}", "TSA {nnnnn}", "Boîte postale {nn}"
BELGIAN_BOXES = "Postbus {nnn}", "PB {nn}", "BP {nnn}", "B.P. {nn}", "Boîte postale {nnn}"
PERSONS = (
    "CHEZ M. X", "chez Mme X", "C/O M. X", "c/o Mme X", "A L'ATTENTION DE MME X", "Aux bons soins de M. X",
    "CHEZ MR ET MME X", "Chez M X",
)  # fmt: skip
COMPANIES = (
    "SARL DUPONT ET FILS", "SAS TRANSPORTS X", "GARAGE DU CENTRE", "BOULANGERIE PATISSERIE", "SCI LES TILLEULS",
    "EURL X PLOMBERIE", "CABINET MEDICAL", "PHARMACIE CENTRALE", "MAIRIE", "ECOLE PRIMAIRE", "SA X DISTRIBUTION",
    "SERVICE COMPTABILITE", "Tabac Presse", "Auto-école X", "Salon de coiffure", "SNC X ET CIE", "GAEC X",
)  # fmt: skip
ZONES = "ZA", "ZI", "Z.A.", "Z.I.", "ZAC", "Zone artisanale", "Zone industrielle", "Parc d'activités", "PA", "ZAE"
ZONE_NAMES = "NORD", "SUD", "EST", "OUEST", "DES QUATRE VENTS", "DE LA PLAINE HAUTE", "DES GRANDES TERRES", "EUROPARC"
LOCALITIES = "Lieu-dit {N}", "LIEU DIT {N}", "LD {N}", "Lieudit {N}", "Hameau de {N}", "Quartier {N}"
LOCALITY_NAMES = (
    "LE PETIT BOIS", "LA CROIX ROUGE", "LES TROIS CHENES", "LE MAS NEUF", "LA BORIE BLANCHE", "LES QUATRE CHEMINS",
    "LA MALADRERIE", "LE CHAMP LONG", "BEAUSEJOUR", "LA GRANDE BORNE",
)  # fmt: skip

KEYBOARD = "azertyuiop", "qsdfghjklm", "wxcvbn"
NEIGHBOURS = {
    key: "".join(
        KEYBOARD[at][beside]
        for at, beside in ((row, column - 1), (row, column + 1), (row - 1, column), (row + 1, column))
        if 0 <= at < len(KEYBOARD) and 0 <= beside < len(KEYBOARD[at])
    )
    for row, keys in enumerate(KEYBOARD)
    for column, key in enumerate(keys)
}
# How French is misheard and misspelt; each pair is tried inside words.
SLIPS = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        ("ph", "f"), ("f(?=[aeiou])", "ph"), (r"([bcdflmnprst])\1", r"\1"),
        (r"(?<=[aeiou])([lmnprt])(?=[aeiou])", r"\1\1"),
        ("ai", "é"), (r"(?<=\w)é(?=\w)", "ai"), ("eau", "o"), ("au", "o"), (r"(?<=[a-z])o(?=[a-z])", "au"),
        (r"\bh(?=[aeiouéè])", ""), ("th", "t"), (r"(?<=[a-z]{3})[stx]\b", ""), (r"(?<=[a-z]{3}[aeiou])\b", "s"),
        (r"(?<=[a-z]{3}[en])\b", "t"), (r"(?<=[a-z])qu(?=[ei])", "k"), ("y", "i"), (r"(?<=[a-z])i(?=[a-z])", "y"),
        ("en(?=[cdt])", "an"), ("an(?=[cdgt])", "en"), ("ch", "sh"), ("gu(?=[ei])", "g"), ("ss", "c"), ("ç", "ss"),
        (r"(?<=[aeiou])s(?=[aeiou])", "z"), (r"(?<=[aeiou])z", "s"), ("oe|œ", "e"), ("ill", "y"),
        (r"(?<=\w{3})e\b", ""),
        ("ein|ain", "in"), (r"(?<=[a-z])in(?=[a-z])", "ain"), ("ge(?=[aeo])", "j"), (r"(?<=[a-z]{2})er\b", "é"),
    )
)  # fmt: skip
DROPPED = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
ACCENTED = "àâäáãéèêëîïíôöóõùûüúçñÿÀÂÄÁÃÉÈÊËÎÏÍÔÖÓÕÙÛÜÚÇÑŸ"
PLAIN = str.maketrans(ACCENTED, "aaaaaeeeeiiioooouuuucnyAAAAAEEEEIIIOOOOUUUUCNY")
WORDLESS = re.compile(r"[^A-Z0-9]+")


def plain(text: str) -> str:
    """Give the text without accents."""
    return text.translate(DROPPED).translate(PLAIN)


@lru_cache(maxsize=2**19)
def folded(text: str) -> str:
    """Give the upper-case words of a text, as two names are compared here; no word of the geocoder's own."""
    return WORDLESS.sub(" ", plain(text).upper()).strip()


def _opening() -> dict[str, str]:
    """Give each type by its folded spelling."""
    return {folded(name): name for name in TYPES}


OPENINGS = _opening()


@lru_cache(maxsize=2**19)
def split_type(street: str) -> tuple[str, str]:
    """Split a French street name in its type, empty if it has none, and the rest with its articles."""
    words = street.split(" ")
    for count in (2, 1):
        if len(words) > count and folded(" ".join(words[:count])) in OPENINGS:
            return " ".join(words[:count]), " ".join(words[count:])
    return "", street


@lru_cache(maxsize=2**19)
def bare(street: str) -> str:
    """Give the folded name without its type and its articles."""
    words = folded(split_type(street)[1]).split()
    return " ".join(word for word in words if word.lower() not in ARTICLES and word not in {"L", "D"}) or folded(street)


# STEP values.
class Address(NamedTuple):
    """One row of the base.

    `needs_postcode` and `needs_city` tell that without them it would also be another row; `alone`, that no other
    street of the commune's name or of the postcode bears the name of its street.
    """

    street_id: str
    street: str
    street_alias: str
    housenumber: int
    suffix: str
    postcode: str
    citycode: str
    city: str
    city_alias: str
    old_city: str
    longitude: float
    latitude: float
    needs_postcode: bool
    needs_city: bool
    alone: bool


class Written(NamedTuple):
    """One address as somebody writes it, still in its parts, and what of it is in the base."""

    number: str
    street: str
    postcode: str
    city: str
    truth: Address
    front: str = ""
    inside: str = ""
    tail: str = ""
    joint: str = " "
    number_last: bool = False
    layout: str = ""
    level: str = "housenumber"


@dataclass(frozen=True)
class Base:
    """What the kinds ask of the address base.

    Attributes
    ----------
    streets : mapping
        Commune code to its folded street names, each with its bare name.
    bares : mapping
        City (its arrondissements together) to how many streets bear a bare name.
    with_word : mapping
        City and word to the folded street names that hold the word.
    names : tuple of str
        Every street name, with repetition.
    numbers : mapping
        Street id to its sorted numbers and their positions (three arrays).
    suffixes : mapping
        Street id and number to the suffixes there.
    at_postcode, at_city : set
        Pairs of postcode or city and folded street name.
    postcodes : set of str
    places : list of str
        Every folded commune name, in order.
    near : mapping
        Commune code to the postcodes of the communes around it.
    middle : mapping
        Commune code to its mean position.
    absent : tuple of Address
        Addresses of communes that are not in the base.
    country : str
    """

    streets: Mapping[str, Mapping[str, str]]
    bares: Mapping[str, Mapping[str, int]]
    with_word: Mapping[tuple[str, str], set[str]]
    names: Sequence[str]
    numbers: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]]
    suffixes: Mapping[tuple[str, int], set[str]]
    at_postcode: set[tuple[str, str]]
    at_city: set[tuple[str, str]]
    postcodes: set[str]
    places: Sequence[str]
    near: Mapping[str, list[str]]
    middle: Mapping[str, tuple[float, float]]
    absent: Sequence[Address]
    country: str


class Draw(NamedTuple):
    """What a kind draws from: the base and the one source of chance."""

    base: Base
    random: Random


# A change of an address as written, None where the kind has nothing to change.
Change: TypeAlias = "Callable[[Written, Draw], Written | None]"


class Kind(NamedTuple):
    """A kind of dirt: its change, the parts that it changes, its place in the order of changes, its countries."""

    name: str
    change: Change
    slots: frozenset[str]
    stage: int
    countries: frozenset[str]


STAGES = ("truth", "name", "type", "typo", "number", "noise", "postcode", "city", "letters", "layout")
STAGE_OF = attrgetter("stage")
KINDS: Registry[Kind] = Registry("kind of dirt")
NEGATIVES = ("number_between", "number_beyond", "street_invented", "street_elsewhere", "commune_absent")


def _kind(slots: str, countries: str = "fr be") -> Callable[[Change], Change]:
    """Register a change under the name of its function."""

    def add(change: Change) -> Change:
        name, parts = change.__name__, frozenset(slots.split())
        stage = min(STAGES.index(slot) for slot in parts)
        KINDS.register(name)(Kind(name, change, parts, stage, frozenset(countries.split())))
        return change

    return add


def kinds_of(country: str) -> tuple[str, ...]:
    """List the kinds of a country (`fr`, `be`), without `clean`."""
    return tuple(name for name in KINDS if country in KINDS[name].countries and name != "clean")


# STEP letters: the whole text in another case or another encoding.
def _each(written: Written, change: Callable[[str], str]) -> Written:
    """Change every text of the address; the number and the postcode keep their digits."""
    return written._replace(
        number=change(written.number),
        street=change(written.street),
        city=change(written.city),
        front=change(written.front),
        inside=change(written.inside),
        tail=change(written.tail),
    )


@_kind("truth")
def clean(written: Written, _draw: Draw) -> Written | None:
    return written


@_kind("letters")
def case_upper(written: Written, _draw: Draw) -> Written | None:
    return _each(written, str.upper)


@_kind("letters")
def case_lower(written: Written, _draw: Draw) -> Written | None:
    return _each(written, str.lower)


@_kind("letters")
def case_mixed(written: Written, draw: Draw) -> Written | None:
    """A shift key held too long, or caps lock: rUE dES lILAS, RUe des Lilas."""
    form = draw.random.randrange(3)
    if form == 0:
        return _each(written, str.swapcase)
    if form == 1:
        return _each(written, lambda text: re.sub(r"\w+", lambda word: word[0][:2].upper() + word[0][2:], text))
    return written._replace(street=written.street.upper(), city=written.city.lower())


@_kind("letters")
def accents_lost(written: Written, _draw: Draw) -> Written | None:
    return _each(written, plain)


@_kind("letters")
def accents_wrong(written: Written, draw: Draw) -> Written | None:
    """É for è, or an accent where there is none."""
    swaps = str.maketrans("éèêàâôûîç", draw.random.choice(["èééaaoüïc", "eéèâàoùic", "êêéáaöuîç"]))
    return _each(written, lambda text: text.translate(swaps))


def _misread(text: str) -> str:
    """Read the bytes of UTF-8 as cp1252 does."""
    data = text.encode()
    try:
        return data.decode("cp1252")
    except UnicodeError:
        return data.decode("latin-1")


@_kind("letters")
def encoding_misread(written: Written, _draw: Draw) -> Written | None:
    return _each(written, _misread)


@_kind("letters")
def encoding_misread_twice(written: Written, _draw: Draw) -> Written | None:
    return _each(written, lambda text: _misread(_misread(text)))


@_kind("letters")
def encoding_lost(written: Written, draw: Draw) -> Written | None:
    """Letters that the target could not hold, as `?` or U+FFFD, once or twice a letter."""
    mark = draw.random.choice(["?", "\ufffd", "\ufffd", "??", "\ufffd\ufffd"])
    return _each(written, lambda text: re.sub(r"[^\x00-\x7f]", mark, text))


@_kind("letters")
def encoding_codepage(written: Written, draw: Draw) -> Written | None:
    """A cp1252 export opened as the old DOS or Mac code page."""
    page = draw.random.choice(["cp850", "mac_roman"])
    return _each(written, lambda text: text.encode("cp1252", "replace").decode(page))


@_kind("letters")
def hyphens_lost(written: Written, draw: Draw) -> Written | None:
    gap = draw.random.choice([" ", " ", ""])
    street, city = (part.replace("-", gap) for part in (written.street, written.city))
    return written._replace(street=street, city=city)


@_kind("letters")
def hyphens_added(written: Written, draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    gap = draw.random.choice(["-", "-", " - "])
    city = written.city if draw.random.random() < 0.5 else written.city.replace(" ", "-")
    return written._replace(street=f"{kind} {name.replace(' ', gap)}".strip(), city=city)


@_kind("letters")
def apostrophes_lost(written: Written, draw: Draw) -> Written | None:
    mark = draw.random.choice([" ", " ", "", "\u2019", "`", "' "])
    return _each(written, lambda text: text.replace("\u2019", "'").replace("'", mark))


# STEP the type of the street.
def _like(model: str, text: str) -> str:
    """Write a text in capitals where its model is in capitals."""
    return text.upper() if model.isupper() and len(model) > 1 else text


@_kind("type", "fr")
def type_abbreviated(written: Written, draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    if not kind:
        return None
    return written._replace(street=f"{draw.random.choice(TYPES[OPENINGS[folded(kind)]])} {name}")


@_kind("type", "fr")
def type_missing(written: Written, draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    if not kind or len(name) < 4 or not _one_of_its_name(written, draw):
        return None
    return written._replace(street=name)


@_kind("type", "fr")
def type_wrong(written: Written, draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    if not kind or OPENINGS[folded(kind)] == "grande rue" or not _one_of_its_name(written, draw):
        return None
    others = [t for t in ("rue", "rue", "avenue", "place", "chemin", "route", "boulevard", "allée", "impasse")
              if t != OPENINGS[folded(kind)]]  # fmt: skip
    return written._replace(street=f"{_like(kind, draw.random.choice(others).capitalize())} {name}")


def _whole_city(address: Address) -> str:
    """Give what the streets of one city are kept under: its code, or the name over its arrondissements."""
    found = DISTRICT.match(address.city)
    return folded(found[1]) if found else address.citycode


def _one_of_its_name(written: Written, draw: Draw) -> bool:
    """Whether no other street of the city differs from this one by its type alone."""
    return draw.base.bares[_whole_city(written.truth)][bare(written.truth.street)] == 1


def _dutch_ending(street: str) -> str:
    """Give the Dutch type that a name ends in, empty if none."""
    low = street.lower()
    return next((ending for ending in DUTCH_TYPES if low.endswith(ending) and len(low) > len(ending) + 2), "")


@_kind("type", "be")
def be_type_abbreviated(written: Written, draw: Draw) -> Written | None:
    ending = _dutch_ending(written.street)
    if ending:
        short = draw.random.choice(DUTCH_TYPES[ending])
        return written._replace(street=written.street[: -len(ending)] + draw.random.choice(["", "", " "]) + short)
    return type_abbreviated(written, draw)


@_kind("type", "be")
def be_type_split(written: Written, draw: Draw) -> Written | None:
    """`Dorp straat`, `Dorp-straat`, `Kerk str.`."""
    ending = _dutch_ending(written.street)
    if not ending or written.street[-len(ending) - 1] in " -":
        return None
    return written._replace(street=written.street[: -len(ending)] + draw.random.choice([" ", " ", "-"]) + ending)


@_kind("name type", "be")
def be_street_language(written: Written, draw: Draw) -> Written | None:
    aliases = [alias for alias in written.truth.street_alias.split("|") if alias]
    return written._replace(street=draw.random.choice(aliases)) if aliases else None


# STEP the name of the street.
def _replace_word(text: str, words: Mapping[str, Sequence[str]], random: Random) -> str:
    """Put a short form for one of the words, which are joined by spaces or hyphens."""
    parts = re.split(r"([ -])", text)
    at = [i for i, part in enumerate(parts) if part.lower() in words]
    if not at:
        return text
    i = random.choice(at)
    parts[i] = _like(parts[i], random.choice(words[parts[i].lower()]))
    if i + 1 < len(parts) and parts[i + 1] == "-":
        parts[i + 1] = random.choice(" -")
    return "".join(parts)


@_kind("name")
def title_abbreviated(written: Written, draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    low = name.lower()
    for title in ("notre-dame", "notre dame"):
        if title in low:
            at = low.index(title)
            short = draw.random.choice(TITLES["notre-dame"])
            return written._replace(street=f"{kind} {name[:at]}{short}{name[at + len(title) :]}".strip())
    return written._replace(street=f"{kind} {_replace_word(name, TITLES, draw.random)}".strip())


def _first_name(street: str) -> tuple[str, str, str]:
    """Split a street at its first name: what stands before, the name, what follows; empty without one."""
    kind, name = split_type(street)
    words = name.split(" ")
    if "et" in words:
        return "", "", ""
    for i, word in enumerate(words[:-1]):
        if all(part.upper() in FIRST_NAMES for part in word.split("-")) and words[i + 1][:1].isalpha():
            return f"{kind} {' '.join(words[:i])}".strip(), word, " ".join(words[i + 1 :])
    return "", "", ""


@_kind("name")
def first_name_initial(written: Written, draw: Draw) -> Written | None:
    """J. Jaurès, J Jaures, J.-J. Rousseau."""
    before, first, rest = _first_name(written.street)
    if not first or not _only_one_with(rest, written, draw):
        return None
    dot = draw.random.choice([".", "", "."])
    initials = "-".join(part[0] + dot for part in first.split("-"))
    return written._replace(street=f"{before} {initials} {rest}".strip())


@_kind("name")
def first_name_missing(written: Written, draw: Draw) -> Written | None:
    before, first, rest = _first_name(written.street)
    if not first or not _only_one_with(rest, written, draw):
        return None
    return written._replace(street=f"{before} {rest}".strip())


def _only_one_with(rest: str, written: Written, draw: Draw) -> bool:
    """Whether no other street of the city holds these words."""
    city, mine = _whole_city(written.truth), folded(written.truth.street)
    held = [draw.base.with_word.get((city, word), set()) for word in folded(rest).split()]
    return bool(held) and set.intersection(*held) <= {mine}


@_kind("name", "fr")
def first_name_added(written: Written, draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    first = PEOPLE.get(name.title() if name.isupper() else name)
    if not first or not kind:
        return None
    return written._replace(street=f"{kind} {draw.random.choice([first, first, first[0] + '.'])} {name}")


@_kind("name")
def words_swapped(written: Written, _draw: Draw) -> Written | None:
    """`Rue Jaurès Jean`, as a register sorted by surname has it."""
    kind, name = split_type(written.street)
    words = name.split(" ")
    if len(words) < 2 or any(not w.isalpha() or w.lower() in ARTICLES for w in words[-2:]):
        return None
    return written._replace(street=" ".join([*kind.split(), *words[:-2], words[-1], words[-2]]))


@_kind("name")
def articles_missing(written: Written, _draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    kept = re.sub(r"(?i)\b(?:de|du|des|la|le|les|aux|au) |\b[ld]'", "", name)
    return written._replace(street=f"{kind} {kept}".strip())


@_kind("name", "fr")
def articles_wrong(written: Written, draw: Draw) -> Written | None:
    """`du` for `de la`, `des` for `les`."""
    kind, name = split_type(written.street)
    found = re.match(r"(?i)(de la|de l'|d'|de|du|des|les|la|le)(?: |(?<='))(?=\w)", name)
    choices = {"de la": "de, du, des", "de l'": "de, d'", "d'": "de l', de", "de": "du, des", "du": "de, des",
               "des": "de, du, de la", "les": "des", "la": "de la, le", "le": "du, la"}  # fmt: skip
    if not kind or found is None:
        return None
    new = _like(found[1], draw.random.choice(choices[found[1].lower()].split(", ")))
    return written._replace(street=f"{kind} {new}{'' if new.endswith(APOSTROPHE) else ' '}{name[found.end() :]}")


@_kind("name")
def words_glued(written: Written, draw: Draw) -> Written | None:
    gaps = [found.start() for found in re.finditer(r"(?<=[^\W\d]{2})[ -](?=[^\W\d]{2})", written.street)]
    if not gaps:
        return None
    at = draw.random.choice(gaps)
    return written._replace(street=written.street[:at] + written.street[at + 1 :])


@_kind("name")
def word_split(written: Written, draw: Draw) -> Written | None:
    """`Beau regard`: one word written as two."""
    kind, name = split_type(written.street)
    cuts = [found.start() + 4 for found in re.finditer(r"[^\W\d]{8,}", name)]
    if not cuts:
        return None
    at = draw.random.choice(cuts) + draw.random.randrange(2)
    return written._replace(street=f"{kind} {name[:at]} {name[at:]}".strip())


@_kind("name", "fr")
def date_rewritten(written: Written, draw: Draw) -> Written | None:
    """4 Septembre and Quatre Septembre, 11 Nov., 8 Mai 45, 8/05/1945."""
    found = DATE.search(written.street)
    if found is None:
        return None
    day, month, year = found.groups()
    low = plain(day.lower()).replace(" ", "-")
    number = (
        1 if low in {"1er", "premier"} else int(low) if low.isdigit() else [plain(w) for w in NUMBER_WORDS].index(low)
    )
    if not 1 <= number <= 31:
        return None
    words = "Premier" if number == 1 else NUMBER_WORDS[number].replace("-", draw.random.choice("- ")).title()
    shown = words if low[0].isdigit() else f"{number}{'er' if number == 1 else ''}"
    years = [f" {year}", f" {year}", f" {year[2:]}", ""] if year else [""]
    short = draw.random.choice(MONTHS[month.lower()])
    forms = [f"{shown} {month}", f"{shown} {month}", f"{number} {short}", f"{day} {short}"]
    date = draw.random.choice(forms) + draw.random.choice(years)
    street = written.street[: found.start()] + date + written.street[found.end() :]
    return written._replace(street=street) if folded(street) != folded(written.street) else None


@_kind("name", "fr")
def roman_rewritten(written: Written, draw: Draw) -> Written | None:
    """Henri IV as Henri 4 or Henri Quatre."""
    found = ROMAN_WORD.search(written.street)
    if found is None:
        return None
    value = ROMAN[found[1]]
    form = draw.random.choice([str(value), NUMBER_WORDS[value].title(), found[1].lower()])
    return written._replace(street=written.street[: found.start()] + form + written.street[found.end() :])


# STEP typing errors.
def _cased(letter: str, model: str) -> str:
    return letter.upper() if model.isupper() else letter


def _edit(text: str, random: Random) -> str:
    """Make one slip of the fingers: a letter left out, put in, put for another, or two in the wrong order."""
    at = [i for i in range(1, len(text)) if text[i].isalpha() and text[i - 1].isalpha()]
    if not at:
        return text
    i = random.choice(at)
    letter, edit = text[i], random.randrange(5)
    beside = random.choice(NEIGHBOURS.get(plain(letter.lower()), "e") or "e")
    if edit == 0:
        return text[:i] + text[i + 1 :]
    if edit == 1:
        return text[:i] + _cased(beside, letter) + text[i:]
    if edit == 2:
        return text[:i] + letter + text[i:]
    if edit == 3:
        return text[:i] + _cased(beside, letter) + text[i + 1 :]
    return text[: i - 1] + _cased(letter, text[i - 1]) + _cased(text[i - 1].lower(), letter) + text[i + 1 :]


def _slip(text: str, random: Random) -> str:
    """Misspell as one who writes by ear."""
    start = random.randrange(len(SLIPS))
    for step in range(len(SLIPS)):
        pattern, replacement = SLIPS[(start + step) % len(SLIPS)]
        found = list(pattern.finditer(text))
        if found:
            hit = random.choice(found)
            model = hit[0] or text[max(hit.start() - 1, 0) : hit.start()]
            new = hit.expand(replacement)
            return text[: hit.start()] + (new.upper() if model.isupper() else new) + text[hit.end() :]
    return text


def _mistype(street: str, makers: Sequence[Callable[[str, Random], str]], random: Random) -> str:
    """Put errors in a street, in one of ten in its type, else in its name."""
    kind, name = split_type(street)
    if kind and random.random() < 0.1 and len(kind) > 3:
        return f"{makers[0](kind, random)} {_chain(name, makers[1:], random)}"
    return f"{kind} {_chain(name, makers, random)}".strip()


def _chain(text: str, makers: Iterable[Callable[[str, Random], str]], random: Random) -> str:
    for make in makers:
        text = make(text, random)
    return text


def _mistyped(written: Written, draw: Draw, makers: Sequence[Callable[[str, Random], str]]) -> Written | None:
    """Mistype the street, unless the outcome is as near to another street of the commune."""
    if sum(letter.isalpha() for letter in split_type(written.street)[1]) < 4:
        return None
    new = _mistype(written.street, makers, draw.random)
    if folded(new) == folded(written.street) or not _nearest_is_its_own(new, written, draw):
        return None
    return written._replace(street=new)


def _nearest_is_its_own(new: str, written: Written, draw: Draw) -> bool:
    """Whether no other street of the commune is as few edits away as the right one."""
    mine, name = folded(written.truth.street), folded(new)
    edits = OSA.distance(name, mine)
    hits = process.extract(name, draw.base.streets[written.truth.citycode].keys(), scorer=OSA.distance,
                           score_cutoff=edits, limit=2, processor=None)  # fmt: skip
    return all(hit[0] == mine for hit in hits)


@_kind("typo")
def typo_one(written: Written, draw: Draw) -> Written | None:
    return _mistyped(written, draw, [_edit])


@_kind("typo")
def typo_two(written: Written, draw: Draw) -> Written | None:
    return _mistyped(written, draw, draw.random.choice([(_edit, _edit), (_edit, _slip), (_slip, _slip)]))


@_kind("typo")
def typo_by_ear(written: Written, draw: Draw) -> Written | None:
    return _mistyped(written, draw, [_slip])


@_kind("city")
def typo_city(written: Written, draw: Draw) -> Written | None:
    make = draw.random.choice([_edit, _edit, _slip])
    new = make(written.city, draw.random)
    if len(written.city) < 4 or folded(new) == folded(written.city) or _is_a_place(new, draw):
        return None
    return written._replace(city=new)


@_kind("typo city")
def typo_both(written: Written, draw: Draw) -> Written | None:
    street = typo_one(written, draw)
    return typo_city(street, draw) if street else None


def _is_a_place(name: str, draw: Draw) -> bool:
    at = bisect_left(draw.base.places, folded(name))
    return at < len(draw.base.places) and draw.base.places[at] == folded(name)


# STEP house numbers.
def _plain_number(written: Written) -> int:
    """Give the number where it stands alone, as it was, else 0."""
    truth = written.truth
    return truth.housenumber if truth.housenumber and not truth.suffix and written.number.isdigit() else 0


@_kind("number")
def number_range(written: Written, draw: Draw) -> Written | None:
    """10/12, 10-12, 10 A 12, 10 et 12: the first one is meant."""
    number = _plain_number(written)
    last = number + draw.random.choice([2, 2, 2, 4, 1])
    form = draw.random.choice(
        ["{}/{}", "{}-{}", "{} A {}", "{} à {}", "{} et {}", "{} - {}", "{} / {}", "{}/{}", "{}-{}"]
    )
    return written._replace(number=form.format(number, last)) if number else None


@_kind("number")
def suffix_spelling(written: Written, draw: Draw) -> Written | None:
    """Bis, B, b, ter, T, quater, glued or not, in brackets or behind a dash."""
    number, suffix = written.truth.housenumber, written.truth.suffix
    words = {"b": "bis", "t": "ter", "q": "quater", "bis": "b", "ter": "t", "quater": "q"}
    forms = [suffix, suffix.upper(), suffix.title()]
    # Where the base has both `12 b` and `12 bis`, each must keep its own spelling.
    if words.get(suffix, suffix) not in draw.base.suffixes.get((written.truth.street_id, number), {suffix}):
        forms += [words.get(suffix, suffix), words.get(suffix, suffix).upper()]
    if not number or not suffix or not suffix.isalpha():
        return None
    gap = draw.random.choice(["", "", " ", "-", ".", " - ", "/"])
    return written._replace(number=f"{number}{gap}{draw.random.choice(forms)}")


@_kind("number", "fr")
def suffix_double(written: Written, draw: Draw) -> Written | None:
    """`42 A bis` where the base has 42 A: that one is the truth."""
    suffix = written.truth.suffix
    if len(suffix) != 1 or suffix in "bt" or not written.truth.housenumber:
        return None
    form = draw.random.choice(["{} {} bis", "{}{} bis", "{} {} BIS", "{} bis {}"])
    return written._replace(number=form.format(written.truth.housenumber, suffix.upper()))


@_kind("number", "fr")
def suffix_absent(written: Written, draw: Draw) -> Written | None:
    """`12 ter` where the base has 12 alone: that one is the truth."""
    number = _plain_number(written)
    if not number or (written.truth.street_id, number) in draw.base.suffixes:
        return None
    return written._replace(number=f"{number} {draw.random.choice(['bis', 'ter', 'B', 'A', 'C', 'bis', 'Bis'])}")


@_kind("number", "fr")
def number_behind(written: Written, draw: Draw) -> Written | None:
    if not written.number or written.street[-1:].isdigit():
        return None
    sign = draw.random.choice(["", "", "n° ", "N°", ", "])
    return written._replace(number=sign + written.number, number_last=True)


@_kind("number", "be")
def be_number_before(written: Written, draw: Draw) -> Written | None:
    if not written.number:
        return None
    return written._replace(number_last=False, joint=draw.random.choice([" ", ", "]))


@_kind("number", "be")
def be_box(written: Written, draw: Draw) -> Written | None:
    """12 bus 3, 12/3, 12 b3, 12 bte 3, 12 boîte 3."""
    if not written.number:
        return None
    box = draw.random.randrange(1, 40)
    forms = [" bus {}", "/{}", " b{}", " bte {}", " boîte {}", " Bus {}", "/00{}", " box {}", " bt.{}", ", bus {}"]
    return written._replace(number=written.number + draw.random.choice(forms).format(box))


@_kind("number")
def number_sign(written: Written, draw: Draw) -> Written | None:
    sign = draw.random.choice(["n°", "N° ", "No ", "n° ", "Num. ", "N°", "nr. "])
    return written._replace(number=sign + written.number) if written.number else None


@_kind("number")
def number_comma(written: Written, draw: Draw) -> Written | None:
    joint = draw.random.choice([", ", ",", " , ", "; ", " - "])
    if not written.number or (written.number_last and joint == " - "):
        return None
    return written._replace(joint=joint)


@_kind("number", "fr")
def number_glued(written: Written, _draw: Draw) -> Written | None:
    if not _plain_number(written) or len(split_type(written.street)[0]) < 3:
        return None
    return written._replace(joint="")


@_kind("number")
def number_in_words(written: Written, draw: Draw) -> Written | None:
    words = DUTCH_NUMBER_WORDS if draw.base.country == "be" else NUMBER_WORDS[:21]
    number = _plain_number(written)
    return written._replace(number=words[number].capitalize()) if 0 < number < len(words) else None


@_kind("number")
def number_zeros(written: Written, draw: Draw) -> Written | None:
    """`0012` or `12.0`, as exports of spreadsheets and mainframes have it."""
    number = _plain_number(written)
    return written._replace(number=draw.random.choice(["{:04d}", "{:05d}", "{}.0"]).format(number)) if number else None


@_kind("number")
def number_missing(written: Written, draw: Draw) -> Written | None:
    if not written.number or not written.truth.alone:
        return None
    numbers, east, north = draw.base.numbers[written.truth.street_id]
    middle = len(numbers) // 2
    truth = written.truth._replace(
        housenumber=0, suffix="", longitude=float(east[middle]), latitude=float(north[middle])
    )
    return written._replace(number="", truth=truth, level="street")


# STEP numbers, streets and communes that the base does not hold.
def _elsewhere_on_street(written: Written, number: int, longitude: float, latitude: float) -> Written:
    truth = written.truth._replace(housenumber=number, suffix="", longitude=longitude, latitude=latitude)
    return written._replace(number=str(number), truth=truth, level="street")


@_kind("number")
def number_between(written: Written, draw: Draw) -> Written | None:
    """A number between two of its side of the street; its position is drawn between theirs."""
    if not written.truth.housenumber or not written.truth.alone:
        return None
    numbers, east, north = draw.base.numbers[written.truth.street_id]
    here = int(np.searchsorted(numbers, written.truth.housenumber))
    later = [j for j in range(here + 1, min(here + 20, len(numbers))) if (numbers[j] - numbers[here]) % 2 == 0]
    after = next((j for j in later if numbers[j] > numbers[here]), -1)
    if after < 0 or numbers[after] - numbers[here] < 4:
        return None
    number = int(numbers[here]) + 2 * draw.random.randrange(1, int(numbers[after] - numbers[here]) // 2)
    share = (number - numbers[here]) / (numbers[after] - numbers[here])
    longitude, latitude = (float(v[here] + share * (v[after] - v[here])) for v in (east, north))
    return _elsewhere_on_street(written, number, longitude, latitude)


@_kind("number")
def number_beyond(written: Written, draw: Draw) -> Written | None:
    """A number behind the last one; its position is that of the last one."""
    if not written.truth.housenumber or not written.truth.alone:
        return None
    numbers, east, north = draw.base.numbers[written.truth.street_id]
    number = int(numbers[-1]) + draw.random.randrange(1, 40) + int(numbers[-1]) // 4
    return _elsewhere_on_street(written, number, float(east[-1]), float(north[-1]))


def _in_commune_only(written: Written, street: str, draw: Draw) -> Written | None:
    """Write a street that the commune lacks; None where it, or one much like it, is there or shares its postcode."""
    truth = written.truth
    name = bare(street)
    known = draw.base.streets[truth.citycode]
    best = process.extractOne(name, list(known.values()), scorer=fuzz.ratio, score_cutoff=ALIKE)
    held = truth.needs_postcode or truth.needs_city or (truth.postcode, folded(street)) in draw.base.at_postcode
    if best or held or any(name in other or other in name for other in known.values() if len(other) > 3):
        return None
    longitude, latitude = draw.base.middle[truth.citycode]
    lost = truth._replace(street_id="", street="", suffix="", housenumber=0, longitude=longitude, latitude=latitude)
    return written._replace(street=street, truth=lost, level="municipality")


@_kind("truth name type typo number postcode city")
def street_elsewhere(written: Written, draw: Draw) -> Written | None:
    """A street of another commune."""
    return _in_commune_only(written, draw.random.choice(draw.base.names), draw)


@_kind("truth name type typo number postcode city")
def street_invented(written: Written, draw: Draw) -> Written | None:
    """A name made of the words of two streets of other communes."""
    first_name, second_name = draw.random.choice(draw.base.names), draw.random.choice(draw.base.names)
    ending, other_ending = _dutch_ending(first_name), _dutch_ending(second_name)
    if ending and other_ending and draw.base.country == "be":
        stem = first_name[: -len(ending)] + second_name[: -len(other_ending)].lower()
        return _in_commune_only(written, stem + other_ending, draw)
    kind, one = split_type(first_name)
    _, other = split_type(second_name)
    words = [one.split()[0], other.split()[-1]] if " " in one else [other.split()[-1], one]
    if any(word.lower() in ARTICLES or not word.isalpha() for word in words) or words[0].lower() == words[1].lower():
        return None
    first = draw.random.choice(["", "", "de ", "des "]) if draw.base.country == "fr" else ""
    return _in_commune_only(written, f"{kind or 'Rue'} {first}{' '.join(words)}", draw)


@_kind("truth number")
def commune_absent(_written: Written, draw: Draw) -> Written | None:
    """An address of a commune that was withheld: nothing of it is in the base."""
    if not draw.base.absent:
        return None
    other = draw.random.choice(draw.base.absent)
    return _as_written(other, draw.base.country)._replace(truth=other._replace(street_id=""), level="none")


# STEP what stands around the address.
def _filled(form: str, names: Sequence[str], random: Random) -> str:
    """Fill a form: {A} a letter, {n}, {nn}... a number, {N} a name."""
    text = form.replace("{A}", random.choice("ABCDEF")).replace("{N}", random.choice(names))
    return re.sub(r"\{(n+)\}", lambda hit: str(random.randrange(10 ** (len(hit[1]) - 1), 10 ** len(hit[1]))), text)


def _place_noise(written: Written, noise: str, draw: Draw, where: Sequence[str]) -> Written | None:
    """Put noise before, behind or inside, unless it names a street of the commune."""
    known = draw.base.streets.get(written.truth.citycode, {})
    if folded(noise) in known or bare(noise) in known.values():
        return None
    spot = draw.random.choice(where)
    comma = draw.random.choice([", ", ", ", " - ", " "])
    if spot == "front":
        return written._replace(front=noise + comma)
    if spot == "inside":
        return written._replace(inside=noise + " ") if written.number and not written.number_last else None
    return written._replace(tail=comma + noise)


@_kind("noise")
def noise_building(written: Written, draw: Draw) -> Written | None:
    noise = _filled(draw.random.choice(BUILDINGS), ESTATE_NAMES, draw.random)
    return _place_noise(written, noise, draw, ["front", "tail", "tail", "inside"])


@_kind("noise")
def noise_estate(written: Written, draw: Draw) -> Written | None:
    noise = _filled(draw.random.choice(ESTATES), ESTATE_NAMES, draw.random)
    if draw.random.random() < 0.3:
        noise += " " + _filled(draw.random.choice(BUILDINGS[:10]), ESTATE_NAMES, draw.random)
    return _place_noise(written, noise, draw, ["front", "front", "tail"])


@_kind("noise")
def noise_box(written: Written, draw: Draw) -> Written | None:
    boxes = BOXES if draw.base.country == "fr" else BELGIAN_BOXES
    noise = _filled(draw.random.choice(boxes), ESTATE_NAMES, draw.random)
    return _place_noise(written, noise, draw, ["tail", "tail", "front"])


@_kind("noise")
def noise_person(written: Written, draw: Draw) -> Written | None:
    return _place_noise(written, draw.random.choice(PERSONS), draw, ["front", "front", "tail"])


@_kind("noise")
def noise_company(written: Written, draw: Draw) -> Written | None:
    return _place_noise(written, draw.random.choice(COMPANIES), draw, ["front", "front", "tail"])


@_kind("noise", "fr")
def noise_zone(written: Written, draw: Draw) -> Written | None:
    noise = f"{draw.random.choice(ZONES)} {draw.random.choice(ZONE_NAMES)}"
    return _place_noise(written, noise, draw, ["front", "tail"])


@_kind("noise", "fr")
def noise_locality(written: Written, draw: Draw) -> Written | None:
    noise = _filled(draw.random.choice(LOCALITIES), LOCALITY_NAMES, draw.random)
    return _place_noise(written, noise, draw, ["front", "tail"])


# STEP postcodes.
def _other_postcode(written: Written, postcode: str, draw: Draw) -> Written | None:
    """Write another postcode, unless the address needs its own or the street is at the other one too."""
    truth = written.truth
    clash = (postcode, folded(truth.street)) in draw.base.at_postcode
    if truth.needs_postcode or clash or postcode == truth.postcode:
        return None
    return written._replace(postcode=postcode)


@_kind("postcode")
def postcode_missing(written: Written, draw: Draw) -> Written | None:
    return _other_postcode(written, "", draw)


@_kind("postcode")
def postcode_last_digit(written: Written, draw: Draw) -> Written | None:
    digits = draw.random.choice([1, 1, 2])
    end = "".join(draw.random.choice("0123456789") for _ in range(digits))
    return _other_postcode(written, written.truth.postcode[:-digits] + end, draw)


@_kind("postcode")
def postcode_transposed(written: Written, draw: Draw) -> Written | None:
    code = written.truth.postcode
    i = draw.random.randrange(1, len(code)) if len(code) > 3 else 0
    return _other_postcode(written, code[: i - 1] + code[i] + code[i - 1] + code[i + 1 :], draw) if i else None


@_kind("postcode")
def postcode_neighbour(written: Written, draw: Draw) -> Written | None:
    near = draw.base.near.get(written.truth.citycode)
    return _other_postcode(written, draw.random.choice(near), draw) if near else None


@_kind("postcode", "fr")
def postcode_chief_town(written: Written, draw: Draw) -> Written | None:
    return _other_postcode(written, written.truth.postcode[:2] + "000", draw)


@_kind("postcode", "fr")
def postcode_zero_lost(written: Written, _draw: Draw) -> Written | None:
    return written._replace(postcode=written.postcode[1:]) if written.postcode.startswith("0") else None


@_kind("postcode")
def postcode_dressed(written: Written, draw: Draw) -> Written | None:
    """F-75011, 75 011, 75011.0, B-1500."""
    sign = "B" if draw.base.country == "be" else "F"
    form = draw.random.choice([sign + "-{}", sign + " {}", "{}.0", "({})", "{} "])
    spaced = f"{written.postcode[:2]} {written.postcode[2:]}"
    return (
        written._replace(postcode=draw.random.choice([form.format(written.postcode), spaced]))
        if written.postcode
        else None
    )


@_kind("postcode city", "fr")
def cedex(written: Written, draw: Draw) -> Written | None:
    """A company's own code of the departement, and the label of its sorting office."""
    district = DISTRICT.match(written.truth.city)
    code = f"{written.truth.postcode[:2]}{draw.random.randrange(10, 1000):03d}"
    if written.truth.needs_postcode or code in draw.base.postcodes:
        return None
    if district:
        return written._replace(postcode=code, city=f"{district[1].upper()} CEDEX {int(district[2]):02d}")
    number = draw.random.choice(["", "", f" {draw.random.randrange(1, 10)}", f" {draw.random.randrange(1, 10):02d}"])
    label = draw.random.choice(["CEDEX", "CEDEX", "Cedex", "CDX"])
    return written._replace(postcode=code, city=plain(written.city).upper().replace("-", " ") + f" {label}{number}")


# STEP communes.
@_kind("city")
def city_missing(written: Written, _draw: Draw) -> Written | None:
    if written.truth.needs_city or written.postcode != written.truth.postcode:
        return None
    return written._replace(city="")


@_kind("city")
def city_abbreviated(written: Written, draw: Draw) -> Written | None:
    """ST ETIENNE, ROMILLY S/SEINE, VILLENEUVE LES AV."""
    random = draw.random
    new = re.sub(
        r"(?i)\bsaint(e?)(?=[- ])", lambda hit: random.choice(["ST", "St", "St."]) + hit[1].lower(), written.city
    )
    new = re.sub(r"(?i)[- ]sur[- ]", lambda _: random.choice([" S/", " s/ ", " S ", " /"]), new)
    new = re.sub(r"(?i)[- ]sous[- ]", lambda _: random.choice([" S/S ", " s/s "]), new)
    return written._replace(city=new) if not _is_a_place(new, draw) else None


@_kind("city")
def city_shortened(written: Written, draw: Draw) -> Written | None:
    """Romilly for Romilly-sur-Seine, where the base has no other Romilly."""
    new = re.split(r"(?i)[- ](?:sur|sous|lès|les|le|la|en|de|du|des|d'|devant|près)\b", written.city)[0]
    if len(new) < 4 or written.postcode != written.truth.postcode:
        return None
    short, own = folded(new), folded(written.city)
    at = bisect_left(draw.base.places, short)
    others = [place for place in draw.base.places[at : at + 2] if place.startswith(short) and place != own]
    return None if others else written._replace(city=new)


@_kind("city")
def city_old_name(written: Written, draw: Draw) -> Written | None:
    """The commune that was fused into this one."""
    old = written.truth.old_city
    if not old or folded(old) == folded(written.city) or _is_a_place(old, draw):
        return None
    form = draw.random.choice(["{}", "{}", "{} {new}", "{}, commune de {new}"])
    return written._replace(city=form.format(old, new=written.city))


@_kind("city", "fr")
def city_district(written: Written, draw: Draw) -> Written | None:
    """PARIS 4EME, PARIS 04, PARIS IV, Paris 4e Arrondissement, 75116, PARIS CEDEX 08."""
    found = DISTRICT.match(written.truth.city)
    if found is None:
        return None
    name, number = found[1], int(found[2])
    roman = next((text for text, value in ROMAN.items() if value == number), "Ier" if number == 1 else str(number))
    ending = "er" if number == 1 else "e"
    forms = [
        f"{name.upper()} {number}{'ER' if number == 1 else 'EME'}", f"{name} {number}", f"{name.upper()} {number:02d}",
        f"{name} {roman}", written.truth.city, f"{name.upper()} CEDEX {number:02d}", f"{name} {number}{ending} arr.",
        f"{name}-{number}{ending}", f"{name} ({number}{ending})", f"{name} {number}ème arrondissement",
        f"{name}{number:02d}",
    ]  # fmt: skip
    postcode = written.postcode
    if postcode == "75016" and draw.random.random() < 0.5:
        postcode = "75116"
    return written._replace(city=draw.random.choice(forms), postcode=postcode)


@_kind("city", "fr")
def city_departement(written: Written, draw: Draw) -> Written | None:
    """`Rodez (12)`, as a web form shows its choices."""
    code = written.truth.citycode[:2]
    return written._replace(city=written.city + draw.random.choice([f" ({code})", f" - {code}", f", {code}"]))


@_kind("city", "be")
def be_city_language(written: Written, draw: Draw) -> Written | None:
    aliases = [a for a in written.truth.city_alias.split("|") if a and folded(a) != folded(written.city)]
    return written._replace(city=draw.random.choice(aliases)) if aliases else None


# STEP the fields of the row. A layout is named here and laid out at the end, when all its parts are known.
def _layout(written: Written, name: str) -> Written | None:
    return written._replace(layout=name)


@_kind("layout")
def one_field_street_first(written: Written, draw: Draw) -> Written | None:
    return _layout(
        written,
        draw.random.choice(
            [
                "{line} {postcode} {city}",
                "{line}, {postcode} {city}",
                "{line} - {postcode} {city}",
                "{line}, {postcode}, {city}",
                "{line}, {city}, {postcode}",
                "{line} {city} {postcode}",
            ]
        ),
    )


@_kind("layout")
def one_field_city_first(written: Written, draw: Draw) -> Written | None:
    return _layout(
        written,
        draw.random.choice(
            [
                "{city} {postcode} {line}",
                "{city} ({postcode}), {line}",
                "{city}, {postcode}, {line}",
                "{city} - {line} - {postcode}",
            ]
        ),
    )


@_kind("layout")
def one_field_postcode_first(written: Written, draw: Draw) -> Written | None:
    return _layout(
        written,
        draw.random.choice(["{postcode} {city} {line}", "{postcode} {city}, {line}", "{postcode} {city} - {line}"]),
    )


@_kind("layout")
def line_breaks(written: Written, draw: Draw) -> Written | None:
    return _layout(
        written,
        draw.random.choice(["{line}\n{postcode} {city}", "{line}\r\n{postcode} {city}", "{line}\n{postcode}\n{city}"]),
    )


@_kind("layout")
def city_twice(written: Written, draw: Draw) -> Written | None:
    """The commune, or the postcode and the commune, in the address as well as in its own field."""
    form = draw.random.choice(["{line} {city}", "{line} {postcode} {city}", "{line}, {city}", "{line} - {city}"])
    return _layout(written, form + "|{postcode}|{city}")


@_kind("layout")
def postcode_with_city(written: Written, draw: Draw) -> Written | None:
    return _layout(
        written,
        draw.random.choice(
            ["{line}||{postcode} {city}", "{line}|{postcode} {city}|", "{line}|{postcode}|{postcode} {city}"]
        ),
    )


@_kind("layout")
def country_behind(written: Written, draw: Draw) -> Written | None:
    names = ["FRANCE", "France", "F", "FR"] if draw.base.country == "fr" else ["BELGIQUE", "België", "Belgium", "BE"]
    form = draw.random.choice(["{line}|{postcode}|{city} ", "{line}|{postcode}|{city}, ", "{line}, {postcode} {city}, ",
                               "{line} {postcode} {city} ", "{line} {postcode} {city} - "])  # fmt: skip
    return _layout(written, form + draw.random.choice(names))


@_kind("layout")
def spaces(written: Written, draw: Draw) -> Written | None:
    return _layout(written, "spaces" if draw.random.random() < 0.7 else "no-break spaces")


@_kind("layout")
def tabs(written: Written, _draw: Draw) -> Written | None:
    return _layout(written, "tabs")


@_kind("layout")
def quotes(written: Written, draw: Draw) -> Written | None:
    return _layout(
        written,
        draw.random.choice(
            [
                '"{line}"|{postcode}|{city}',
                "'{line}'|{postcode}|'{city}'",
                '="{line}"|="{postcode}"|{city}',
                "«{line}»|{postcode}|{city}",
            ]
        ),
    )


@_kind("layout")
def commas(written: Written, draw: Draw) -> Written | None:
    """A delivery line split by commas, empty parts and stray marks among them."""
    return _layout(
        written,
        draw.random.choice(
            [
                "{line},,{postcode},{city}",
                ", {line}|{postcode}|{city}",
                "{line},|{postcode},|{city}",
                "{line} ;|{postcode}|{city}",
                "{line}.|{postcode}|{city}.",
                "{line}, , {postcode}, {city},",
            ]
        ),
    )


SPACED = {"spaces": "   ", "no-break spaces": "\xa0", "tabs": "\t"}


def _laid_out(written: Written) -> tuple[str, str, str]:
    """Write the fields address, postcode and city."""
    number, street = written.number, written.inside + written.street
    if not number:
        line = street
    elif written.number_last:
        line = f"{street}{'' if number.startswith(',') else written.joint}{number}"
    else:
        line = f"{number}{written.joint}{street}"
    line = written.front + line + written.tail
    if not written.layout:
        return line, written.postcode, written.city
    if written.layout in SPACED:
        gap = SPACED[written.layout]
        return line.replace(" ", gap) + gap[0], gap[0] + written.postcode, written.city.replace(" ", gap) + gap[0]
    fields = [
        re.sub(r" {2,}", " ", part.format(line=line, postcode=written.postcode, city=written.city)).strip(" -")
        for part in written.layout.split("|")
    ]
    address, postcode, city = (*fields, "", "")[:3]
    return address, postcode, city


# STEP what the kinds know of the base.
def _addresses(frame: pd.DataFrame, base: pd.DataFrame) -> list[Address]:
    """Give the rows as addresses, with what it takes to tell them from the others of the base."""
    needs = [_held_twice(base, frame, [column, "name"]).tolist() for column in ("place", "postcode")]
    alone = np.ones(len(frame), dtype=bool)
    for column in ("place", "postcode"):
        streets = base[["street_id", column, "name"]].drop_duplicates()
        shared = streets[streets.duplicated([column, "name"], keep=False)]["street_id"]
        alone &= ~frame["street_id"].isin(shared).to_numpy()
    columns = [frame[name].to_numpy(dtype=object) for name in Address._fields[:-5]]
    places = [frame[name].to_numpy(dtype=float).tolist() for name in ("longitude", "latitude")]
    return list(map(Address, *columns, *places, *needs, alone.tolist()))


def _written_city(city: str) -> str:
    """Give the commune as people write it: Paris, not Paris 4e Arrondissement."""
    found = DISTRICT.match(city)
    return found[1] if found else city


def _as_written(address: Address, country: str) -> Written:
    """Write an address as its base has it, in the order of its country."""
    number = f"{address.housenumber} {address.suffix}".strip() if address.housenumber else ""
    level = "housenumber" if number else "street"
    city = _written_city(address.city)
    return Written(number, address.street, address.postcode, city, address, number_last=country == "be", level=level)


def _held_twice(base: pd.DataFrame, sample: pd.DataFrame, by: list[str]) -> np.ndarray:
    """Whether the base has another street with a row's number, where only the columns `by` are told."""
    streets = base[["street_id", *by]].drop_duplicates()
    several = streets[streets.duplicated(by, keep=False)]["street_id"]
    doubtful = base[base["street_id"].isin(several)]
    house = [*by, "housenumber", "suffix"]
    pairs = doubtful[["street_id", *house]].drop_duplicates()
    twice = pairs[pairs.duplicated(house, keep=False)][house].drop_duplicates()
    found = sample[house].merge(twice.assign(twice=True), on=house, how="left")["twice"]
    return found.notna().to_numpy()


def _with_names(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the folded street name and commune, each distinct name folded once."""
    frame = frame.reset_index(drop=True)
    for column, source, fold in (("name", "street", folded), ("place", "city", lambda c: folded(_written_city(c)))):
        codes, distinct = pd.factorize(frame[source])
        frame[column] = np.array([fold(text) for text in distinct], dtype=object)[codes]
    return frame


def _numbers(base: pd.DataFrame) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Give each street's numbers in order, with their positions."""
    codes, ids = pd.factorize(base["street_id"])
    order = np.lexsort((base["housenumber"].to_numpy(), codes))
    cuts = np.flatnonzero(np.diff(codes[order])) + 1
    parts = [np.split(base[name].to_numpy()[order], cuts) for name in ("housenumber", "longitude", "latitude")]
    return dict(zip(ids, zip(*parts, strict=True), strict=True))


def _know(base: pd.DataFrame, sample: pd.DataFrame, country: str) -> Base:
    """Gather what the kinds ask of the base, for the streets and communes of the sample."""
    streets = base.drop_duplicates(["street_id", "postcode"])
    local = streets[streets["citycode"].isin(sample["citycode"].unique())]
    names: dict[str, dict[str, str]] = defaultdict(dict)
    bares: dict[str, Counter[str]] = defaultdict(Counter)
    with_word: dict[tuple[str, str], set[str]] = defaultdict(set)
    at_city = set(zip(_cities(local), local["name"], strict=True))
    for citycode, name, street in zip(local["citycode"], local["name"], local["street"], strict=True):
        names[citycode][name] = bare(street)
    for city, name in sorted(at_city):
        for word in name.split():
            with_word[city, word].add(name)
    for city, street in (
        local.assign(city=_cities(local)).drop_duplicates(["city", "name"])[["city", "street"]].to_numpy()
    ):
        bares[city][bare(street)] += 1
    held = base[base["street_id"].isin(sample["street_id"].unique())]
    suffixes: dict[tuple[str, int], set[str]] = defaultdict(set)
    marked = held[held["suffix"] != ""]
    for street_id, number, suffix in zip(marked["street_id"], marked["housenumber"], marked["suffix"], strict=True):
        suffixes[street_id, number].add(suffix)
    middle = base.groupby("citycode")[["longitude", "latitude"]].mean()
    return Base(
        streets=names,
        bares=bares,
        with_word=with_word,
        names=tuple(name for name in streets["street"] if name[:1].isalpha()),
        numbers=_numbers(held),
        suffixes=dict(suffixes),
        at_postcode=set(zip(streets["postcode"], streets["name"], strict=True)),
        at_city=at_city,
        postcodes=set(streets["postcode"]),
        places=sorted(set(streets["place"])),
        near=_near(streets, middle),
        middle={code: (east, north) for code, east, north in middle.itertuples(name=None)},
        absent=(),
        country=country,
    )


def _cities(frame: pd.DataFrame) -> pd.Series:
    """Give what `_whole_city` gives for each row."""
    return frame["place"].where(frame["city"].str.match(DISTRICT), frame["citycode"])


def _near(streets: pd.DataFrame, middle: pd.DataFrame) -> dict[str, list[str]]:
    """Give the other postcodes of the six communes nearest to each."""
    first = streets.drop_duplicates("citycode").set_index("citycode")["postcode"].reindex(middle.index).to_numpy()
    flat = middle.to_numpy() * (0.7, 1)
    rows = KDTree(flat).query(flat, k=min(7, len(flat)), return_distance=False)
    return {
        code: sorted({first[j] for j in row} - {first[i]})
        for i, (code, row) in enumerate(zip(middle.index, rows, strict=True))
    }


# STEP soiling.
def _apply(kinds: Sequence[Kind], start: Written, draw: Draw) -> Written | None:
    """Apply kinds in the order of their stages; None where one has nothing to change, or another address is named."""
    written = start
    for kind in kinds:
        changed = kind.change(written, draw)
        if changed is None or (changed == written and kind.change is not clean):
            return None
        written = changed
    if written.street == start.street:
        return written
    told, truth = folded(written.street), written.truth
    if truth.street and told != folded(truth.street):
        held = draw.base.at_postcode
        at_city = (_whole_city(truth), told) in draw.base.at_city
        if at_city or (truth.postcode, told) in held or (written.postcode, told) in held:
            return None
    return written


def _styled(written: Written, kinds: Sequence[Kind], random: Random) -> Written:
    """Write the address as the base does, in capitals as the postal norm asks, or its commune alone in capitals."""
    style = random.random()
    if style < 0.5 or any("letters" in kind.slots for kind in kinds):
        return written
    if style < 0.85:
        return _each(written, lambda text: plain(text).upper())
    return written._replace(city=plain(written.city).upper())


def _dirtied(
    address: Address, choices: Sequence[Kind], depth: int, draw: Draw, used: Counter[str]
) -> tuple[Written, str]:
    """Stack kinds on one address; of three kinds drawn the one that was used least is tried."""
    clean_row = _as_written(address, draw.base.country)
    kinds: list[Kind] = []
    written, random, count = clean_row, draw.random.random, len(choices)
    taken: set[str] = set()
    for _ in range(TRIES):
        if len(kinds) == depth:
            break
        kind = min((choices[int(random() * count)] for _ in range(3)), key=lambda one: used[one.name])
        if taken & kind.slots:
            continue
        # A kind of a later stage goes on top; one of an earlier stage has all of them drawn anew.
        trial = sorted([*kinds, kind], key=STAGE_OF)
        on_top = trial[-1] is kind
        changed = _apply([kind], written, draw) if on_top else _apply(trial, clean_row, draw)
        if changed is not None:
            kinds, written = trial, changed
            taken |= kind.slots
    names = [kind.name for kind in kinds] or ["clean"]
    used.update(names)
    return _styled(written, kinds, draw.random), "+".join(names)


def soil(
    addresses: pd.DataFrame,
    *,
    kinds: Sequence[str] | None = None,
    depth: int | tuple[int, ...] = 1,
    seed: int = 0,
    base: pd.DataFrame | None = None,
    absent: pd.DataFrame | None = None,
    country: str = "fr",
) -> pd.DataFrame:
    """Write addresses as people do, with one or several kinds of dirt each, and keep the truth.

    Parameters
    ----------
    addresses : DataFrame
        `address_schema()`: the rows to write, one each.
    kinds : sequence of str, optional
        Names of `KINDS`; all of the country when not given. Kinds that seldom apply are tried first. A row that
        none of them changes comes back as `clean`.
    depth : int or tuple of int
        How many kinds stack on a row; one of a tuple is drawn for each row.
    seed : int
        The same input and seed give the same rows.
    base : DataFrame, optional
        `address_schema()`: the whole base that the rows come from, `addresses` when not given. What it doesn't
        hold can't be checked: a base of one departement doesn't know a namesake in the next one.
    absent : DataFrame, optional
        Addresses of communes that are not in the base, for `commune_absent`.
    country : {"fr", "be"}

    Returns
    -------
    DataFrame
        Columns id, address, postcode, city, kind (`+` between stacked ones), then the truth: street_id, citycode,
        street, housenumber, suffix, longitude, latitude, old_city and level. A level of `street` is a number that
        is not in the base (the position is interpolated, or the end of the street) or not told; of
        `municipality`, a street that is not; of `none`, a commune that is not. Where a suffix that is not in the
        base was put behind a number that is, the level is `housenumber` and the suffix the base's. Rows that
        stand for two streets even when they are clean (namesakes of one commune and postcode) are left out,
        and so are those on stretches that only a register names.

    Raises
    ------
    UnknownNameError
        For a kind that does not exist.
    """
    choices = [KINDS[name] for name in kinds or kinds_of(country) if absent is not None or name != "commune_absent"]
    whole = _with_names(addresses if base is None else base)
    rows = _with_names(addresses)
    sure = ~_held_twice(whole, rows, ["citycode", "postcode", "name"]) & ~rows["street"].str.match(INTERNAL).to_numpy()
    rows = rows[sure].reset_index(drop=True)
    known = _know(whole, rows, country)
    if absent is not None:
        known = replace(known, absent=_unknown(absent, known))
    truths = _addresses(rows, whole)
    draw, used = Draw(known, Random(seed)), Counter[str]()
    depths = (depth,) if isinstance(depth, int) else depth
    written: list[tuple[object, ...]] = []
    for row, address in enumerate(truths, start=1):
        text, told = _dirtied(address, choices, draw.random.choice(depths), draw, used)
        written.append((str(row), *_laid_out(text), told, *TRUTH_OF(text.truth), text.level))
    return pd.DataFrame(written, columns=list(COLUMNS))


def _unknown(absent: pd.DataFrame, known: Base) -> tuple[Address, ...]:
    """Keep the withheld addresses whose commune and postcode the base lacks."""
    rows = _with_names(absent)
    pairs = zip(rows["postcode"], rows["name"], strict=True)
    held = rows["place"].isin(set(known.places)) | np.array([pair in known.at_postcode for pair in pairs], dtype=bool)
    return tuple(_addresses(rows[~held & (rows["housenumber"] > 0)], rows))


def clean_rows(
    addresses: pd.DataFrame, *, seed: int = 0, base: pd.DataFrame | None = None, country: str = "fr"
) -> pd.DataFrame:
    """Write addresses without dirt, some of them in capitals."""
    return soil(addresses, kinds=["clean"], seed=seed, base=base, country=country)


def mixed_rows(
    addresses: pd.DataFrame,
    *,
    seed: int = 0,
    base: pd.DataFrame | None = None,
    absent: pd.DataFrame | None = None,
    country: str = "fr",
    clean_share: float = 0.65,
) -> pd.DataFrame:
    """Write 65 % of the addresses clean and the rest with one kind of dirt each, as an ordinary file has them."""
    keep = np.random.default_rng(seed).random(len(addresses)) < clean_share
    whole = addresses if base is None else base
    parts = [
        clean_rows(addresses[keep], seed=seed, base=whole, country=country),
        soil(addresses[~keep], seed=seed + 1, base=whole, absent=absent, country=country),
    ]
    mixed = pd.concat(parts, ignore_index=True).sample(frac=1, random_state=seed).reset_index(drop=True)
    return mixed.assign(id=(mixed.index + 1).astype(str))


def hard_rows(
    addresses: pd.DataFrame,
    *,
    seed: int = 0,
    base: pd.DataFrame | None = None,
    absent: pd.DataFrame | None = None,
    country: str = "fr",
) -> pd.DataFrame:
    """Write every address with two or three kinds of dirt."""
    return soil(addresses, depth=(2, 3), seed=seed, base=base, absent=absent, country=country)


def read_base(data: Path, kinds: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Read whole address files: `{"bano": ["fr/bano/bano-08.csv.gz"]}`."""
    chunks = [
        chunk
        for kind, files in kinds.items()
        for file in files
        for chunk in ADDRESS_SOURCES[kind](Source(kind, data / file))
    ]
    return pd.concat(chunks, ignore_index=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real open data")
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="write the dirty rows and their truth to this CSV file")
    told = parser.parse_args()
    if not (told.data / "README.md").is_file():
        print(f"skipped: the real open data folder is not here ({told.data})")
        return
    bano = [f"fr/bano/bano-{code}.csv.gz" for code in ("08", "12", "19", "55", "90")]
    base = read_base(told.data, {"bano": bano, "ban": ["fr/addresses/adresses-75.csv.gz"]})
    absent = read_base(told.data, {"bano": ["fr/bano/bano-52.csv.gz"]})
    sample = base.sample(min(told.rows, len(base)), random_state=told.seed)
    for name, make in (("mixed", mixed_rows), ("hard", hard_rows), ("all kinds", soil)):
        start = time.perf_counter()
        rows = make(sample, seed=told.seed, base=base, absent=absent)
        seconds = time.perf_counter() - start
        print(
            f"{name}: {len(rows):,} rows in {seconds:.1f} s, {len(rows) / seconds:,.0f} rows/s, "
            f"the base of {len(base):,} included"
        )
    for kind, group in rows.groupby("kind"):
        one = group.iloc[0]
        print(f"{kind:<24}{len(group):>6}  {one['level']:<13}{one['address']!r} | {one['postcode']!r} | {one['city']!r}"
              f"  <- {one['housenumber']} {one['suffix']} {one['street']}")  # fmt: skip
    if told.out:
        rows.to_csv(told.out, index=False)


if __name__ == "__main__":
    main()
