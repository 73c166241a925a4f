"""The words of a score's report, in French and in English."""

from __future__ import annotations

__all__ = ["SCORE_WORDS"]

SCORE_WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "line_read": "{file} : {rows} prospects, issue connue de {known}",
        "line_note": "  note : {note}",
        "line_unused": "  non utilisé : {column} : {why}",
        "line_result": "résultat : {path}",
        "line_scored": "{scored} prospects sur {rows} ont un score ({model})",
        "line_expected": "  clients attendus : {count}",
        "line_drift": "  dérive du score (PSI) : {index} ; le hasard seul va jusqu'à {chance}",
        "drift": "ces prospects ne sont plus ceux dont le score a été appris : réapprenez-le",
        "drifted": "dérive de « {name} » (PSI) : {index}",
        "lacking": "la colonne « {column} » manque au fichier : prise comme non renseignée",
        "lacking_share": "il manque au fichier {share} de ce que dit la grille : notes et probabilités sont "
        "moins sûres, "
        "et la dérive du score peut ne venir que de là",
        "renamed": "  la colonne « {name} » est lue dans « {column} »",
        "as_learned": "c'est le fichier même dont le score a été appris : ces notes le flattent, jugez-le d'après son "
        "rapport (score.html)",
        "title": "Score de vos prospects",
        "subtitle": "{file} : qui est devenu client, d'après « {outcome} »",
        "brief": "En bref",
        "headline": "Parmi les {rows} prospects que le score n'avait pas vus, les {share} les mieux notés sont devenus "
        "clients {lift} fois plus souvent que la moyenne (entre {low} et {high} fois).",
        "headline_none": "Parmi les {rows} prospects que le score n'avait pas vus, les {share} les mieux notés ne sont "
        "pas devenus clients sûrement plus souvent que la moyenne (entre {low} et {high} fois) : ne vous en servez pas "
        "pour choisir.",
        "best": "Ce qui compte le plus : {criteria}.",
        "advice_scorecard": "Prenez la grille de points : en cinq parties des prospects appris, les arbres boostés ne "
        "font pas sûrement mieux (écart d'AUC {gap}, de {low} à {high}), et la grille se lit.",
        "advice_worse": "Prenez la grille de points : en cinq parties des prospects appris, les arbres boostés font "
        "sûrement moins bien (écart d'AUC {gap}, de {low} à {high}), et la grille se lit.",
        "advice_boosted": "En cinq parties des prospects appris, les arbres boostés font mieux que la grille de points "
        "(écart d'AUC {gap}, de {low} à {high}) : « score apply » s'en sert. La grille reste lisible (--method "
        "scorecard).",
        "split_time": "Appris sur les prospects les plus anciens selon « {column} », jugé sur les {share} les plus "
        "récents.",
        "split_block": "Appris sur une partie des zones de « {column} », jugé sur d'autres ({share} des prospects) : "
        "deux voisins ne sont jamais de part et d'autre.",
        "split_chance": "Appris sur des prospects tirés au hasard, jugé sur les {share} restants. Pour savoir si le "
        "score tient dans le temps, donnez la date du contact (--time).",
        "split_id": "Appris sur une partie des prospects (« {column} »), jugé sur d'autres ({share} des lignes). Pour "
        "savoir si le score tient dans le temps, donnez la date du contact (--time).",
        "repeated": "{rows} lignes pour {prospects} prospects : les lignes d'un prospect restent ensemble (à la date "
        "de sa dernière avec --time, dans sa zone avec --block).",
        "both_sides": "{count} prospects ont des lignes dans des zones des deux côtés : les chiffres de qualité "
        "flattent le score. Jugez-le sans --block.",
        "undated": "{count} lignes sans date lisible : apprises, jamais du jugement.",
        "unread": "Colonne « {column} » : {share} des cellules remplies ne se lisent pas comme des nombres et sont "
        "prises comme non renseignées.",
        "wide_gap": "Les arbres boostés dépassent la grille de {gap} d'AUC : c'est presque toujours le signe d'une "
        "colonne écrite après l'issue. Vérifiez d'où vient chaque colonne.",
        "drifted_rate": "Le taux a changé : {before} chez les prospects appris, {after} chez ceux du jugement. Les "
        "probabilités sont celles d'avant ; réapprenez souvent.",
        "miscalibrated": "Les probabilités s'écartent des taux constatés de {error} en moyenne : servez-vous de "
        "l'ordre et des notes plutôt que des probabilités.",
        "unknown": "{count} prospects sans issue connue, non utilisés.",
        "rows": "Prospects utilisés",
        "rate": "Devenus clients",
        "rate_note": "{trained} chez les {trained_rows} appris, {held} chez les {held_rows} du jugement",
        "auc": "AUC",
        "auc_note": "de {low} à {high} ; 0,5 : hasard, 1 : parfait",
        "lift": "Gain à 10 %",
        "lift_note": "fois la moyenne, de {low} à {high}",
        "ece": "Écart de calibration",
        "ece_note": "entre probabilité et taux ; le hasard seul en donne {chance}",
        "law": "Critères tirés de : {grounds} ({names}). Le Code pénal (art. 225-1) en fait des motifs de "
        "discrimination : il est permis de s'en servir pour décider où et comment faire de la publicité, jamais pour "
        "refuser à une personne un bien ou un service, ni pour l'écarter d'une offre.",
        "leak": "Laissé de côté : {names}, qui {verb}. De tels champs sont écrits après l'issue : un score qui s'en "
        "sert ne sait rien d'un nouveau prospect.",
        "leak_alone": "dit presque à lui seul qui devient client",
        "leak_filled": "n'est rempli que pour une des deux issues",
        "leak_value": "a une valeur que presque seuls les clients portent",
        "card": "La grille de points",
        "card_how": "Le score d'un prospect : {base} points, plus ceux de sa ligne pour chaque critère. À 100 points "
        "sa chance est celle de la moyenne ({rate} des {rows} prospects appris) ; 20 points de plus doublent "
        "les chances (rapport de ceux qui "
        "deviennent clients aux autres).",
        "card_note": "Parts et taux chez les {rows} prospects appris. Un tiret : moins de 11 clients ou de 11 "
        "non-clients sur la ligne, ou de quoi retrouver une telle ligne : ni part ni taux ne sont publiés, les points "
        "n'en donnent qu'une idée.",
        "criterion": "Critère",
        "family": "Famille",
        "bin": "Valeur",
        "share": "Part",
        "bin_rate": "Devenus clients",
        "points": "Points",
        "grades": "Notes de A à E",
        "grades_how": "Seuils choisis sur les prospects appris, comptes sur ceux que le score n'avait pas vus "
        "({method}). « Attendus » : la moyenne des probabilités annoncées. Un tiret : moins de 11 clients ou de 11 "
        "non-clients, non publié.",
        "grade_check": "Constaté contre attendu",
        "grade_within": "dans le hasard",
        "grade_beyond": "hors du hasard",
        "grade_off": "Note {grade} : {expected} de clients étaient attendus, {seen} des {rows} prospects le sont "
        "devenus, plus d'écart que le hasard n'en permet. Servez-vous du rang de cette note, non de sa probabilité.",
        "grade": "Note",
        "least": "Probabilité d'au moins",
        "count": "Prospects",
        "grade_rate": "Devenus clients",
        "expected": "Attendus",
        "times": "Fois la moyenne",
        "curves": "Ce que le score trouve, et s'il dit juste",
        "gains_caption": "En contactant les mieux notés d'abord : part des clients trouvés.",
        "calibration_caption": "Probabilité annoncée et taux constaté, par dixième. Un dixième de moins de 11 clients "
        "ou non-clients n'est pas dessiné.",
        "axis_prospects": "Part des prospects, les mieux notés d'abord",
        "axis_found": "Part des clients trouvés",
        "axis_said": "Probabilité annoncée",
        "axis_seen": "Taux constaté",
        "chance": "au hasard",
        "scorecard": "grille de points",
        "boosted": "arbres boostés",
        "judged": "Les deux modèles sur les mêmes prospects",
        "model": "Modèle",
        "gini": "Gini",
        "ks": "KS",
        "lift20": "Gain à 20 %",
        "brier": "Brier",
        "brier_gain": "Brier gagné",
        "families": "Critères par famille",
        "families_how": "Valeur d'information : ce qu'un critère dit à lui seul de l'issue ; « hasard » : ce qu'un "
        "critère sans rapport atteint une fois sur vingt. Le poids est l'écart de points entre ses deux valeurs "
        "extrêmes ; un tiret : pas dans la grille, car dans le hasard ou déjà dit par un autre.",
        "information": "Information",
        "chance_level": "Hasard",
        "span": "Poids",
        "ground": "Motif (art. 225-1)",
        "left_out": "Ce qui n'a pas servi",
        "column": "Colonne",
        "why": "Pourquoi",
        "forbidden": "refusé : {ground}. Aucun score n'en est fait ; si la colonne dit autre chose, renommez-la",
        "id": "identifiant ou numéro de ligne",
        "constant": "partout la même valeur",
        "text": "texte libre, presque jamais deux fois le même",
        "many": "trop de valeurs différentes, chacune trop rare",
        "date": "date : donnez plutôt un nombre de jours",
        "empty": "presque vide",
        "technical": "colonne technique du géocodage",
        "asked": "laissé de côté à votre demande",
        "split": "sert à séparer les prospects",
        "leak_alone_why": "écrit après coup : dit presque à lui seul l'issue",
        "leak_filled_why": "écrit après coup : rempli pour une seule issue",
        "leak_value_why": "écrit après coup : une valeur est presque réservée aux clients",
        "nothing_left": "Toutes les colonnes ont pu servir.",
        "method": "Méthode et limites",
        "foot": "Aucun compte de moins de 11 clients ou non-clients n'est publié ; aucun prospect n'est "
        "dans cette page.",
        "other": "Autres",
        "sheet_card": "Grille",
        "sheet_grades": "Notes",
        "sheet_judged": "Jugement",
        "sheet_families": "Critères",
        "sheet_left": "Laissés de côté",
        "sheet_calibration": "Calibration",
        "decile": "Dixième",
        "METHOD": "Chaque critère est coupé en six classes au plus, d'au moins 5 % des prospects appris et "
        "où 5 de chaque issue sont attendus au taux moyen, assez différentes (test à 5 %) ; les taux d'un "
        "nombre montent ou descendent d'un bout à l'autre, sauf si les "
        "données le démentent nettement (1 pour 1 000). Non renseigné est une classe. Poids d'évidence lissés de 20 "
        "prospects moyens.\nGrille : régression logistique pénalisée sur les poids d'évidence, sans coefficient "
        "négatif, 12 critères au plus ; pénalité choisie en cinq parties, calibration (Platt) sur les prédictions "
        "hors partie, points arrondis.\nArbres : gradient boosting de scikit-learn, nombre d'arbres choisi et "
        "calibration faite de même.\nIntervalles à 95 % par 400 rééchantillons. Tout est choisi sur les prospects "
        "appris, le modèle aussi (hors partie) ; tout chiffre de qualité est compté sur les autres.\n"
        "Un score dit qui ressemble aux clients passés, non ce qui ferait acheter. Passé un an, réapprenez-le.",
    },
    "en": {
        "line_read": "{file}: {rows} prospects, outcome known of {known}",
        "line_note": "  note: {note}",
        "line_unused": "  not used: {column}: {why}",
        "line_result": "result: {path}",
        "line_scored": "{scored} of {rows} prospects scored by the {model}",
        "line_expected": "  expected to become customers: {count}",
        "line_drift": "  drift of the score (PSI): {index}; by chance alone up to {chance}",
        "drift": "these prospects are no longer those that the score was learned on: train it again",
        "drifted": "drift of '{name}' (PSI): {index}",
        "lacking": "column '{column}' is not in the file: taken as not known",
        "lacking_share": "the file lacks {share} of what the scorecard says: grades and probabilities are less sure, "
        "and the drift of the score may come of that alone",
        "renamed": "  column '{name}' is read from '{column}'",
        "as_learned": "this is the very file that the score was learned on: these grades flatter it, judge it by its "
        "report (score.html)",
        "title": "Score of your prospects",
        "subtitle": "{file}: who became a customer, by '{outcome}'",
        "brief": "In brief",
        "headline": "Among the {rows} prospects that the score had not seen, the {share} with the best scores became "
        "customers {lift} times as often as average (between {low} and {high} times).",
        "headline_none": "Among the {rows} prospects that the score had not seen, the {share} with the best scores did "
        "not surely become customers more often than average (between {low} and {high} times): do not choose by it.",
        "best": "What counts most: {criteria}.",
        "advice_scorecard": "Use the scorecard: over five folds of the prospects learned from, boosted trees are not "
        "surely better (difference of AUC {gap}, from {low} to {high}), and the scorecard can be read.",
        "advice_worse": "Use the scorecard: over five folds of the prospects learned from, boosted trees are surely "
        "worse (difference of AUC {gap}, from {low} to {high}), and the scorecard can be read.",
        "advice_boosted": "Over five folds of the prospects learned from, boosted trees are better than the scorecard "
        "(difference of AUC {gap}, from {low} to {high}): 'score apply' uses them. The scorecard can still be read "
        "(--method scorecard).",
        "split_time": "Learned on the earlier prospects by '{column}', judged on the latest {share}.",
        "split_block": "Learned on some zones of '{column}', judged on others ({share} of the prospects): two "
        "neighbours are never on both sides.",
        "split_chance": "Learned on prospects drawn at random, judged on the other {share}. To know whether the score "
        "holds over time, give the date of contact (--time).",
        "split_id": "Learned on some prospects ('{column}'), judged on others ({share} of the lines). To know whether "
        "the score holds over time, give the date of contact (--time).",
        "repeated": "{rows} lines tell of {prospects} prospects: the lines of a prospect stay together (at the date of "
        "its last one with --time, in its zone with --block).",
        "both_sides": "{count} prospects have lines in zones on both sides: the figures of quality flatter the score. "
        "Judge it without --block.",
        "undated": "{count} lines without a date that can be read: learned from, never judged on.",
        "unread": "Column '{column}': {share} of the filled cells cannot be read as numbers and are taken as not "
        "known.",
        "wide_gap": "Boosted trees exceed the scorecard by {gap} of AUC: this is nearly always the sign of a column "
        "written after the outcome. See where each column comes from.",
        "drifted_rate": "The rate has changed: {before} among the prospects learned from, {after} among those judged. "
        "Probabilities are those of before; train often.",
        "miscalibrated": "Probabilities are {error} off the observed rates on average: go by the order and the grades "
        "rather than by the probabilities.",
        "unknown": "{count} prospects of unknown outcome, not used.",
        "rows": "Prospects used",
        "rate": "Became customers",
        "rate_note": "{trained} of the {trained_rows} learned from, {held} of the {held_rows} judged on",
        "auc": "AUC",
        "auc_note": "from {low} to {high}; 0.5: chance, 1: perfect",
        "lift": "Lift at 10%",
        "lift_note": "times the average, from {low} to {high}",
        "ece": "Calibration error",
        "ece_note": "between probability and rate; chance alone gives {chance}",
        "law": "Criteria drawn from: {grounds} ({names}). French law (Code pénal, art. 225-1) makes these grounds of "
        "discrimination: they may decide where and how to advertise, never refuse a person a good or a service, nor "
        "exclude them from an offer.",
        "leak": "Left out: {names}, which {verb}. Such fields are written after the outcome: a score that uses them "
        "knows nothing of a new prospect.",
        "leak_alone": "tells almost alone who becomes a customer",
        "leak_filled": "is filled for one of the two outcomes only",
        "leak_value": "has a value that almost only customers have",
        "card": "The scorecard",
        "card_how": "The score of a prospect: {base} points, and those of its line for each criterion. At 100 points "
        "the chance is the average one ({rate} of the {rows} prospects learned from); 20 points more double "
        "the odds (those who become customers to those "
        "who do not).",
        "card_note": "Shares and rates among the {rows} prospects learned from. A dash: fewer than 11 customers or "
        "11 non-customers on the line, or what such a line could be worked out from: neither share nor rate is "
        "published, the points give but a rough idea of it.",
        "criterion": "Criterion",
        "family": "Family",
        "bin": "Value",
        "share": "Share",
        "bin_rate": "Became customers",
        "points": "Points",
        "grades": "Grades A to E",
        "grades_how": "Limits chosen on the prospects learned from, counts of those that the score had not seen "
        "({method}). 'Expected': the mean of the probabilities told. A dash: fewer than 11 customers or 11 "
        "non-customers, not published.",
        "grade_check": "Seen against expected",
        "grade_within": "within chance",
        "grade_beyond": "beyond chance",
        "grade_off": "Grade {grade}: {expected} were expected to become customers, {seen} of {rows} prospects "
        "did, a wider "
        "gap than chance allows. Go by the rank of this grade, not by its probability.",
        "grade": "Grade",
        "least": "Probability from",
        "count": "Prospects",
        "grade_rate": "Became customers",
        "expected": "Expected",
        "times": "Times the average",
        "curves": "What the score finds, and whether it is right",
        "gains_caption": "Contacting the best scores first: share of the customers found.",
        "calibration_caption": "Probability told and rate observed, by tenth. A tenth of fewer than 11 customers or "
        "non-customers is not drawn.",
        "axis_prospects": "Share of prospects, best scores first",
        "axis_found": "Share of customers found",
        "axis_said": "Probability told",
        "axis_seen": "Rate observed",
        "chance": "by chance",
        "scorecard": "scorecard",
        "boosted": "boosted trees",
        "judged": "Both models on the same prospects",
        "model": "Model",
        "gini": "Gini",
        "ks": "KS",
        "lift20": "Lift at 20%",
        "brier": "Brier",
        "brier_gain": "Brier gained",
        "families": "Criteria by family",
        "families_how": "Information value: what a criterion alone tells of the outcome; 'chance': what an unrelated "
        "one reaches once in twenty times. The weight is the difference of points between its two extreme values; a "
        "dash: not on the scorecard, as within chance or told by another already.",
        "information": "Information",
        "chance_level": "Chance",
        "span": "Weight",
        "ground": "Ground (art. 225-1)",
        "left_out": "What was not used",
        "column": "Column",
        "why": "Why",
        "forbidden": "refused: {ground}. No score is made of it; if the column says something else, rename it",
        "id": "an identifier or a row number",
        "constant": "the same value throughout",
        "text": "free text, hardly ever twice the same",
        "many": "too many different values, each too rare",
        "date": "a date: give a number of days instead",
        "empty": "nearly empty",
        "technical": "a technical column of geocoding",
        "asked": "left out as you asked",
        "split": "parts the prospects",
        "leak_alone_why": "written after the outcome: tells it almost alone",
        "leak_filled_why": "written after the outcome: filled for one outcome only",
        "leak_value_why": "written after the outcome: one value is almost only of customers",
        "nothing_left": "All columns could be used.",
        "method": "Method and limits",
        "foot": "No count of fewer than 11 customers or non-customers is published; no prospect is on this page.",
        "other": "Other",
        "sheet_card": "Scorecard",
        "sheet_grades": "Grades",
        "sheet_judged": "Judgement",
        "sheet_families": "Criteria",
        "sheet_left": "Left out",
        "sheet_calibration": "Calibration",
        "decile": "Tenth",
        "METHOD": "Each criterion is cut into six bins at most, of at least 5% of the prospects learned from and "
        "with 5 of each outcome expected at the average rate, unlike enough (a test at 5%); the rates of a "
        "number rise or fall throughout unless the data clearly deny it (1 in "
        "1,000). Not known is a bin. Weights of evidence are smoothed by 20 average prospects.\n"
        "Scorecard: penalised logistic regression on weights of evidence, no negative coefficient, 12 criteria at "
        "most; penalty chosen over five folds, calibration (Platt) on predictions out of fold, points rounded.\n"
        "Trees: gradient boosting of scikit-learn, number of trees and calibration found likewise.\n"
        "Intervals of 95% by 400 resamples. All is chosen on the prospects learned from, the model too (out of fold); "
        "every figure of quality is counted on the others.\n"
        "A score says who is like past customers, not what would make someone buy. Once it is over a year old, train "
        "it again.",
    },
}
