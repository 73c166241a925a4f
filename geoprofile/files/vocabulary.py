"""Words by which people name the columns of an address, in French, Dutch, English and German.

A name is cut into words; a role fits when some run of them, joined, is one of its words and none is
forbidden. Roles are tried in the order of this file, the precise before the general: "adresse_ville" is a
city.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ROLES", "RoleWords"]

LONGEST_RUN = 4


@dataclass(frozen=True)
class RoleWords:
    """The words of one role.

    Attributes
    ----------
    words : tuple of str
        Without accents, spaces or capitals; the first are the surest.
    forbidden : frozenset of str
        A name with one of these is something else.
    """

    words: tuple[str, ...]
    forbidden: frozenset[str] = frozenset()

    def rank(self, pieces: list[str]) -> int | None:
        """Say how well a name fits (0 is best), None where it does not.

        Parameters
        ----------
        pieces : list of str
            The words of the name, in small letters.
        """
        if not pieces or self.forbidden.intersection(pieces):
            return None
        if "".join(pieces) in self.words:
            return self.words.index("".join(pieces))
        runs = {
            "".join(pieces[start : start + length])
            for length in range(1, LONGEST_RUN + 1)
            for start in range(len(pieces) - length + 1)
        }
        hits = [position for position, word in enumerate(self.words) if word in runs]
        return len(self.words) + min(hits) if hits else None


def _role(words: str, forbidden: str = "") -> RoleWords:
    return RoleWords(tuple(words.split()), frozenset(forbidden.split()))


ROLES: dict[str, RoleWords] = {
    "longitude": _role(
        "longitude lon lng long coordx x xwgs xwgs84 lengtegraad",
        "insee id 31370 2154 lambert 93 72",
    ),
    "latitude": _role(
        "latitude lat coordy y ywgs ywgs84 breedtegraad",
        "insee id 31370 2154 lambert 93 72",
    ),
    "citycode": _role(
        """
        citycode codeinsee inseecode insee codecommune communecode codcom depcom codgeo inseecom
        cominsee comcode codecominsee nis niscode nis5 codenis nis6 gemeentecode
        """,
        "nom libelle lib name naam old ancien ancienne 9",
    ),
    "postcode": _role(
        """
        codepostal postcode cp codpos postalcode zipcode zip codepost codpostal cpostal copos cpville
        plz postleitzahl postnummer postkode adressecp
        """,
        "id nom libelle lib name bp cedex",
    ),
    "city": _role(
        """
        ville commune localite city nomcommune libellecommune town gemeente stad woonplaats plaats
        municipality nomcom libcom nomville villenom ort stadt muni libelleacheminement acheminement
        bureaudistributeur locality plaatsnaam gemeentenaam wohnort village post
        """,
        """
        code cod id insee nis pop population type num numero nb date old ancien ancienne mail surface
        superficie poste
        """,
    ),
    "suffix": _role(
        """
        indicerepetition rep indrep repetition btq bister suffixe suffix
        """,
        "id date",
    ),
    "housenumber": _role(
        """
        numero numvoie numerovoie numrue numerorue novoie norue nvoie nrue housenumber huisnummer huisnr
        hausnummer hausnr streetnumber num no nr numeroadresse numadresse number nummer n
        """,
        """
        tel telephone phone gsm portable mobile client siret siren id fax finess commande facture
        dossier departement dep cedex box boite bus tva compte carte contrat order invoice customer
        fournisseur magasin dossier lot
        """,
    ),
    "street_type": _role(
        """
        typevoie typedevoie typvoie voietype typerue natvoie naturevoie streettype
        """,
        "id",
    ),
    "street": _role(
        """
        voie nomvoie libellevoie libvoie nomdevoie rue nomrue nomdelarue street streetname straat
        straatnaam strasse strassenname streetaddress
        """,
        "id code rivoli fantoir type num numero date",
    ),
    "complement": _role(
        """
        complement complementadresse adressecomplement cpladresse cpladr compladresse lieudit
        lieuditcomplement
        """,
        "id nom",
    ),
    "line": _role(
        """
        adresse1 adresse2 adresse3 adresse4 adr1 adr2 adr3 adr4 adresseligne1 adresseligne2
        adresseligne3 adresseligne4 ligneadresse1 ligneadresse2 ligne1 ligne2 ligne3 ligne4 address1
        address2 address3 addressline1 addressline2 addressline3 adres1 adres2 adr01 adr02
        """,
        "mail email courriel web site url ip id type",
    ),
    "address": _role(
        """
        adresse adressecomplete adressepostale address fulladdress adres volledigadres anschrift adr
        postaladdress geoadresse
        """,
        """
        mail email courriel mel web site url ip mac id type code internet http www date statut nb cle
        hash score label note telephone tel
        """,
    ),
    # never a part of an address, whatever the values look like
    "identifier": _role(
        """
        id identifiant identifier code ref reference siret siren finess client customer order commande
        facture tel telephone phone dep iris uid uuid key cle numero prix price ca montant date annee
        year x y index nb avg tot total median income revenu inc
        """,
    ),
}

# Words that make a text a street.
STREET_WORD = (
    r"\b(?:rue|r|avenue|av|ave|boulevard|bd|bld|place|pl|chemin|che|impasse|imp|all[ée]e|route|rte|quai|cours|"
    r"square|street|road|lane)\b|(?:straat|laan|steenweg|weg|plein|dreef|strasse|straße)\b"
)
