import numpy as np
import pytest

from geoprofile.errors import TableError
from geoprofile.modes.choice import choose_number


def chosen(points, **options):
    return choose_number(
        points,
        np.ones(len(points)),
        number=options.get("number"),
        least=11,
        numbers=options.get("numbers", range(3, 9)),
    )


def blobs(count, of, seed=0):
    rng = np.random.default_rng(seed)
    middles = rng.permutation(np.eye(of + 1) * 8)[:of, :of]
    return middles[rng.integers(of, size=count)] + rng.normal(size=(count, of))


@pytest.mark.parametrize("of", [4, 6])
def test_segments_that_lie_apart_are_found_in_their_number_and_called_natural(of):
    choice = chosen(blobs(600, of))
    assert (choice.number, choice.reason, choice.is_natural) == (of, "natural", True)


@pytest.mark.parametrize("shape", ["normal", "uniform", "skewed"])
def test_a_cloud_without_segments_is_never_called_natural(shape):
    rng = np.random.default_rng(1)
    points = {
        "normal": rng.normal(size=(600, 4)),
        "uniform": rng.uniform(size=(600, 3)),
        "skewed": np.arcsinh(rng.lognormal(0, 1, size=(600, 3))),
    }[shape]
    assert not chosen(points * np.array([2, 1.5, 1, 0.5])[: points.shape[1]]).is_natural


def test_the_table_says_how_each_number_fares():
    table = chosen(blobs(500, 4), numbers=range(3, 6)).table
    assert table["number"].tolist() == [3, 4, 5]
    assert table["chosen"].sum() == 1
    assert table["ari_halves"].between(-1, 1).all()
    assert table["smallest_share"].between(0, 1 / 3).all()


def test_a_number_that_is_asked_for_is_taken():
    choice = chosen(blobs(300, 4), number=2, numbers=())
    assert (choice.number, choice.reason) == (2, "asked")


def test_more_segments_than_customers_bear_are_refused():
    with pytest.raises(TableError, match="ask for 4 or fewer"):
        chosen(blobs(100, 3), number=8)
