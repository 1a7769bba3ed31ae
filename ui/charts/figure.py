"""A figure that is drawn once and shown many times."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go


class ChartFigure(go.Figure):  # type: ignore[misc]  # Plotly has no types
    """A figure whose plain form is kept once it is finished: Plotly copies all of it each time it is shown."""

    _plain: dict[str, Any] | None = None

    def finish(self) -> None:
        """Keep the plain form; from now on the figure is shared and must not be changed."""
        self._plain = super().to_dict()

    def to_dict(self) -> dict[str, Any]:
        """Return what the browser is sent."""
        found: dict[str, Any] = super().to_dict() if self._plain is None else self._plain
        return found
