"""A synthetic France: as many communes, streets and addresses as the real one, made from a seed.

Nothing in it is a real address: names are made of syllables, of the commonest street names and of well-known
names of history. Sizes, repetition of names, numbers and suffixes follow what real bases show.

Run: python benchmarks/synthetic_france.py FOLDER [--communes 35000] [--streets 2000000] [--addresses 26000000] [--gz]
     python benchmarks/synthetic_france.py --compare [--data DIR]
"""

from __future__ import annotations

import argparse
import gzip
import os
import time
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from dirt import read_base
from dirt.spelling import plain
from dirt.words import listed
from pyproj import Transformer

from geoprofile.tables import ADDRESS_COLUMNS, address_schema, check

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["BAN_COLUMNS", "DEPARTEMENTS", "synthetic_addresses", "synthetic_ban", "write_ban"]

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
COMMUNES, STREETS, ADDRESSES = 35_000, 2_000_000, 26_000_000
BAN_COLUMNS = (
    "id", "id_fantoir", "numero", "rep", "nom_voie", "code_postal", "code_insee", "nom_commune",
    "code_insee_ancienne_commune", "nom_ancienne_commune", "x", "y", "lon", "lat", "type_position", "alias", "nom_ld",
    "libelle_acheminement", "nom_afnor", "source_position", "source_nom_voie", "certification_commune", "cad_parcelles",
)  # fmt: skip

# STEP shares and sizes, as the BAN of Paris and BANO of six departements have them (run --compare).
STREETS_SIGMA = 1.28
NUMBERS_SIGMA = 1.0
SUFFIX_SHARE = 0.065
LOCALITY_SHARE = 0.03
OLD_SHARE = 0.03
COMMON_SHARE, PEOPLE_SHARE = 0.50, 0.27
LOCALITY_NUMBER = 99999
PLOT_M = 13.0
DEGREE_M = 111_320.0
CITY_WEIGHT = 0.0045
CITY = "75"

# Departements and about their middles, in degrees.
DEPARTEMENTS = {
    code: (float(longitude), float(latitude))
    for code, longitude, latitude in (
        entry.split()
        for entry in listed(
            """
    01 5.3 46.1, 02 3.6 49.5, 03 3.2 46.4, 04 6.2 44.1, 05 6.3 44.7, 06 7.1 43.9, 07 4.4 44.8, 08 4.6 49.6,
    09 1.5 42.9, 10 4.2 48.3, 11 2.4 43.1, 12 2.7 44.3, 13 5.1 43.5, 14 -0.4 49.1, 15 2.7 45.0, 16 0.2 45.7,
    17 -0.7 45.8, 18 2.5 47.1, 19 1.9 45.4, 21 4.8 47.4, 22 -2.9 48.4, 23 2.0 46.1, 24 0.7 45.1, 25 6.4 47.2,
    26 5.2 44.7, 27 1.0 49.1, 28 1.4 48.4, 29 -4.1 48.3, 2A 8.9 41.9, 2B 9.2 42.4, 30 4.2 44.0, 31 1.2 43.4,
    32 0.5 43.7, 33 -0.6 44.8, 34 3.4 43.6, 35 -1.6 48.2, 36 1.6 46.8, 37 0.7 47.3, 38 5.6 45.3, 39 5.7 46.7,
    40 -0.8 44.0, 41 1.4 47.6, 42 4.2 45.7, 43 3.8 45.1, 44 -1.7 47.4, 45 2.3 47.9, 46 1.6 44.6, 47 0.5 44.4,
    48 3.5 44.5, 49 -0.6 47.4, 50 -1.3 49.1, 51 4.2 48.9, 52 5.2 48.1, 53 -0.7 48.1, 54 6.2 48.8, 55 5.4 49.0,
    56 -2.8 47.8, 57 6.7 49.0, 58 3.5 47.1, 59 3.2 50.4, 60 2.4 49.4, 61 0.1 48.6, 62 2.3 50.5, 63 3.1 45.7,
    64 -0.8 43.3, 65 0.2 43.1, 66 2.5 42.6, 67 7.6 48.7, 68 7.3 47.9, 69 4.6 45.9, 70 6.1 47.6, 71 4.5 46.6,
    72 0.2 48.0, 73 6.4 45.5, 74 6.4 46.0, 75 2.35 48.86, 76 1.0 49.7, 77 2.9 48.6, 78 1.8 48.8, 79 -0.3 46.6,
    80 2.3 49.9, 81 2.2 43.8, 82 1.3 44.1, 83 6.2 43.5, 84 5.2 44.0, 85 -1.3 46.7, 86 0.5 46.6, 87 1.2 45.9,
    88 6.4 48.2, 89 3.6 47.8, 90 6.9 47.6, 91 2.2 48.5, 92 2.24 48.84, 93 2.48 48.92, 94 2.46 48.78, 95 2.1 49.1
""",
            separator=",",
        )
    )
}
DENSE = {"75": 0.04, "92": 0.08, "93": 0.1, "94": 0.1, "90": 0.15}

