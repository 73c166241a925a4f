"""The words of a customer profile's report, in French and in English."""

from __future__ import annotations

from geoprofile.profiling.phrases import spaced

__all__ = ["CATEGORY_NAMES", "LEVEL_NAMES", "METHOD", "PROFILE_WORDS", "THEME_NAMES"]

_WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "title": "Profil de vos clients",
        "subtitle": "{file}, comparé à la population : {area}",
        "brief": "En bref",
        "more": "Vos clients vivent plus souvent que {base} dans {classes}",
        "fewer": "moins souvent dans {classes}",
        "fewer_only": "Vos clients vivent moins souvent que {base} dans {classes}",
        "more_weighted": "Par « {column} », vos clients pèsent plus que {base} dans {classes}",
        "fewer_weighted": "moins dans {classes}",
        "fewer_only_weighted": "Par « {column} », vos clients pèsent moins que {base} dans {classes}",
        "base_households": "l'ensemble des ménages",
        "base_persons": "l'ensemble des habitants",
        "class_of": "{noun} (indice {index} : {share} {of} pour {base_share} {base})",
        "group": "le groupe {code}",
        "type": "le type {code}",
        "named": "{noun} « {name} »",
        "and": " et ",
        "traits": "Les quartiers de vos clients se distinguent surtout par : {traits}.",
        "trait": "{label}, {name} (indice {index})",
        "rare_trait": "{label}, rarement {name} (indice {index})",
        "nothing": "Rien ne distingue sûrement vos clients de la population avec laquelle ils sont comparés.",
        "customers": "Clients du fichier",
        "located": "Situés dans une zone",
        "inside": "Comparés",
        "inside_note": "dans le territoire étudié",
        "inside_note_weighted": "avec une valeur de « {column} »",
        "effective": "Clients de même poids",
        "effective_note": "ce que vaut l'information, les poids étant inégaux",
        "households": "Ménages comparés",
        "persons": "Habitants comparés",
        "few_text": "moins de {smallest}",
        "more_than": "plus de {count}",
        "of_file": "{share} du fichier",
        "few_customers": "{count} clients sont peu : seuls de grands écarts peuvent être vus. Ne lisez que ce qui est "
        "écrit « surreprésenté » ou « sous-représenté », et méfiez-vous des petites classes prises seules : n'en sont "
        "publiées que celles dont le compte est élevé.",
        "many_lost": "{share} des clients n'ont pas de zone : si ce ne sont pas des clients comme les autres, le "
        "profil est faussé. Corrigez d'abord leurs adresses.",
        "many_customers": "Le fichier compte plus de clients que {share} des ménages comparés : des doublons, ou un "
        "territoire trop petit ?",
        "no_typology": "Sans typologie de quartiers, le profil se lit par variable. Avec elle (option --typology), il "
        "se lit aussi par groupe et par type.",
        "index_how": "Indice 100 : comme l'ensemble. 150 : moitié plus fréquent chez vos clients ; 50 : deux fois "
        "moins.",
        "groups": "Groupes de quartiers",
        "types": "Types de quartiers",
        "types_note": "Du plus au moins propre à vos clients (indice stabilisé : un petit type n'y arrive pas en tête "
        "par hasard).",
        "code": "Code",
        "name": "Nom",
        "count": "Clients",
        "value": "Valeur",
        "share": "Part des clients",
        "share_weighted": "Part de la valeur",
        "base_share": "Part des ménages",
        "base_share_persons": "Part des habitants",
        "index": "Indice",
        "penetration": "Clients pour 1\N{NO-BREAK SPACE}000 ménages",
        "penetration_persons": "Clients pour 1\N{NO-BREAK SPACE}000 habitants",
        "verdict": "Lecture",
        "over": "surreprésenté",
        "under": "sous-représenté",
        "near": "proche de la moyenne",
        "uncertain": "écart non établi",
        "too_few": "trop peu pour conclure",
        "suppressed": "non publié",
        "unknown": "rien à comparer",
        "gains": "Combien de clients sur combien de foyers",
        "gains_of": "Zones rangées par {label}",
        "honest": "Choisi sur une moitié, compté sur l'autre",
        "apparent": "Compté sur ceux qui ont servi à choisir",
        "marked": "Ce qui distingue le plus vos clients",
        "marked_how": "Les variables dont l'écart est établi, des plus fortes aux plus faibles, deux par thème au "
        "plus. La distance est la part des clients qui devraient habiter ailleurs pour que l'écart disparaisse.",
        "marked_none": "Aucune variable ne distingue sûrement vos clients.",
        "variable": "Variable",
        "class": "Classe la plus marquée",
        "plain_class": "Classe",
        "distance": "Distance",
        "all": "Toutes les variables",
        "all_how": "Indice de chaque cinquième des ménages, des zones où la variable est la plus basse à celles où "
        "elle est la plus haute. Un tiret : écart non établi, ou non publié.",
        "all_more": "Le classeur (-o profil.xlsx) donne chaque classe avec son intervalle.",
        "bounds": "Du plus bas au plus haut cinquième",
        "fifth_1": "1er (bas)",
        "fifth_2": "2e",
        "fifth_3": "3e",
        "fifth_4": "4e",
        "fifth_5": "5e (haut)",
        "below": "moins de ",
        "above": " et plus",
        "hidden_rows": "Classes non publiées, laissées de côté : {count}.",
        "best": "Meilleurs clients et autres",
        "best_how": "Vos {count} meilleurs clients par « {column} » ({share} des clients comparés) font {value} du "
        "total. Indice 100 : aussi fréquent chez eux que chez les autres clients.",
        "best_variables": "Ce qui les distingue le plus des autres clients",
        "best_none": "Aucun écart établi entre meilleurs clients et autres.",
        "best_count": "Meilleurs",
        "other_count": "Autres",
        "best_share": "Part des meilleurs",
        "other_share": "Part des autres",
        "method": "Méthode et limites",
        "foot": "Aucune cellule de moins de 11 clients ou ménages n'est publiée ; aucun client n'est dans cette page.",
        "left_one_class": "Variables partout les mêmes, ou inconnues ici, laissées de côté : {names}.",
        "left_sensitive": "Variables d'origine, de religion, de santé ou d'opinion, jamais profilées : {names}.",
        "left_many_classes": "Variables de trop nombreuses catégories, laissées de côté : {names}.",
        "left_no_population": "Niveaux dont personne ne compte la population, laissés de côté : {names}.",
        "left_no_area": "Niveaux où le territoire étudié ne peut être découpé, laissés de côté : {names}.",
        "taken": "Zones prises dans les colonnes : {columns}.",
        "read_me_html": "Les mêmes figures, avec graphiques : -o profil.html.",
        "sheet_groups": "Groupes",
        "sheet_types": "Types",
        "sheet_variables": "Variables",
        "sheet_gains": "Gains",
        "sheet_best": "Meilleurs clients",
        "note_groups": "Une ligne par groupe : clients, parts, indice et intervalle, test, pénétration.",
        "note_types": "Une ligne par type.",
        "note_variables": "Une ligne par classe de chaque variable.",
        "note_gains": "Classes rangées par indice stabilisé, parts cumulées. Code vide : toutes les classes non "
        "publiées.",
        "note_best": "Meilleurs clients (20 % par valeur) et autres, par classe.",
        "dimension": "Dimension",
        "theme": "Thème",
        "level": "Niveau",
        "source": "Source",
        "vintage": "Millésime",
        "licence": "Licence",
        "base_count": "Ménages",
        "base_count_persons": "Habitants",
        "expected": "Clients attendus (indice 100)",
        "shrunken": "Indice stabilisé",
        "p_value": "p",
        "q_value": "q (fausses découvertes)",
        "significant": "Écart établi",
        "detectable_low": "Indice bas visible",
        "detectable_high": "Indice haut visible",
        "reading": "Phrase",
        "yes": "oui",
        "no": "non",
        "cumulative_base": "Part cumulée des ménages",
        "cumulative": "Part cumulée des clients",
    },
    "en": {
        "title": "Customer profile",
        "subtitle": "{file}, compared with the population: {area}",
        "brief": "In brief",
        "more": "Your customers live more often than {base} in {classes}",
        "fewer": "less often in {classes}",
        "fewer_only": "Your customers live less often than {base} in {classes}",
        "more_weighted": "By “{column}” your customers weigh more than {base} in {classes}",
        "fewer_weighted": "less in {classes}",
        "fewer_only_weighted": "By “{column}” your customers weigh less than {base} in {classes}",
        "base_households": "households do",
        "base_persons": "inhabitants do",
        "class_of": "{noun} (index {index}: {share} {of} against {base_share} {base})",
        "group": "group {code}",
        "type": "type {code}",
        "named": "{noun} “{name}”",
        "and": " and ",
        "traits": "The areas where your customers live stand out above all by: {traits}.",
        "trait": "{label}, {name} (index {index})",
        "rare_trait": "{label}, rarely {name} (index {index})",
        "nothing": "Nothing surely sets your customers apart from the population that they are compared with.",
        "customers": "Customers in the file",
        "located": "Found in a zone",
        "inside": "Compared",
        "inside_note": "within the area",
        "inside_note_weighted": "with a value of “{column}”",
        "effective": "Customers of equal weight",
        "effective_note": "what the information is worth, as weights are unequal",
        "households": "Households compared with",
        "persons": "Inhabitants compared with",
        "few_text": "fewer than {smallest}",
        "more_than": "more than {count}",
        "of_file": "{share} of the file",
        "few_customers": "{count} customers are few: only large differences can be seen. Read nothing but what is "
        "called “over-represented” or “under-represented”, and distrust small classes taken alone: only those with a "
        "high count are published.",
        "many_lost": "{share} of the customers have no zone: if they are not customers like the others, the profile is "
        "biased. Mend their addresses first.",
        "many_customers": "The file holds more customers than {share} of the households compared with: duplicates, or "
        "too small an area?",
        "no_typology": "Without a typology of areas the profile is read by variable. With one (option --typology) it "
        "is read by group and type too.",
        "index_how": "Index 100: as everyone. 150: half as frequent again among your customers; 50: half as frequent.",
        "groups": "Groups of areas",
        "types": "Types of areas",
        "types_note": "From the most to the least typical of your customers (by stabilised index: no small type comes "
        "first by chance).",
        "code": "Code",
        "name": "Name",
        "count": "Customers",
        "value": "Value",
        "share": "Share of customers",
        "share_weighted": "Share of value",
        "base_share": "Share of households",
        "base_share_persons": "Share of inhabitants",
        "index": "Index",
        "penetration": "Customers per 1,000 households",
        "penetration_persons": "Customers per 1,000 inhabitants",
        "verdict": "Reading",
        "over": "over-represented",
        "under": "under-represented",
        "near": "near the average",
        "uncertain": "not established",
        "too_few": "too few to conclude",
        "suppressed": "not published",
        "unknown": "nothing to compare",
        "gains": "How many customers in how many homes",
        "gains_of": "Zones ranked by {label}",
        "honest": "Chosen on one half, counted on the other",
        "apparent": "Counted on those that chose",
        "marked": "What sets your customers apart",
        "marked_how": "The variables whose difference is established, the strongest first, two a theme at most. The "
        "distance is the share of customers who would have to live elsewhere for the difference to go.",
        "marked_none": "No variable surely sets your customers apart.",
        "variable": "Variable",
        "class": "Most marked class",
        "plain_class": "Class",
        "distance": "Distance",
        "all": "All variables",
        "all_how": "Index of each fifth of the households, from the zones where the variable is lowest to those where "
        "it is highest. A dash: not established, or not published.",
        "all_more": "The workbook (-o profile.xlsx) gives every class with its interval.",
        "bounds": "From lowest to highest fifth",
        "fifth_1": "1st (low)",
        "fifth_2": "2nd",
        "fifth_3": "3rd",
        "fifth_4": "4th",
        "fifth_5": "5th (high)",
        "below": "under ",
        "above": " and over",
        "hidden_rows": "Classes not published, left out: {count}.",
        "best": "Best customers and the others",
        "best_how": "Your {count} best customers by “{column}” ({share} of the customers compared) make {value} of the "
        "total. Index 100: as frequent among them as among the other customers.",
        "best_variables": "What sets them most apart from the other customers",
        "best_none": "No established difference between best customers and the others.",
        "best_count": "Best",
        "other_count": "Others",
        "best_share": "Share of the best",
        "other_share": "Share of the others",
        "method": "Method and limits",
        "foot": "No cell of fewer than 11 customers or households is published; no customer is in this page.",
        "left_one_class": "Variables that are the same everywhere, or unknown here, left out: {names}.",
        "left_sensitive": "Variables of origin, religion, health or opinion, never profiled: {names}.",
        "left_many_classes": "Variables of too many categories, left out: {names}.",
        "left_no_population": "Levels whose population nobody counts, left out: {names}.",
        "left_no_area": "Levels at which the area cannot be cut out, left out: {names}.",
        "taken": "Zones taken from the columns: {columns}.",
        "read_me_html": "The same figures with charts: -o profile.html.",
        "sheet_groups": "Groups",
        "sheet_types": "Types",
        "sheet_variables": "Variables",
        "sheet_gains": "Gains",
        "sheet_best": "Best customers",
        "note_groups": "One row a group: customers, shares, index and interval, test, penetration.",
        "note_types": "One row a type.",
        "note_variables": "One row a class of each variable.",
        "note_gains": "Classes ranked by stabilised index, cumulative shares. Empty code: all classes not published.",
        "note_best": "Best customers (20% by value) and the others, by class.",
        "dimension": "Dimension",
        "theme": "Theme",
        "level": "Level",
        "source": "Source",
        "vintage": "Vintage",
        "licence": "Licence",
        "base_count": "Households",
        "base_count_persons": "Inhabitants",
        "expected": "Customers expected (index 100)",
        "shrunken": "Stabilised index",
        "p_value": "p",
        "q_value": "q (false discoveries)",
        "significant": "Established",
        "detectable_low": "Low index that could be seen",
        "detectable_high": "High index that could be seen",
        "reading": "Sentence",
        "yes": "yes",
        "no": "no",
        "cumulative_base": "Cumulative share of households",
        "cumulative": "Cumulative share of customers",
    },
}

