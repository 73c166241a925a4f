"""The trades of the invented firms: real activity codes (NAF rev. 2, INSEE) and what is typical of each."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TRADES", "Trade"]


@dataclass(frozen=True)
class Trade:
    """What is typical of a trade.

    Attributes
    ----------
    label : str
        Official name of the activity.
    weight : float
        How many of a hundred firms.
    headcount : float
        Median of persons employed, where there are any.
    alone : float
        Share of firms that are a natural person.
    names : tuple of str
        Patterns of names: {last} is a family name, {thing} a place.
    affinity : float
        How much more often than others such a firm buys lamps.
    at_home : bool
        Whether such a firm is often run from a dwelling.
    """

    label: str
    weight: float
    headcount: float
    alone: float
    names: tuple[str, ...]
    affinity: float = 1.0
    at_home: bool = False


TRADES: dict[str, Trade] = {
    "10.71C": Trade("Boulangerie et boulangerie-pâtisserie", 2.0, 5, 0.25,
                    ("Boulangerie {last}", "Au Fournil {thing}", "La Maison {last}")),
    "25.62B": Trade("Mécanique industrielle", 1.2, 14, 0.05, ("{last} Mécanique", "Ateliers {last}"), 0.5),
    "43.21A": Trade("Travaux d'installation électrique dans tous locaux", 3.5, 3, 0.45,
                    ("{last} Électricité", "Élec {last}", "Électricité {thing}"), 2.5, at_home=True),
    "43.22A": Trade("Travaux d'installation d'eau et de gaz en tous locaux", 2.5, 3, 0.45,
                    ("Plomberie {last}", "{last} Chauffage"), 0.6, at_home=True),
    "43.31Z": Trade("Travaux de plâtrerie", 1.0, 3, 0.55, ("Plâtrerie {last}", "{last} Plâtrerie"), 0.4, at_home=True),
    "43.32A": Trade("Travaux de menuiserie bois et PVC", 2.2, 3, 0.45,
                    ("Menuiserie {last}", "Menuiserie {thing}"), 0.8, at_home=True),
    "43.34Z": Trade("Travaux de peinture et vitrerie", 2.4, 2, 0.6,
                    ("{last} Peinture", "Décors {last}"), 1.0, at_home=True),
    "43.99C": Trade("Travaux de maçonnerie générale et gros œuvre de bâtiment", 2.6, 4, 0.45,
                    ("{last} Maçonnerie", "Bâti {last}"), 0.4, at_home=True),
    "45.20A": Trade("Entretien et réparation de véhicules automobiles légers", 2.2, 3, 0.35,
                    ("Garage {last}", "Garage {thing}"), 0.4),
    "46.90Z": Trade("Commerce de gros (commerce interentreprises) non spécialisé", 1.2, 4, 0.2,
                    ("Comptoir {last}", "{last} Négoce"), 0.7),
    "47.11B": Trade("Commerce d'alimentation générale", 1.8, 2, 0.45,
                    ("Épicerie {thing}", "Alimentation {last}"), 0.5),
    "47.11D": Trade("Supermarchés", 0.7, 35, 0.0, ("Distribution {last}", "Valmorin Distribution"), 0.7),
    "47.22Z": Trade("Commerce de détail de viandes et de produits à base de viande en magasin spécialisé", 1.0, 3, 0.4,
                    ("Boucherie {last}", "Boucherie {thing}"), 0.5),
    "47.59A": Trade("Commerce de détail de meubles", 1.0, 5, 0.15, ("Meubles {last}", "Intérieurs {last}"), 2.0),
    "47.71Z": Trade("Commerce de détail d'habillement en magasin spécialisé", 2.8, 3, 0.3,
                    ("Boutique {last}", "Le Vestiaire {thing}"), 1.2),
    "47.73Z": Trade("Commerce de détail de produits pharmaceutiques en magasin spécialisé", 1.2, 6, 0.15,
                    ("Pharmacie {thing}", "Pharmacie {last}"), 1.0),
    "47.76Z": Trade("Commerce de détail de fleurs, plantes, graines, engrais, animaux de compagnie et aliments "
                    "pour ces animaux en magasin spécialisé", 1.0, 2, 0.4, ("Fleurs {thing}", "Fleurs {last}"), 1.2),
    "47.78A": Trade("Commerces de détail d'optique", 0.9, 3, 0.1, ("Optique {last}", "Optique {thing}"), 1.2),
    "49.32Z": Trade("Transports de voyageurs par taxis", 1.6, 1, 0.75, ("Taxi {last}", "Taxis {thing}"), 0.1,
                    at_home=True),
    "49.41B": Trade("Transports routiers de fret de proximité", 1.3, 4, 0.45, ("Transports {last}", "{last} Express"),
                    0.2),
    "55.10Z": Trade("Hôtels et hébergement similaire", 1.4, 8, 0.05, ("Hôtel {thing}", "Hôtel {last}"), 6.0),
    "56.10A": Trade("Restauration traditionnelle", 5.5, 4, 0.2,
                    ("Restaurant {thing}", "Chez {last}", "La Table {thing}", "Brasserie {thing}"), 4.0),
    "56.10C": Trade("Restauration de type rapide", 3.5, 3, 0.35, ("Le Snack {thing}", "Pizza {last}"), 1.2),
    "56.30Z": Trade("Débits de boissons", 1.6, 2, 0.35, ("Café {thing}", "Bar {thing}"), 2.5),
    "62.01Z": Trade("Programmation informatique", 2.6, 4, 0.45, ("{last} Logiciels", "Orvaise Numérique"), 0.8,
                    at_home=True),
    "62.02A": Trade("Conseil en systèmes et logiciels informatiques", 2.6, 4, 0.45,
                    ("{last} Conseil", "{last} Systèmes"),
                    0.8, at_home=True),
    "66.22Z": Trade("Activités des agents et courtiers d'assurances", 1.2, 3, 0.25,
                    ("Assurances {last}", "Cabinet {last}"),
                    1.0),
    "68.20B": Trade("Location de terrains et d'autres biens immobiliers", 9.0, 0, 0.1,
                    ("SCI {thing}", "SCI {last}"), 0.3, at_home=True),
    "68.31Z": Trade("Agences immobilières", 1.8, 3, 0.2, ("Immobilier {last}", "Agence {thing}"), 2.0),
    "69.10Z": Trade("Activités juridiques", 2.2, 3, 0.5, ("Cabinet {last}", "Étude {last}"), 1.5),
    "69.20Z": Trade("Activités comptables", 1.3, 7, 0.15, ("{last} Expertise", "Cabinet {last}"), 1.3),
    "70.22Z": Trade("Conseil pour les affaires et autres conseils de gestion", 4.5, 1, 0.5,
                    ("{last} Conseil", "{last} et Associés"), 0.6, at_home=True),
    "71.11Z": Trade("Activités d'architecture", 1.4, 3, 0.4, ("Architecture {last}", "Atelier {last}"), 5.0),
    "71.12B": Trade("Ingénierie, études techniques", 2.0, 5, 0.35, ("{last} Ingénierie", "Bureau {last}"), 1.0),
    "74.10Z": Trade("Activités spécialisées de design", 1.3, 1, 0.7, ("Studio {last}", "{last} Décoration"), 5.0,
                    at_home=True),
    "81.21Z": Trade("Nettoyage courant des bâtiments", 1.7, 6, 0.5, ("{last} Propreté", "Net {last}"), 0.2),
    "84.11Z": Trade("Administration publique générale", 0.4, 60, 0.0, ("Mairie {thing}",), 2.0),
    "85.59B": Trade("Autres enseignements", 1.8, 2, 0.7, ("École {thing}", "{last} Formation"), 0.8, at_home=True),
    "86.21Z": Trade("Activité des médecins généralistes", 2.6, 1, 0.85, ("Maison médicale {thing}",), 0.9),
    "86.23Z": Trade("Pratique dentaire", 1.4, 2, 0.7, ("Cabinet dentaire {last}",), 1.0),
    "86.90D": Trade("Activités des infirmiers et des sages-femmes", 2.6, 0, 0.95,
                    ("Soins {thing}",), 0.2, at_home=True),
    "86.90E": Trade("Activités des professionnels de la rééducation, de l'appareillage et des pédicures-podologues",
                    2.6, 0, 0.9, ("Rééducation {thing}",), 0.5, at_home=True),
    "88.10A": Trade("Aide à domicile", 0.9, 18, 0.1, ("Domicile {last}", "Services {thing}"), 0.3),
    "94.99Z": Trade("Autres organisations fonctionnant par adhésion volontaire", 5.0, 1, 0.0,
                    ("Association {thing}", "Les Amis {thing}", "Comité {thing}"), 0.5, at_home=True),
    "96.02A": Trade("Coiffure", 2.6, 2, 0.5, ("Coiffure {last}", "Salon {thing}", "Hair {last}"), 1.5),
    "96.02B": Trade("Soins de beauté", 1.6, 1, 0.6, ("Institut {last}", "Beauté {thing}"), 1.8),
}  # fmt: skip
