"""What a person chose, as JSON: kept with a half-done import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from learning.domain.enums import OnError, QuestionKey
from learning.domain.imports import ImportOptions


def options_payload(options: ImportOptions) -> dict[str, object]:
    """Return options as JSON values."""
    return {
        "template": options.template,
        "mapping": dict(options.mapping),
        "answers": {key.value: value for key, value in options.answers.items()},
        "on_error": options.on_error.value,
    }


def read_options(payload: Mapping[str, Any]) -> ImportOptions:
    """Return the options of JSON values."""
    return ImportOptions(
        template=payload["template"],
        mapping=dict(payload["mapping"]),
        answers={QuestionKey(key): value for key, value in payload["answers"].items()},
        on_error=OnError(payload["on_error"]),
    )
