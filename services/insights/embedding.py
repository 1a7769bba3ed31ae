"""What makes vectors of texts: counted words, or a sentence model that the operator installed beside Bellwether."""

from __future__ import annotations

import importlib
from functools import cache

from learning.domain.errors import Refused
from learning.insights.text_embedding import SentenceModel, TextEmbedder, TfidfSvd


@cache
def text_embedder(folder: str) -> TextEmbedder:
    """Return the embedder of this process: '' counts words, else the sentence model in that folder, loaded once.

    Raises:
        Refused: The model cannot be loaded.
    """
    if not folder:
        return TfidfSvd()
    try:
        package = importlib.import_module("sentence_transformers")
        return SentenceModel(package.SentenceTransformer(folder))
    except Exception as error:
        raise Refused(
            f"The sentence model in {folder} cannot be loaded: {error}.",
            "Save it there again, or leave BELLWETHER_SENTENCE_MODEL unset: words are counted then.",
        ) from error
