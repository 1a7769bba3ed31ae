"""Numbers that allow no answer: a reason and nulls, never an exception and never NaN."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain.errors import UnreadableFile
from services.cli.main import main
from services.experiment_cases.answers import BY_TEST, answer_case, answer_cases, read_cases

RATES = (
    "welch_t_delta",
    "asymptotic_confidence_sequence",
    "bayes_normal_effect",
    "welch_t",
    "pooled_z",
    "newcomb",
    "score",
)


KEYS = (
    *("n", "sum", "sum_squares", "num_sum", "num_sum_squares", "den_sum", "den_sum_squares", "num_den_sum"),
    *("n_star", "quantile_hat", "quantile_lower", "quantile_upper"),
)


def ask(
    kind: str, control: dict[str, float], treatment: dict[str, float], test: str, **more: object
) -> dict[str, object]:
    inputs = {"control": control, "treatment": treatment}
    key = "method" if test in {"newcomb", "score"} else "test"
    return dict(
        answer_case({"kind": kind, "inputs": inputs, "settings": {key: test, "tuning_N": 1000, "alpha": 0.05, **more}})
    )


def is_json(found: object) -> bool:
    json.dumps(found, allow_nan=False)
    return True


@pytest.mark.parametrize("test", RATES)
@pytest.mark.parametrize(
    ("control", "treatment"),
    [((0, 0), (100, 5)), ((100, 5), (0, 0)), ((100, 0), (100, 0)), ((1, 1), (1, 0)), ((100, 100), (100, 100))],
)
def test_empty_tiny_and_silent_arms_are_explained(
    test: str, control: tuple[int, int], treatment: tuple[int, int]
) -> None:
    arms = [{"n": n, "sum": total} for n, total in (control, treatment)]
    found = ask("binomial", arms[0], arms[1], test)
    assert is_json(found)
    if test not in {"newcomb", "score"} or 0 in (control[0], treatment[0]):
        assert found["reason"]


@pytest.mark.parametrize("test", ["welch_t_delta", "asymptotic_confidence_sequence", "bayes_normal_effect"])
def test_no_conversions_in_one_arm_gives_an_estimate_but_no_range(test: str) -> None:
    found = ask("binomial", {"n": 1000, "sum": 50}, {"n": 1000, "sum": 0}, test)
    assert found["ci"] == [None, None]
    assert "alike" in str(found["reason"])


def test_arms_far_apart_give_zero_for_the_p_value_and_say_so() -> None:
    found = ask(
        "binomial", {"n": 100_000, "sum": 10_000}, {"n": 100_000, "sum": 60_000}, "welch_t_delta", lift="absolute"
    )
    assert found["p_value"] == 0
    assert "smallest number" in str(found["reason"])
    assert (
        ask("binomial", {"n": 10**6, "sum": 10**5}, {"n": 10**6, "sum": 6 * 10**5}, "asymptotic_confidence_sequence")[
            "p_value"
        ]
        == 0
    )


@pytest.mark.parametrize(
    ("control", "words"),
    [
        ({"n": 100, "sum": 101}, "cannot be more"),
        ({"n": 100, "sum": -1}, "not below zero"),
        ({"n": 100.5, "sum": 1}, "whole number"),
        ({"n": 100}, "missing"),
        ({"n": "many", "sum": 1}, "a number is needed"),
        ({"n": 100, "sum": True}, "a number is needed"),
        ({"n": 100, "sum": float("nan")}, "finite"),
    ],
)
def test_impossible_numbers_have_their_own_sentences(control: dict[str, object], words: str) -> None:
    found = ask("binomial", control, {"n": 100, "sum": 10}, "welch_t_delta")  # type: ignore[arg-type]
    assert words in str(found["reason"])
    assert found["estimate"] is None
    assert found["ci"] == [None, None]


def test_squares_that_cannot_belong_to_the_sum_are_refused() -> None:
    found = ask("mean", {"n": 10, "sum": 100, "sum_squares": 10}, {"n": 10, "sum": 100, "sum_squares": 2000}, "welch_t")
    assert "at least 1000" in str(found["reason"])


@pytest.mark.parametrize(
    ("kind", "inputs", "extra"),
    [
        ("srm", {"observed": [0, 0], "weights": [1, 1]}, {}),
        ("srm", {"observed": [10], "weights": [1]}, {}),
        ("srm", {"observed": [10, 20], "weights": [1, 0]}, {}),
        ("srm", {"observed": [10, 20], "weights": [1, 1, 1]}, {}),
        ("srm_2arm", {"observed": [10, 20], "ratio_treatment_to_control": 0}, {}),
        ("p_adjust", {"p_values": [0.1, 1.2]}, {}),
        ("power_prop", {"p_control": 0.1, "p_treatment": 0.1}, {}),
        ("power_prop", {"p_control": 0.1, "p_treatment": 0.05}, {"sides": "greater"}),
        ("power_mean_d", {"cohen_d": 0}, {}),
        ("power_mean", {"mean": 0, "variance": 1, "n_total": 100}, {"solve": "power", "abs_effect": 0.5}),
        ("power_mean", {"mean": 1, "variance": 0, "n_total": 100}, {"solve": "power", "rel_effect": 0.5}),
        ("no such kind", {}, {}),
        ("binomial", {"control": 5}, {"test": "welch_t_delta"}),
    ],
)
def test_questions_without_an_answer_say_why(kind: str, inputs: dict[str, object], extra: dict[str, object]) -> None:
    found = answer_case({"kind": kind, "inputs": inputs, "settings": extra})
    assert found["reason"]
    assert is_json(found)


def test_one_broken_case_does_not_stop_the_others() -> None:
    good = {"id": "good", "kind": "srm", "inputs": {"observed": [10, 20], "weights": [1, 1]}}
    found = answer_cases([7, {"id": "bad"}, good])
    assert found["1"]["reason"]
    assert found["bad"]["reason"]
    assert found["good"]["p_value"] is not None


numbers = st.one_of(
    st.integers(-5, 10**17),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([0, 1, 2, -1, 1e308, 5e-324]),
)


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(["binomial", "mean", "ratio", "cuped_mean", "quantile"]),
    test=st.sampled_from(sorted(BY_TEST)),
    values=st.lists(numbers, min_size=24, max_size=24),
    sides=st.sampled_from([2, "greater", "less"]),
)
def test_no_numbers_whatsoever_break_an_answer(kind: str, test: str, values: list[float], sides: object) -> None:
    arm = dict(zip(KEYS, values, strict=False))
    for before, after in (
        ("post_sum", "sum"),
        ("post_sum_squares", "sum_squares"),
        ("pre_sum", "num_sum"),
        ("pre_sum_squares", "num_sum_squares"),
        ("post_pre_sum", "num_den_sum"),
    ):
        arm[before] = arm[after]
    other = dict(zip(KEYS, values[12:], strict=False)) | {
        key: arm[key] for key in arm if key.startswith(("post", "pre"))
    }
    found = ask(kind, arm, other, test, sides=sides, compare="ratio" if test == "score" else "diff")
    assert is_json(found)
    assert found.get("estimate", 0) is not None or found["reason"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"cases": 3}', "[[[["])
def test_a_file_that_holds_no_cases_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "cases.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile):
        read_cases(tmp_path / "cases.json")
    with pytest.raises(UnreadableFile):
        read_cases(tmp_path / "nowhere.json")


def test_the_command_answers_under_the_ids_and_needs_no_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = {"id": "a", "kind": "srm", "inputs": {"observed": [44700, 45489], "weights": [0.5, 0.5]}, "settings": {}}
    (tmp_path / "cases.json").write_text(json.dumps({"cases": [case]}), encoding="utf-8")
    address = f"sqlite:///{tmp_path / 'never.db'}"
    assert (
        main(["experiment", "analyze", "--input", str(tmp_path / "cases.json"), "--json", "--database", address]) == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert found["results"]["a"]["p_value"] == pytest.approx(0.008607987810836262)
    assert not (tmp_path / "never.db").exists()
    assert main(["--json", "experiment", "analyze", "--input", str(tmp_path / "no.json")]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "unreadable_file"
