"""Which column of a file of order lines is which: guessed from its name in French or English, or told."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from geoprofile.errors import AddressFileError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["ORDER_ROLES", "OrderColumns", "amount_columns", "choose_order_columns", "name_pieces"]

LONGEST_RUN = 3
CAPITAL_WITHIN = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
NO_WORD = re.compile(r"[^a-z0-9]+")
LINK_WORDS = frozenset(("a", "d", "de", "des", "du", "l", "la", "le", "les", "of", "the"))

# Roles are tried in this order, and a column has one; the first words of a role are the surest.
WORDS: dict[str, str] = {
    "date": """
        orderdate datecommande invoicedate datefacture purchasedate dateachat saledate datevente transactiondate
        datetransaction dateticket orderedat purchasedat date createdat timestamp datetime jour day
        """,
    "unit_price": "unitprice prixunitaire puttc puht pu unitamount priceperunit price prix",
    "amount": """
        montantttc totalttc amountttc linetotal montantligne totalligne totalprice prixtotal totalamount montanttotal
        salesamount amount montant sales turnover revenue ca chiffreaffaires montantht totalht total value valeur vente
        """,
    "quantity": "quantity quantite qty qte quant units unites nbarticles nbpieces pieces",
    "document": "typepiece typedocument typedoc doctype documenttype invoicetype typefacture nature",
    "status": "orderstatus statutcommande etatcommande status statut etat",
    "currency": "currency currencycode devise codedevise monnaie",
    "customer": """
        customerid clientid idclient idcustomer customernumber customerno customercode noclient nclient numclient
        numeroclient codeclient refclient referenceclient customer client userid iduser memberid adherent idadherent
        contactid loyaltycard cartefidelite numerocarte nocarte cardid carte buyerid acheteur shopper codetiers
        comptetiers tiers
        """,
    "order": """
        orderid idorder orderno ordernumber idcommande nocommande ncommande numcommande numerocommande commandeid
        refcommande referencecommande invoiceno invoiceid invoicenumber nofacture nfacture numfacture numerofacture
        idfacture ticketid idticket noticket nticket numticket numeroticket receiptid receiptno transactionid
        idtransaction basketid idpanier saleid idvente order commande invoice facture ticket transaction receipt basket
        panier npiece nopiece numpiece numeropiece refpiece referencepiece
        """,
    "category": """
        category categorie productcategory categorieproduit rayon famille univers gamme subcategory souscategorie
        sousfamille departmentname
        """,
    "product": """
        productid idproduct idproduit stockcode sku ean codearticle articleid idarticle refarticle refproduit product
        produit article reference designation description libelle
        """,
}
FORBIDDEN: dict[str, str] = {
    "date": """
        ship shipping livraison delivery expedition naissance birth maj update updated modif due echeance paiement
        payment inscription signup
        """,
    "unit_price": "total",
    "amount": """
        unit unitaire quantity quantite tva vat tax taxe discount remise profit marge margin shipping livraison cost
        cout port id no num numero
        """,
    "document": "article client customer product produit payment paiement",
    "status": "civil client customer familial marital payment paiement",
    "customer": """
        name nom prenom firstname lastname email mail courriel segment type since date adresse address city ville pays
        country tel telephone phone age
        """,
    "order": "date line ligne row amount montant total type status statut etat quantity mode priority time heure",
    "category": "client customer id age",
    "product": "date price prix type",
}
ORDER_ROLES = tuple(WORDS)
# Columns of shops that bear the number of the order where these others stand beside them: PrestaShop, Shopify.
ORDER_BESIDE: dict[str, frozenset[str]] = {
    "reference": frozenset(("total", "etat")),
    "name": frozenset(("lineitemname", "financialstatus")),
}
# An e-mail address is a customer where nothing else is; other words say that the column is about mailing.
EMAIL_WORDS = frozenset(("email", "mail", "courriel"))
BESIDE_EMAIL = EMAIL_WORDS | {
    "e",
    "adresse",
    "address",
    "client",
    "customer",
    "billing",
    "contact",
    "acheteur",
    "buyer",
}


@dataclass(frozen=True)
class OrderColumns:
    """Names of the columns of a file of order lines; "" where it has none.

    Attributes
    ----------
    customer, date : str
    amount : str
        Of the line, or "" where it is `quantity` x `unit_price`.
    order, quantity, unit_price, category, product, status, currency : str
    document : str
        Its type: invoice or credit note.
    """

    customer: str
    date: str
    amount: str = ""
    order: str = ""
    quantity: str = ""
    unit_price: str = ""
    category: str = ""
    product: str = ""
    status: str = ""
    currency: str = ""
    document: str = ""

    @property
    def named(self) -> dict[str, str]:
        """Give the columns that there are, by role."""
        return {field.name: name for field in fields(self) if (name := getattr(self, field.name))}


def choose_order_columns(names: Sequence[str], told: Mapping[str, str] | None = None, *, file: str) -> OrderColumns:
    """Find the columns of order lines by their names.

    Parameters
    ----------
    names : sequence of str
        Columns of the file.
    told : mapping of role to name, optional
        The user's word, which decides; a name of "" says that the file has no such column.
    file : str
        Its name, for messages.

    Raises
    ------
    AddressFileError
        If there is no column of customers, dates or amounts, or a column told is not in the file.
    UnknownNameError
        If a role is none.
    """
    chosen = dict(told or {})
    for role, name in chosen.items():
        if role not in WORDS:
            raise UnknownNameError("column of order lines", role, ORDER_ROLES)
        if name and name not in names:
            raise AddressFileError(f"{file} has no column {name!r} for {role}: choose from {', '.join(names)}.")
    guessed = _guessed({role for role in WORDS if role not in chosen}, names, set(chosen.values()))
    if "customer" not in guessed | chosen:
        guessed |= _email_customer(names, {*chosen.values(), *guessed.values()})
    chosen = {role: name for role, name in (guessed | chosen).items() if name}
    if "amount" in chosen and "amount" not in (told or {}):
        chosen.pop("unit_price", None)
    if "unit_price" in chosen and not {"amount", "quantity"} & set(chosen):
        chosen["amount"] = chosen.pop("unit_price")  # a price without a quantity is of one piece
    _check_needed(chosen, names, file)
    return OrderColumns(**chosen)


def name_pieces(name: str) -> list[str]:
    """Cut the name of a column into plain small words: `InvoiceDate` and `Date de facture` have two."""
    cut = CAPITAL_WITHIN.sub(" ", name.replace("°", " "))
    plain = "".join(c for c in unicodedata.normalize("NFKD", cut) if not unicodedata.combining(c)).casefold()
    return [piece for piece in NO_WORD.split(plain) if piece and piece not in LINK_WORDS]


def _guessed(roles: set[str], names: Sequence[str], taken: set[str]) -> dict[str, str]:
    pieces = {name: name_pieces(name) for name in names}
    found: dict[str, str] = {}
    for role in (role for role in WORDS if role in roles):
        ranks = {name: _rank(pieces[name], role) for name in names if name not in taken}
        fitting = [(rank, place, name) for place, (name, rank) in enumerate(ranks.items()) if rank is not None]
        best = min(fitting)[2] if fitting else ""
        if role == "order":
            best = best or _order_beside(pieces, taken)
        if best:
            found[role] = best
            taken = taken | {best}
    return found


def _order_beside(pieces: Mapping[str, list[str]], taken: set[str]) -> str:
    """Find the number of the order by the columns beside it, "" where there is none."""
    plain = {name: "".join(own) for name, own in pieces.items()}
    beside = set(plain.values())
    fits = (name for name, word in plain.items() if word in ORDER_BESIDE and ORDER_BESIDE[word] <= beside)
    return next((name for name in fits if name not in taken), "")


def _email_customer(names: Sequence[str], taken: set[str]) -> dict[str, str]:
    """Take the first column of e-mail addresses for the customer."""
    for name in names:
        pieces = set(name_pieces(name))
        if name not in taken and pieces & EMAIL_WORDS and pieces <= BESIDE_EMAIL:
            return {"customer": name}
    return {}


def amount_columns(names: Sequence[str]) -> tuple[str, ...]:
    """List the columns whose names are of amounts."""
    return tuple(name for name in names if _rank(name_pieces(name), "amount") is not None)


def _rank(pieces: list[str], role: str) -> int | None:
    """Say how well a name fits a role (0 is best), None where it does not."""
    words = WORDS[role].split()
    if not pieces or set(FORBIDDEN.get(role, "").split()).intersection(pieces):
        return None
    if "".join(pieces) in words:
        return words.index("".join(pieces))
    runs = {
        "".join(pieces[start : start + length])
        for length in range(1, LONGEST_RUN + 1)
        for start in range(len(pieces) - length + 1)
    }
    hits = [place for place, word in enumerate(words) if word in runs]
    return len(words) + min(hits) if hits else None


def _check_needed(chosen: Mapping[str, str], names: Sequence[str], file: str) -> None:
    for role, what in (("customer", "customers"), ("date", "dates of purchase")):
        if role not in chosen:
            raise AddressFileError(
                f"{file} has no column of {what} that its name tells: say which with --column "
                f"{role} NAME, NAME being one of {', '.join(names)}."
            )
    if "amount" not in chosen and not {"quantity", "unit_price"} <= set(chosen):
        raise AddressFileError(
            f"{file} has no column of amounts, nor quantity and unit price, that its name tells: say which with "
            f"--column amount NAME, NAME being one of {', '.join(names)}."
        )
