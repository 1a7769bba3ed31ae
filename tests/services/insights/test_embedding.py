"""A sentence model that the operator installed tells which texts are alike; without one words are counted."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from learning.domain.errors import Refused
from learning.insights.text_embedding import SentenceModel, TfidfSvd
from services.insights import running
from services.insights.embedding import text_embedder
from services.settings import current_settings, load_settings
from tests.services.insights.planted import NOW, brand, insights


class Encoder:
    """Stands for the package's model."""

    def __init__(self, folder: str) -> None:
        if not (Path(folder) / "modules.json").is_file():
            raise OSError("no modules.json")

    def encode(self, texts: list[str]) -> list[list[float]]:
        return [[float(len(text)), 1.0] for text in texts]


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made = ModuleType("sentence_transformers")
    made.SentenceTransformer = Encoder  # type: ignore[attr-defined]  # a package of tests
    monkeypatch.setitem(sys.modules, "sentence_transformers", made)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: True)
    text_embedder.cache_clear()
    yield
    text_embedder.cache_clear()


def test_without_a_model_words_are_counted() -> None:
    assert isinstance(text_embedder(""), TfidfSvd)


@pytest.mark.usefixtures("package")
def test_a_model_is_loaded_once_and_one_that_cannot_be_loaded_is_refused_with_its_folder(tmp_path: Path) -> None:
    folder = load_settings({"BELLWETHER_SENTENCE_MODEL": str(tmp_path)}).sentence_model
    with pytest.raises(Refused, match=f"{tmp_path}.*no modules.json"):
        text_embedder(folder)
    (tmp_path / "modules.json").touch()
    assert isinstance(text_embedder(folder), SentenceModel)
    assert text_embedder(folder) is text_embedder(folder)


@pytest.mark.usefixtures("package")
def test_another_model_makes_the_detectors_of_texts_look_again(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "modules.json").touch()
    shop = brand(sqlite_url)
    running.run_insights(shop.store, shop.brand_id, NOW)

    def basis() -> str:
        with shop.read() as work:
            return work.insight_log.list_candidates(shop.brand_id)["similarity"].basis

    counted, own = basis(), replace(current_settings(), sentence_model=str(tmp_path))
    monkeypatch.setattr(running, "current_settings", lambda: own)
    assert running.run_insights(shop.store, shop.brand_id, NOW, again=True) is not None
    assert basis() != counted
    assert insights(shop)
