"""Belgian addresses: a street and a commune answer in each of their languages, boxes are not numbers."""

import pytest

STATION_12, GENT_440, ASTRID_12 = "BR/1/12", "BR/2/440", "BR/3/12"
DUTCH, FRENCH = ("1080", "Sint-Jans-Molenbeek"), ("1080", "Molenbeek-Saint-Jean")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        # the street in one language, the commune in the same or in another one
        (("Stationsstraat 12", *DUTCH), STATION_12),
        (("rue de la Station 12", *FRENCH), STATION_12),
        (("12 rue de la Station", *FRENCH), STATION_12),
        (("Stationsstraat 12", *FRENCH), STATION_12),
        (("rue de la Station 12", *DUTCH), STATION_12),
        (("Koningin Astridlaan 12", "1000", "Bruxelles"), ASTRID_12),
        (("avenue de la Reine Astrid 12", "1000", "BRUSSEL"), ASTRID_12),
        (("Koningin Astridlaan 12", "1000", "Brüssel"), ASTRID_12),
        (("Rue Haute 12", "4000", "Luik"), "LG/1/12"),
        (("Rue Haute 12", "4000", "Lüttich"), "LG/1/12"),
        (("Rue Haute 12", "", "Liege"), "LG/1/12"),
        # three languages of one street
        (("Klötzerbahn 12", "4700", "Eupen"), "EU/1/12"),
        (("Klotzerbahn 12", "4700", "EUPEN"), "EU/1/12"),
        (("Kloetzerbahn 12", "4700", "Eupen"), "EU/1/12"),
        (("Rue de Klötzer 12", "4700", "Eupen"), "EU/1/12"),
        (("Hochstraße 12", "4700", "Eupen"), "EU/2/12"),
        (("Hochstrasse 12", "4700", "Eupen"), "EU/2/12"),
        (("Hochstr. 12", "4700", "Eupen"), "EU/2/12"),
        (("Hoogstraat 12", "4700", "Eupen"), "EU/2/12"),
        (("rue haute 12", "4700", "Eupen"), "EU/2/12"),
        # abbreviations and slips
        (("Stationsstr. 12", *DUTCH), STATION_12),
        (("STATIONSSTR 12", "1080", "ST-JANS-MOLENBEEK"), STATION_12),
        (("Stationstraat 12", *DUTCH), STATION_12),
        (("Gentsestwg 440", *DUTCH), GENT_440),
        (("Gentse Steenweg 440", *DUTCH), GENT_440),
        (("Ch. de Gand 440", *FRENCH), GENT_440),
        (("chaussee de gand 440", "1080", "MOLENBEEK ST JEAN"), GENT_440),
        (("Kon. Astridln 12", "1000", "Brussel"), ASTRID_12),
        # postcode and commune in the same field, the country, a letter in front of the code
        (("Koningin Astridlaan 12, 1000 Brussel",), ASTRID_12),
        (("avenue de la Reine Astrid 12 - 1000 Bruxelles",), ASTRID_12),
        (("Koningin Astridlaan 12 1000 Brussel België",), ASTRID_12),
        (("B-1000 Brussel, Koningin Astridlaan 12",), ASTRID_12),
        (("Koningin Astridlaan 12", "B-1000", "Brussel"), ASTRID_12),
        (("Koningin Astridlaan 12", "1000.0", "Brussel"), ASTRID_12),
    ],
)
def test_a_belgian_address_is_found_in_every_language_and_however_it_is_written(ask, belgian, address, expected):
    answer = ask(address, using=belgian).iloc[0]
    assert (answer.result_id, answer.result_type, answer.result_status) == (expected, "housenumber", "ok")


BOXES = ["bus 3", "bte 3", "boîte 3", "b 3", "b3", "box 3", "bus A", "b. 3"]


@pytest.mark.parametrize("box", [*(f" {box}" for box in BOXES), ", bus 3", ", bte 3", " - bte 3", "/3", "/0003", "-3"])
def test_a_box_behind_the_number_is_no_number(ask, belgian, box):
    answers = ask((f"Stationsstraat 12{box}", *DUTCH), (f"rue de la Station 12{box}", *FRENCH), using=belgian)
    assert answers.result_id.tolist() == [STATION_12] * 2


@pytest.mark.parametrize("box", [" bte 3", " bus 3", "/3", " boîte 3", " b 3"])
def test_a_box_between_number_and_street_is_no_number(ask, belgian, box):
    answer = ask((f"12{box} rue de la Station", *FRENCH), using=belgian).iloc[0]
    assert answer.result_id == STATION_12


@pytest.mark.parametrize("number", ["12a", "12 A", "12/A", "12a bus 3"])
def test_a_letter_belongs_to_the_number(ask, belgian, number):
    assert ask((f"Stationsstraat {number}", *DUTCH), using=belgian).result_id[0] == "BR/1/12a"


def test_the_label_is_written_in_the_first_language_of_the_base(ask, belgian):
    answer = ask(("rue de la Station 12", *FRENCH), using=belgian).iloc[0]
    assert answer.result_label == "12 Stationsstraat 1080 Sint-Jans-Molenbeek"
    assert answer.result_context == "Bruxelles-Capitale - Brussel-Hoofdstad"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (("Molenstraat 2", "1500", "Halle"), "HA/1/2"),
        (("Molenstraat 2", "1502", "Halle"), "HA/2/2"),
        (("Molenstraat 2", "1502", "Lembeek"), "HA/2/2"),
        (("Molenstraat 2", "1502", ""), "HA/2/2"),
    ],
)
def test_the_postcode_tells_apart_streets_of_one_name_in_one_commune(ask, belgian, address, expected):
    assert ask(address, using=belgian).result_id[0] == expected


def test_another_postcode_than_that_of_the_street_never_makes_it_more_probable(ask, belgian):
    here, elsewhere = ask(("Stationsstraat 2", *DUTCH), ("Stationsstraat 2", "1090", DUTCH[1]), using=belgian)[
        "result_score"
    ]
    assert elsewhere <= here