THEME_NAMES: dict[str, dict[str, str]] = {
    "fr": {
        "income": "Revenus",
        "age": "Âge",
        "household": "Ménages et familles",
        "housing": "Logement",
        "occupation": "Professions",
        "work": "Emploi",
        "mobility": "Mobilité",
        "urbanity": "Ville et densité",
        "other": "Autres variables",
    },
    "en": {
        "income": "Income",
        "age": "Age",
        "household": "Households and families",
        "housing": "Housing",
        "occupation": "Occupations",
        "work": "Work",
        "mobility": "Mobility",
        "urbanity": "Town and density",
        "other": "Other variables",
    },
}

LEVEL_NAMES: dict[str, dict[str, str]] = {
    "fr": {"iris": "IRIS", "grid_200m": "carreaux de 200 m", "commune": "communes", "statistical_sector": "secteurs"},
    "en": {"iris": "IRIS", "grid_200m": "200 m cells", "commune": "communes", "statistical_sector": "sectors"},
}

# Values of categorical variables that are words of this project, not codes of a publisher.
CATEGORY_NAMES: dict[str, tuple[str, str]] = {
    "urban": ("urbain", "urban"),
    "periurban": ("périurbain", "periurban"),
    "rural": ("rural", "rural"),
    "central_commune": ("commune-centre", "central commune"),
    "main_pole": ("autre commune du pôle principal", "other commune of the main pole"),
    "secondary_pole": ("pôle secondaire", "secondary pole"),
    "ring": ("couronne", "ring"),
    "outside": ("hors aire d'attraction", "outside any catchment area"),
}

