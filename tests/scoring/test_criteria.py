"""Which columns a score refuses by name, which call for a warning, and what family each belongs to."""

import pytest

from geoprofile.scoring.criteria import OTHER_FAMILY, load_criteria, name_words, tell_sex

CRITERIA = load_criteria()


REFUSED = [
    ("origine", "origin"), ("Herkomst", "origin"), ("ethnicity", "ethnic_group"), ("race", "ethnic_group"),
    ("immigrants_share", "ethnic_group"), ("nationalite", "nationality"), ("Nationalité du client", "nationality"),
    ("nationaliteit", "nationality"), ("religieux", "religion"), ("pratique_religieuse", "religion"),
    ("godsdienst", "religion"), ("opinionPolitique", "politics"), ("vote_2022", "politics"),
    ("syndique", "trade_union"), ("vakbond", "trade_union"), ("etat_sante", "health"), ("gezondheid", "health"),
    ("maladie_chronique", "health"), ("handicap", "disability"), ("orientation_sexuelle", "sexual_life"),
    ("grossesse", "pregnancy"), ("zwanger", "pregnancy"), ("langue_maternelle", "mother_tongue"),
    ("moedertaal", "mother_tongue"), ("sexe", "sex"), ("Civilité", "sex"), ("gender", "sex"), ("geslacht", "sex"),
    ("prenom", "names"), ("firstName", "names"), ("NOM", "names"), ("achternaam", "names"),
    ("lieu_de_naissance", "birthplace"), ("geboorteland", "birthplace"), ("adn", "genetics"),
    ("numero_securite_sociale", "identity_number"), ("is_female", "sex"), ("est_femme", "sex"), ("H_F", "sex"),
    ("LIEUNAISSANCE", "birthplace"), ("pays_naiss", "birthplace"), ("COUNTRYOFBIRTH", "birthplace"),
    ("geboorte_plaats", "birthplace"), ("geboren_te", "birthplace"), ("statut_migratoire", "ethnic_group"),
    ("demandeur_asile", "ethnic_group"), ("faith", "religion"), ("church_member", "religion"), ("kerk", "religion"),
    ("party_member", "politics"), ("blood_type", "health"), ("mdph", "health"), ("affection_longue_duree", "health"),
    ("fumeur", "health"), ("nomclient", "names"), ("nomfamille", "names"), ("etat_sante_contrat", "health"),
    ("probleme_sante_produit", "health"), ("origine_geographique_contact", "origin"), ("origine_client_web", "origin"),
    ("political_party_return", "politics"), ("handicap_compte", "disability"), ("dog_race_owner", "ethnic_group"),
    ("num_secu", "identity_number"), ("ssn", "identity_number"),
    ("parti", "politics"), ("opinion", "politics"), ("croyance", "religion"), ("groupe_sanguin", "health"),
    ("mutuelle", "health"),
]  # fmt: skip


def test_forbidden_criteria_are_refused_in_french_english_and_dutch():
    rules = {column: CRITERIA.forbidden_rule(column) for column, _ in REFUSED}
    assert {column: rule and rule.name for column, rule in rules.items()} == dict(REFUSED)


LOOK_ALIKE = [
    "origine_contact", "source_origine_lead", "grace", "bracelet", "rayon_sante", "achats_sante", "course",
    "terrace", "sexton", "nom_magasin", "store_name", "nombre_visites", "nominal", "job_title", "genre_musical",
    "syndic", "politique_retour", "enceinte_bluetooth", "account_disabled", "diagnostic_energetique", "langue",
    "email_invalid", "promotion", "catalogue", "romarin", "titre_film", "votre_budget",
    "sex_ratio_iris", "quartier_gay_lussac", "rue_de_la_sante", "lead_health", "customer_health_score",
    "etranger_livraison", "taux_election_magasin", "nb_votes", "rayon_homme", "dog_race", "manager", "radio_fm",
    "client_parti",
    "opinion_produit", "assurance_mutuelle", "party_size",
]  # fmt: skip


def test_columns_that_only_look_alike_are_not_refused():
    assert [column for column in LOOK_ALIKE if CRITERIA.forbidden_rule(column)] == []


@pytest.mark.parametrize(
    ("column", "grounds"),
    [
        ("code_postal", ("residence",)), ("income_median_eur", ("residence", "economic")), ("tranche_age", ("age",)),
        ("situation_familiale", ("family",)), ("leeftijd", ("age",)), ("achats_sante", ("health_purchases",)),
        ("visites_site", ()), ("company_age", ()), ("famille_produit", ()), ("pages_vues", ()),
    ],
)  # fmt: skip
def test_grounds_of_discrimination_are_known_by_name(column, grounds):
    assert CRITERIA.grounds_of(column) == grounds


@pytest.mark.parametrize(
    ("column", "family"),
    [
        ("visites_site", "behavioural"), ("centre_interet", "psychographic"), ("code_naf", "firmographic"),
        ("age", "socio_demographic"), ("housing_owners_share", "socio_demographic"),
        ("distance_magasin", "socio_demographic"), ("xyz", OTHER_FAMILY),
    ],
)  # fmt: skip
def test_a_column_belongs_to_a_family_by_the_words_of_its_name(column, family):
    assert CRITERIA.family_of(column) == family


def test_a_column_of_titles_or_sexes_is_known_by_its_values_whatever_its_name():
    assert tell_sex(["M.", "Mme"])
    assert tell_sex(["H", "F"])
    assert tell_sex(["M.", "Mme", "Société"])
    assert tell_sex(["H", "F", "Autre"])
    assert tell_sex(["Hommes", "Femmes"])
    assert tell_sex(["Male", "Female", "Unknown"])
    assert tell_sex(["M", "Mme", "M et Mme"])
    assert not tell_sex(["S", "M", "L"])
    assert not tell_sex(["F"])


def test_every_label_stands_in_both_languages():
    rules = (*CRITERIA.forbidden, *CRITERIA.grounds, *CRITERIA.families)
    assert all(rule.label("fr") and rule.label("en") and rule.patterns for rule in rules)


def test_a_name_is_words_without_accents_capitals_digits_and_small_words():
    assert name_words("dateDeNaissance_2") == ("date", "naissance")
    assert name_words("État de santé") == ("etat", "sante")


@pytest.mark.parametrize(
    "column", ["x", "Y", "X_L93", "coord_x", "lng", "lat_wgs84", "insee", "cog", "qpv", "code_commune"]
)
def test_coordinates_and_codes_of_zones_are_positions(column):
    assert CRITERIA.is_position(column)
    assert "residence" in CRITERIA.grounds_of(column)


def test_columns_that_only_look_like_positions_are_none():
    alike = ["x1", "y2", "distance_magasin", "latence", "coupon", "xyz", "longueur"]
    assert [column for column in alike if CRITERIA.is_position(column)] == []