# STEP syllables and words. Places: a start and an end; people: a start and an end of another sort.
PLACE_STARTS = listed("""
    Aub Bal Bar Beau Bell Berg Bois Bouss Brass Cam Cast Cham Champ Chât Clair Coul Courc Dam Dom Escal Fal Ferr
    Flor Font Fouch Gail Gerb Gran Haut Hér Jav Lam Lav Lign Lou Mael Mag Mal Marc Maur Mér Mont Mor Nail Neuv Ors
    Pal Pou Quin Rem Roch Rom Rouss Sall Sav Sem Sour Tal Tern Tourn Val Vern Vill Vir
""")
PLACE_ENDS = listed("""
    ac agne aille ais an ancourt anges ans as aud ay e eau ec elles en encourt ens erolles es et eux ey iac ières
    ies ignac igny ille illers illy in incourt isy oire ois on onne onville ot ou ouse oux ouy uis ule ulles ures
    ury us uy y
""")
RIVERS = listed("""
    Loire Seine Marne Saône Sarthe Vienne Isère Orne Meuse Moselle Aisne Oise Eure Cher Indre Creuse Charente Lot
    Tarn Aveyron Allier Ain Doubs Yonne Aube Somme Risle Vire Mayenne Loir Sèvre Dronne Vézère Aude Hérault Drôme
    Mer
""")
SAINTS = listed("""
    Martin Pierre Jean Germain Laurent Georges Michel Hilaire Aubin Julien Denis Maurice Étienne Romain Sulpice
    Vincent Médard Léger Rémy Quentin Bonnet Sauveur Cyr Paul Loup Aignan Amand André Antoine Barthélemy Benoît
    Brice Christophe Clair Clément Cloud Didier Éloi Félix Florent Gervais Gilles Hippolyte Jacques Jouin Just
    Léonard Mathieu Nazaire Nicolas Ouen Pardoux Paterne Priest Rambert Saturnin Symphorien Thibault Vaast Victor
    Yrieix
""")
QUALIFIERS = listed("""
    le-Grand le-Petit le-Vieux le-Château le-Roi la-Forêt la-Ville les-Bois les-Vignes l'Abbaye d'en-Haut
    en-Plaine la-Montagne le-Bas la-Chapelle les-Eaux aux-Bois du-Désert du-Bois des-Prés
""")
PLACE_MIDDLES = ("", "an", "er", "ou", "in", "ar", "el", "ig", "on")
NAME_STARTS = listed("""
    Bar Ber Bou Car Cha Cour Dau Del Des Du Far Fer Gar Gau Gi Gou Gran Jac La Lam Le Ler Mar Mer Mi Mo Mor Na Pa
    Per Pi Poi Ra Re Ri Rou Sa Sau Ta Ti Tou Va Ver Vi Bru Cla Fro Gré Tru Pré Quer
""")
NAME_ENDS = listed("""
    bert bin ceau chard det din don doux dry geon gnon land laud let lier lin lot mont nard neau nier niel quet
    quin rand rault rel rier rin rot sard seau sier son tel tier tin ton vel vier vin zeau beau fier gues
""")
FIRST_NAMES = listed("""
    Jean Pierre Louis Paul Marie Jacques Henri Georges André Marcel Charles Joseph François Michel René Robert
    Albert Émile Maurice Raymond Lucien Roger Victor Jules Eugène Gaston Léon Antoine Alexandre Auguste Ernest
    Edmond Camille Suzanne Jeanne Louise Simone Lucie Marguerite Gabriel Philippe Étienne Claude Anatole Alphonse
    Ferdinand Gustave Marcelin Théodore Honoré Denis Nicolas Hector Alfred Édouard Fernand Julien Adrien Félix
    Édith
""")
# In about the order of how common they are.
COMMON = listed(
    """
    de l'Église| du Moulin| de la Mairie| de la Gare| du Château| des Écoles| de la Fontaine| du Stade|
    Principale| du Lavoir| Pasteur| Victor Hugo| Jean Moulin| de la République| des Acacias| des Jardins|
    des Lilas| des Prés| du 8 Mai 1945| du 11 Novembre 1918| Jean Jaurès| de Verdun| du Général de Gaulle|
    des Tilleuls| Haute| Basse| Neuve| du Four| du Puits| de l'Abbé Pierre| des Vergers| Émile Zola| Jules Ferry|
    Saint-Martin| du Pont| des Vignes| Gambetta| des Rosiers| du Maréchal Foch| de la Poste| des Roses|
    Georges Clemenceau| du 19 Mars 1962| du Maréchal Leclerc| de la Liberté| des Cerisiers| de l'Abreuvoir|
    des Chênes| de l'Étang| du Cimetière| du Bois| de Bellevue| Carnot| de la Forge| Voltaire| de la Paix|
    de la Libération| des Peupliers| Pierre Curie| des Marronniers| de la Croix| du Presbytère| du Docteur Roux|
    du 14 Juillet| Anatole France| Louis Pasteur| de la Chapelle| du Bourg| du Parc| des Champs| de la Vallée|
    de la Forêt| du Calvaire| des Fleurs| du Marché| Saint-Jean| Jacques Prévert| Molière| Georges Brassens|
    des Violettes| Marcel Pagnol| du Ruisseau| de Paris| de Lorraine| d'Alsace| du Soleil| du Lac| de la Plaine|
    Arthur Rimbaud| des Hirondelles| Aristide Briand| de la Résistance| des Mimosas| de la Prairie| des Sources|
    du Lieutenant-Colonel Driant| du Canal| de Strasbourg| des Bleuets| du Commerce| des Pins| Jean Mermoz|
    des Mésanges| Claude Debussy| Paul Verlaine| de la Tour| Ferdinand Buisson| Saint-Nicolas| Notre-Dame|
    Marie Curie| Pierre et Marie Curie| de Metz| de la Marne| Thiers| Hoche| Henri IV| Jeanne d'Arc| Kléber|
    Lamartine| La Fontaine| Jean de La Fontaine| Racine| Corneille| Diderot| Rabelais| Ronsard| du 4 Septembre|
    du Quatre Septembre| du 1er Mai| du 18 Juin 1940| du 6 Juin 1944| des Martyrs de la Résistance|
    des Anciens Combattants| du Souvenir Français| de l'Europe| Robert Schuman| Jean Monnet| Salvador Allende|
    Nelson Mandela| Simone Veil| Olympe de Gouges| du Capitaine Ferber| du Commandant Charcot|
    de l'Amiral Courbet| du Colonel Fabien| du Sergent Bobillot| du Président Wilson| du Président
    Kennedy| Saint-Exupéry| Saint-Michel
""",
    separator="|",
)
PLANTS = listed("""
    Aubépines Bouleaux Bruyères Buis Capucines Charmes Châtaigniers Coquelicots Cyprès Églantines Érables
    Eucalyptus Fauvettes Frênes Genêts Glycines Hêtres Hortensias Iris Jonquilles Lauriers Lavandes Marguerites
    Mélèzes Mûriers Noisetiers Noyers Oliviers Ormes Pâquerettes Pensées Pervenches Platanes Primevères Rossignols
    Sapins Saules Sorbiers Tamaris Tulipes Alouettes Bergeronnettes Bouvreuils Chardonnerets Cigales Écureuils
    Grives Merles Pinsons
""")
NOUNS = listed(
    """
    m Bois| m Champ| f Croix| f Fontaine| m Pré| f Combe| m Puy| m Mas| f Borie| f Côte| m Clos| f Vigne|
    m Moulin| f Grange| f Ferme| f Lande| m Pont| m Gué| f Noue| f Motte| f Butte| m Mont| f Roche| m Roc| f Haie|
    m Chêne| m Poirier| f Place| m Terrier| f Saule| f Fosse| m Gours| f Plaine| f Garenne| m Ruisseau| m Four|
    f Tuilerie| f Forge| m Verger| m Marais| f Mare| m Breuil| f Touche
""",
    separator="|",
)
SIDES = listed("""
    Blanc/Blanche Rouge/Rouge Noir/Noire Vert/Verte Haut/Haute Bas/Basse Grand/Grande Petit/Petite Neuf/Neuve
    Rond/Ronde Long/Longue Froid/Froide Gris/Grise Brûlé/Brûlée Perdu/Perdue Vieux/Vieille Bossu/Bossue
    Fleuri/Fleurie
""")
TYPES = {
    "Rue": 0.60, "Impasse": 0.08, "Chemin": 0.075, "Place": 0.045, "Route": 0.055, "Avenue": 0.04, "Allée": 0.05,
    "Boulevard": 0.01, "Ruelle": 0.012, "Lotissement": 0.01, "Passage": 0.006, "Quai": 0.003, "Voie": 0.003,
    "Cité": 0.003, "Square": 0.004, "Sentier": 0.002, "Résidence": 0.003, "Cour": 0.002, "Montée": 0.002,
}  # fmt: skip


