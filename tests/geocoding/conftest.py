"""A small address base, written out, so that each test can be read on its own."""

import pandas as pd
import pytest

from geoprofile.countries import COUNTRIES
from geoprofile.geocoding.geocode import geocode_batch, make_geocoder
from geoprofile.tables import ADDRESS_COLUMNS, QUERY_COLUMNS, check, result_schema
from geoprofile.territory.address_build import build_address_index

# street id, street, numbers, postcode, citycode, city, old city
FRENCH = [
    (
        "75104_0001",
        "Rue de Rivoli",
        "1 2 3 5 7 9 10 10bis 11",
        "75004",
        "75104",
        "Paris 4e Arrondissement",
        "",
    ),
    ("75104_0002", "Rue du Quatre Septembre", "1 2", "75004", "75104", "Paris 4e Arrondissement", ""),
    ("75101_0003", "Rue de Rivoli", "101 103 150", "75001", "75101", "Paris 1er Arrondissement", ""),
    ("12208_0001", "Avenue du Général de Gaulle", "1 2 4 8 12 14 20", "12400", "12208", "Saint-Affrique", ""),
    ("12208_0002", "Rue de l'Église", "1 2 3 4", "12400", "12208", "Saint-Affrique", ""),
    ("12208_0003", "Les Cazes", "0", "12400", "12208", "Saint-Affrique", ""),
    ("12208_0004", "36 Ponts", "1 2 3", "12400", "12208", "Saint-Affrique", ""),
    ("12208_0005", "Route du Pont", "5 7", "12400", "12208", "Saint-Affrique", ""),
    ("12208_0006", "Rue du 8 Mai 1945", "1 12", "12400", "12208", "Saint-Affrique", ""),
    ("12145_0001", "Rue de l'Église", "1 2 3 41", "12100", "12145", "Millau", ""),
    ("12270_0001", "Place de la Mairie", "1 2", "12150", "12270", "Sévérac d'Aveyron", "Lapanouse"),
    ("12270_0002", "Place de la Mairie", "1 3", "12150", "12270", "Sévérac d'Aveyron", "Buzeins"),
    ("08105_0001", "Rue Voltaire", "1 2 3", "08000", "08105", "Charleville-Mézières", ""),
]
# a street as above, its names in other languages, those of its commune
BELGIAN = [
    (("BR/1", "Stationsstraat", "1 2 3 12 12a 14", "1080", "21012", "Sint-Jans-Molenbeek", ""),
     "Rue de la Station", "Molenbeek-Saint-Jean"),
    (("BR/2", "Gentsesteenweg", "1 2 12 440", "1080", "21012", "Sint-Jans-Molenbeek", ""),
     "Chaussée de Gand", "Molenbeek-Saint-Jean"),
    (("BR/3", "Koningin Astridlaan", "1 2 12", "1000", "21004", "Brussel", ""),
     "Avenue de la Reine Astrid", "Bruxelles|Brüssel"),
    (("EU/1", "Klötzerbahn", "1 2 12", "4700", "63023", "Eupen", ""), "Rue de Klötzer", ""),
    (("EU/2", "Hochstraße", "1 2 12", "4700", "63023", "Eupen", ""), "Rue Haute|Hoogstraat", ""),
    (("LG/1", "Rue Haute", "1 2 12", "4000", "62063", "Liège", ""), "", "Luik|Lüttich"),
    (("HA/1", "Molenstraat", "1 2", "1500", "23027", "Halle", ""), "", "Hal"),
    (("HA/2", "Molenstraat", "1 2", "1502", "23027", "Halle", ""), "", "Hal|Lembeek"),
]  # fmt: skip


def address_rows(streets, **more) -> pd.DataFrame:
    rows = []
    for place, (street_id, street, numbers, postcode, citycode, city, old) in enumerate(streets):
        for text in numbers.split():
            digits = "".join(letter for letter in text if letter.isdigit())
            rows.append(
                dict.fromkeys(ADDRESS_COLUMNS, "")
                | {
                    "street_id": street_id, "street": street, "housenumber": int(digits),
                    "suffix": text[len(digits):], "postcode": postcode, "citycode": citycode, "city": city,
                    "old_city": old, "longitude": 2.0 + place / 100 + int(digits) / 100_000,
                    "latitude": 44.0 + place / 100,
                }
                | more
            )  # fmt: skip
    texts = [name for name in ADDRESS_COLUMNS if name not in {"housenumber", "longitude", "latitude"}]
    return pd.DataFrame(rows).astype(dict.fromkeys(texts, "str"))


def geocoder_of(*chunks: pd.DataFrame, country="fr", known_communes=None):
    """Index some address rows and make them ready to be asked."""
    index = build_address_index(chunks, COUNTRIES[country], known_communes=known_communes)
    return make_geocoder(index, COUNTRIES[country])


@pytest.fixture(scope="session")
def geocoder():
    return geocoder_of(address_rows(FRENCH))


@pytest.fixture(scope="session")
def belgian():
    chunks = [
        address_rows([street], street_alias=alias, city_alias=cities).assign(latitude=50 + place / 50)
        for place, (street, alias, cities) in enumerate(BELGIAN)
    ]
    return geocoder_of(*chunks, country="be")


@pytest.fixture(scope="session")
def ask(geocoder):
    """Geocode addresses given as (address, postcode, city), each part optional."""

    def geocode(*addresses, using=geocoder) -> pd.DataFrame:
        rows = [(*one, "", "", "", "")[:4] for one in addresses]
        queries = pd.DataFrame(rows, columns=list(QUERY_COLUMNS), dtype="str")
        return check(geocode_batch(queries, using), result_schema(), what="the answers")

    return geocode
