"""The invented firms in the layouts of the SIRENE stock files of INSEE."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .land import COMMUNES
from .names import plain_capitals

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["ESTABLISHMENT_COLUMNS", "UNIT_COLUMNS", "establishment_stock", "unit_stock"]

HIDDEN = "[ND]"
STREET_TYPES = {"Rue": "RUE", "Avenue": "AV", "Boulevard": "BD", "Place": "PL", "Impasse": "IMP", "Chemin": "CHE",
                "Allée": "ALL", "Lotissement": "LOT", "Route": "RTE", "Passage": "PAS", "Square": "SQ", "Quai": "QUAI",
                "Cour": "COUR"}  # fmt: skip
SUFFIXES = {"bis": "B", "ter": "T", "a": "A", "b": "B"}
ADDRESS = ("numeroVoie", "indiceRepetition", "typeVoie", "libelleVoie")
ADDRESS_2 = ("complementAdresse2", "numeroVoie2", "indiceRepetition2", "typeVoie2", "libelleVoie2", "codePostal2",
             "libelleCommune2", "libelleCommuneEtranger2", "distributionSpeciale2", "codeCommune2", "codeCedex2",
             "libelleCedex2", "codePaysEtranger2", "libellePaysEtranger2")  # fmt: skip
ESTABLISHMENT_COLUMNS = (
    "siren", "nic", "siret",
    *(f"{name}Etablissement" for name in (
        "statutDiffusion", "dateCreation", "trancheEffectifs", "anneeEffectifs", "activitePrincipaleRegistreMetiers",
        "dateDernierTraitement")),
    "etablissementSiege", "nombrePeriodesEtablissement",
    *(f"{name}Etablissement" for name in (
        "complementAdresse", "numeroVoie", "indiceRepetition", "dernierNumeroVoie", "indiceRepetitionDernierNumeroVoie",
        "typeVoie", "libelleVoie", "codePostal", "libelleCommune", "libelleCommuneEtranger", "distributionSpeciale",
        "codeCommune", "codeCedex", "libelleCedex", "codePaysEtranger", "libellePaysEtranger", "identifiantAdresse",
        "coordonneeLambertAbscisse", "coordonneeLambertOrdonnee", *ADDRESS_2)),
    "dateDebut", "etatAdministratifEtablissement", "enseigne1Etablissement", "enseigne2Etablissement",
    "enseigne3Etablissement", "denominationUsuelleEtablissement", "activitePrincipaleEtablissement",
    "nomenclatureActivitePrincipaleEtablissement", "caractereEmployeurEtablissement",
    "activitePrincipaleNAF25Etablissement",
)  # fmt: skip
UNIT_COLUMNS = (
    "siren", *(f"{name}UniteLegale" for name in (
        "statutDiffusion", "unitePurgee", "dateCreation", "sigle", "sexe", "prenom1", "prenom2", "prenom3", "prenom4",
        "prenomUsuel", "pseudonyme", "identifiantAssociation", "trancheEffectifs", "anneeEffectifs",
        "dateDernierTraitement", "nombrePeriodes")),
    "categorieEntreprise", "anneeCategorieEntreprise", "dateDebut",
    *(f"{name}UniteLegale" for name in (
        "etatAdministratif", "nom", "nomUsage", "denomination", "denominationUsuelle1", "denominationUsuelle2",
        "denominationUsuelle3", "categorieJuridique", "activitePrincipale", "nomenclatureActivitePrincipale",
        "nicSiege", "economieSocialeSolidaire", "societeMission", "caractereEmployeur", "activitePrincipaleNAF25")),
)  # fmt: skip
PROCESSED = "2025-12-06T05:25:38"
PME_PERSONS = 250


def establishment_stock(doors: pd.DataFrame, units: pd.DataFrame, addresses: gpd.GeoDataFrame) -> pd.DataFrame:
    """Lay out StockEtablissement: one row an establishment; what is empty is an empty text."""
    unit = units.set_index("siren").loc[doors["siren"]].reset_index()
    place = addresses.iloc[doors["spot"].to_numpy()].reset_index(drop=True)
    words = place["street"].str.partition(" ")
    kind = words[0].map(STREET_TYPES).fillna("")
    closed = doors["closed"].notna()
    employs = ~doors["band"].isin(["", "NN", "00"])
    given = {
        **{name: doors[name] for name in ("siren", "siret")}, "nic": doors["siret"].str[9:],
        "statutDiffusion": unit["status"], "dateCreation": days(doors["created"]), "trancheEffectifs": doors["band"],
        "anneeEffectifs": np.where(employs, "2023", ""), "dateDernierTraitement": PROCESSED,
        "etablissementSiege": np.where(doors["is_head"], "true", "false"),
        "nombrePeriodes": np.where(closed, "2", "1"),
        "numeroVoie": place["number"].astype(str), "indiceRepetition": place["suffix"].map(SUFFIXES).fillna(""),
        "typeVoie": kind, "libelleVoie": np.where(kind != "", words[2], place["street"]),
        "codePostal": place["commune"].map({code: town.postcode for code, town in COMMUNES.items()}),
        "libelleCommune": place["commune"].map({code: town.name for code, town in COMMUNES.items()}),
        "codeCommune": place["commune"], "coordonneeLambertAbscisse": place.geometry.x.round(2).astype(str),
        "coordonneeLambertOrdonnee": place.geometry.y.round(2).astype(str),
        "dateDebut": days(doors["closed"].fillna(doors["created"])), "etatAdministratif": np.where(closed, "F", "A"),
        "enseigne1": doors["sign"], "activitePrincipale": unit["naf"], "nomenclatureActivitePrincipale": "NAFRev2",
        "caractereEmployeur": np.where(employs, "O", "N"),
    }  # fmt: skip
    table = laid_out(given, ESTABLISHMENT_COLUMNS, "Etablissement")
    for name in ("libelleVoieEtablissement", "libelleCommuneEtablissement", "enseigne1Etablissement"):
        table[name] = table[name].map(plain_capitals)
    private = unit["status"].to_numpy() == "P"
    masked = (*(f"{name}Etablissement" for name in ADDRESS), "coordonneeLambertAbscisseEtablissement",
              "coordonneeLambertOrdonneeEtablissement", "enseigne1Etablissement")  # fmt: skip
    table.loc[private, list(masked)] = HIDDEN
    return table


def unit_stock(units: pd.DataFrame, doors: pd.DataFrame) -> pd.DataFrame:
    """Lay out StockUniteLegale: one row a firm, by SIREN."""
    heads = doors[doors["is_head"]].set_index("siren")
    units = units.sort_values("siren", kind="stable").reset_index(drop=True)
    head = heads.loc[units["siren"]].reset_index()
    person, closed = units["form"] == "1000", units["closed"].notna()
    employs = ~head["band"].isin(["", "NN", "00"])
    legal_name = units["name"].where(~person, "").map(plain_capitals)
    given = {
        "siren": units["siren"], "statutDiffusion": units["status"], "dateCreation": days(units["created"]),
        "prenom1": units["first"].where(person, "").map(plain_capitals), "trancheEffectifs": head["band"],
        "prenomUsuel": units["first"].where(person, "").map(plain_capitals),
        "anneeEffectifs": np.where(employs, "2023", ""), "dateDernierTraitement": PROCESSED,
        "nombrePeriodes": np.where(closed, "2", "1"), "categorieEntreprise": "PME",
        "anneeCategorieEntreprise": "2023", "dateDebut": days(units["closed"].fillna(units["created"])),
        "etatAdministratif": np.where(closed, "C", "A"), "nom": units["last"].where(person, "").map(plain_capitals),
        "denomination": legal_name, "categorieJuridique": units["form"], "activitePrincipale": units["naf"],
        "nomenclatureActivitePrincipale": "NAFRev2", "nicSiege": head["siret"].str[9:],
        "economieSocialeSolidaire": np.where(units["form"] == "9220", "O", "N"),
        "caractereEmployeur": np.where(employs, "O", "N"),
    }  # fmt: skip
    table = laid_out(given, UNIT_COLUMNS, "UniteLegale")
    private = (units["status"] == "P").to_numpy()
    table.loc[private, [f"{name}UniteLegale" for name in ("prenom1", "prenomUsuel", "nom")]] = HIDDEN
    return table


def laid_out(given: dict[str, object], columns: tuple[str, ...], tail: str) -> pd.DataFrame:
    """Put values under the official headings; columns not given are empty."""
    table = pd.DataFrame(given)
    table.columns = [name if name in columns else f"{name}{tail}" for name in table]
    unknown = [str(name) for name in table if name not in columns]
    if unknown:
        message = f"not official: {unknown}"
        raise KeyError(message)
    return table.reindex(columns=list(columns), fill_value="")


def days(when: pd.Series) -> pd.Series:
    """Write days in ISO form."""
    return pd.to_datetime(when).dt.strftime("%Y-%m-%d")