# One paragraph a line.
_METHOD: dict[str, str] = {
    "fr": (
        "Un indice compare la part d'une classe chez vos clients à sa part dans la population : 100 x (part "
        "des clients) / (part des ménages). Il décrit les quartiers où vivent vos clients, pas les personnes : "
        "un client d'un quartier aisé n'est pas forcément aisé.\n"
        "L'intervalle à 95 % (Wilson) dit ce que le hasard seul peut faire ; la population est tenue pour "
        "connue. Un écart est dit établi quand l'intervalle exclut 100 et qu'il résiste à la comparaison de "
        "toutes les classes à la fois (taux de fausses découvertes de 5 %, Benjamini et Hochberg). Une "
        "variable est dite marquée quand elle résiste aussi à la comparaison de toutes les variables.\n"
        "Pondéré, chaque client compte selon sa valeur ; l'intervalle est celui de la taille efficace de la "
        "classe et le test tient compte de l'inégalité des valeurs.\n"
        "Aucune cellule de moins de 11 clients ou ménages n'est publiée, ni celle qui la trahirait par "
        "soustraction, ni celle dont un seul client fait plus de 85 % de la valeur.\n"
        "Chaque variable est prise au niveau le plus fin que le fichier contient ; les zones sont réparties "
        "en cinquièmes de ménages. Une valeur prêtée par la commune ne compte pas.\n"
        "La courbe de gain honnête choisit les classes sur une moitié des clients et compte l'autre ; "
        "l'apparente promet toujours trop.\n"
        "Un écart n'est pas une cause : l'emplacement des magasins, l'offre et la publicité passée font aussi "
        "le profil."
    ),
    "en": (
        "An index compares the share of a class among your customers with its share of the population: 100 x "
        "(share of customers) / (share of households). It tells of the areas where your customers live, not "
        "of persons: a customer in an affluent area need not be affluent.\n"
        "The 95% interval (Wilson) says what chance alone can do; the population is taken as known. A "
        "difference is established when its interval leaves out 100 and it outlasts the comparison of all "
        "classes at once (false discovery rate of 5%, Benjamini and Hochberg). A variable is called marked "
        "when it outlasts the comparison of all variables too.\n"
        "When weighted, each customer counts by value; the interval is that of the effective size of the "
        "class and the test allows for unequal values.\n"
        "No cell of fewer than 11 customers or households is published, nor one that would give it away by "
        "subtraction, nor one of which a single customer makes more than 85% of the value.\n"
        "Each variable is taken at the finest level that the file holds; zones are parted into fifths of the "
        "households. A value lent by the commune does not count.\n"
        "The honest gains curve chooses classes on one half of the customers and counts the other; the "
        "apparent one always promises too much.\n"
        "A difference is not a cause: where stores are, what they sell and past advertising make the profile "
        "too."
    ),
}

PROFILE_WORDS = {"fr": {key: spaced(text) for key, text in _WORDS["fr"].items()}, "en": _WORDS["en"]}
METHOD = {"fr": spaced(_METHOD["fr"]), "en": _METHOD["en"]}
