"""The words of a ranking of lookalike zones, in French and in English."""

from __future__ import annotations

__all__ = ["COLUMN_LABELS", "LEVEL_NAMES", "LOOKALIKE_WORDS", "METHOD_NAMES"]

LEVEL_NAMES: dict[str, dict[str, str]] = {
    "fr": {"iris": "IRIS", "grid_200m": "carreaux de 200 m", "statistical_sector": "secteurs", "commune": "communes"},
    "en": {"iris": "IRIS", "grid_200m": "200 m cells", "statistical_sector": "sectors", "commune": "communes"},
}

METHOD_NAMES: dict[str, dict[str, str]] = {
    "fr": {
        "pu_model": "Modèle de clientèle",
        "typology_index": "Indice des types",
        "similarity_to_best": "Ressemblance moyenne",
        "twin_zones": "Zones jumelles",
    },
    "en": {
        "pu_model": "Customer model",
        "typology_index": "Index of types",
        "similarity_to_best": "Mean likeness",
        "twin_zones": "Twin zones",
    },
}
COLUMN_LABELS: dict[str, dict[str, str]] = {
    "fr": {
        "rank": "Rang",
        "zone_id": "Code de zone",
        "zone_name": "Zone",
        "place": "Zone",
        "commune": "Commune",
        "group": "Groupe",
        "type": "Type",
        "type_name": "Nom du type",
        "households": "Ménages",
        "in_reach": "Dans l'aire des clients",
        "own_customers": "Vos clients",
        "penetration_rate": "Clients par ménage",
        "index": "Indice",
        "expected_customers": "Clients attendus",
        "expected_customers_low": "Clients attendus : au moins",
        "expected_customers_high": "Clients attendus : au plus",
        "likeness": "Ressemblance (0 à 1)",
        "expected_prospects": "Prospects",
        "expected_prospects_low": "Prospects : au moins",
        "expected_prospects_high": "Prospects : au plus",
        "prospects_per_thousand": "Prospects pour 1\N{NO-BREAK SPACE}000 ménages",
        "prospects_per_km2": "Prospects par km²",
        "interval": "Entre",
        "reasons": "Pourquoi",
        "reason_1": "Première raison",
        "reason_2": "Deuxième raison",
        "reason_3": "Troisième raison",
        "method": "Méthode",
        "lift_10": "Gain à 10\N{NO-BREAK SPACE}%",
        "lift_10_spread": "Écart entre lots",
        "auc": "AUC",
        "calibration_error": "Erreur de calibration",
        "verdict": "Ce qu'elle vaut",
        "households_share": "Part des ménages",
        "decile": "Dixième des ménages",
        "customers": "Clients",
        "modelled_rate": "Taux prévu",
        "observed_rate": "Taux observé",
    },
    "en": {
        "rank": "Rank",
        "zone_id": "Zone code",
        "zone_name": "Zone",
        "place": "Zone",
        "commune": "Commune",
        "group": "Group",
        "type": "Type",
        "type_name": "Name of the type",
        "households": "Households",
        "in_reach": "Where customers come from",
        "own_customers": "Your customers",
        "penetration_rate": "Customers per household",
        "index": "Index",
        "expected_customers": "Expected customers",
        "expected_customers_low": "Expected customers: at least",
        "expected_customers_high": "Expected customers: at most",
        "likeness": "Likeness (0 to 1)",
        "expected_prospects": "Prospects",
        "expected_prospects_low": "Prospects: at least",
        "expected_prospects_high": "Prospects: at most",
        "prospects_per_thousand": "Prospects per 1,000 households",
        "prospects_per_km2": "Prospects per km²",
        "interval": "Between",
        "reasons": "Why",
        "reason_1": "First reason",
        "reason_2": "Second reason",
        "reason_3": "Third reason",
        "method": "Method",
        "lift_10": "Lift at 10%",
        "lift_10_spread": "Spread over lots",
        "auc": "AUC",
        "calibration_error": "Calibration error",
        "verdict": "What it is worth",
        "households_share": "Share of households",
        "decile": "Tenth of households",
        "customers": "Customers",
        "modelled_rate": "Modelled rate",
        "observed_rate": "Observed rate",
    },
}
LOOKALIKE_WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "title": "Où prospecter",
        "headline": "{title} : {subtitle}",
        "subtitle": "{territory} · {zones} zones ({level}) classées par {order}",
        "by_prospects": "nombre de prospects",
        "by_rate": "prospects pour 1\N{NO-BREAK SPACE}000 ménages",
        "by_density": "prospects par km²",
        # Reasons
        "reason": "{what} ({effect})",
        "around": "alentour, {what}",
        "more": "{label} : plus haut",
        "less": "{label} : plus bas",
        "few_data": "chiffres plus souvent absents",
        "full_data": "chiffres plus complets",
        "of_group": "groupe {name}",
        "of_type": "type {name}",
        "empty": "aucun ménage connu : rien à attendre ici",
        # What is said of the customers
        "used": "Clients du modèle : {used} sur {rows}.",
        "without_zone": "Sans zone : {count} (adresse non trouvée, ou connue à la commune seulement).",
        "outside": "Hors du territoire : {count}.",
        "in_empty_zones": "Dans une zone où aucun ménage n'est connu : {count}, hors du modèle.",
        "out_of_reach": "Hors du secteur indiqué : {count}, hors du modèle.",
        "without_value": "Sans valeur utilisable dans « {column} » : {count}.",
        "best": "Seuls comptent les meilleurs clients : {count} sur {valued}, ceux dont « {column} » atteint {limit}. "
        "« Vos clients » et « prospects » les désignent.",
        "too_few": "{used} clients seulement : moins de {least}, c'est trop peu pour savoir ce que vaut ce classement. "
        "Prenez-le comme une idée, non comme un plan.",
        "one_block": "Tous les clients habitent un même secteur : rien ne peut être mis de côté pour éprouver le "
        "classement.",
        "not_validated": "Ce classement n'a pas été éprouvé (--no-validation) : on ne sait pas ce qu'il vaut.",
        "no_reach": "Le modèle apprend sur tout le territoire. Si vos clients ne peuvent venir que d'une partie, "
        "nommez-la (--within) : sinon il prend la distance pour un manque de goût.",
        "reach": "Le modèle apprend sur {zones} zones, celles d'où des clients peuvent venir ; toutes sont notées.",
        "twins": "Zones prises pour modèle : {zones}.",
        "twins_tested": "L'épreuve porte sur la méthode, les clients tenant lieu de modèle, non sur les zones que vous "
        "avez choisies.",
        "sensitive": "Laissées de côté, car elles touchent à l'origine, à la religion, à la santé, aux opinions ou à "
        "la vie intime : {names}.",
        "private": "Pour votre usage : ce document montre combien de clients habitent chaque zone. Ne le publiez pas ; "
        "--publish en fait une version qui peut circuler.",
        "published": "Les zones de moins de 11 clients ou ménages ne montrent pas leurs clients, et ceux-ci n'y sont "
        "pas déduits des prospects ; ressemblance et indice sont arrondis.",
        # The page
        "short": "En bref",
        "figure_customers": "Clients du modèle",
        "figure_customers_note": "sur {rows} lignes",
        "figure_lift": "Gain à 10\N{NO-BREAK SPACE}% des ménages",
        "figure_lift_note": "fois la moyenne, dans des lieux non vus",
        "figure_top": "Prospects dans les {top} premières zones",
        "figure_top_note": "{share} de tous les prospects, pour {households} des ménages",
        "first": "Les {top} premières zones",
        "first_line": "{rank}. {place} : {prospects} prospects sur {households} ménages ; {reason}",
        "first_note": "Prospects : les ménages de la zone qui ressemblent à vos clients, moins vos clients ; combien "
        "en gagner dépend de votre offre. Entre : fourchette, 95\N{NO-BREAK SPACE}% nominaux. Indice 100 : ménage "
        "moyen du territoire. Pourquoi : ce que la zone a de particulier, puis de combien cela change le taux attendu. "
        "Toutes les zones sont sur la carte ; -o classement.xlsx ou .csv les donne en tableau.",
        "types_are": "Types : {names}.",
        "map_caption": "Les {top} premières zones, les plus foncées en tête",
        "map_open": "Ouvrir la carte de toutes les zones",
        "no_map": "Ce territoire n'a pas de contours à ce niveau : il n'y a pas de carte.",
        "map_note": "Pour votre usage : cette carte montre combien de clients habitent chaque zone, ne la publiez pas.",
        "worth": "Ce que vaut le classement",
        "worth_how": "Le territoire est coupé en blocs de zones voisines, répartis en cinq lots. Chaque lot est caché "
        "à son tour : la méthode apprend sur les quatre autres et doit retrouver les clients de ce lot. Les méthodes "
        "simples passent la même épreuve.",
        "worth_note": "Gain : combien de fois la moyenne des clients dans les 10\N{NO-BREAK SPACE}% de ménages les "
        "mieux classés (1 = hasard). AUC : 0,5 = hasard, 1 = parfait. Erreur de calibration : écart moyen entre taux "
        "prévus et observés, en part du taux moyen.",
        "better": "La méthode « {method} » a fait mieux à l'épreuve : essayez --method {name}.",
        "gains_caption": "Courbe de gain sur les blocs cachés",
        "calibration_caption": "Taux prévus et observés, par dixième de ménages",
        "auc_note": "AUC {auc}",
        "method": "Méthode et limites",
        "how_pu_model": "Régression de Poisson des clients de chaque zone sur ses variables, celles des environs, et "
        "leurs carrés, les ménages pour base ; un frein choisi sur des blocs mis de côté évite d'apprendre le hasard.",
        "how_typology_index": "Clients par ménage de chaque groupe, puis de chaque type dans son groupe, ramenés vers "
        "la moyenne où les clients sont peu nombreux.",
        "how_similarity_to_best": "Angle entre une zone et le profil moyen des zones de vos clients, converti en "
        "clients par ménage.",
        "how_twin_zones": "Distance d'une zone à celles prises pour modèle, sur toutes les variables ; vos clients ne "
        "servent qu'à fixer l'échelle des taux.",
        "how": "Clients attendus : les ménages de la zone multipliés par le taux prévu, si elle était travaillée comme "
        "vos zones le sont en moyenne. Ressemblance : ce taux rapporté à celui qu'atteint le centième de ménages le "
        "mieux placé, au plus 1. Prospects : les ménages multipliés par la ressemblance, moins les clients présents, "
        "jamais moins de 0.\n"
        "Une raison vaut pour un thème entier (revenus, âge, familles, logement, métiers, emploi, déplacements, "
        "densité), nommé par son trait le plus marquant ; les parts des thèmes se multiplient.\n"
        "La fourchette (95\N{NO-BREAK SPACE}% nominaux) tient compte du doute du modèle, des différences que les "
        "variables ne voient pas, et du hasard.\n"
        "À égalité, la zone de plus de ménages passe devant, puis l'ordre des codes. Les zones sans ménage sont les "
        "dernières.\n"
        "Une zone décrit un lieu, non une personne : tous ses habitants ne se ressemblent pas. Le modèle ne connaît "
        "ni vos magasins, ni les concurrents, ni les temps de trajet.",
        "counted_by": "Les ménages sont comptés par « {label} ».",
        "sheet_ranking": "Classement",
        "sheet_ranking_note": "toutes les zones, la meilleure d'abord",
        "sheet_validation": "Validation",
        "sheet_validation_note": "chaque méthode sur des blocs de zones cachés, moyenne de cinq épreuves",
        "sheet_gains": "Courbes de gain",
        "sheet_gains_note": "part des clients trouvés selon la part des ménages, par méthode",
        "sheet_calibration": "Calibration",
        "sheet_calibration_note": "clients par ménage, prévus et observés ; vide sous 11 clients",
    },
    "en": {
        "title": "Where to prospect",
        "headline": "{title}: {subtitle}",
        "subtitle": "{territory} · {zones} zones ({level}) ranked by {order}",
        "by_prospects": "number of prospects",
        "by_rate": "prospects per 1,000 households",
        "by_density": "prospects per km²",
        "reason": "{what} ({effect})",
        "around": "{what} nearby",
        "more": "{label}: higher",
        "less": "{label}: lower",
        "few_data": "figures missing more often",
        "full_data": "figures more complete",
        "of_group": "group {name}",
        "of_type": "type {name}",
        "empty": "no household known: nothing to expect here",
        "used": "Customers in the model: {used} of {rows}.",
        "without_zone": "Without a zone: {count} (address not found, or known to the commune alone).",
        "outside": "Outside the territory: {count}.",
        "in_empty_zones": "In a zone where no household is known: {count}, not in the model.",
        "out_of_reach": "Outside the area named: {count}, not in the model.",
        "without_value": 'Without a usable value in "{column}": {count}.',
        "best": 'Only the best customers count: {count} of {valued}, those whose "{column}" is at least {limit}. '
        '"Your customers" and "prospects" mean them.',
        "too_few": "Only {used} customers: fewer than {least} are too few to know what this ranking is worth. Take it "
        "as an idea, not as a plan.",
        "one_block": "All customers live in one neighbourhood: nothing can be held out to test the ranking.",
        "not_validated": "This ranking has not been tested (--no-validation): nobody knows what it is worth.",
        "no_reach": "The model learns from the whole territory. If customers can only come from a part of it, name it "
        "(--within): otherwise it takes distance for a lack of taste.",
        "reach": "The model learns from {zones} zones, those that customers can come from; all zones are rated.",
        "twins": "Zones taken as examples: {zones}.",
        "twins_tested": "The test is of the method, with the customers standing for the examples, not of the zones "
        "that you chose.",
        "sensitive": "Left out, as they touch on origin, religion, health, opinions or intimate life: {names}.",
        "private": "For your own use: this document shows how many customers live in each zone. Do not publish it; "
        "--publish makes a version that can be handed on.",
        "published": "Zones of fewer than 11 customers or households do not show their customers, who are not deducted "
        "from the prospects there either; likeness and index are rounded.",
        "short": "In short",
        "figure_customers": "Customers in the model",
        "figure_customers_note": "of {rows} rows",
        "figure_lift": "Lift at 10% of households",
        "figure_lift_note": "times the average, in places not seen",
        "figure_top": "Prospects in the first {top} zones",
        "figure_top_note": "{share} of all prospects, for {households} of households",
        "first": "The first {top} zones",
        "first_line": "{rank}. {place}: {prospects} prospects in {households} households; {reason}",
        "first_note": "Prospects: the households of the zone that are like your customers, less your customers; how "
        "many of them can be won depends on your offer. Between: interval, nominal 95%. Index 100: average household "
        "of the territory. Why: what is particular to the zone, then by how much that changes the expected rate. All "
        "zones are on the map; -o ranking.xlsx or .csv gives them as a table.",
        "types_are": "Types: {names}.",
        "map_caption": "The first {top} zones, the darkest ones leading",
        "map_open": "Open the map of all zones",
        "no_map": "This territory has no outlines at this level: there is no map.",
        "map_note": "For your own use: this map shows how many customers live in each zone, do not publish it.",
        "worth": "What the ranking is worth",
        "worth_how": "The territory is cut into blocks of neighbouring zones, dealt to five lots. Each is hidden in "
        "turn: the method learns from the other four and must find its customers. The simple methods take the same "
        "test.",
        "worth_note": "Lift: how many times the average number of customers the best-ranked 10% of households have "
        "(1 = chance). AUC: 0.5 = chance, 1 = perfect. Calibration error: mean gap between modelled and observed "
        "rates, as a share of the mean rate.",
        "better": 'The method "{method}" did better in the test: try --method {name}.',
        "gains_caption": "Gains curve on the hidden blocks",
        "calibration_caption": "Modelled and observed rates, by tenth of households",
        "auc_note": "AUC {auc}",
        "method": "Method and limits",
        "how_pu_model": "Poisson regression of each zone's customers on its variables, those of its surroundings, and "
        "squares, with households as the base; a brake chosen on blocks held out keeps it from learning chance.",
        "how_typology_index": "Customers per household of each group, then of each type in its group, drawn towards "
        "the mean where customers are few.",
        "how_similarity_to_best": "Angle between a zone and the mean profile of your customers' zones, turned into "
        "customers per household.",
        "how_twin_zones": "Distance of a zone from those taken as examples, over all variables; your customers only "
        "set the scale of the rates.",
        "how": "Expected customers: the households of the zone times the modelled rate, if it were worked as your "
        "zones are on average. Likeness: that rate as a share of what the best-placed hundredth of households "
        "attains, at most 1. Prospects: the households times the likeness, less the customers already there, never "
        "below 0.\nA reason stands for a whole theme (income, age, families, housing, occupations, work, commuting, "
        "density), named by its most telling trait; the parts of the themes multiply.\nThe interval "
        "(nominal 95%) takes in the model's doubt, differences that the variables do not see, and chance.\n"
        "Of two equals the zone with more households comes first, then the order of codes. Zones without "
        "households come last.\nA zone describes a place, not a person: its inhabitants are not all alike. The model "
        "knows neither your stores, nor competitors, nor travel times.",
        "counted_by": 'Households are counted by "{label}".',
        "sheet_ranking": "Ranking",
        "sheet_ranking_note": "all zones, the best first",
        "sheet_validation": "Validation",
        "sheet_validation_note": "each method on hidden blocks of zones, mean of five tests",
        "sheet_gains": "Gains",
        "sheet_gains_note": "share of customers found by share of households, by method",
        "sheet_calibration": "Calibration",
        "sheet_calibration_note": "customers per household, modelled and observed; empty under 11 customers",
    },
}
