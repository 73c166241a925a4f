"""The words of the report on business customers, in French and in English."""

from __future__ import annotations

from geoprofile.profiling.phrases import spaced

__all__ = ["AGE_NAMES", "FIRM_WORDS", "METHOD", "REASON_NAMES", "SIZE_NAMES", "STATUS_NAMES"]

FIRM_WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "title": "Vos clients professionnels",
        "subtitle": "{file}, rapproché du répertoire SIRENE",
        "brief": "En bref",
        "recognised": "Entreprises reconnues",
        "by_number": "Par leur numéro",
        "by_name": "Par nom et adresse",
        "none": "Non reconnues",
        "closed": "Établissements fermés",
        "closed_note": "à vérifier ou à retirer du fichier",
        "of_rows": "{share} du fichier",
        "counted": "Établissements actifs comparés",
        "counted_note": "chacun compté une fois",
        "stock": "Établissements actifs du répertoire",
        "confidential": "Comptes confidentiels",
        "accounts": "Comptes publics",
        "accounts_note": "dernier exercice connu",
        "ideal_title": "Client idéal",
        "ideal": "Votre client idéal : {classes}.",
        "ideal_weighted": "Par « {column} », votre client idéal : {classes}.",
        "ideal_class": "{section}, {size} (indice {index} : {share} de vos clients pour {base} du répertoire)",
        "ideal_class_weighted": "{section}, {size} (indice {index} : {share} de la valeur pour {base} du répertoire)",
        "ideal_base": "Parts parmi les établissements dont l'activité et la taille sont connues : {known} sur {stock} "
        "dans le répertoire.",
        "known_base": "{name} : parts parmi les établissements où elle est connue, {known} sur {stock} dans le "
        "répertoire ({unknown} inconnus).",
        "to_win": "Reste à conquérir",
        "to_win_how": "Reste à conquérir : établissements actifs et diffusibles du répertoire qui ne sont pas "
        "parmi vos "
        "clients. « --prospects » en écrit la liste.",
        "line_rows": "{file} : {rows} lignes ; numéro = {number}, nom = {name}",
        "line_note": "  note : {note}",
        "line_number": "{count} par leur numéro",
        "line_name_address": "{count} par nom et adresse",
        "line_none": "{count} non reconnues",
        "line_prospects": "prospects : {path} ({count} établissements)",
        "line_result": "résultat : {path}",
        "line_page": "page : {path}",
        "and": " ; puis ",
        "ideal_none": "Aucun croisement d'activité et de taille ne distingue sûrement vos clients du répertoire.",
        "ideal_few": "Moins de {least} établissements actifs reconnus : aucun profil n'est publié.",
        "card_mark": "Portrait : données réelles de {count} établissements actifs",
        "card_penetration": "Part des établissements du répertoire",
        "card_trait": "{name} : {share} (contre {base} du répertoire).",
        "card_trait_weighted": "{name} : {share} de la valeur (contre {base} des établissements du répertoire).",
        "card_sure": "Ce qui est sûr",
        "card_interval": "{count} établissements : une part lue ici est connue à ±{points} points près (95 %).",
        "card_tested": "{tested} classes testées, {firm} s'écartent sûrement du répertoire (5 % de fausses "
        "découvertes au "
        "plus).",
        "card_imagined": "Persona : une entreprise imaginée à partir de ce qui ressort le plus, aucune n'est visée",
        "card_someone": "Imaginons une entreprise : {classes}.",
        "recognition": "Numéros et rapprochement",
        "status": "Numéro",
        "reason": "Résultat",
        "rows": "Lignes",
        "share": "Part",
        "segments": "Segments",
        "section": "Activité",
        "size": "Taille",
        "age": "Ancienneté",
        "legal_family": "Forme juridique",
        "class": "Classe",
        "customers": "Clients",
        "customers_share": "Part des clients",
        "value_share": "Part de la valeur",
        "stock_count": "Répertoire",
        "stock_share": "Part du répertoire",
        "penetration_rate": "Taux de pénétration",
        "index": "Indice",
        "hidden": "{count} classes ne sont pas publiées : moins de 3 entreprises, une seule qui pèse plus de 85 %, ou "
        "une valeur que l'on retrouverait par soustraction.",
        "index_how": "Indice 100 : comme l'ensemble des établissements actifs du répertoire fourni. Pâle : le hasard "
        "suffit à l'expliquer.",
        "to_call": "{count} de vos clients sont des établissements fermés ; les lignes où « firm_state » vaut « closed "
        "» donnent la date et le siège.",
        "ambiguous": "{count} lignes correspondent aussi bien à deux entreprises : aucune n'a été choisie, à vérifier "
        "à la main.",
        "few_matches": "Seules {share} des lignes sont reconnues : le répertoire fourni couvre-t-il tout votre fichier "
        "?",
        "numeric_codes": "Codes gardés comme des nombres, leurs zéros de tête ont été rétablis : {files}.",
        "bad_numbers": "Lignes du répertoire écartées, leur SIREN ou leur SIRET n'en est pas un : {count}.",
        "repeated": "Lignes du répertoire qui répètent un établissement actif, compté une seule fois : {count}.",
        "source_establishments": "INSEE, SIRENE, fichier des établissements, Licence Ouverte 2.0 : {file}",
        "source_units": "INSEE, SIRENE, fichier des unités légales, Licence Ouverte 2.0 : {file}",
        "source_positions": "INSEE, SIRENE, géolocalisation des établissements, Licence Ouverte 2.0 : {file}",
        "source_key_figures": "Infogreffe, chiffres-clés, Licence Ouverte 2.0 : {file}",
        "method": "Méthode",
        "foot": "Contient des comptes d'entreprises : à ne diffuser qu'avec leurs sources.",
        "unknown": "inconnu",
    },
    "en": {
        "title": "Your business customers",
        "subtitle": "{file}, joined to the SIRENE register",
        "brief": "In brief",
        "recognised": "Firms recognised",
        "by_number": "By their number",
        "by_name": "By name and address",
        "none": "Not recognised",
        "closed": "Closed establishments",
        "closed_note": "to check or to take off the file",
        "of_rows": "{share} of the file",
        "counted": "Active establishments compared",
        "counted_note": "each counted once",
        "stock": "Active establishments of the register",
        "confidential": "Confidential accounts",
        "accounts": "Public accounts",
        "accounts_note": "newest year known",
        "ideal_title": "Ideal customer",
        "ideal": "Your ideal customer: {classes}.",
        "ideal_weighted": 'By "{column}", your ideal customer: {classes}.',
        "ideal_class": "{section}, {size} (index {index}: {share} of your customers for {base} of the register)",
        "ideal_class_weighted": "{section}, {size} (index {index}: {share} of the value for {base} of the register)",
        "ideal_base": "Shares among the establishments whose activity and size are known: {known} of {stock} in the "
        "register.",
        "known_base": "{name}: shares among the establishments where it is known, {known} of {stock} in the register "
        "({unknown} unknown).",
        "to_win": "Still to win",
        "to_win_how": "Still to win: active establishments of the register that may be shown and are not among your "
        "customers. '--prospects' writes their list.",
        "line_rows": "{file}: {rows} rows; number = {number}, name = {name}",
        "line_note": "  note: {note}",
        "line_number": "{count} by number",
        "line_name_address": "{count} by name and address",
        "line_none": "{count} not recognised",
        "line_prospects": "prospects: {path} ({count} establishments)",
        "line_result": "result: {path}",
        "line_page": "page: {path}",
        "and": "; then ",
        "ideal_none": "No activity crossed with size sets your customers apart from the register for certain.",
        "ideal_few": "Fewer than {least} active establishments recognised: no profile is published.",
        "card_mark": "Portrait: real data of {count} active establishments",
        "card_penetration": "Share of the establishments of the register",
        "card_trait": "{name}: {share} (against {base} of the register).",
        "card_trait_weighted": "{name}: {share} of the value (against {base} of the establishments of the register).",
        "card_sure": "How sure we are",
        "card_interval": "{count} establishments: a share read here is known to ±{points} points (95%).",
        "card_tested": "{tested} classes tested, {firm} surely differ from the register (at most 5% false "
        "discoveries).",
        "card_imagined": "Persona: a firm imagined from what stands out most, none is meant",
        "card_someone": "Imagine a firm: {classes}.",
        "recognition": "Numbers and matches",
        "status": "Number",
        "reason": "Outcome",
        "rows": "Rows",
        "share": "Share",
        "segments": "Segments",
        "section": "Activity",
        "size": "Size",
        "age": "Age",
        "legal_family": "Legal form",
        "class": "Class",
        "customers": "Customers",
        "customers_share": "Share of customers",
        "value_share": "Share of value",
        "stock_count": "Register",
        "stock_share": "Share of the register",
        "penetration_rate": "Penetration rate",
        "index": "Index",
        "hidden": "{count} classes are not published: fewer than 3 firms, one that makes more than 85%, or a value "
        "that could be got back by subtraction.",
        "index_how": "Index 100: as all active establishments of the register given. Pale: chance is enough to "
        "explain it.",
        "to_call": '{count} of your customers are closed establishments; rows where "firm_state" is "closed" give the '
        "date and the head office.",
        "ambiguous": "{count} rows fit two firms as well: none was chosen, check by hand.",
        "few_matches": "Only {share} of the rows are recognised: does the register given cover your whole file?",
        "numeric_codes": "Codes kept as numbers, their zeros at the front were put back: {files}.",
        "bad_numbers": "Rows of the register passed over, their SIREN or SIRET is none: {count}.",
        "repeated": "Rows of the register that repeat an active establishment, counted once: {count}.",
        "source_establishments": "INSEE, SIRENE, file of establishments, Licence Ouverte 2.0: {file}",
        "source_units": "INSEE, SIRENE, file of legal units, Licence Ouverte 2.0: {file}",
        "source_positions": "INSEE, SIRENE, positions of establishments, Licence Ouverte 2.0: {file}",
        "source_key_figures": "Infogreffe, key figures, Licence Ouverte 2.0: {file}",
        "method": "Method",
        "foot": "Holds accounts of firms: hand it on with its sources only.",
        "unknown": "unknown",
    },
}

