"""Syllables and words that names of places, people and streets are made of."""

from __future__ import annotations

from dirt.words import listed

# Places: a start, sometimes a middle, and an end; people: a start and an end of another sort.
PLACE_STARTS = listed("""
    Aub Bal Bar Beau Bell Berg Bois Bouss Brass Cam Cast Cham Champ Chât Clair Coul Courc Dam Dom Escal Fal Ferr
    Flor Font Fouch Gail Gerb Gran Haut Hér Jav Lam Lav Lign Lou Mael Mag Mal Marc Maur Mér Mont Mor Nail Neuv Ors
    Pal Pou Quin Rem Roch Rom Rouss Sall Sav Sem Sour Tal Tern Tourn Val Vern Vill Vir
""")
PLACE_MIDDLES = ("", "an", "er", "ou", "in", "ar", "el", "ig", "on")
PLACE_ENDS = listed("""
    ac agne aille ais an ancourt anges ans as aud ay e eau ec elles en encourt ens erolles es et eux ey iac ières
    ies ignac igny ille illers illy in incourt isy oire ois on onne onville ot ou ouse oux ouy uis ule ulles ures
    ury us uy y
""")
RIVERS = listed("""
    Loire Seine Marne Saône Sarthe Vienne Isère Orne Meuse Moselle Aisne Oise Eure Cher Indre Creuse Charente Lot
    Tarn Aveyron Allier Ain Doubs Yonne Aube Somme Risle Vire Mayenne Loir Sèvre Dronne Vézère Aude Hérault Drôme
    Mer
""")
SAINTS = listed("""
    Martin Pierre Jean Germain Laurent Georges Michel Hilaire Aubin Julien Denis Maurice Étienne Romain Sulpice
    Vincent Médard Léger Rémy Quentin Bonnet Sauveur Cyr Paul Loup Aignan Amand André Antoine Barthélemy Benoît
    Brice Christophe Clair Clément Cloud Didier Éloi Félix Florent Gervais Gilles Hippolyte Jacques Jouin Just
    Léonard Mathieu Nazaire Nicolas Ouen Pardoux Paterne Priest Rambert Saturnin Symphorien Thibault Vaast Victor
    Yrieix
""")
QUALIFIERS = listed("""
    le-Grand le-Petit le-Vieux le-Château le-Roi la-Forêt la-Ville les-Bois les-Vignes l'Abbaye d'en-Haut
    en-Plaine la-Montagne le-Bas la-Chapelle les-Eaux aux-Bois du-Désert du-Bois des-Prés
""")
NAME_STARTS = listed("""
    Bar Ber Bou Car Cha Cour Dau Del Des Du Far Fer Gar Gau Gi Gou Gran Jac La Lam Le Ler Mar Mer Mi Mo Mor Na Pa
    Per Pi Poi Ra Re Ri Rou Sa Sau Ta Ti Tou Va Ver Vi Bru Cla Fro Gré Tru Pré Quer
""")
NAME_ENDS = listed("""
    bert bin ceau chard det din don doux dry geon gnon land laud let lier lin lot mont nard neau nier niel quet
    quin rand rault rel rier rin rot sard seau sier son tel tier tin ton vel vier vin zeau beau fier gues
""")
FIRST_NAMES = listed("""
    Jean Pierre Louis Paul Marie Jacques Henri Georges André Marcel Charles Joseph François Michel René Robert
    Albert Émile Maurice Raymond Lucien Roger Victor Jules Eugène Gaston Léon Antoine Alexandre Auguste Ernest
    Edmond Camille Suzanne Jeanne Louise Simone Lucie Marguerite Gabriel Philippe Étienne Claude Anatole Alphonse
    Ferdinand Gustave Marcelin Théodore Honoré Denis Nicolas Hector Alfred Édouard Fernand Julien Adrien Félix
    Édith
""")
# In about the order of how common they are.
COMMON = listed(
    """
    de l'Église| du Moulin| de la Mairie| de la Gare| du Château| des Écoles| de la Fontaine| du Stade|
    Principale| du Lavoir| Pasteur| Victor Hugo| Jean Moulin| de la République| des Acacias| des Jardins|
    des Lilas| des Prés| du 8 Mai 1945| du 11 Novembre 1918| Jean Jaurès| de Verdun| du Général de Gaulle|
    des Tilleuls| Haute| Basse| Neuve| du Four| du Puits| de l'Abbé Pierre| des Vergers| Émile Zola| Jules Ferry|
    Saint-Martin| du Pont| des Vignes| Gambetta| des Rosiers| du Maréchal Foch| de la Poste| des Roses|
    Georges Clemenceau| du 19 Mars 1962| du Maréchal Leclerc| de la Liberté| des Cerisiers| de l'Abreuvoir|
    des Chênes| de l'Étang| du Cimetière| du Bois| de Bellevue| Carnot| de la Forge| Voltaire| de la Paix|
    de la Libération| des Peupliers| Pierre Curie| des Marronniers| de la Croix| du Presbytère| du Docteur Roux|
    du 14 Juillet| Anatole France| Louis Pasteur| de la Chapelle| du Bourg| du Parc| des Champs| de la Vallée|
    de la Forêt| du Calvaire| des Fleurs| du Marché| Saint-Jean| Jacques Prévert| Molière| Georges Brassens|
    des Violettes| Marcel Pagnol| du Ruisseau| de Paris| de Lorraine| d'Alsace| du Soleil| du Lac| de la Plaine|
    Arthur Rimbaud| des Hirondelles| Aristide Briand| de la Résistance| des Mimosas| de la Prairie| des Sources|
    du Lieutenant-Colonel Driant| du Canal| de Strasbourg| des Bleuets| du Commerce| des Pins| Jean Mermoz|
    des Mésanges| Claude Debussy| Paul Verlaine| de la Tour| Ferdinand Buisson| Saint-Nicolas| Notre-Dame|
    Marie Curie| Pierre et Marie Curie| de Metz| de la Marne| Thiers| Hoche| Henri IV| Jeanne d'Arc| Kléber|
    Lamartine| La Fontaine| Jean de La Fontaine| Racine| Corneille| Diderot| Rabelais| Ronsard| du 4 Septembre|
    du Quatre Septembre| du 1er Mai| du 18 Juin 1940| du 6 Juin 1944| des Martyrs de la Résistance|
    des Anciens Combattants| du Souvenir Français| de l'Europe| Robert Schuman| Jean Monnet| Salvador Allende|
    Nelson Mandela| Simone Veil| Olympe de Gouges| du Capitaine Ferber| du Commandant Charcot|
    de l'Amiral Courbet| du Colonel Fabien| du Sergent Bobillot| du Président Wilson| du Président
    Kennedy| Saint-Exupéry| Saint-Michel
""",
    separator="|",
)
PLANTS = listed("""
    Aubépines Bouleaux Bruyères Buis Capucines Charmes Châtaigniers Coquelicots Cyprès Églantines Érables
    Eucalyptus Fauvettes Frênes Genêts Glycines Hêtres Hortensias Iris Jonquilles Lauriers Lavandes Marguerites
    Mélèzes Mûriers Noisetiers Noyers Oliviers Ormes Pâquerettes Pensées Pervenches Platanes Primevères Rossignols
    Sapins Saules Sorbiers Tamaris Tulipes Alouettes Bergeronnettes Bouvreuils Chardonnerets Cigales Écureuils
    Grives Merles Pinsons
""")
NOUNS = listed(
    """
    m Bois| m Champ| f Croix| f Fontaine| m Pré| f Combe| m Puy| m Mas| f Borie| f Côte| m Clos| f Vigne|
    m Moulin| f Grange| f Ferme| f Lande| m Pont| m Gué| f Noue| f Motte| f Butte| m Mont| f Roche| m Roc| f Haie|
    m Chêne| m Poirier| f Place| m Terrier| f Saule| f Fosse| m Gours| f Plaine| f Garenne| m Ruisseau| m Four|
    f Tuilerie| f Forge| m Verger| m Marais| f Mare| m Breuil| f Touche
""",
    separator="|",
)
SIDES = listed("""
    Blanc/Blanche Rouge/Rouge Noir/Noire Vert/Verte Haut/Haute Bas/Basse Grand/Grande Petit/Petite Neuf/Neuve
    Rond/Ronde Long/Longue Froid/Froide Gris/Grise Brûlé/Brûlée Perdu/Perdue Vieux/Vieille Bossu/Bossue
    Fleuri/Fleurie
""")
# The share of the streets that each type has.
TYPES = {
    "Rue": 0.60, "Impasse": 0.08, "Chemin": 0.075, "Place": 0.045, "Route": 0.055, "Avenue": 0.04, "Allée": 0.05,
    "Boulevard": 0.01, "Ruelle": 0.012, "Lotissement": 0.01, "Passage": 0.006, "Quai": 0.003, "Voie": 0.003,
    "Cité": 0.003, "Square": 0.004, "Sentier": 0.002, "Résidence": 0.003, "Cour": 0.002, "Montée": 0.002,
}  # fmt: skip
