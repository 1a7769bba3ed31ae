"""One analysis in a process of its own, so that its peak memory is its own."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import statsmodels.api as sm

from db.engine import Store, open_store
from learning.domain.facts import Fact
from learning.insights.brand_data import POST_ATTRIBUTES
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Metric
from services.insights.frames import choose_post_cuts, post_frame
from services.insights.loading import learned_metrics
from services.insights.running import run_insights
from services.settings import current_settings


def main(arguments: list[str] | None = None) -> int:
    """Analyse a brand and print what that took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("brand")
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args(arguments)
    store = open_store(current_settings().database_url)
    with store.read() as work:
        brand = work.brands.find_named(options.brand)
    if brand is None:
        return 1
    began = time.process_time()
    run = run_insights(store, brand.id, datetime.now(UTC))
    took = time.process_time() - began
    # Kilobytes on Linux.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    found = {
        "cpu_seconds": took,
        "peak_megabytes": peak,
        "candidates": 0 if run is None else run.looked_at,
        "found": 0 if run is None else run.found,
        "plain_cpu_seconds": _plain(store, brand.id) if options.plain else None,
    }
    sys.stdout.write(json.dumps(found))
    return 0


def _plain(store: Store, brand_id: int) -> float:
    """One generalised linear model per rate, attributes as dummies: what an analyst would begin with."""
    with store.read() as work:
        posts = post_frame(work, brand_id, choose_post_cuts(work, brand_id))
        metrics = learned_metrics(work, brand_id, ())
    began = time.process_time()
    levels = pd.get_dummies(posts[list(POST_ATTRIBUTES)], dtype=float)
    design = sm.add_constant(levels.loc[:, levels.nunique() > 1].to_numpy())
    for name in metrics:
        top, bottom = _parts(posts, CATALOG[name])
        known = bottom > 0
        sm.GLM(top[known], design[known], family=sm.families.Poisson(), exposure=bottom[known]).fit(cov_type="HC1")
    return time.process_time() - began


def _parts(posts: pd.DataFrame, metric: Metric) -> tuple[np.ndarray, np.ndarray]:
    top = posts[[fact.value for fact in metric.numerator]].sum(axis=1).to_numpy()
    given = next((fact for fact in metric.denominator if posts[fact.value].notna().any()), Fact.IMPRESSIONS)
    return np.nan_to_num(top), np.nan_to_num(posts[given.value].to_numpy())


if __name__ == "__main__":
    sys.exit(main())
