"""The fifteen pains that users of other geocoders report, each by name."""

import pandas as pd
import pytest

from tests.geocoding.conftest import address_rows, geocoder_of

GAULLE, AFFRIQUE = "avenue du Général de Gaulle", ("12400", "Saint-Affrique")
AVEYRON = [
    ("12208_0001", "Avenue du Général de Gaulle", "1 2 4 8 12 14 20 42 42abis 241", *AFFRIQUE),
    ("12208_0002", "Rue de l'Église", "1 2 3 4", *AFFRIQUE),
    ("12208_0003", "Rue des 36 Ponts", "1 3 36", *AFFRIQUE),
    ("12208_0004", "Rue du Quatre Septembre", "1 4 12", *AFFRIQUE),
    ("12208_0005", "Le Bourg", "0", *AFFRIQUE),
    ("12208_0006", "Sentier des Crêtes", "1 2 3", *AFFRIQUE),
    ("12208_0007", "Place du Docteur Blanc", "1 2 3", *AFFRIQUE),
    ("12208_0008", "En Barry", "0", *AFFRIQUE),
    ("12208_0009", "Cours de la République", "1 2 3", *AFFRIQUE),
    ("12208_0010", "Rue du 8 Mai 1945", "1 12", *AFFRIQUE),
    ("12145_0001", "Le Bourg", "0", "12100", "Millau"),
    ("12145_0002", "Rue Jules Ferry", "12 12bis 12ter 14 21 23", "12100", "Millau"),
    ("12145_0003", "Rue des Fasquets", "1 12", "12100", "Millau"),
    ("12270_0001", "Place de la Mairie", "1 2", "12150", "Sévérac d'Aveyron", "Lapanouse", "12123"),
    ("12270_0002", "Place de la Mairie", "1 3", "12150", "Sévérac d'Aveyron", "Buzeins", "12041"),
    ("75116_0001", "Avenue Foch", "1 2 12", "75016", "Paris 16e Arrondissement"),
    ("75104_0001", "Rue de Rivoli", "1 2 12", "75004", "Paris 4e Arrondissement"),
    ("69384_0001", "Rue de Rivoli", "1 2 12", "69004", "Lyon 4e Arrondissement"),
]


@pytest.fixture(scope="module")
def told(ask):
    chunks = []
    for place, (street_id, street, numbers, postcode, city, *former) in enumerate(AVEYRON):
        old_city, old_code = (*former, "", "")[:2]
        row = (street_id, street, numbers, postcode, street_id[:5], city, old_city)
        chunks.append(address_rows([row], old_citycode=old_code).assign(latitude=44 + place / 100))
    elsewhere = pd.DataFrame({"citycode": ["12001"], "city": ["Agen-d'Aveyron"], "postcode": ["12630"]})
    elsewhere = elsewhere.assign(city_alias="", longitude=2.68, latitude=44.36)
    known = geocoder_of(*chunks, known_communes=elsewhere)

    def answer(*address):
        return ask(address, using=known).iloc[0]

    return answer


# 1. CEDEX codes and labels, which cover several communes
@pytest.mark.parametrize(
    ("postcode", "city"),
    [
        ("12403", "SAINT AFFRIQUE CEDEX"),
        ("12405", "ST AFFRIQUE CEDEX 5"),
        ("12400", "SAINT-AFFRIQUE CDX"),
        ("12103", "SAINT AFFRIQUE CEDEX"),
        ("", "SAINT AFFRIQUE CEDEX 9"),
        ("12403 CEDEX", "SAINT AFFRIQUE"),
    ],
)
def test_a_cedex_is_the_commune_that_it_names(told, postcode, city):
    assert told(f"12 {GAULLE}", postcode, city).result_id == "12208_0001_00012"


def test_a_cedex_code_without_a_name_says_no_commune_for_sure(told):
    assert told(f"12 {GAULLE}", "12403", "").result_type == ""


# 2. A wrong postcode sends the match across France
@pytest.mark.parametrize("postcode", ["12999", "75004", "69004", "00000", "99999", "1", "12 400"])
def test_a_wrong_postcode_sends_the_match_nowhere_else(told, postcode):
    assert told(f"12 {GAULLE}", postcode, "Saint-Affrique").result_id == "12208_0001_00012"
    assert told("12 rue de Rivoli", postcode, "Saint-Affrique").result_citycode in {"12208", ""}


