"""The sentences of a comparison of sites, in French and in English."""

from __future__ import annotations

__all__ = ["SITING_SENTENCES"]

SITING_SENTENCES: dict[str, dict[str, str]] = {
    "fr": {
        # The unit that gains are counted in
        "of_customers": "clients comme ceux de votre fichier",
        "of_like": "ménages semblables à vos clients",
        "of_households": "ménages",
        # The answer
        "best": "« {name} » est le candidat qui apporterait le plus au réseau : {net} {unit}{between}{eur}.",
        "between": ", entre {low} et {high} (intervalle à 95\N{NO-BREAK SPACE}%)",
        "eur": ", soit {value} sur la période du fichier",
        "eur_between": ", soit {value} ({low} à {high}) sur la période du fichier",
        "wins": "Il en gagnerait {gained} en tout ; {own} ({share}) seraient pris à vos magasins, {losers}.",
        "loser": "{lost} à {store} ({part} des siens)",
        "first_loser": "d'abord {losers}",
        "takes_none": "Il ne prendrait rien à vos magasins.",
        "no_own": "Aucun magasin n'est donné : on ne peut pas dire ce que l'ouverture coûterait aux vôtres.",
        "second_sure": "Il devance nettement le deuxième, {name} ({net}) : il fait mieux dans {chance} des tirages.",
        "second_unsure": "Le deuxième, {name} ({net}), n'est pas clairement moins bon : le premier ne fait mieux que "
        "dans {chance} des tirages, leur écart est dans la marge d'erreur. Choisissez entre eux sur le loyer, le bail, "
        "l'emplacement.",
        "second_unknown": "Le deuxième est {name} ({net}) ; rien ici ne dit si l'écart est réel : il faudrait "
        "des clients rattachés à plusieurs magasins.",
        "sample": "Ces chiffres comptent des clients comme ceux du fichier (souvent des porteurs de carte), sur la "
        "même période : ce ne sont pas toutes les ventes.",
        "relative": "Ces chiffres servent à comparer les candidats entre eux : combien de ces ménages viendraient en "
        "vrai, rien ici ne le dit. Il est supposé qu'à {minutes} min d'un magasin moyen et seul, la moitié y vont.",
        "no_customers": "Aucun client n'est donné : tous les ménages comptent de même, et les habitudes de choix sont "
        "des valeurs usuelles.",
        "no_store_column": "On ne sait pas quel magasin chaque client fréquente (--store-column) : l'effet de la "
        "distance est une valeur usuelle, et rien ne dit si le modèle voit juste.",
        # How people choose
        "worse": "Attention : pour répartir entre vos magasins les clients qui ont le choix entre deux d'entre eux "
        "({part}), le modèle se trompe plus ({model} clients par magasin laissé de côté) que la règle « chacun va au "
        "plus proche » ({nearest}). Ne suivez à la lettre ni ses gains ni l'ordre "
        "des candidats.",
        "better": "Pour répartir entre vos magasins les clients qui ont le choix entre deux d'entre eux ({part}), le "
        "modèle se trompe en moyenne de {model} clients par magasin laissé de côté, la règle « chacun va au plus "
        "proche » de {nearest}, le partage égal de {equal}. Cela ne dit rien du nombre de clients d'un site.",
        "no_check": "Il faut au moins trois magasins dont les clients sont connus pour éprouver le modèle : "
        "rien ne dit "
        "ici s'il voit juste.",
        "huff": "Chaque magasin attire selon sa taille et sa distance ; la part de chacun est son attrait sur la "
        "somme des attraits, un attrait constant valant pour qui ne va dans aucun d'eux (modèle de Huff).",
        "size_means": "Un magasin deux fois plus grand attire {times} fois plus (exposant {value}).",
        "size_none": "Les surfaces ne comptent pas : vos magasins ou les candidats n'en ont pas.",
        "half_means": "Ce qui attire à {near} min attire deux fois moins à {far} min (exposant {value}).",
        "competitor_means": "À taille et distance égales, un concurrent attire {times} fois ce qu'attire un de vos "
        "magasins.",
        "beside": "« {name} » est à {minutes} min de votre magasin {store} : si près, le modèle dit trop peu de ce "
        "qu'un site prend au magasin d'à côté. Prenez son apport pour un plafond.",
        "as_new": "Prédits comme s'ils étaient nouveaux (tout est réappris sans leurs clients ni ceux d'alentour), vos "
        "{count} magasins ont eu de {low} à {high} fois les clients annoncés : les intervalles en tiennent compte, "
        "largement pour un emplacement au milieu de vos magasins.",
        "check_note": "Chaque magasin est ôté de l'estimation, puis prédit ; les clients de chaque zone sont tenus "
        "pour connus. Seuls comptent ceux qui ont le choix entre deux de vos magasins.",
        "stores_note": "Clients vus : ceux du fichier qui fréquentent ce magasin. {model} "
        "Comme nouveau : prédit sans ses clients ni ceux d'alentour.",
        "model_index_is": "Modèle : ce qu'il donne au magasin, 100 si c'est ce qu'on y voit ; il n'est pas calé sur "
        "chaque magasin, et l'écart dit à quel point un candidat peut s'en écarter.",
        "expected_is": "Selon le modèle : ce qu'il lui donne, dans la même unité que les candidats.",
        "whole_band": "À {minutes} min, chaque candidat atteint {share} au moins des ménages du territoire : ces "
        "minutes ne les distinguent guère. Demandez-en de plus courtes (--minutes).",
        "file_share": "Les clients du fichier font {share} du chiffre d'affaires de vos magasins : les euros d'un "
        "apport sont ceux du fichier, à ne pas mettre à côté d'un chiffre d'affaires.",
        # Tables
        "brings_note": "Apport net : gagnés moins pris à vos magasins. Entre : intervalle à 95\N{NO-BREAK SPACE}%, "
        "doute du modèle et chance propre à un magasin. Chances que le premier fasse mieux : autour de "
        "50\N{NO-BREAK SPACE}%, on ne peut pas les départager.",
        "around_note": "{prospects} Ressemblance : 1 si les alentours sont ceux des meilleurs magasins ({best}).",
        "around_plain": "{prospects}",
        "brings_bare": "Apport net : gagnés moins pris à vos magasins.",
        "prospects_are": "Prospects : ménages semblables à vos clients, moins vos clients.",
        "prospects_all": "Prospects : tous les ménages, faute de clients à qui les comparer.",
        "chain_together": "À {count}, {names} seraient le meilleur choix : {total} {unit} de plus pour le réseau. La "
        "somme des apports de chacun ouvert seul est de {sum} : ouverts ensemble, ils se prennent {overlap}.",
        "chain_covered": "À {count}, {names} seraient le meilleur choix : avec vos magasins, {covered} ménages visés "
        "({share}) auraient un magasin à {minutes} min.",
        "chain_minutes": "À {count}, {names} seraient le meilleur choix : en moyenne {minutes} min jusqu'au "
        "plus proche "
        "(hors de portée, on compte {penalty} min).",
        "proven": "Aucun autre choix parmi ces candidats ne fait mieux dans ce modèle : c'est démontré.",
        "rounded": "Pour choisir, les parts de zones sont arrondies au quart ; les gains annoncés ne le sont pas.",
        "best_alone": "Dans ce modèle, une zone ne compte que pour le magasin qui la sert le mieux : les parts que "
        "deux magasins atteignent ne s'y ajoutent pas. Les chiffres annoncés, eux, comptent chaque ménage une fois, au "
        "magasin le plus proche.",
        "gap": "Dans ce modèle, un autre choix pourrait faire mieux de {gap} du gain au plus.",
        "close_note": "Clients que perdrait le réseau si ce magasin fermait seul ; les autres en gardent une partie. "
        "Ce sont des clients, non un bénéfice : loyer, marge et salaires n'y sont pas. Ne fermez pas sur ce seul "
        "tableau.",
        "white_note": "Là où beaucoup de ménages visés vivent à plus de {minutes} min de tout magasin à vous ; le nom "
        "est celui de la zone centrale. Au-delà de {limit} min, on compte {limit}.",
        "one_store": "Avec moins de deux magasins, il n'y a pas d'ordre de fermeture.",
        "beyond": "Pour {names}, la prévision sort de ce que vos magasins apprennent.",
        "forecast_note": "La prévision est apprise de {stores} magasins ; son intervalle est à 80\N{NO-BREAK SPACE}%. "
        "Part expliquée pour des magasins laissés de côté : {share}.",
        "losses_none": "Aucun de vos magasins n'y perd.",
        "spend_note": "En euros : {eur} par client, moyenne de la colonne « {column} » sur {count} clients du fichier. "
        "Un nouveau client peut dépenser moins.",
        "first_only": "Toutes les zones sont candidates ; seules les {count} premières ont une page.",
        # Method
        "measured": "Les ménages, revenus et contours (sources en bas de page), les positions, les temps de trajet sur "
        "le réseau{customers}.",
        "measured_straight": "Les ménages, revenus et contours (sources en bas de page) et les positions{customers}.",
        "measured_customers": ", les clients du fichier",
        "estimated_all": "Les prospects, le poids de la taille et de la distance, la part de ménages qui ne va nulle "
        "part, donc tous les gains et toutes les pertes ; leurs intervalles disent ce doute-là seulement.",
        "estimated_few": "Les prospects et les parts de chaque magasin, d'après des valeurs usuelles.",
        "assumed": "On part de chez soi ; au-delà de {limit} min on ne vient pas ; il n'y a pas d'autre concurrent "
        "que ceux du fichier ; un nouveau magasin marche comme un magasin établi ; loyer, visibilité, "
        "stationnement et qualité du local ne comptent pas.",
        "assumed_zone": "Un candidat qui est une zone est placé au milieu de ses habitants, avec la surface médiane "
        "de vos magasins.",
        "private": "Pour votre usage : ce document contient des chiffres de vos magasins. --publish en fait une "
        "version "
        "à transmettre.",
        "published": "Les comptes de moins de 11 clients ne sont pas montrés, et ne sont pas ôtés des prospects. Le "
        "chiffre d'affaires d'un magasin ne l'est jamais : une seule entreprise le fait.",
        "no_map": "Ce territoire n'a pas de contours à ce niveau : pas de carte.",
    },
    "en": {
        "of_customers": "customers like those of your file",
        "of_like": "households like your customers",
        "of_households": "households",
        "best": "{name} is the candidate that would add most to the chain: {net} {unit}{between}{eur}.",
        "between": ", between {low} and {high} (95% interval)",
        "eur": ", or {value} over the period of the file",
        "eur_between": ", or {value} ({low} to {high}) over the period of the file",
        "wins": "It would win {gained} in all; {own} of them ({share}) would be taken from your stores, {losers}.",
        "loser": "{lost} from {store} ({part} of its own)",
        "first_loser": "first {losers}",
        "takes_none": "It would take nothing from your stores.",
        "no_own": "No stores are given: what an opening would cost yours cannot be told.",
        "second_sure": "It is clearly ahead of the second, {name} ({net}): it does better in {chance} of the draws.",
        "second_unsure": "The second, {name} ({net}), is not clearly worse: the first does better in only {chance} of "
        "the draws, so the difference is within the uncertainty. Choose between them by rent, lease and spot.",
        "second_unknown": "The second is {name} ({net}); nothing here tells whether the difference is real: that would "
        "take customers assigned to several stores.",
        "sample": "These figures count customers like those of the file (often card holders), over the same period: "
        "they are not all sales.",
        "relative": "These figures serve to compare candidates with each other: how many of these households would "
        "really come, nothing here tells. It is assumed that half of them go to a middling store that stands alone "
        "{minutes} min away.",
        "no_customers": "No customers are given: all households count alike, and habits of choice are usual values.",
        "no_store_column": "Nobody said which store each customer uses (--store-column): the pull of distance is a "
        "usual value, and nothing tells whether the model is right.",
        "worse": "Beware: in splitting among your stores the customers who can choose between two of them ({part}), "
        "the model is further off ({model} customers for a store left out) than the rule that everyone goes to the "
        "nearest ({nearest}). Take neither its gains nor the order of the "
        "candidates to the letter.",
        "better": "In splitting among your stores the customers who can choose between two of them ({part}), the model "
        "is off by {model} customers on average for a store left out, the rule that everyone goes to the nearest by "
        "{nearest}, equal shares by {equal}. That says nothing of how many customers a site has.",
        "no_check": "It takes three stores whose customers are known to put the model to a test: nothing here says "
        "whether it is right.",
        "huff": "Each store attracts by its size and distance; its share is its attraction over the sum of all, a "
        "constant one standing for those who go to none of them (Huff's model).",
        "size_means": "A store twice as large attracts {times} times as much (exponent {value}).",
        "size_none": "Sizes do not count: your stores or the candidates have none.",
        "half_means": "What attracts at {near} min attracts half as much at {far} min (exponent {value}).",
        "competitor_means": "Of the same size at the same distance, a competitor attracts {times} times what one of "
        "your stores does.",
        "beside": "{name} is {minutes} min from your store {store}: so near, the model says too little of what a site "
        "takes from the store beside it. Take its gain for a ceiling.",
        "as_new": "Foretold as if they were new (everything learned anew without their customers and those around), "
        "your {count} stores had from {low} to {high} times the customers told: the intervals take that in, "
        "generously for a site amid your stores.",
        "check_note": "Each store is taken out of the estimate and then foretold; the customers of each zone are taken "
        "as known. Only those who can choose between two of your stores count.",
        "stores_note": "Customers seen: those of the file that use this store. {model} "
        "As if new: foretold without its customers and those around.",
        "model_index_is": "Model: what it gives the store, 100 where that is what is seen there; it is not fitted to "
        "each store, and the difference says how far a candidate may be off.",
        "expected_is": "By the model: what it gives the store, in the unit of the candidates.",
        "whole_band": "Within {minutes} min each candidate reaches {share} or more of the households of the "
        "territory: these minutes hardly tell them apart. Ask for shorter ones (--minutes).",
        "file_share": "The customers of the file make {share} of the turnover of your stores: euros of a gain are "
        "those of the file, not to be put beside a turnover.",
        "brings_note": "Net gain: won less taken from your stores. Between: 95% interval, of the model's doubt and of "
        "the luck of one store. Chance that the first does better: near 50% the two cannot be told apart.",
        "around_note": "{prospects} Likeness: 1 where the surroundings are those of the best stores ({best}).",
        "around_plain": "{prospects}",
        "brings_bare": "Net gain: won less taken from your stores.",
        "prospects_are": "Prospects: households like your customers, less your customers.",
        "prospects_all": "Prospects: all households, as there are no customers to compare them with.",
        "chain_together": "Of {count}, {names} would be the best choice: {total} more {unit} for the chain. "
        "Each opened "
        "alone they add up to {sum}: opened together they take {overlap} from each other.",
        "chain_covered": "Of {count}, {names} would be the best choice: with your stores, {covered} households "
        "aimed at "
        "({share}) would have a store within {minutes} min.",
        "chain_minutes": "Of {count}, {names} would be the best choice: {minutes} min on average to the nearest "
        "(out of "
        "reach counts {penalty} min).",
        "proven": "No other choice among these candidates does better in this model: that is proven.",
        "rounded": "For the choice, parts of zones are rounded to quarters; the gains told are not.",
        "best_alone": "In this model a zone counts for the store that serves it best alone: parts that two stores "
        "reach do not add up. The figures told count each household once, at its nearest store.",
        "gap": "In this model another choice could do better by {gap} of the gain at most.",
        "close_note": "Customers whom the chain would lose if this store alone closed; the others keep a part of its "
        "own. These are customers and not profit: rent, margin and wages are not in it. Do not close on this table "
        "alone.",
        "white_note": "Where many households aimed at live more than {minutes} min from any store of yours; the "
        "name is "
        "that of the zone in the middle. Beyond {limit} min, {limit} are counted.",
        "one_store": "With fewer than two stores there is no order of closing.",
        "beyond": "For {names} the forecast goes beyond what your stores teach.",
        "forecast_note": "The forecast is learned from {stores} stores; its interval is 80%. Share explained "
        "for stores "
        "left out: {share}.",
        "losses_none": "None of your stores loses to it.",
        "spend_note": "In euros: {eur} a customer, mean of the column {column!r} over {count} customers of the file. A "
        "new customer may spend less.",
        "first_only": "Every zone is a candidate; only the first {count} have a page.",
        "measured": "Households, incomes and outlines (sources at the foot), positions, travel times along the "
        "streets{customers}.",
        "measured_straight": "Households, incomes and outlines (sources at the foot) and positions{customers}.",
        "measured_customers": ", the customers of the file",
        "estimated_all": "Prospects, the weight of size and distance, the share of households that go nowhere, and so "
        "all gains and losses; their intervals tell that doubt alone.",
        "estimated_few": "Prospects and the shares of each store, by usual values.",
        "assumed": "People start from home; nobody comes from beyond {limit} min; there are no competitors but "
        "those of "
        "the file; a new store does as an established one; rent, visibility, parking and the quality of the premises "
        "do not count.",
        "assumed_zone": "A candidate that is a zone stands in the middle of its people, with the median size of your "
        "stores.",
        "private": "For your own use: this document holds figures of your stores. --publish makes a version "
        "that can be "
        "handed on.",
        "published": "Counts of fewer than 11 customers are not shown, and not deducted from the prospects. The "
        "turnover of a store never is: one firm alone makes it.",
        "no_map": "This territory has no outlines at this level: there is no map.",
    },
}
