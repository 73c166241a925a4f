"""The words of the report of segments, in French and in English."""

from __future__ import annotations

__all__ = ["COLUMN_LABELS", "SEGMENT_WORDS"]

SEGMENT_WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "title": "Vos clients, segment par segment",
        "subtitle": "{file}, jusqu'au {day}",
        "personas": "Portraits et personas",
        "personas_subtitle": "Une page par segment, mode et type de quartier ; {file}, jusqu'au {day}",
        "brief": "En bref",
        "best": "{name} : {share} des clients, {turnover} du chiffre d'affaires.",
        "lost": "Sur le départ : {count} clients ({names}) ont pesé {turnover} du chiffre d'affaires et "
        "n'achètent plus comme avant.",
        "expected": "Sur les {days} jours qui suivent, les clients connus devraient apporter {value} (tous clients, "
        "les "
        "{days} derniers jours : {past} ; les nouveaux clients à venir ne sont pas comptés), d'après "
        "« {method} ».",
        "customers": "Clients",
        "buyers": "Ont acheté",
        "turnover": "Chiffre d'affaires net",
        "basket": "Panier moyen",
        "again": "Ont acheté plus d'une fois",
        "grid": "Récence et fréquence",
        "grid_how": "Chaque client a une note de 1 à 5 pour la récence (à droite : récent) et pour la fréquence (en "
        "haut : souvent) ; les ex æquo ont la même note. Les cases de même couleur forment un segment.",
        "grid_kept": "Les coupures des notes sont celles du passage précédent : les segments se comparent.",
        "segments": "Les segments",
        "actions": "Que faire de chacun",
        "value": "Ce que les clients devraient acheter",
        "value_how": "Vérifié sur la dernière période, mise de côté : chaque méthode n'a appris que de ce qui précède.",
        "errors": "Erreur de chaque méthode sur la période mise de côté",
        "deciles": "Attendu et constaté, par dixième des clients (achats), méthode « {method} »",
        "deciles_note": "Moyennes par client ; intervalle à 95 % de ce qui a été constaté.",
        "modes_none": "Pas de modes : {reason}",
        "modes_applied": "Les clients sont rangés dans les modes du passage précédent.",
        "drift": "Ce qui a changé depuis le passage précédent",
        "messages": "Types de quartiers et {what}",
        "what_segments": "segments",
        "what_modes": "modes",
        "usable": "{usable} des {cells} cases comptent au moins {least} clients : elles valent un message à elles, "
        "pour "
        "{customers} clients ({share}). Les autres sont regroupées : {messages} messages suffisent.",
        "usable_zero": "Aucune des {cells} cases ne compte {least} clients : tout est regroupé, {messages} messages "
        "suffisent.",
        "matrix": "Clients par type de quartier et par segment ; en petit, l'indice (100 = comme si l'un ne disait "
        "rien "
        "de l'autre) là où il est sûr",
        "matrix_none": "Aucune case ne s'écarte sûrement de l'indépendance : rien ne dit qu'un même segment achète "
        "autrement "
        "selon son type de quartier. Un message par segment suffit ({segments}) ; les clés plus fines servent à qui "
        "veut "
        "essayer.",
        "matrix_tested": "{count} cases s'écartent sûrement de l'indépendance (5 % de fausses découvertes au plus).",
        "message_table": "Les messages à écrire",
        "read": "Comment le fichier a été lu",
        "of_file": "Clients du fichier : {file}, reconnus par la colonne « {column} ».",
        "matched": "{matched} d'entre eux ont des commandes ; {others} acheteurs ne sont pas dans le fichier.",
        "other_best": "Pour la valeur, « {method} » prévoit aussi bien, ou mieux.",
        "lines_read": "{lines} lignes lues.",
        "other_types": "les autres types",
        "step_value": "prévision de ce que chacun achètera",
        "step_customers": "lecture des clients",
        "step_modes": "recherche des modes",
        "small": "Moins de {least} clients ont acheté : aucun chiffre n'est publié, tout est dans customers.csv.",
        "method": "Méthode et limites",
        "method_text": "Récence : jours depuis le dernier achat au jour dit. Fréquence : commandes retenues. Montant "
        ": net "
        "des retours.\nLes chiffres de moins de 11 clients, et ceux qu'un seul client fait à plus de 85 %, ne sont pas "
        "publiés, ni ceux qui les trahiraient.\nUn segment attaché à une personne est une donnée personnelle : "
        "informez, "
        "et appliquez les oppositions avant tout envoi (geoprofile audience). Choisir où faire de la publicité est "
        "permis ; refuser un bien ou un service selon le lieu de résidence ou la vulnérabilité économique ne l'est pas "
        "(Code pénal, article 225-1).",
        "foot": "Document interne : chiffres d'une clientèle.",
        "not_told": "n.p. : moins de 11 clients, ou de quoi les retrouver ; customers.csv a tout.",
        "drift_line": "Depuis le passage précédent, part des modes : indice de stabilité {index} ({reading}).",
        "yes": "oui",
        "no": "non",
        "everyone": "tous les types",
        "persona_intro": "Chaque page dit d'abord ce que les données montrent, et avec quelle certitude ; la "
        "persona, "
        "au bas, est imaginée à partir des valeurs les plus fréquentes.",
        "intro": "Comment lire ces pages",
        "kind_segments": "Segment",
        "kind_modes": "Mode",
        "kind_types": "Type de quartier",
        "no_traits": "Trop peu de clients ou de colonnes pour tester des traits.",
        "sheet_segments": "Segments",
        "sheet_grid": "Grille",
        "sheet_value": "Prévision",
        "sheet_deciles": "Dixièmes",
        "sheet_matrix": "Types x segments",
        "sheet_messages": "Messages",
        "sheet_traits": "Traits des modes",
    },
    "en": {
        "title": "Your customers, segment by segment",
        "subtitle": "{file}, until {day}",
        "personas": "Portraits and personas",
        "personas_subtitle": "A page for each segment, mode and type of area; {file}, until {day}",
        "brief": "In brief",
        "best": "{name}: {share} of the customers, {turnover} of turnover.",
        "lost": "Leaving: {count} customers ({names}) made {turnover} of turnover and no longer buy as before.",
        "expected": "Over the {days} days to come the known customers should bring {value} (all customers, the last "
        "{days} days: {past}; new customers to come are not counted), by '{method}'.",
        "customers": "Customers",
        "buyers": "Have bought",
        "turnover": "Net turnover",
        "basket": "Mean basket",
        "again": "Bought more than once",
        "grid": "Recency and frequency",
        "grid_how": "Each customer has a score from 1 to 5 for recency (right: recent) and for frequency (up: "
        "often); those "
        "alike share a score. Cells of one colour make a segment.",
        "grid_kept": "The cuts of the scores are those of the earlier run: segments can be compared.",
        "segments": "The segments",
        "actions": "What to do with each",
        "value": "What customers should buy",
        "value_how": "Checked on the last period, which was held out: each method learned from what came before alone.",
        "errors": "Error of each method on the period held out",
        "deciles": "Expected and seen, by tenth of the customers (purchases), method '{method}'",
        "deciles_note": "Means per customer; 95% interval of what was seen.",
        "modes_none": "No modes: {reason}",
        "modes_applied": "Customers are put into the modes of the earlier run.",
        "drift": "What has changed since the earlier run",
        "messages": "Types of areas and {what}",
        "what_segments": "segments",
        "what_modes": "modes",
        "usable": "{usable} of the {cells} cells hold at least {least} customers: they are worth a message of their "
        "own, for "
        "{customers} customers ({share}). The others are pooled: {messages} messages are enough.",
        "usable_zero": "None of the {cells} cells holds {least} customers: all are pooled, {messages} messages are "
        "enough.",
        "matrix": "Customers by type of area and segment; in small print the index (100 = as if the one said nothing "
        "of the "
        "other) where it is sure",
        "matrix_none": "No cell surely differs from independence: nothing says that one segment buys otherwise by "
        "type of "
        "area. A message for each segment is enough ({segments}); the finer keys are for those who want to try.",
        "matrix_tested": "{count} cells surely differ from independence (at most 5% false discoveries).",
        "message_table": "The messages to write",
        "read": "How the file was read",
        "of_file": "Customers of the file: {file}, known by the column '{column}'.",
        "matched": "{matched} of them have orders; {others} buyers are not in the file.",
        "other_best": "For value, '{method}' forecasts as well, or better.",
        "lines_read": "{lines} lines read.",
        "other_types": "the other types",
        "step_value": "forecasting what each will buy",
        "step_customers": "reading the customers",
        "step_modes": "finding modes",
        "small": "Fewer than {least} customers have bought: no figure is published, all is in customers.csv.",
        "method": "Method and limits",
        "method_text": "Recency: days since the last purchase on the day said. Frequency: orders that stand. Amount: "
        "net of "
        "returns.\nFigures of fewer than 11 customers, and those of which one customer makes more than 85%, are not "
        "published, nor those that would give them away.\nA segment attached to a person is personal data: inform, and "
        "apply objections before anything is sent (geoprofile audience). Choosing where to advertise is lawful; "
        "refusing a "
        "good or a service by place of residence or economic vulnerability is not (French Code pénal, article 225-1).",
        "foot": "Internal document: figures of a clientele.",
        "not_told": "n.p.: fewer than 11 customers, or what would give them away; customers.csv has all.",
        "drift_line": "Since the earlier run, shares of the modes: stability index {index} ({reading}).",
        "yes": "yes",
        "no": "no",
        "everyone": "all types",
        "persona_intro": "Each page first says what the data show, and how sure they are; the persona at its foot is "
        "imagined "
        "from the most frequent values.",
        "intro": "How to read these pages",
        "kind_segments": "Segment",
        "kind_modes": "Mode",
        "kind_types": "Type of area",
        "no_traits": "Too few customers or columns for traits to be tested.",
        "sheet_segments": "Segments",
        "sheet_grid": "Grid",
        "sheet_value": "Forecast",
        "sheet_deciles": "Tenths",
        "sheet_matrix": "Types x segments",
        "sheet_messages": "Messages",
        "sheet_traits": "Traits of modes",
    },
}