# 3. A citycode or postcode filter degrades typo matching
@pytest.mark.parametrize(
    "place", [("12400", "", ""), ("", "", "12208"), ("12400", "St Afrique", ""), ("", "", "12208.0")]
)
def test_slips_are_mended_whatever_tells_the_commune(told, place):
    assert told("12 avenue du genral de gaule", *place).result_id == "12208_0001_00012"


# 4. Lieux-dits of one name, far apart
def test_a_lieu_dit_is_that_of_its_commune_and_never_another(told):
    assert told("le bourg", "12400", "Saint-Affrique").result_id == "12208_0005"
    assert told("lieu-dit Le Bourg 12100 Millau").result_id == "12145_0001"
    assert told("Le Bourg", "12150", "Sévérac d'Aveyron").result_type == "municipality"
    assert told("Le Bourg").result_type == ""
    assert told("Le Bourg", "12", "").result_type == ""


# 5. A score without meaning: it is the probability of the answer
def test_a_clean_row_is_nearly_certain_however_its_parts_are_spelt(told):
    spelt = [
        (f"12 {GAULLE}", *AFFRIQUE),
        ("12 AV GAL DE GAULLE", *AFFRIQUE),
        ("12 rue de Rivoli", "75004", "Paris"),
        ("12 rue de Rivoli", "75004", "Paris 4e Arrondissement"),
        ("12 rue de Rivoli", "", "LYON 4EME"),
        ("12 bis rue Jules Ferry", "12100", "Millau"),
        ("12b rue Jules Ferry", "12100", "Millau"),
    ]
    answers = [told(*row) for row in spelt]
    assert min(answer.result_score for answer in answers) >= 0.99
    assert max(answer.result_score_next for answer in answers) <= 0.01


def test_a_slip_costs_some_of_the_score_and_a_worse_one_more(told):
    scores = [told(f"12 {street}", "12100", "Millau").result_score for street in (
        "rue des Fasquets", "rue des Fasquet", "rue des Fasqet"
    )]  # fmt: skip
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


# 6. False positives
@pytest.mark.parametrize(
    "address",
    ["12 rue des Marronniers", "3 rue Jules Verne", "12 boulevard Voltaire", "rue Ferry Boat", "2 place Blanche",
     "12 avenue du Général Leclerc", "4 rue du 9 Mai 1945", "1 rue de la Mairie Annexe", "5 impasse A"],
)  # fmt: skip
def test_a_street_that_is_not_in_the_base_is_no_other_street(told, address):
    for place in (AFFRIQUE, ("12100", "Millau")):
        answer = told(address, *place)
        assert (answer.result_type, answer.result_city) == ("municipality", place[1])
        assert "street not found" in answer.result_match_reason


def test_a_missing_base_is_told_from_a_missing_street(told):
    assert "street not found" in told("2 rue Voltaire", *AFFRIQUE).result_match_reason
    assert (
        "addresses of this commune not in the base"
        in told("2 rue Voltaire", "12630", "Agen d'Aveyron").result_match_reason
    )
    assert told("2 rue Voltaire", "52100", "Saint-Dizier").result_match_reason == "commune not in the base"
    assert told("2 rue Voltaire").result_match_reason == "no commune in the address"


# 7. bis, ter, quater, double suffixes
@pytest.mark.parametrize(
    ("number", "found"),
    [("12bis", "12bis"), ("12 bis", "12bis"), ("12 B", "12bis"), ("12b,", "12bis"), ("12-bis", "12bis"),
     ("12 BIS,", "12bis"), ("12 ter", "12ter"), ("12T", "12ter"), ("12", "12")],
)  # fmt: skip
def test_a_suffix_is_found_in_each_of_its_spellings(told, number, found):
    answer = told(f"{number} rue Jules Ferry", "12100", "Millau")
    assert (answer.result_type, answer.result_housenumber) == ("housenumber", found)


@pytest.mark.parametrize("number", ["42 A bis", "42Abis", "42 a-bis", "42 ABIS"])
def test_a_double_suffix_is_found(told, number):
    assert told(f"{number} {GAULLE}", *AFFRIQUE).result_id == "12208_0001_00042_abis"


