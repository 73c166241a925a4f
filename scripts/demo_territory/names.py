"""Names for streets: plausible French ones, with the shapes that make geocoding hard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["LOCALITIES", "name_streets", "plain_capitals"]

# Every commune has these, as in life: the same name in several places, or twice in a fused commune.
EVERYWHERE = (
    "Rue de l'Église", "Rue des Écoles", "Rue du Moulin", "Place de la Mairie", "Rue du 8 Mai 1945",
    "Chemin des Vignes", "Rue de la Fontaine", "Impasse des Lilas", "Grande Rue", "Rue du Cimetière",
)  # fmt: skip
DATED = (
    "Rue du 11 Novembre 1918", "Rue du Quatre Septembre", "Place du 14 Juillet", "Rue du 19 Mars 1962",
    "Avenue du 6 Juin 1944", "Rue du 4 Août", "Boulevard du 1er Mai", "Rue du Vingt-Neuf Février",
    "Square du 152e Régiment", "1re Avenue", "2e Avenue", "3e Avenue", "Rue des Quatre Vents",
    "Passage des Trois Frères", "Rue des 4 Saisons", "Rue du Cent-Pas",
)  # fmt: skip
PERSONS = (
    "Général Morvaudan", "Général de Crécelles", "Maréchal Bonnardot", "Colonel Fabrègue",
    "Capitaine Hesnault",
    "Docteur Ravinel", "Docteur Péchaud", "Abbé Courtemanche", "Chanoine Loriol", "Commandant Guérinel",
    "Président Vauthier", "Professeur Lheureux", "Pasteur Oberliet", "Sergent Quillivic",
    "Lieutenant Dargelos",
)  # fmt: skip
SAINTS = (
    "Aubin", "Elme", "Orme", "Fiacre", "Guénolé", "Blaise", "Mesmin", "Éloi", "Hilaire", "Yrieix", "Pern",
    "Médard", "Léger", "Rémy", "Cyr", "Ouen", "Aignan", "Vaast",
)  # fmt: skip
HOLY = ("Anne", "Foy", "Radegonde", "Odile", "Agathe", "Ursule")
FIRST = (
    "Jules", "Émile", "Aristide", "Marthe", "Léonie", "Anatole", "Gabrielle", "Théodore", "Suzanne", "Hector",
    "Camille", "Édouard", "Pauline", "Octave", "Jean-Baptiste", "Marie-Louise", "Félicien", "Hortense",
    "Raoul",
    "Joséphine", "Barthélemy", "Clémence", "Ferdinand", "Solange", "Alphonse", "Berthe", "Gustave", "Inès",
)  # fmt: skip
LAST = (
    "Marchandot", "d'Aubrelle", "Lescarpe", "Tournevin", "Belhomont", "Quesnoir", "Vaudoyen", "Ferrandal",
    "Le Goazec", "Brissonnet", "Cazaubiel", "Thévenaud", "Rocheval", "Delormeau", "L'Hermelin", "Sorbier",
    "Maupertin", "Chabrillac", "Prévostat", "de la Brettonie", "Hautecloche", "Gaspardin", "Montaubry",
    "Noëllet",
    "Œuvrard", "Saint-Aulin", "Barbançon", "Grelotier",
)  # fmt: skip
THINGS = (
    "de la Gare", "des Tanneurs", "de la Vieille Halle", "du Puits", "de l'Abreuvoir", "des Remparts",
    "de la Poterne", "du Pont", "des Bateliers", "de l'Arsenal", "du Marché aux Grains", "de la Monnaie",
    "des Carmes", "du Lavoir", "de l'Hôpital", "du Théâtre", "des Ursulines", "de la Citadelle", "du Bac",
    "des Forges", "de la Filature", "des Verriers", "de l'Usine à Gaz", "de la Brasserie", "du Canal",
    "de l'Écluse", "des Docks", "de la Paix", "de la Liberté", "de l'Égalité", "de l'Industrie",
    "de l'Avenir",
    "du Progrès", "du Stade", "des Sports", "du Château d'Eau", "de la Source", "du Ruisseau", "de l'Étang",
    "du Bois Joli", "de la Garenne", "du Clos", "du Pressoir", "des Vergers", "de la Croix Rouge",
    "du Calvaire", "de la Chapelle", "du Presbytère", "de la Tuilerie", "du Four à Chaux", "des Sablons",
    "de la Butte", "du Belvédère", "du Panorama", "de la Corniche", "du Port", "de l'Île aux Moines",
    "du Chemin Vert", "de la Ferme", "du Colombier", "du Pigeonnier", "de la Bergerie",
    "de la Grange aux Dîmes",
    "du Maréchal-Ferrant", "du Sabotier", "du Tonnelier", "de l'Horloge", "du Beffroi", "des Trois Maries",
    "du Petit Bois", "du Grand Pré", "de la Vallée", "du Coteau", "de l'Orée du Bois", "du Vieux Chêne",
)  # fmt: skip
GROWING = (
    "Acacias", "Aubépines", "Bleuets", "Bouleaux", "Bruyères", "Camélias", "Cerisiers", "Charmes",
    "Châtaigniers",
    "Chênes", "Coquelicots", "Églantines", "Érables", "Frênes", "Genêts", "Glycines", "Hêtres", "Hortensias",
    "Iris", "Jonquilles", "Lauriers", "Magnolias", "Marronniers", "Mélèzes", "Mimosas", "Myosotis",
    "Noisetiers",
    "Œillets", "Ormes", "Pervenches", "Peupliers", "Pivoines", "Platanes", "Primevères", "Rosiers", "Saules",
    "Sorbiers", "Tilleuls", "Troènes", "Tulipes", "Violettes", "Alouettes", "Bergeronnettes", "Chardonnerets",
    "Fauvettes", "Hirondelles", "Loriots", "Martinets", "Mésanges", "Pinsons", "Rossignols", "Rouges-Gorges",
)  # fmt: skip
LOCALITIES = (
    "Le Bois Joli", "La Croix Blanche", "Les Quatre Vents", "La Haute Borne", "Le Moulin Brûlé",
    "L'Étang Neuf",
    "La Grande Métairie", "Les Basses Landes", "Le Champ du Puits", "La Fosse aux Loups", "Ker Armel",
    "Le Pas de l'Âne", "La Ville ès Nouveaux", "Les Hauts de l'Orvaise",
)  # fmt: skip
ROADS = (
    "Route des Essarts", "Route de la Lande", "Route du Marais", "Route du Phare", "Route de la Pointe",
    "Route du Large", "Route des Salines", "Route de l'Étang", "Route du Moulin à Vent", "Route des Dunes",
)  # fmt: skip
QUAYS = ("Quai de l'Orvaise", "Quai des Bateliers", "Quai Saint-Elme")
TYPES = {
    "avenue": (("Avenue", 1.0),),
    "artery": (("Boulevard", 0.45), ("Avenue", 0.4), ("Rue", 0.15)),
    "street": (("Rue", 0.83), ("Allée", 0.07), ("Chemin", 0.05), ("Place", 0.05)),
    "lane": (("Impasse", 0.6), ("Allée", 0.2), ("Passage", 0.1), ("Cour", 0.1)),
    "suburb": (("Rue", 0.52), ("Allée", 0.2), ("Lotissement", 0.12), ("Chemin", 0.16)),
}


def name_streets(streets: gpd.GeoDataFrame) -> list[str]:
    """Name each street; a name stands once in a commune, or once in each half of a fused one."""
    rng = np.random.default_rng([2024, 3])
    pool = {kind: list(rng.permutation(tails)) for kind, tails in tails_by_kind().items()}
    taken: dict[str, list[str]] = {}
    names = []
    common = {place: list(EVERYWHERE) for place in streets["settlement"].unique()}
    special, quays = list(DATED), list(QUAYS)
    for row in streets.itertuples():
        used = taken.setdefault(row.settlement, [])
        if row.role == "avenue" and not (row.settlement == "Valmorin" and row.in_town):
            name = road_name(row.settlement, used)
        elif row.role == "artery" and row.settlement == "Valmorin" and quays and row.kind == "centre":
            name = quays.pop(0)
        elif row.role == "street" and common[row.settlement] and rng.random() < 0.4:
            name = common[row.settlement].pop(0)
        elif row.role == "street" and special and rng.random() < 0.12:
            name = special.pop(0)
        else:
            name = fresh_name(row.role, row.kind, pool, used, rng)
        used.append(name)
        names.append(name)
    return names


def road_name(settlement: str, used: list[str]) -> str:
    """Name a country road; out of a smaller place the first ones say where they lead."""
    towards = [f"Route de {name}" for name in ("Valmorin", "Brévelle", "Sorgemont", "Saint-Orme") if name != settlement]
    own = ROADS if settlement == "Valmorin" else (*towards, *ROADS)
    return next(name for name in own if name not in used)


def tails_by_kind() -> dict[str, list[str]]:
    """List what may follow the type of a street, by kind of tail."""
    people = [f"{first} {last}" for first, last in zip(FIRST * 5,
    [n for k in range(5) for n in LAST[k:] + LAST[:k]],
                                                       strict=True)]  # fmt: skip
    ranks = [f"de l'{person}" if person.startswith("Abbé") else f"du {person}" for person in PERSONS]
    saints = [f"Saint-{saint}" for saint in SAINTS] + [f"Sainte-{saint}" for saint in HOLY]
    return {"old": [*THINGS, *saints], "people": people + ranks, "green": [f"des {name}" for name in GROWING]}


def fresh_name(role: str, kind: str, pool: dict[str, list[str]], used: list[str], rng: np.random.Generator) -> str:
    """Make up a name that its settlement does not have yet."""
    suburb = kind in {"ring", "village", "rural"}
    types, weights = zip(*TYPES["suburb" if suburb and role == "street" else role], strict=True)
    chances = {"ring": (0.3, 0.2, 0.5), "village": (0.6, 0.1, 0.3), "centre": (0.6, 0.4, 0.0)}.get(
        kind, (0.25, 0.5, 0.25)
    )
    while True:
        tails = pool[str(rng.choice(["old", "people", "green"], p=chances))]
        name = f"{rng.choice(types, p=weights)} {tails[int(rng.integers(len(tails)))]}"
        if name not in used and not any(other.endswith(name.split(" ", 1)[1]) for other in used if rng.random() < 0.9):
            return name


def plain_capitals(name: str) -> str:
    """Write a name as the post does: capitals without accents, apostrophes or hyphens."""
    from unicodedata import normalize  # noqa: PLC0415

    text = normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE")).encode("ascii", "ignore").decode()
    return " ".join(text.upper().replace("'", " ").replace("-", " ").split())
