"""The texts of classes say which values they hold."""

from __future__ import annotations

import numpy as np

from geoprofile.value_classes import PALE_RAMP, class_texts, pale, quantile_classes


def test_a_class_is_told_from_its_least_to_its_greatest_value():
    classes = quantile_classes(np.array([1.0, 2, 3, 4, np.nan]), count=2)
    assert class_texts(classes, "eur", "en") == ["€1 – €2.50", "€2.50 – €4"]


def test_one_value_alone_is_told_once_and_no_value_not_at_all():
    assert class_texts(quantile_classes(np.array([7.0, 7])), "", "fr") == ["7"]
    assert class_texts(quantile_classes(np.array([np.nan])), "", "fr") == []


def test_pale_colours_keep_classes_and_their_order_from_light_to_dark():
    classes = quantile_classes(np.arange(50.0))
    lighter = pale(classes)
    assert lighter.colours == PALE_RAMP
    assert (lighter.number == classes.number).all()
    assert [sum(bytes.fromhex(colour[1:])) for colour in PALE_RAMP] == sorted(
        (sum(bytes.fromhex(colour[1:])) for colour in PALE_RAMP), reverse=True
    )