def _articled(place: str) -> str:
    """Put `de` before a name, elided before a vowel."""
    return f"d'{place}" if plain(place[0]).lower() in "aeiouh" else f"de {place}"


def _stems() -> np.ndarray:
    return np.array([start + end for start in PLACE_STARTS for end in PLACE_ENDS], dtype=object)


@lru_cache(maxsize=4)
def _commune_stems(seed: int) -> np.ndarray:
    """Give longer names than `_stems`, in an order drawn once: each departement has a slice of them."""
    stems = {start + middle + end for start in PLACE_STARTS for middle in PLACE_MIDDLES for end in PLACE_ENDS}
    return np.random.default_rng([seed, 0]).permutation(np.array(sorted(stems), dtype=object))


def _own_stems(position: int, seed: int) -> np.ndarray:
    """Give the stems of one departement, and one in fifteen that others have too."""
    stems = _commune_stems(seed)
    each = len(stems) // len(DEPARTEMENTS)
    return np.concatenate([stems[position * each : (position + 1) * each], stems[: each // 15]])


def _local_names() -> list[str]:
    """Give the lieux-dits: a noun and its colour, its owner or a place of its own."""
    names = []
    for entry in NOUNS:
        sex, noun = entry.split()
        article = "le " if sex == "m" else "la "
        names += [article + f"{noun} {side.split('/')[sex == 'f']}" for side in SIDES]
        names += [article + f"{noun} {start}{end}" for start in NAME_STARTS for end in NAME_ENDS]
        names += [article + f"{noun} {_articled(start + end)}" for start in PLACE_STARTS for end in PLACE_ENDS]
    return names


def _of_local(name: str) -> str:
    """Write a lieu-dit behind a type: le Bois Rond, du Bois Rond."""
    article, rest = name.split(" ", 1)
    return f"{'du' if article == 'le' else 'de la'} {rest}"


@lru_cache(maxsize=1)
def _bodies() -> tuple[pa.Array, int, int]:
    """Give every name that stands behind a type: the common ones, those of people, the local ones."""
    common = [*COMMON, *(f"des {plant}" for plant in PLANTS), *(f"Saint-{saint}" for saint in SAINTS)]
    people = [f"{first} {start}{end}" for start in NAME_STARTS for end in NAME_ENDS for first in FIRST_NAMES]
    # The famous come first: their order is drawn once and is the same in every France.
    people = np.random.default_rng(0).permutation(np.array(people, dtype=object)).tolist()
    local = [_of_local(name) for name in _local_names()] + [_articled(stem) for stem in _stems()]
    return pa.array([*common, *people, *local]), len(common), len(people)


# STEP communes.
def _shared_out(weights: np.ndarray, total: int) -> np.ndarray:
    """Share a total out by weights, one each at least, as whole numbers that add up to it exactly."""
    if total < len(weights):
        raise SystemExit(f"{total:,} is too few to give one to each of {len(weights):,}: ask for more.")
    spare = weights / weights.sum() * (total - len(weights))
    whole = np.floor(spare).astype(np.int64)
    short = total - len(weights) - int(whole.sum())
    whole[np.argsort(whole - spare, kind="stable")[:short]] += 1
    return np.asarray(whole + 1)


def _commune_names(count: int, stems: np.ndarray, random: np.random.Generator) -> list[str]:
    """Make names of communes; about one in ten is borne by several, in different departements."""
    pattern = random.choice(8, size=count, p=[0.50, 0.12, 0.11, 0.09, 0.05, 0.05, 0.04, 0.04])
    drawn = np.resize(random.permutation(stems), count)
    others, rivers, saints, sides = (
        np.array(words, dtype=object)[random.integers(0, len(words), count)]
        for words in (stems, RIVERS, SAINTS, QUALIFIERS)
    )
    names: dict[str, None] = {}
    for form, stem, other, river, saint, side in zip(pattern, drawn, others, rivers, saints, sides, strict=True):
        name = (stem, f"{stem}-sur-{river}", f"Saint-{saint}-{_articled(other).replace(' ', '-')}", f"{stem}-{side}",
                f"{stem}-lès-{other}", f"Saint-{saint}-sur-{river}", f"La {stem}", f"{stem}-{other}")[form]  # fmt: skip
        # The second one of a departement to bear a name has something behind it.
        while name in names:
            name = f"{name}-{QUALIFIERS[len(names) % len(QUALIFIERS)]}"
        names[name] = None
    return list(names)


def _postcodes(code: str, sizes: np.ndarray, random: np.random.Generator) -> list[str]:
    """Share postcodes among the communes of a departement, which stand in the order of their places.

    The biggest has the one that ends in 000; one to forty others share each of the rest.
    """
    # Both departements of Corsica have 20: here the codes of the second one end in 5.
    area, odd = (200, 5 * (code == "2B")) if code[1].isalpha() else (int(code) * 10, 0)
    groups = np.minimum(1 + random.geometric(0.21, len(sizes)), 40)
    starts = np.cumsum(groups) - groups
    group = np.searchsorted(starts, np.arange(len(sizes)), side="right") - 1
    codes = np.array([f"{area * 100 + 100 + 10 * (g % 80) + g // 80 + odd:05d}" for g in group], dtype=object)
    codes[np.argmax(sizes)] = f"{area * 100 + odd:05d}"
    return list(codes)


def _plan(communes: int, streets: int, addresses: int, seed: int) -> pd.DataFrame:
    """Lay out the departements: how many communes, streets and addresses each has."""
    random = np.random.default_rng([seed, 0])
    codes = list(DEPARTEMENTS)
    others = np.array([code != CITY for code in codes])
    weights = random.uniform(0.6, 1.5, len(codes)) * others
    counts = np.full(len(codes), 20)
    counts[others] = _shared_out(weights[others], communes - 20)
    wealth = counts * random.uniform(0.7, 1.4, len(codes))
    wealth[~others] = wealth.sum() * CITY_WEIGHT
    extra = _shared_out(wealth, streets - communes)
    in_departement = counts + extra
    richness = in_departement * random.uniform(0.85, 1.15, len(codes))
    richness[~others] *= 1.6
    more = _shared_out(richness, addresses - streets)
    return pd.DataFrame(
        {"code": codes, "communes": counts, "streets": in_departement, "addresses": in_departement + more}
    )


def _communes(code: str, count: int, streets: int, stems: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    """Make the communes of a departement: code, names, postcode, place and number of streets."""
    longitude, latitude = DEPARTEMENTS[code]
    columns = int(np.ceil(np.sqrt(count)))
    place = np.arange(count)
    reach = DENSE.get(code, 0.42)
    east = longitude + reach * ((place % columns + random.uniform(0.2, 0.8, count)) / columns * 2 - 1)
    north = latitude + 0.75 * reach * ((place // columns + random.uniform(0.2, 0.8, count)) / columns * 2 - 1)
    if code == CITY:
        number = [f"{n}{'er' if n == 1 else 'e'}" for n in range(1, count + 1)]
        sizes = random.uniform(0.5, 1.5, count)
        frame = pd.DataFrame({
            "citycode": [f"751{n:02d}" for n in range(1, count + 1)],
            "city": [f"Paris {n} Arrondissement" for n in number],
            "label": "PARIS",
            "postcode": [f"750{n:02d}" for n in range(1, count + 1)],
        })  # fmt: skip
    else:
        sizes = random.lognormal(0, STREETS_SIGMA, count)
        names = _commune_names(count, stems, random)
        frame = pd.DataFrame({
            "citycode": [f"{code}{n:03d}" for n in range(1, count + 1)],
            "city": names,
            "label": [plain(name).upper().replace("-", " ").replace("'", " ") for name in names],
            "postcode": _postcodes(code, sizes, random),
        })  # fmt: skip
    spread = reach / columns * 0.8
    return frame.assign(longitude=east, latitude=north, spread=spread, streets=_shared_out(sizes, streets))


# STEP streets.
def _zipf(count: int, power: float, size: int, random: np.random.Generator) -> np.ndarray:
    """Draw ranks of a law where the rank r comes up as r^-power."""
    steps = np.cumsum(np.arange(1, count + 1, dtype=float) ** -power)
    ranks = np.searchsorted(steps, random.random(size) * steps[-1], side="right")
    return np.asarray(np.minimum(ranks, count - 1))


def _named(bearer: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw the type and the body of each street; a name that its bearer has already gives way to another."""
    bodies, common, people = _bodies()
    size, local = len(bearer), len(bodies) - common - people
    share = random.random(size)
    body = np.where(
        share < COMMON_SHARE,
        _zipf(common, 0.75, size, random),
        common + _zipf(people, 0.80, size, random),
    )
    body = np.where(share >= COMMON_SHARE + PEOPLE_SHARE, common + people + random.integers(0, local, size), body)
    kind = random.choice(len(TYPES), size=size, p=np.array(list(TYPES.values())) / sum(TYPES.values()))
    for _ in range(4):
        key = (bearer * len(TYPES) + kind) * len(bodies) + body
        _, first = np.unique(key, return_index=True)
        again = np.ones(size, dtype=bool)
        again[first] = False
        body[again] = common + random.integers(0, people + local, int(again.sum()))
    return kind, body


def _old_communes(communes: pd.DataFrame, code: str, random: np.random.Generator) -> tuple[pd.DataFrame, np.ndarray]:
    """Say which communes were fused, and make the names of the communes that they were."""
    stems = _stems()
    several = np.flatnonzero(random.random(len(communes)) < (0 if code == CITY else OLD_SHARE))
    old = pd.DataFrame({"city": [""], "citycode": [""]})
    rows = [
        (communes["city"].iloc[at] if n == 0 else stems[random.integers(len(stems))],
         communes["citycode"].iloc[at] if n == 0 else f"{code}{700 + (3 * i + n) % 300:03d}")
        for i, at in enumerate(several) for n in range(3)
    ]  # fmt: skip
    first = np.zeros(len(communes), dtype=np.int64)
    first[several] = 1 + 3 * np.arange(len(several))
    return pd.concat([old, pd.DataFrame(rows, columns=["city", "citycode"])], ignore_index=True), first


def _streets(
    communes: pd.DataFrame, code: str, addresses: int, random: np.random.Generator
) -> dict[str, pa.Array | np.ndarray]:
    """Make the streets of a departement, column by column."""
    commune = np.repeat(np.arange(len(communes)), communes["streets"])
    size = len(commune)
    olds, first = _old_communes(communes, code, random)
    old = np.where(first[commune] > 0, first[commune] + random.integers(0, 3, size), 0)
    # Communes that were fused kept their names of streets: the same one may stand twice.
    # In the one city with arrondissements, a name stands once in all of them.
    bearer = np.zeros_like(commune) if code == CITY else commune * 4 + (old - first[commune]) * (old > 0)
    kind, body = _named(bearer, random)
    locality = random.random(size) < LOCALITY_SHARE
    bodies, common, people = _bodies()
    body[locality] = common + people + random.integers(0, len(bodies) - common - people, int(locality.sum()))
    typed = pc.binary_join_element_wise(pa.array(list(TYPES)).take(kind), bodies.take(body), " ")
    alone = pc.replace_substring_regex(bodies.take(body), "^du |^de la |^de |^d'", "")
    name = pc.if_else(locality, alone, typed)
    within = np.arange(size) - np.repeat(np.cumsum(communes["streets"]) - communes["streets"], communes["streets"])
    counts = np.ones(size, dtype=np.int64)
    sizes = random.lognormal(0, NUMBERS_SIGMA, size)
    counts[~locality] = _shared_out(sizes[~locality], addresses - int(locality.sum()))
    fantoir = pc.utf8_lpad(pa.array(10 * (within + 1)).cast(pa.string()), 4, "0")
    citycode = pa.array(communes["citycode"].to_numpy(dtype=object)).take(commune)
    return {
        "commune": commune, "old": old, "name": name, "locality": locality, "counts": counts,
        "id": pc.binary_join_element_wise(citycode, fantoir, "_"),
        "old_city": pa.array(olds["city"].to_numpy(dtype=object)).take(old),
        "old_citycode": pa.array(olds["citycode"].to_numpy(dtype=object)).take(old),
        "afnor": pa.array([plain(text).upper().replace("-", " ").replace("'", " ") for text in name.to_pylist()]),
    }  # fmt: skip


# STEP numbers and positions.
def _numbers(
    counts: np.ndarray, locality: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, pa.Array, np.ndarray]:
    """Number the houses of each street, and say how far along the street each stands (0 to 1)."""
    street = np.repeat(np.arange(len(counts)), counts)
    start = np.repeat(np.cumsum(counts) - counts, counts)
    place = np.arange(len(street))
    repeated = (random.random(len(street)) < SUFFIX_SHARE * 1.05) & (place > start)
    step = 1 + (random.random(len(street)) < 0.25) + 2 * (random.random(len(street)) < 0.05)
    # One street in eight has houses on one side, one in twelve is numbered by metres.
    manner = random.random(len(counts))
    step = np.where((manner < 0.125)[street], 2 * step, step)
    metric = (manner > 0.95)[street]
    step = np.where(metric, random.integers(3, 45, len(street)), step)
    step[repeated] = 0
    along = np.cumsum(step)
    number = along - along[start] + np.where(metric, step[start], 1 + random.integers(0, 2, len(counts))[street])
    # The run of repeated numbers that a house stands in says which suffix it has.
    last = np.maximum.accumulate(np.where(repeated, 0, place))
    suffixes = np.array(
        ["", "bis", "ter", "quater", "quinquies", "", "b", "c", "d", "e", "", "a", "b", "c", "d"], dtype=object
    )
    style = random.choice(3, size=len(counts), p=[0.65, 0.12, 0.23])[street]
    suffix = pa.array(suffixes).take(pa.array(np.minimum(place - last, 4) + 5 * style))
    far = (number - number[start] + 1) / (
        np.repeat(np.maximum.reduceat(number, np.cumsum(counts) - counts), counts) - number[start] + 2
    )
    number[locality[street]] = LOCALITY_NUMBER
    return number, suffix, far


def _lines(
    communes: pd.DataFrame, commune: np.ndarray, counts: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, ...]:
    """Lay each street in the patch of its commune: longitude and latitude of its two ends."""
    spread = communes["spread"].to_numpy()[commune]
    west = communes["longitude"].to_numpy()[commune] + spread * random.uniform(-1, 1, len(commune))
    south = communes["latitude"].to_numpy()[commune] + 0.7 * spread * random.uniform(-1, 1, len(commune))
    length = np.minimum(30 + PLOT_M * counts * random.uniform(0.5, 2, len(commune)), 4000) / DEGREE_M
    bearing = random.uniform(0, 2 * np.pi, len(commune))
    east = west + length * np.sin(bearing) / np.cos(np.radians(south))
    return west, south, east, south + length * np.cos(bearing)


def _laid(ends: tuple[np.ndarray, ...], street: np.ndarray, far: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the point of each house between the two ends of its street."""
    one, two, other, another = (end[street] for end in ends)
    return one + far * (other - one), two + far * (another - two)


# STEP the base, a departement at a time.
def _departement(plan: pd.Series, position: int, seed: int) -> dict[str, pa.Array | np.ndarray]:
    """Make the addresses of a departement as the columns of the BAN."""
    random = np.random.default_rng([seed, 1 + position])
    code = str(plan["code"])
    communes = _communes(code, int(plan["communes"]), int(plan["streets"]), _own_stems(position, seed), random)
    streets = _streets(communes, code, int(plan["addresses"]), random)
    counts = cast("np.ndarray", streets["counts"])
    street = np.repeat(np.arange(len(counts)), counts)
    number, suffix, far = _numbers(counts, cast("np.ndarray", streets["locality"]), random)
    commune = cast("np.ndarray", streets["commune"])
    ends = _lines(communes, commune, counts, random)
    longitude, latitude = _laid(ends, street, far)
    metres = Transformer.from_crs("EPSG:4326", "EPSG:2154", always_xy=True)
    flat = (*metres.transform(ends[0], ends[1]), *metres.transform(ends[2], ends[3]))
    easting, northing = _laid(flat, street, far)
    text = {
        name: pa.array(communes[name].to_numpy(dtype=object)).take(commune)
        for name in ("citycode", "city", "label", "postcode")
    }
    rows = {
        name: column.take(pa.array(street)) for name, column in (text | streets).items() if isinstance(column, pa.Array)
    }
    padded = pc.utf8_lpad(pa.array(number).cast(pa.string()), 5, "0")
    full = pc.binary_join_element_wise(rows["id"], padded, "_")
    has_suffix = pc.not_equal(suffix, "")
    return rows | {
        "number": number, "suffix": suffix,
        "full_id": pc.if_else(has_suffix, pc.binary_join_element_wise(full, suffix, "_"), full),
        "longitude": longitude.round(6), "latitude": latitude.round(6),
        "easting": easting.round(2), "northing": northing.round(2),
    }  # fmt: skip


def _every_departement(
    communes: int, streets: int, addresses: int, seed: int, departements: Sequence[str] | None
) -> Iterator[tuple[str, dict[str, pa.Array | np.ndarray]]]:
    plan = _plan(communes, streets, addresses, seed)
    for position, row in plan.iterrows():
        if departements is None or row["code"] in departements:
            yield str(row["code"]), _departement(row, int(cast("int", position)), seed)


def synthetic_ban(
    *,
    communes: int = COMMUNES,
    streets: int = STREETS,
    addresses: int = ADDRESSES,
    seed: int = 0,
    departements: Sequence[str] | None = None,
) -> Iterator[tuple[str, pa.Table]]:
    """Make the base as files of the BAN, a departement at a time.

    Yields
    ------
    (code, Table)
        The 23 columns of the BAN. A departement is the same whichever others are asked for.
    """
    for code, rows in _every_departement(communes, streets, addresses, seed, departements):
        size = len(rows["number"])
        blank, one = (pa.repeat(pa.scalar(text), size) for text in ("", "1"))
        columns = dict.fromkeys(BAN_COLUMNS, blank) | {
            "id": rows["full_id"], "id_fantoir": rows["id"], "numero": rows["number"], "rep": rows["suffix"],
            "nom_voie": rows["name"], "code_postal": rows["postcode"], "code_insee": rows["citycode"],
            "nom_commune": rows["city"], "code_insee_ancienne_commune": rows["old_citycode"],
            "nom_ancienne_commune": rows["old_city"], "x": rows["easting"], "y": rows["northing"],
            "lon": rows["longitude"], "lat": rows["latitude"], "libelle_acheminement": rows["label"],
            "nom_afnor": rows["afnor"], "certification_commune": one,
            "type_position": pa.repeat(pa.scalar("entrée"), size),
            "source_position": pa.repeat(pa.scalar("commune"), size),
            "source_nom_voie": pa.repeat(pa.scalar("commune"), size),
        }  # fmt: skip
        yield code, pa.table({name: columns[name] for name in BAN_COLUMNS})


def synthetic_addresses(
    *,
    communes: int = COMMUNES,
    streets: int = STREETS,
    addresses: int = ADDRESSES,
    seed: int = 0,
    departements: Sequence[str] | None = None,
) -> Iterator[pd.DataFrame]:
    """Make the base as an address source yields it, a departement at a time.

    Yields
    ------
    DataFrame
        `address_schema()`, the same as the reader of the BAN makes of what `write_ban` writes.
    """
    for code, rows in _every_departement(communes, streets, addresses, seed, departements):
        number = cast("np.ndarray", rows["number"])
        blank = pa.repeat(pa.scalar(""), len(number))
        table = pa.table({
            "street_id": rows["id"], "street": rows["name"], "street_alias": blank,
            "housenumber": np.where(number == LOCALITY_NUMBER, 0, number), "suffix": rows["suffix"],
            "postcode": rows["postcode"], "citycode": rows["citycode"], "city": rows["city"],
            "city_alias": rows["label"], "old_citycode": rows["old_citycode"], "old_city": rows["old_city"],
            "longitude": rows["longitude"], "latitude": rows["latitude"],
        })  # fmt: skip
        frame = table.select(list(ADDRESS_COLUMNS)).to_pandas(
            types_mapper={pa.string(): pd.StringDtype(na_value=np.nan)}.get
        )
        yield check(frame, address_schema(), what=f"synthetic departement {code}")


def write_ban(
    folder: Path,
    *,
    gz: bool = False,
    communes: int = COMMUNES,
    streets: int = STREETS,
    addresses: int = ADDRESSES,
    seed: int = 0,
    departements: Sequence[str] | None = None,
) -> Iterator[tuple[Path, int]]:
    """Write one file `adresses-XX.csv` (or `.csv.gz`) a departement; the same input gives the same bytes.

    Yields
    ------
    (path, number of addresses)
    """
    folder.mkdir(parents=True, exist_ok=True)
    options = pacsv.WriteOptions(delimiter=";", quoting_style="none", include_header=False)
    tables = synthetic_ban(
        communes=communes, streets=streets, addresses=addresses, seed=seed, departements=departements
    )
    for code, table in tables:
        path = folder / f"adresses-{code}.csv{'.gz' if gz else ''}"
        part = path.with_name(path.name + ".part")
        try:
            with part.open("wb") as raw, _packed(raw, gz=gz) as file:
                file.write((";".join(BAN_COLUMNS) + "\n").encode())
                pacsv.write_csv(table, file, options)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        yield path, len(table)


def _packed(raw: IO[bytes], *, gz: bool) -> IO[bytes]:
    """Pack what is written, without the time of day, or let it through."""
    return (
        cast("IO[bytes]", gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, compresslevel=4, filename="")) if gz else raw
    )


# STEP realism.
def figures(base: pd.DataFrame) -> dict[str, str]:
    """Give the figures that a real and a synthetic base are compared by."""
    streets = base.drop_duplicates("street_id")
    in_commune = streets.groupby("citycode").size()
    houses = base[base["housenumber"] > 0]
    on_street = houses.groupby("street_id").size()
    length = streets["street"].str.len()
    names = streets["street"].str.lower()
    # Repetition depends on how many are looked at: 5,000 streets of each base.
    some = names.sample(min(5000, len(names)), random_state=0)
    return {
        "addresses": f"{len(base):,}",
        "streets": f"{len(streets):,}",
        "communes": f"{len(in_commune):,}",
        "streets a commune, 10/50/90/99 %, most": _spread(in_commune),
        "numbers a street, 10/50/90/99 %, most": _spread(on_street),
        "number, 50/90/99 %": "/".join(f"{houses['housenumber'].quantile(q):.0f}" for q in (0.5, 0.9, 0.99)),
        "distinct names, all / of 5,000": f"{names.nunique() / len(names):.0%} / {some.nunique() / len(some):.0%}",
        "letters a name, mean / sd": f"{length.mean():.1f} / {length.std():.1f}",
        "opens with Rue": f"{names.str.startswith('rue ').mean():.0%}",
        "with suffix": f"{(base['suffix'] != '').mean():.1%}",
        "communes with Rue de l'Église": f"{streets[names.isin(EGLISE)]['citycode'].nunique() / len(in_commune):.0%}",
        "communes a postcode, mean / most": "{:.1f} / {}".format(
            *base.groupby("postcode")["citycode"].nunique().agg(["mean", "max"])
        ),
        "communes of a name of their own": f"{base.groupby('city')['citycode'].nunique().eq(1).mean():.1%}",
    }


EGLISE = ("rue de l'église", "place de l'église", "rue de l'eglise")


def _spread(counts: pd.Series) -> str:
    return "/".join(f"{counts.quantile(q):.0f}" for q in (0.1, 0.5, 0.9, 0.99)) + f", {counts.max():,}"


def compare(data: Path, seed: int) -> None:
    bano = [f"fr/bano/bano-{code}.csv.gz" for code in ("08", "12", "19", "52", "55", "90")]
    made = pd.concat(
        synthetic_addresses(seed=seed, departements=["08", "12", "19", "52", "55", "90"]), ignore_index=True
    )
    city = pd.concat(synthetic_addresses(seed=seed, departements=[CITY]), ignore_index=True)
    columns = {
        "six, BANO": figures(read_base(data, {"bano": bano})),
        "six, made": figures(made),
        "Paris, BAN": figures(read_base(data, {"ban": ["fr/addresses/adresses-75.csv.gz"]})),
        "Paris, made": figures(city),
    }
    print(pd.DataFrame(columns).to_string())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="where the files go")
    parser.add_argument("--communes", type=int, default=COMMUNES)
    parser.add_argument("--streets", type=int, default=STREETS)
    parser.add_argument("--addresses", type=int, default=ADDRESSES)
    parser.add_argument("--departements", nargs="*", choices=list(DEPARTEMENTS), help="only these")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--gz", action="store_true")
    parser.add_argument("--compare", action="store_true", help="compare with the real open data")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real open data")
    told = parser.parse_args()
    if told.compare and (told.data / "README.md").is_file():
        compare(told.data, told.seed)
    elif told.compare:
        print(f"skipped: the real open data folder is not here ({told.data})")
    if not told.folder:
        return
    start, rows, size = time.perf_counter(), 0, 0
    cpu = time.process_time()
    for path, count in write_ban(told.folder, gz=told.gz, communes=told.communes, streets=told.streets,
                                 addresses=told.addresses, seed=told.seed, departements=told.departements):  # fmt: skip
        rows, size = rows + count, size + path.stat().st_size
    print(
        f"{rows:,} addresses, {size / 1e6:,.0f} MB, {time.perf_counter() - start:.0f} s wall, "
        f"{time.process_time() - cpu:.0f} s CPU"
    )


if __name__ == "__main__":
    main()