def test_a_suffix_that_the_base_lacks_is_placed_at_its_number_and_said(told):
    answer = told("12 quater rue Jules Ferry", "12100", "Millau")
    assert (answer.result_type, answer.result_housenumber) == ("interpolated", "12quater")
    assert "with another suffix" in answer.result_match_reason


# 8. "241 r de..." read as 241R
@pytest.mark.parametrize("street", ["r du gal de gaulle", "r. du général de Gaulle", "R GENERAL DE GAULLE"])
def test_the_letter_of_a_street_type_is_no_suffix(told, street):
    answer = told(f"241 {street}", *AFFRIQUE)
    assert (answer.result_id, answer.result_housenumber) == ("12208_0001_00241", "241")


def test_a_letter_in_front_of_a_street_type_is_a_suffix(told):
    assert told(f"241 R {GAULLE}", *AFFRIQUE).result_housenumber == "241r"


# 9. Abbreviations, ambiguous ones too
@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("3 SEN DES CRETES", "12208_0006_00003"),
        ("3 SENT CRETES", "12208_0006_00003"),
        ("3 PLE DU DR BLANC", "12208_0007_00003"),
        ("3 PL DOCT BLANC", "12208_0007_00003"),
        ("3 CRS DE LA REP", "12208_0009_00003"),
        ("EN BARRY", "12208_0008"),
        ("12 AVN GL DE GAULLE", "12208_0001_00012"),
    ],
)
def test_an_abbreviation_is_its_word_even_where_it_could_be_another(told, address, found):
    assert told(address, *AFFRIQUE).result_id == found


# 10. Ranges
@pytest.mark.parametrize(
    "number",
    [
        "12/14",
        "12-14",
        "12 - 14",
        "12 à 14",
        "12 A 14",
        "12 au 14",
        "12 et 14",
        "12 ou 14",
        "12-14-20",
        "12/14/20",
        "12 / 14",
    ],
)
def test_a_range_is_its_first_number(told, number):
    assert told(f"{number} {GAULLE}", *AFFRIQUE).result_id == "12208_0001_00012"


@pytest.mark.parametrize("number", ["12 14", "12, 14", "12 bis-14"])
def test_a_range_that_lost_its_sign_is_at_least_in_the_street(told, number):
    answer = told(f"{number} {GAULLE}", *AFFRIQUE)
    assert answer.result_id in {"12208_0001", "12208_0001_00012", "12208_0001_00014"}


# 11. The number after the street, the city first, all in one field
@pytest.mark.parametrize(
    "address",
    [
        (f"{GAULLE} 12", *AFFRIQUE),
        (f"{GAULLE}, 12", *AFFRIQUE),
        (f"{GAULLE} n° 12", *AFFRIQUE),
        (f"12 {GAULLE} 12400 Saint-Affrique",),
        (f"12 {GAULLE} Saint-Affrique",),
        (f"12 {GAULLE} - 12400 - Saint-Affrique - FRANCE",),
        (f"12400 Saint-Affrique, 12 {GAULLE}",),
        (f"12400 Saint-Affrique 12 {GAULLE}",),
        (f"Saint-Affrique 12400 12 {GAULLE}",),
        (f"Saint-Affrique, 12 {GAULLE}",),
        (f"SAINT AFFRIQUE (12400), {GAULLE}, 12",),
    ],
)
def test_the_parts_of_an_address_may_stand_anywhere(told, address):
    assert told(*address).result_id == "12208_0001_00012"


