"""The words of modes on a page, in French and in English."""

from __future__ import annotations

__all__ = ["LEFT_OUT_WORDS", "MODES_WORDS", "READINGS"]

MODES_WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "title": "Modes de vos clients",
        "intro": "Un mode réunit des clients qui se ressemblent sur tout ce qui est connu d'eux ({columns} variables). "
        "Aucune règle n'est fixée d'avance : chaque client est dans le mode dont il est le plus proche.",
        "segments": "Modes",
        "customers": "Clients",
        "sureness": "Netteté moyenne",
        "sureness_note": "0 : à la frontière du mode voisin ; 1 : au cœur du sien",
        "stability": "Stabilité",
        "stability_note": "accord entre les modes de deux moitiés des clients (indice de Rand ajusté, 1 = identiques)",
        "sizes": "Part des clients de chaque mode",
        "size": "{share} ({count} clients)",
        "few": "Moins de {least} clients ou masqué.",
        "one": "un mode",
        "many": "{number} modes",
        "asked": "Vous avez demandé {segments}.",
        "natural": "{segments} : les clients s'y séparent plus nettement que dans un nuage sans modes (silhouette "
        "{silhouette} contre {cloud}), et deux moitiés des clients donnent presque les mêmes (accord {ari}).",
        "stable_cut": "{segments} : c'est le plus grand nombre sur lequel deux moitiés des clients s'accordent "
        "(accord {ari}) "
        "et dont chaque mode dit encore quelque chose de clients qu'il n'a pas vus.",
        "least_unstable": "{segments} : aucun nombre n'est stable ; celui-ci est le moins instable (accord {ari}).",
        "only": "{segments} : il y a trop peu de clients pour comparer d'autres nombres.",
        "continuum": "Pas de modes naturels : vos clients forment un continuum, que ces modes découpent. Ils "
        "servent à "
        "parler de vos clients, mais un client proche d'une frontière ressemble autant au mode voisin.",
        "unstable": "Ces modes ne sont pas stables : d'autres clients en auraient donné d'autres. Ne fondez pas de "
        "décision coûteuse sur eux seuls.",
        "protected": "Critères protégés parmi vos colonnes : {columns}. On peut choisir un message d'après eux ; "
        "refuser à quelqu'un un bien ou un service d'après l'un d'eux est interdit (Code pénal, art. 225-1 et 225-2).",
        "protected_column": "{name} ({ground})",
        "protected_here": "Il se distingue par un critère protégé ({grounds}), à ne jamais opposer à un client.",
        "tried": "Nombres de modes essayés",
        "tried_note": "Accord : entre les modes de deux moitiés des clients. Retour : part d'un mode qui se "
        "retrouve dans "
        "une moitié, pour le moins ferme (0,6 : un motif ; 0,75 : ferme). Silhouette : écart entre modes, à "
        "comparer "
        "à celle d'un nuage sans modes. Expliqué : part de la variance de clients non vus.",
        "number": "Modes",
        "ari_halves": "Accord",
        "jaccard_min": "Retour",
        "silhouette": "Silhouette",
        "silhouette_cloud": "Sans modes",
        "held_out_share": "Expliqué",
        "gain": "Gain",
        "smallest_share": "Plus petit",
        "chosen": "Choisi",
        "yes": "oui",
        "fewer": "{asked} modes étaient demandés ; {found} ont au moins {least} clients.",
        "filled": "Valeurs manquantes : pour apprendre les modes, elles ont été estimées d'après les autres "
        "variables du même "
        "client ({columns}). Pour placer un client, seules comptent ses valeurs connues.",
        "filled_column": "{label} {share}",
        "unplaced": "Rien n'est connu de {count} clients : ils ne sont dans aucun mode.",
        "unplaced_few": "Rien n'est connu de quelques clients : ils ne sont dans aucun mode.",
        "sampled": "Les modes ont été appris sur {count} clients tirés au sort ; tous ont ensuite été placés.",
        "left_out": "Colonnes laissées de côté : {listed}.",
        "reason_of": "{names} ({reason})",
        "and_more": "{names} et {count} de plus",
        "weights": "Les achats pèsent deux fois plus que chacun des autres thèmes (biens, réactions, vos propres "
        "colonnes, "
        "quartier), quel que soit le nombre de colonnes ; les variables du quartier disent où vivent les clients, pas "
        "qui ils sont.",
        "absent": "Colonnes absentes de ce fichier, comptées comme inconnues : {listed}.",
        "unseen": "Colonne « {name} » : {count} cellules d'un niveau rare ou nouveau.",
        "unread": "Colonne « {name} » : {count} cellules qui ne sont pas des nombres, comptées comme inconnues.",
        "drift": "Ce qui a changé",
        "drift_how": "Indice de stabilité (PSI) entre les clients d'alors et ceux de maintenant : moins de 0,1 stable, "
        "0,1 à 0,25 à surveiller, plus de 0,25 changé. « Par hasard » : la limite que le hasard seul ne dépasse "
        "qu'une fois sur vingt avec si peu de clients.",
        "name": "Variable",
        "index": "PSI",
        "limit": "Par hasard",
        "reading": "Lecture",
        "segment": "Parts des modes",
        "redo": "Les parts des modes ont changé : trouvez-les de nouveau.",
        "area": "Quartier : {label}",
    },
    "en": {
        "title": "Modes of your customers",
        "intro": "A mode brings together customers who are alike in all that is known of them ({columns} variables). "
        "No rule is set beforehand: each customer is in the mode that they are nearest to.",
        "segments": "Modes",
        "customers": "Customers",
        "sureness": "Mean sureness",
        "sureness_note": "0: on the border to the next mode; 1: at the middle of their own",
        "stability": "Stability",
        "stability_note": "agreement of the modes of two halves of the customers (adjusted Rand index, 1 = identical)",
        "sizes": "Share of the customers in each mode",
        "size": "{share} ({count} customers)",
        "few": "Fewer than {least} customers, or hidden.",
        "one": "one mode",
        "many": "{number} modes",
        "asked": "You asked for {segments}.",
        "natural": "{segments}: the customers lie further apart than in a cloud without modes (silhouette "
        "{silhouette} "
        "against {cloud}), and two halves of the customers give almost the same ones (agreement {ari}).",
        "stable_cut": "{segments}: the largest number on which two halves of the customers agree (agreement {ari}) and "
        "each mode of which still tells something of customers that it has not seen.",
        "least_unstable": "{segments}: no number is stable; this is the least unstable (agreement {ari}).",
        "only": "{segments}: there are too few customers to compare other numbers.",
        "continuum": "No natural modes: your customers form a continuum, and these modes cut it up. They help "
        "to speak "
        "of your customers, but one near a border is as much like the next mode.",
        "unstable": "These modes are not stable: other customers would have given others. Do not base a costly "
        "decision on "
        "them alone.",
        "protected": "Protected grounds among your columns: {columns}. A message may be chosen by them; to refuse "
        "somebody a good or a service by one of them is forbidden (French Code pénal, art. 225-1 and 225-2).",
        "protected_column": "{name} ({ground})",
        "protected_here": "It is set apart by a protected ground ({grounds}), never to be held against a customer.",
        "tried": "Numbers of modes tried",
        "tried_note": "Agreement: of the modes of two halves of the customers. Return: how much of the least "
        "firm mode "
        "comes back in a half (0.6: a pattern; 0.75: firm). Silhouette: how far apart modes lie, to be compared "
        "with "
        "that of a cloud without modes. Explained: share of the variance of customers not seen.",
        "number": "Modes",
        "ari_halves": "Agreement",
        "jaccard_min": "Return",
        "silhouette": "Silhouette",
        "silhouette_cloud": "No modes",
        "held_out_share": "Explained",
        "gain": "Gain",
        "smallest_share": "Smallest",
        "chosen": "Chosen",
        "yes": "yes",
        "fewer": "{asked} modes were asked for; {found} have {least} customers or more.",
        "filled": "Missing values: to learn the modes they were estimated from the customer's other variables "
        "({columns}). To place a customer, only what is known of them counts.",
        "filled_column": "{label} {share}",
        "unplaced": "Nothing is known of {count} customers: they are in no mode.",
        "unplaced_few": "Nothing is known of a few customers: they are in no mode.",
        "sampled": "The modes were learned from {count} customers drawn by chance; all were then placed.",
        "left_out": "Columns left out: {listed}.",
        "reason_of": "{names} ({reason})",
        "and_more": "{names} and {count} more",
        "weights": "Purchases weigh twice as much as each of the other themes (goods, responses, your own columns, "
        "area), "
        "however many columns they have; variables of the area say where customers live, not who they are.",
        "absent": "Columns that this file lacks, counted as unknown: {listed}.",
        "unseen": 'Column "{name}": {count} cells of a rare or new level.',
        "unread": 'Column "{name}": {count} cells are no numbers and count as unknown.',
        "drift": "What has changed",
        "drift_how": "Population stability index (PSI) between the customers then and now: under 0.1 stable, 0.1 to "
        "0.25 to "
        'be watched, over 0.25 changed. "By chance": the limit that chance alone exceeds once in twenty with so few '
        "customers.",
        "name": "Variable",
        "index": "PSI",
        "limit": "By chance",
        "reading": "Reading",
        "segment": "Shares of modes",
        "redo": "The shares of the modes have changed: find them again.",
        "area": "Area: {label}",
    },
}

