"""A registry gives what a name stands for, and lists the choices for a name that it lacks."""

import pytest

from geoprofile.errors import GeoprofileError, UnknownNameError
from geoprofile.registry import Registry


@pytest.fixture
def fruits() -> Registry[int]:
    registry: Registry[int] = Registry("fruit")
    registry.register("apple")(1)
    registry.register("pear")(2)
    return registry


def test_a_registered_name_gives_its_object_and_keeps_its_place(fruits):
    assert fruits["pear"] == 2
    assert list(fruits) == ["apple", "pear"]
    assert len(fruits) == 2
    assert "apple" in fruits


def test_an_unknown_name_lists_the_choices_and_guesses_the_one_meant(fruits):
    with pytest.raises(UnknownNameError, match=r"no fruit named 'aple'. Did you mean 'apple'\? .*apple, pear"):
        fruits["aple"]


def test_an_unknown_name_is_an_error_of_ours_and_a_key_error(fruits):
    with pytest.raises(KeyError) as caught:
        fruits["plum"]
    assert isinstance(caught.value, GeoprofileError)


def test_a_name_is_taken_once(fruits):
    with pytest.raises(ValueError, match="registered twice"):
        fruits.register("pear")(3)