# 12. Numbers as words; streets whose name begins with a number
@pytest.mark.parametrize(
    ("address", "found"),
    [
        (("douze rue du quatre septembre", *AFFRIQUE), "12208_0004_00012"),
        (("vingt et un rue Jules Ferry", "12100", "Millau"), "12145_0002_00021"),
        (("vingt-trois rue Jules Ferry", "12100", "Millau"), "12145_0002_00023"),
        (("12.0 rue Jules Ferry", "12100", "Millau"), "12145_0002_00012"),
        (("0012 rue Jules Ferry", "12100", "Millau"), "12145_0002_00012"),
        (("n° 12 rue Jules Ferry", "12100", "Millau"), "12145_0002_00012"),
        (("12 rue du 4 Septembre", *AFFRIQUE), "12208_0004_00012"),
        (("4 rue du 4 septembre", *AFFRIQUE), "12208_0004_00004"),
        (("rue du 4 septembre 12", *AFFRIQUE), "12208_0004_00012"),
        (("3 rue des trente-six ponts", *AFFRIQUE), "12208_0003_00003"),
        (("36 rue des 36 ponts", *AFFRIQUE), "12208_0003_00036"),
        (("3 36 ponts", *AFFRIQUE), "12208_0003_00003"),
        (("36 ponts", *AFFRIQUE), "12208_0003"),
        (("12 rue du huit mai 1945", *AFFRIQUE), "12208_0010_00012"),
        (("rue du 8 mai 1945", *AFFRIQUE), "12208_0010"),
    ],
)
def test_numbers_are_read_in_figures_and_words_and_those_of_names_stay_in_names(told, address, found):
    assert told(*address).result_id == found


# 13. Fused communes: old names and codes
@pytest.mark.parametrize(
    ("place", "found"),
    [
        (("12150", "Lapanouse"), "12270_0001_00001"),
        (("12150", "Buzeins"), "12270_0002_00001"),
        (("", "BUZEINS"), "12270_0002_00001"),
        (("", "", "12123"), "12270_0001_00001"),
        (("12150", "Buzeins", "12041"), "12270_0002_00001"),
        (("12150", "Buzeins", "12270"), "12270_0002_00001"),
    ],
)
def test_a_former_commune_tells_streets_of_one_name_apart(told, place, found):
    answer = told("1 place de la mairie", *place)
    assert answer.result_id == found
    assert answer.result_citycode == "12270"


def test_a_number_that_only_the_other_former_commune_has_is_not_taken_from_there(told):
    assert told("3 place de la mairie", "12150", "Lapanouse").result_id in {"12270_0001", "12270"}


def test_the_former_commune_is_told_beside_the_new_one(told):
    answer = told("2 place de la mairie", "12150", "Lapanouse")
    assert (answer.result_oldcity, answer.result_oldcitycode, answer.result_city) == (
        "Lapanouse", "12123", "Sévérac d'Aveyron",
    )  # fmt: skip


# 14. Arrondissements
@pytest.mark.parametrize(
    "place",
    [
        ("75016", "Paris"),
        ("75116", "PARIS"),
        ("", "PARIS XVI"),
        ("75000", "PARIS 16"),
        ("", "Paris 16ème"),
        ("", "PARIS 16EME ARRONDISSEMENT"),
        ("75016", "PARIS", "75056"),
        ("75016", "", "75116"),
        ("75116", "", "75056"),
        ("75786", "PARIS CEDEX 16"),
        ("75016", "PARIS 16 FRANCE"),
    ],
)
def test_an_arrondissement_is_found_by_each_of_its_names_and_codes(told, place):
    answer = told("12 avenue Foch", *place)
    assert (answer.result_id, answer.result_city) == ("75116_0001_00012", "Paris")
    assert answer.result_district == "Paris 16e Arrondissement"


@pytest.mark.parametrize("city", ["LYON 4EME", "Lyon IV", "LYON 04", "lyon 4e arrondissement", "Lyon"])
def test_an_arrondissement_of_lyon_is_not_one_of_paris(told, city):
    assert told("12 rue de Rivoli", "", city).result_id == "69384_0001_00012"


# 15. Batches: a row that is read badly spoils no other, lost zeros come back, broken letters are mended
def test_a_row_of_dirt_spoils_no_other(ask, told):
    rows = [("12 avenue du GÃ©nÃ©ral de Gaulle", "12400.0", "Saint-Affrique"), ("\x00" * 40, '"', ";;;"), ("", "", "")]
    answers = [told(*row) for row in rows]
    assert answers[0].result_id == "12208_0001_00012"
    assert [answer.result_status for answer in answers[1:]] == ["skipped", "skipped"]


@pytest.mark.parametrize("address", ["12 avenue du G?n?ral de Gaulle", "12 avenue du G\ufffdn\ufffdral de Gaulle",
                                     "12 AVENUE DU G N RAL DE GAULLE"])  # fmt: skip
def test_letters_that_were_lost_do_not_lose_the_address(told, address):
    assert told(address, *AFFRIQUE).result_id == "12208_0001_00012"