COLUMN_LABELS: dict[str, dict[str, str]] = {
    "fr": {
        "segment": "Segment", "description": "Qui", "action": "Que faire", "customers": "Clients", "share": "Part",
        "turnover": "Chiffre d'affaires", "turnover_share": "Part du CA", "recency_mean_days": "Récence moyenne "
        "(jours)",
        "orders_mean": "Commandes par client", "basket_mean": "Panier moyen", "recency_score": "Récence",
        "frequency_score": "Fréquence", "quantity": "Quoi", "method": "Méthode", "mean_absolute_error": "Erreur "
        "absolue",
        "root_mean_square_error": "Erreur quadratique", "error_index": "Indice d'erreur (chacun comme avant = 100)",
        "bias": "Biais", "auc": "AUC du réachat", "top_share": "Part des 10 % les mieux prévus",
        "coverage": "Intervalles tenus", "decile": "Dixième", "expected": "Attendu", "seen": "Constaté",
        "message_key": "Clé", "type_name": "Type de quartier", "segment_name": "Segment", "living": "Où ils vivent",
        "buying": "Comment ils achètent", "text": "Votre texte", "type": "Type", "group": "Groupe", "index": "Indice",
        "pooled": "Regroupée avec", "response_low": "2 % lus de", "response_high": "à", "variable": "Variable",
        "code": "Code", "mean": "Moyenne", "base_mean": "Moyenne de tous", "significant": "Sûr", "seen_low": "de",
        "seen_high": "à",
    },
    "en": {
        "segment": "Segment", "description": "Who", "action": "What to do", "customers": "Customers", "share": "Share",
        "turnover": "Turnover", "turnover_share": "Share of turnover", "recency_mean_days": "Mean recency (days)",
        "orders_mean": "Orders per customer", "basket_mean": "Mean basket", "recency_score": "Recency",
        "frequency_score": "Frequency", "quantity": "What", "method": "Method", "mean_absolute_error": "Absolute error",
        "root_mean_square_error": "Squared error (root)", "error_index": "Error index (each as before = 100)",
        "bias": "Bias", "auc": "AUC of buying again", "top_share": "Share held by the top 10%",
        "coverage": "Intervals that held", "decile": "Tenth", "expected": "Expected", "seen": "Seen",
        "message_key": "Key", "type_name": "Type of area", "segment_name": "Segment", "living": "Where they live",
        "buying": "How they buy", "text": "Your text", "type": "Type", "group": "Group", "index": "Index",
        "pooled": "Pooled with", "response_low": "2% read from", "response_high": "to", "variable": "Variable",
        "code": "Code", "mean": "Mean", "base_mean": "Mean of all", "significant": "Sure", "seen_low": "from",
        "seen_high": "to",
    },
}  # fmt: skip
