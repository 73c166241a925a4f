import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.pages.blocks import Cards
from geoprofile.pages.page import Page
from geoprofile.pages.render import save_page
from geoprofile.recipes.modes import (
    applied_notes,
    apply_modes,
    class_traits,
    drift,
    drift_blocks,
    find_modes,
    modes_notes,
    modes_section,
    read_modes,
    save_modes,
)
from geoprofile.recipes.modes.columns import read_columns
from geoprofile.recipes.modes.sentences import cautions, why_so_many
from geoprofile.recipes.modes.vocabulary import customer_words
from geoprofile.recipes.modes.words import MODES_WORDS
from geoprofile.tables import Variable
from geoprofile.typology.vocabulary import CUSTOMER_THEMES, LANGUAGES, load_sentences, load_vocabulary

INCOME = Variable("income_median_eur", "Niveau de vie médian", "Median income", "eur", "intensive", zone_level="iris")
OPEN_DATA = (
    INCOME,
    Variable("population", "Population", "Population", "persons", "extensive", zone_level="iris"),
    Variable("urban_class", "Classe", "Class", "code", "categorical", zone_level="commune"),
    Variable("immigrants_share", "Immigrés", "Immigrants", "share", "intensive", zone_level="iris"),
)


def customers(count=500):
    """Give loyal, rare and new customers, as the summary of purchases and an enriched file have them."""
    rng = np.random.default_rng(0)
    kind = rng.integers(3, size=count)
    orders = np.array([24, 2, 1])[kind] + rng.integers(0, 3, count)
    basket = np.array([90.0, 40.0, 40.0])[kind] * rng.lognormal(0, 0.2, count)
    return pd.DataFrame(
        {
            "customer_id": [f"C{place:04d}" for place in range(count)],
            "nom": [f"Canari {place}" for place in range(count)],
            "recency_days": np.array([10, 400, 15])[kind] + rng.integers(0, 30, count),
            "tenure_days": np.array([900, 800, 40])[kind] + rng.integers(0, 60, count),
            "orders": orders,
            "turnover": orders * basket,
            "basket_mean": basket,
            "interval_days": np.where(orders > 1, rng.uniform(20, 60, count), np.nan),
            "top_category": np.array(["Maison", "Jardin", "Mode"])[kind],
            "income_median_eur": (np.array([30_000, 20_000, 20_000])[kind] + rng.normal(0, 2_000, count)).round(),
            "population": rng.integers(500, 3_000, count),
            "urban_class": "urban",
            "immigrants_share": rng.uniform(0, 0.3, count),
            "iris": [f"0010{place % 40:05d}" for place in range(count)],
            "religion": ["x", "y"] * (count // 2),
        }
    )


@pytest.fixture(scope="module")
def table():
    return customers()


@pytest.fixture(scope="module")
def modes(table):
    return find_modes(table, OPEN_DATA, numbers=range(3, 6))


def test_each_row_has_a_segment_in_the_order_of_the_table(modes, table):
    shuffled = find_modes(table.iloc[::-1], OPEN_DATA, numbers=range(3, 6))
    pd.testing.assert_series_equal(shuffled.labels.sort_index(), modes.labels)
    assert modes.labels.index.equals(table.index)
    assert set(modes.labels) == {"M1", "M2", "M3"}


def test_names_tell_how_segments_buy_and_traits_where_they_live(modes, table):
    loyal = modes.labels[table["orders"].idxmax()]
    new = modes.labels[table["tenure_days"].idxmin()]
    names, portraits = modes.stored.names, modes.stored.portraits
    assert "fréquents" in names.loc[loyal, "name_fr"]
    assert "frequent buyers" in names.loc[loyal, "name_en"].lower()
    assert "depuis peu" in names.loc[new, "name_fr"]
    own = modes.traits[(modes.traits["code"] == loyal) & (modes.traits["variable"] == "income_median_eur")]
    assert own["significant"].all()
    assert own["mean"].iloc[0] == pytest.approx(table["income_median_eur"][modes.labels == loyal].mean())
    assert names["name_fr"].is_unique
    assert f"{int((modes.labels == loyal).sum())} clients" in portraits.loc[loyal, "portrait_fr"]


def test_names_contact_details_counts_of_the_zone_and_sensitive_data_make_no_segment(modes):
    reasons = {column.name: column.reason for column in modes.left_out}
    assert reasons == {
        "customer_id": "identifier",
        "nom": "contact",
        "population": "zone_count",
        "urban_class": "zone_code",
        "immigrants_share": "sensitive",
        "religion": "sensitive",
        "iris": "position",
    }


def test_an_outlier_is_not_the_mark_of_a_segment(table):
    whale = table.assign(turnover=table["turnover"].where(table.index != table["tenure_days"].idxmin(), 5e7))
    found = find_modes(whale, OPEN_DATA, number=3, numbers=())
    own = found.traits[(found.traits["code"] == found.labels[table["tenure_days"].idxmin()])]
    row = own[own["variable"] == "turnover"].iloc[0]
    assert np.isnan(row["mean"])
    assert not row["significant"]


def test_natural_segments_are_said_to_be_and_a_continuum_is_said_to_be_one(modes):
    rng = np.random.default_rng(5)
    cloud = pd.DataFrame(rng.normal(size=(400, 3)), columns=["one", "two", "three"])
    cut = find_modes(cloud.assign(customer_id=[f"{place:03d}" for place in range(400)]), numbers=range(3, 6))
    assert "silhouette" in why_so_many(modes, "fr")
    assert cautions(modes, "fr") == []
    assert "continuum" in cautions(cut, "fr")[0]
    assert "No natural modes" in cautions(cut, "en")[0]


def test_what_was_filled_and_left_out_is_said(modes):
    told = " ".join(modes_notes(modes, "fr"))
    assert "interval_days" in told
    assert "données sensibles, jamais utilisées" in told


def test_kept_segments_are_the_same_bytes_and_give_the_same_answers(modes, table, tmp_path):
    save_modes(tmp_path / "one", modes.stored)
    kept = read_modes(tmp_path / "one")
    save_modes(tmp_path / "two", kept)
    for name in ("modes.json", "modes.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    pd.testing.assert_frame_equal(apply_modes(kept, table).segments, modes.segments)
    assert kept.names.equals(modes.stored.names)


def test_no_customer_is_in_what_is_kept_or_shown(modes, tmp_path):
    written = save_modes(tmp_path, modes.stored)
    save_page(Page("Segments", "fr", (modes_section(modes, "fr"),)), tmp_path / "page.html")
    for path in [*written, tmp_path / "page.html"]:
        content = path.read_bytes()
        assert b"Canari" not in content
        assert b"C0001" not in content


@pytest.mark.parametrize("damage", ["cut", "other", "version", "none"])
def test_a_damaged_folder_is_refused_in_a_sentence(modes, tmp_path, damage):
    text, arrays = (save_modes(tmp_path, modes.stored)[place] for place in (1, 0))
    if damage == "cut":
        arrays.write_bytes(arrays.read_bytes()[:100])
    elif damage == "other":
        text.write_text('{"format": "else"}')
    elif damage == "version":
        text.write_text(text.read_text(encoding="utf-8").replace('"version": 1', '"version": 9'), encoding="utf-8")
    else:
        text.unlink()
    with pytest.raises(TableError, match=str(tmp_path)):
        read_modes(tmp_path)


def test_what_is_not_as_it_was_is_said_when_segments_are_applied(modes, table):
    later = table.drop(columns="income_median_eur").assign(top_category="Jouets")
    later["orders"] = later["orders"].astype("str").where(later.index != 0, "beaucoup")
    applied = apply_modes(modes.stored, later)
    assert applied.absent == ("income_median_eur",)
    assert applied.unseen == (("top_category", len(later)),)
    assert applied.unread == (("orders", 1),)
    assert len(applied.segments) == len(later)
    assert len(applied_notes(applied, "fr")) == len(applied_notes(applied, "en")) == 3


def test_drift_is_none_on_the_same_customers_and_seen_on_half_of_them(modes, table):
    assert set(drift(modes.stored, table)["reading"]) == {"stable"}
    loyal = table[table["orders"] > 10]
    found = drift(modes.stored, loyal)
    assert found["reading"].iloc[0] == "drifted"
    assert drift_blocks(found, "fr")[0].kind == "warning"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_shows_a_card_a_segment(modes, language, tmp_path):
    save_page(Page("Segments", language, (modes_section(modes, language),)), tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    for code in modes.stored.names.index:
        assert f'id="class-{code}"' in html
    assert "nan" not in html.lower().replace("financ", "")


def test_a_table_without_its_ids_is_refused(table):
    with pytest.raises(TableError, match="'client'"):
        find_modes(table, ids="client")


def test_the_words_of_customers_are_whole():
    for name, words in load_vocabulary("customer_trait").items():
        assert words.theme in CUSTOMER_THEMES, name
        assert [text.count("{}") for text in words.says] == [1, 1, 1], name
        for phrase in (words.high, words.low):
            assert not any("," in text for text in (*phrase.words, *phrase.strong)), name
            assert all(("~" in text) == (phrase.role == "adjective") for text in phrase.words), name
    keys = {language: set(load_sentences(language, "customer_sentences")) for language in LANGUAGES}
    assert keys["fr"] == keys["en"] == keys["nl"] == set(load_sentences("fr"))


def test_open_data_is_said_of_the_area_never_of_the_person():
    for name in load_vocabulary():
        words = customer_words(Variable(name, "x", "x", "share", "intensive", zone_level="iris"))
        for phrase in (words.high, words.low):
            french, english, dutch = phrase.words
            assert "quartier" in french, name
            assert "area" in english, name
            assert "wijk" in dutch, name
        assert words.says[0].endswith("dans leurs quartiers"), name


def test_real_orders_fall_into_firm_segments(real_data):
    lines = pd.read_parquet(real_data / "transactions" / "online_retail_240k.parquet").dropna(subset=["CustomerID"])
    lines = lines.assign(
        customer_id=lines["CustomerID"].astype(int).astype("str"),
        amount=lines["Quantity"] * lines["UnitPrice"],
        day=pd.to_datetime(lines["InvoiceDate"], format="%m/%d/%y %H:%M").dt.normalize(),
    )
    bought = lines[lines["amount"] > 0].groupby("customer_id")
    table = pd.DataFrame(
        {
            "recency_days": (lines["day"].max() - bought["day"].max()).dt.days,
            "tenure_days": (lines["day"].max() - bought["day"].min()).dt.days,
            "orders": bought["InvoiceNo"].nunique(),
            "turnover": bought["amount"].sum(),
        }
    ).assign(basket_mean=lambda frame: frame["turnover"] / frame["orders"])
    found = find_modes(table.reset_index(), currency="GBP", numbers=range(5, 8))
    choice = found.stored.model.choice_
    row = choice.table[choice.table["chosen"]].iloc[0]
    assert row["ari_halves"] > 0.65
    assert found.stored.sizes["share"].min() > 0.03
    assert found.stored.names["name_en"].is_unique


@pytest.mark.parametrize(
    ("name", "cells", "reason"),
    [
        ("sexe", ["1", "2"], "sensitive"),
        ("titre_abrege", ["M.", "Mme"], "sensitive"),
        ("imc", ["21", "25"], "sensitive"),
        ("mutuelle", ["oui", "non"], "sensitive"),
        ("Nom du client", ["A", "B"], "contact"),
        ("num_secu", ["1", "2"], "identifier"),
        ("X_L93", ["1", "2"], "position"),
        ("insee", ["1", "2"], "position"),
        ("suivi_par", ["Jean DUPONT", "Ali BEN", "Rose DE BRUYN", ""], "contact"),
        ("vendeur", ["Jean Dupont", "Rose Martin", "Lou de Witte"], "contact"),
        ("origine_contact", ["web", "salon"], None),
        ("rayon_sante", ["0,1", "0,5"], None),
        ("terrace", ["oui", "non"], None),
        ("tranche_age", ["18-29", "30-59"], None),
        ("foyer", ["1", "2"], None),
        ("formule", ["Carte Bleue", "Carte Verte", "Carte Rouge"], None),
        ("vendeur", ["interne", "externe"], None),
    ],
)
def test_who_where_and_what_is_sensitive_make_no_mode_by_name_or_by_content(name, cells, reason):
    count = 40 * len(cells)
    table = pd.DataFrame({"id": [f"c{place}" for place in range(count)], name: cells * 40})
    found = read_columns(table, (), ids="id")
    assert {column.name: column.reason for column in found.left_out}.get(name) == reason


def protected(table):
    age = np.where(table["orders"] > 10, "60-74", "18-29")
    return find_modes(table.assign(tranche_age=age), OPEN_DATA, number=3, numbers=())


def test_age_is_used_and_said_to_be_a_protected_ground_with_the_modes_that_it_marks(table):
    found = protected(table)
    assert any("tranche_age (âge)" in text and "225-1" in text for text in cautions(found, "fr"))
    assert any("tranche_age (age)" in text for text in cautions(found, "en"))
    cards = [card for block in modes_section(found, "fr").blocks if isinstance(block, Cards) for card in block.cards]
    loyal = found.labels[table["orders"].idxmax()]
    assert any("critère protégé (âge)" in text for card in cards if card.code == loyal for text in card.portrait)


def test_classes_of_any_making_are_told_by_the_traits_of_the_modes(modes, table):
    codes = np.where(table["orders"] > 10, "often", np.where(table["orders"] == 1, "", "seldom"))
    traits, told, themes = class_traits(modes, table, codes, OPEN_DATA)
    orders = traits[traits["variable"] == "orders"].set_index("code")
    assert set(orders.index) == {"often", "seldom"}
    assert orders.loc["often", "mean"] == pytest.approx(table["orders"][codes == "often"].mean())
    assert orders["significant"].all()
    assert themes["orders"] == "purchases"
    assert themes["top_category=Maison"] == "goods"
    assert themes["income_median_eur"] == "place"
    assert set(themes) == {variable.name for variable in told}


def test_the_traits_of_the_modes_themselves_come_out_again_from_kept_ones_and_columns_may_lack(modes, table, tmp_path):
    save_modes(tmp_path, modes.stored)
    stored = read_modes(tmp_path)
    traits, told, _ = class_traits(stored, table, modes.labels.tolist(), OPEN_DATA)
    pd.testing.assert_frame_equal(traits, modes.traits)
    assert told == modes.variables
    fewer, _, themes = class_traits(stored, table.drop(columns="income_median_eur"), modes.labels.tolist(), OPEN_DATA)
    assert "income_median_eur" not in set(fewer["variable"]) | set(themes)
    with pytest.raises(TableError, match="none of the columns"):
        class_traits(stored, table[["customer_id"]], modes.labels.tolist())


def test_shares_of_categories_are_goods_told_by_the_names_of_the_categories(table):
    share = Variable("category_share_1", "Part des achats : Maison", "Share of purchases: Home", "share", "intensive")
    shared = table.assign(category_share_1=np.where(table["top_category"] == "Maison", 0.9, 0.1) + table.index / 1e5)
    found = find_modes(shared, OPEN_DATA, number=3, numbers=(), own_variables=[share])
    themes = {code.column.name: code.column.theme for code in found.stored.model.preparation_.codes_}
    assert themes["category_share_1"] == "goods"
    assert share in found.variables
    assert customer_words(share).says[0] == "{} des achats en « Maison »"


@pytest.mark.parametrize("lacks", ["name_nl", "portrait_fr"])
def test_kept_modes_without_their_names_or_portraits_are_refused(modes, tmp_path, lacks):
    text = next(path for path in save_modes(tmp_path, modes.stored) if path.suffix == ".json")
    text.write_text(text.read_text(encoding="utf-8").replace(f'"{lacks}"', '"other"'), encoding="utf-8")
    with pytest.raises(TableError, match=str(tmp_path)):
        read_modes(tmp_path)


def test_pages_speak_of_modes_as_named_segments_are_something_else(modes):
    texts = [*(text for words in MODES_WORDS.values() for text in words.values())]
    texts += [text for language in LANGUAGES for text in load_sentences(language, "customer_sentences").values()]
    texts += [modes.stored.portraits.loc["M1", f"portrait_{language}"] for language in LANGUAGES]
    assert not [text for text in texts if "segment" in text.lower().replace("{segments}", "")]
