"""What groups of posts are called."""

from __future__ import annotations

import numpy as np

from learning.insights.cluster_names import telling_words


def test_links_and_words_that_say_nothing_name_no_cluster() -> None:
    texts = [
        *["A tent in the rain, see https://example.org/in/tents and www.example.org"] * 6,
        *["Boots for you http://example.org/boots"] * 6,
    ]
    found = telling_words(texts, np.repeat([0, 1], 6))
    assert set(found[0]) == {"tent", "rain"}
    assert set(found[1]) == {"boots"}


def test_a_cluster_of_nothing_but_links_has_no_name() -> None:
    assert telling_words(["https://example.org/a"] * 4, np.repeat([0, 1], 2)) == {}
