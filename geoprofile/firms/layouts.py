"""The layouts of the register's files: our names for INSEE's columns, and which file is which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.errors import SourceError
from geoprofile.firms.stock import stock_header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["ESTABLISHMENT_COLUMNS", "POSITION_COLUMNS", "UNIT_COLUMNS", "check_sides"]

# Our names, and INSEE's columns of StockEtablissement.
ESTABLISHMENT_COLUMNS = {
    "siret": "siret", "siren": "siren", "nic": "nic", "diffusion": "statutDiffusionEtablissement",
    "created": "dateCreationEtablissement", "since": "dateDebut", "headcount": "trancheEffectifsEtablissement",
    "headcount_year": "anneeEffectifsEtablissement", "is_head_office": "etablissementSiege",
    "state": "etatAdministratifEtablissement", "sign_1": "enseigne1Etablissement", "sign_2": "enseigne2Etablissement",
    "sign_3": "enseigne3Etablissement", "usual_name": "denominationUsuelleEtablissement",
    "naf": "activitePrincipaleEtablissement", "naf_nomenclature": "nomenclatureActivitePrincipaleEtablissement",
    "naf_2025": "activitePrincipaleNAF25Etablissement", "house_number": "numeroVoieEtablissement",
    "house_suffix": "indiceRepetitionEtablissement", "street_type": "typeVoieEtablissement",
    "street": "libelleVoieEtablissement", "postcode": "codePostalEtablissement", "city": "libelleCommuneEtablissement",
    "citycode": "codeCommuneEtablissement", "easting": "coordonneeLambertAbscisseEtablissement",
    "northing": "coordonneeLambertOrdonneeEtablissement",
}  # fmt: skip
# And those of StockUniteLegale.
UNIT_COLUMNS = {
    "siren": "siren", "diffusion": "statutDiffusionUniteLegale", "name": "denominationUniteLegale",
    "usual_1": "denominationUsuelle1UniteLegale", "usual_2": "denominationUsuelle2UniteLegale",
    "usual_3": "denominationUsuelle3UniteLegale", "initials": "sigleUniteLegale",
    "surname": "nomUniteLegale", "used_surname": "nomUsageUniteLegale", "first_name": "prenomUsuelUniteLegale",
    "first_name_1": "prenom1UniteLegale", "legal_form": "categorieJuridiqueUniteLegale",
    "headcount": "trancheEffectifsUniteLegale", "category": "categorieEntreprise",
    "created": "dateCreationUniteLegale", "since": "dateDebut", "state": "etatAdministratifUniteLegale",
    "head_office_nic": "nicSiegeUniteLegale", "social_economy": "economieSocialeSolidaireUniteLegale",
    "naf": "activitePrincipaleUniteLegale", "naf_nomenclature": "nomenclatureActivitePrincipaleUniteLegale",
}  # fmt: skip
# And those of INSEE's file of positions, in WGS84 and in the projection that `epsg` names.
POSITION_COLUMNS = {
    "siret": "siret", "x": "x", "y": "y", "quality": "qualite_xy", "epsg": "epsg",
    "longitude": "x_longitude", "latitude": "y_latitude",
}  # fmt: skip


def check_sides(establishments: Sequence[Path], units: Sequence[Path]) -> None:
    """Refuse a file of legal units among those of establishments, and the other way round."""
    for paths, told, other, option in (
        (establishments, "etablissement", "unitelegale", "StockUniteLegale: give it with --legal-units, not --sirene"),
        (units, "unitelegale", "etablissement", "StockEtablissement: give it with --sirene, not --legal-units"),
    ):
        for path in paths:
            names = [name.strip().lower() for name in stock_header(path)]
            if any(name.endswith(other) for name in names) and not any(name.endswith(told) for name in names):
                raise SourceError(f"{path.name} is a file {option}.")