SIZE_NAMES: dict[str, dict[str, str]] = {
    "fr": {
        "micro": "microentreprise (moins de 10 salariés)",
        "sme": "PME (10 à 249 salariés)",
        "mid": "entreprise de taille intermédiaire",
        "large": "grande entreprise",
    },
    "en": {
        "micro": "micro-enterprise (fewer than 10 employees)",
        "sme": "SME (10 to 249 employees)",
        "mid": "mid-sized enterprise",
        "large": "large enterprise",
    },
}
AGE_NAMES: dict[str, dict[str, str]] = {
    "fr": {
        "under_3": "moins de 3 ans",
        "3_to_5": "3 à 5 ans",
        "6_to_10": "6 à 10 ans",
        "11_to_20": "11 à 20 ans",
        "over_20": "plus de 20 ans",
    },
    "en": {
        "under_3": "under 3 years",
        "3_to_5": "3 to 5 years",
        "6_to_10": "6 to 10 years",
        "11_to_20": "11 to 20 years",
        "over_20": "over 20 years",
    },
}
STATUS_NAMES: dict[str, dict[str, str]] = {
    "fr": {
        "valid": "valable",
        "zeros_restored": "valable, zéros de tête rétablis",
        "empty": "absent",
        "not_a_number": "pas un numéro d'entreprise",
        "wrong_length": "longueur fausse",
        "wrong_check": "clé de contrôle fausse",
        "digits_lost": "arrondi par un tableur (1,23E+13)",
        "unassigned": "jamais attribué",
    },
    "en": {
        "valid": "valid",
        "zeros_restored": "valid, zeros at the front restored",
        "empty": "empty",
        "not_a_number": "not a firm's number",
        "wrong_length": "wrong length",
        "wrong_check": "wrong check digits",
        "digits_lost": "rounded by a spreadsheet (1.23E+13)",
        "unassigned": "never given out",
    },
}
REASON_NAMES: dict[str, dict[str, str]] = {
    "fr": {
        "siret_found": "trouvé par le SIRET",
        "at_address": "trouvé par le SIREN ou la TVA, établissement à l'adresse du fichier",
        "head_office": "trouvé par le SIREN ou la TVA, siège",
        "firm_without_establishment": "entreprise connue, établissement absent du fichier SIRENE",
        "not_in_register": "numéro valable, absent du fichier SIRENE",
        "no_french_number": "numéro étranger, hors SIRENE",
        "name_and_address": "trouvé par nom et adresse",
        "name_and_commune": "trouvé par nom et commune",
        "no_name": "ni numéro ni nom",
        "bare_name": "pas de numéro, et le nom n'est qu'une forme juridique",
        "no_place": "ni numéro, ni code postal, ni commune",
        "no_candidate": "aucune entreprise d'un nom proche à cet endroit",
        "low_score": "meilleure candidate trop peu ressemblante",
        "ambiguous": "deux entreprises aussi ressemblantes",
        "ambiguous_establishment": "entreprise trouvée, plusieurs établissements possibles",
    },
    "en": {
        "siret_found": "found by its SIRET",
        "at_address": "found by SIREN or VAT number, establishment at the address of the file",
        "head_office": "found by SIREN or VAT number, head office",
        "firm_without_establishment": "firm known, establishment not in the SIRENE file",
        "not_in_register": "valid number, not in the SIRENE file",
        "no_french_number": "foreign number, not of SIRENE",
        "name_and_address": "found by name and address",
        "name_and_commune": "found by name and commune",
        "no_name": "neither number nor name",
        "bare_name": "no number, and the name is but a legal form",
        "no_place": "neither number, postcode nor commune",
        "no_candidate": "no firm of a name alike there",
        "low_score": "best candidate too little alike",
        "ambiguous": "two firms fit as well",
        "ambiguous_establishment": "firm found, several establishments possible",
    },
}
_METHOD: dict[str, str] = {
    "fr": (
        "Un numéro est jugé par sa clé de contrôle (python-stdnum ; La Poste et Monaco ont leurs propres règles). Un "
        "SIREN ou une TVA mène à l'établissement qui est à l'adresse du fichier, sinon au siège.\n"
        "Sans numéro, une entreprise est cherchée parmi celles du même code postal ou de la même commune dont un mot "
        "du nom commence de même ; le score vaut 0,6 fois la ressemblance des noms (les mots rares comptent plus) et "
        "0,4 fois celle des adresses, 0,25 de moins si la commune diffère. Les mots sont comparés un à un : un métier "
        "ou une forme juridique seuls, un mot qui diffère de chaque côté, ou une SCI d'un seul côté ne suffisent pas. "
        "Sous 0,78, ou quand une autre entreprise est à moins de 0,03, aucune n'est "
        "choisie.\n"
        "L'indice compare la part d'une classe chez vos clients à sa part parmi tous les établissements actifs du "
        "répertoire fourni. Intervalle à 95 % de Wilson ; un écart est établi s'il résiste à la comparaison de toutes "
        "les classes (taux de fausses découvertes de 5 %). Ce qui est inconnu n'est compté d'aucun côté ; un effectif "
        "non renseigné n'est pas zéro.\n"
        "Taille : catégorie d'entreprise de l'INSEE (décret 2008-1354), effectif à défaut. Les entreprises qui ont "
        "demandé à ne pas être diffusées restent sans nom, sans rue et sans position."
    ),
    "en": (
        "A number is judged by its check digits (python-stdnum; La Poste and Monaco have rules of their own). A SIREN "
        "or VAT number leads to the establishment at the address of the file, else to the head office.\n"
        "Without a number, a firm is sought among those of the same postcode or commune of which a word of the name "
        "begins alike; the score is 0.6 of the likeness of names (rare words count more) and 0.4 of that of addresses, "
        "0.25 less where the commune differs. Words are compared one by one: a trade or a legal form alone, a word "
        "that differs on each side, or a landlord on one side only are not enough. "
        "Under 0.78, or where another firm is within 0.03, none is chosen.\n"
        "The index compares the share of a class among your customers with its share of all active establishments of "
        "the register given. Wilson interval at 95%; a difference is established if it outlasts the comparison of all "
        "classes (false discovery rate of 5%). What is not known counts on neither side; a headcount that is not given "
        "is not zero.\n"
        "Size: INSEE's category of enterprise (decree 2008-1354), else headcount. Firms that asked not to be shown "
        "stay without name, street and position."
    ),
}

METHOD: dict[str, tuple[str, ...]] = {
    "fr": tuple(spaced(_METHOD["fr"]).split("\n")),
    "en": tuple(_METHOD["en"].split("\n")),
}