# Why a column is left out.
LEFT_OUT_WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "identifier": "identifiants",
        "contact": "noms et coordonnées",
        "sensitive": "données sensibles, jamais utilisées",
        "position": "position : les variables du quartier la disent",
        "zone_count": "effectifs de la zone, qui ne disent rien du client",
        "zone_code": "codes de la zone",
        "coarser": "déjà connus à un autre niveau",
        "date": "dates",
        "free_text": "texte libre",
        "constant": "identiques pour tous",
        "mostly_missing": "presque toujours vides",
    },
    "en": {
        "identifier": "identifiers",
        "contact": "names and contact details",
        "sensitive": "sensitive, never used",
        "position": "position: the variables of the area tell it",
        "zone_count": "counts of the zone, which say nothing of the customer",
        "zone_code": "codes of the zone",
        "coarser": "known already at another level",
        "date": "dates",
        "free_text": "free text",
        "constant": "the same for all",
        "mostly_missing": "almost always empty",
    },
}

READINGS: dict[str, dict[str, str]] = {
    "fr": {
        "chance": "dans le hasard",
        "stable": "stable",
        "shifted": "à surveiller",
        "drifted": "changé",
        "absent": "colonne absente",
    },
    "en": {
        "chance": "within chance",
        "stable": "stable",
        "shifted": "to be watched",
        "drifted": "changed",
        "absent": "column absent",
    },
}
