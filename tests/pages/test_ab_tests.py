"""The A/B page: nothing yet, a list, predict first, a verdict with its numbers, a decision, and faults in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from learning.domain.brands import Brand
from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.experiment_records import Choice, ExperimentState
from learning.domain.experiments import MetricKind, MetricSpec
from services.clock import SystemClock
from services.experiments.analysing import view_experiment
from services.experiments.arm_imports import import_arms
from services.experiments.deciding import Wish, decide_experiment
from services.experiments.designing import ExperimentProposal, create_experiment
from services.experiments.import_records import ArmImportReport, ArmImportRequest
from services.imports.sources import GivenFile
from services.settings import current_settings
from tests.pages.conftest import OpenPage, buttons, texts
from tests.services.callers import caller
from tests.services.experiments.bench import daily_file
from tests.services.hand_made import HandMade
from ui.experiments.appendix import number_rows
from ui.experiments.effects import version_rows
from ui.experiments.report import report_page
from ui.experiments.words import headline_words
from ui.numbers import change_words

CLOCK = SystemClock()
WINNER = daily_file(14, (1_500, 75), (1_500, 105))


def brand_of(acme: HandMade) -> Brand:
    with acme.store.read() as work:
        return work.brands.get(acme.brand_id)


def take(acme: HandMade, folder: Path, text: str, name: str = "hooks.csv", **options: object) -> ArmImportReport:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    values = {"control": "A", "finished": True} | options
    request = ArmImportRequest(brand_of(acme), caller("ada"), GivenFile(path, name), **values)  # type: ignore[arg-type]  # a test names its options
    report = import_arms(acme.store, current_settings(), request, CLOCK)
    assert report.error is None, report.error
    return report


def opened(open_page: OpenPage, test: int) -> AppTest:
    """The page of a test, past the gate."""
    app = open_page("ab_tests", test=str(test))
    gate = [button for button in app.button if button.key == "predict_skip"]
    return gate[0].click().run() if gate else app


def first_test(report: ArmImportReport) -> int:
    found = report.tests[0].id
    assert found is not None
    return found


def test_without_any_brand_the_page_leads_to_the_upload(no_brand: None, open_page: OpenPage) -> None:
    app = open_page("ab_tests")
    assert "No tests. Start from an idea below" in texts(app)
    assert "Upload an export" in buttons(app)


def test_a_brand_without_tests_starts_from_an_idea(acme: HandMade, open_page: OpenPage) -> None:
    app = open_page("ab_tests")
    assert "No tests. Start from an idea below" in texts(app)
    app.button(key="idea_first").click().run()
    assert app.text_input(key="new_hook").value == "question"


def test_the_list_hides_an_answer_until_it_was_predicted(acme: HandMade, open_page: OpenPage, tmp_path: Path) -> None:
    test = first_test(take(acme, tmp_path, WINNER))
    app = open_page("ab_tests")
    [row] = app.dataframe[0].value.to_dict("records")
    assert row["Status"] == "Needs a decision"
    assert row["Verdict"] == "The answer is in: predict"
    assert "%" not in row["Lift (95 % range)"]
    opened(open_page, test)
    [row] = open_page("ab_tests").dataframe[0].value.to_dict("records")
    assert row["Verdict"] == "B is better"
    assert "%" in row["Lift (95 % range)"]


def test_nothing_of_the_result_shows_before_the_prediction_which_is_kept(
    acme: HandMade, open_page: OpenPage, tmp_path: Path
) -> None:
    test = first_test(take(acme, tmp_path, WINNER))
    app = open_page("ab_tests", test=str(test))
    assert "B is better" not in texts(app)
    assert not app.get("plotly_chart")
    app.radio(key="predict_arm").set_value("B")
    app.number_input(key="predict_lift").set_value(12.0)
    next(button for button in app.button if button.label == "Predict and open").click().run()
    said = texts(app)
    assert "Local administrator: B wins by about +12\u00a0%, 60.0\u00a0% sure" in said
    assert "B is better" in app.header[0].value
    view = view_experiment(acme.store, brand_of(acme), test, who="Local administrator", clock=CLOCK)
    mine = next(one for one in view.predictions if one.who == "Local administrator")
    assert (mine.arm, mine.lift, mine.chance) == ("B", pytest.approx(0.12), pytest.approx(0.6))


def test_the_page_the_appendix_the_export_and_the_printed_report_tell_the_same_numbers(
    acme: HandMade, open_page: OpenPage, tmp_path: Path
) -> None:
    test = first_test(take(acme, tmp_path, WINNER))
    app = opened(open_page, test)
    view = view_experiment(acme.store, brand_of(acme), test, who="Local administrator", clock=CLOCK)
    assert view.report is not None
    [result] = view.report.of("clicks")
    rows = {(part, name): value for part, _, arm, name, value in number_rows(view, view.report) if arm in {"B", ""}}
    assert rows["result", "shown.lift"] == result.shown.lift
    assert rows["result", "posterior.chance_to_win"] == result.posterior.chance_to_win if result.posterior else None
    shown = next(frame.value for frame in app.dataframe if "Chance to win" in frame.value.columns)
    lift = rows["result", "shown.lift"]
    assert isinstance(lift, float)
    assert shown.to_dict("records")[1]["Lift"] == change_words(lift)
    assert shown.to_dict("records") == version_rows(view.design, view.report, view.design.primary)
    low, high = rows["result", "shown.low"], rows["result", "shown.high"]
    assert isinstance(low, float)
    assert isinstance(high, float)
    assert f"{change_words(low)} to {change_words(high)}" in headline_words(view.design, view.report)
    printed = report_page(brand_of(acme), view, view.report)
    assert headline_words(view.design, view.report) in printed
    assert change_words(lift) in printed
    assert "<script" not in printed


def test_the_same_verdict_stands_on_reload(acme: HandMade, open_page: OpenPage, tmp_path: Path) -> None:
    test = first_test(take(acme, tmp_path, WINNER))
    first = opened(open_page, test).header[0].value
    assert opened(open_page, test).header[0].value == first


def test_choosing_b_asks_for_a_note_and_says_that_nothing_goes_live_by_itself(
    acme: HandMade, open_page: OpenPage, tmp_path: Path
) -> None:
    app = opened(open_page, first_test(take(acme, tmp_path, WINNER)))
    app.button(key="choose_B").click().run()
    assert "Nothing goes live by itself" in texts(app)
    assert app.slider(key="decide_holdout").value == 10
    assert app.text_area(key="decide_note")


def test_a_decided_test_says_who_chose_what_and_offers_no_choice_any_more(
    acme: HandMade, open_page: OpenPage, tmp_path: Path
) -> None:
    test = first_test(take(acme, tmp_path, WINNER))
    wish = Wish(Choice.CHOOSE, "B", "Shorter hooks win.")
    decide_experiment(acme.store, brand_of(acme), test, wish, who=caller("ada"), clock=CLOCK)
    app = open_page("ab_tests", test=str(test))
    assert "ada chose B on" in texts(app)
    assert "Shorter hooks win" in texts(app)
    assert not any(button.key == "choose_B" for button in app.button)


def test_an_uneven_split_blocks_the_choice_and_says_why(acme: HandMade, open_page: OpenPage, tmp_path: Path) -> None:
    test = first_test(take(acme, tmp_path, daily_file(14, (1_500, 75), (1_200, 105))))
    app = opened(open_page, test)
    assert "Don't trust this yet: uneven split" in app.header[0].value.replace("\\", "")
    assert app.button(key="choose_B").disabled
    assert not app.button(key="keep").disabled
    assert "Choosing is blocked: with an uneven split" in texts(app)


def test_too_few_days_say_how_long_it_still_takes(acme: HandMade, open_page: OpenPage, tmp_path: Path) -> None:
    few = daily_file(4, (1_500, 75), (1_500, 105))
    test = first_test(take(acme, tmp_path, few, finished=False, days=14, planned_n=40_000))
    app = opened(open_page, test)
    assert "Too early: about 10" in app.header[0].value.replace("\\", "")


def test_people_who_saw_two_versions_pause_the_result(acme: HandMade, open_page: OpenPage, tmp_path: Path) -> None:
    lines = ["user,variant,clicked"]
    lines += [f"u{number},{'A' if number % 2 else 'B'},{int(number % 9 == 0)}" for number in range(2_000)]
    lines += [f"u{number},{'B' if number % 2 else 'A'},0" for number in range(200)]
    test = first_test(take(acme, tmp_path, "\n".join(lines) + "\n", days=14))
    app = opened(open_page, test)
    assert "Result paused: 2 versions reached the same people" in app.header[0].value.replace("\\", "")


@pytest.mark.parametrize(
    "text",
    [
        "variant,users,clicks\nA,100,0\nB,100,0\n",
        "variant,users,clicks\nA,1,1\nB,1,0\n",
        "variant,users,clicks\nA,0,0\nB,100,5\n",
        "variant,users,clicks\nA,100,100\nB,100,100\n",
        "variant,users,clicks\nA,100000000,1\nB,100000000,99999999\n",
        "variant,users,clicks\n" + "".join(f"v{number},500,{20 + number}\n" for number in range(30)),
    ],
    ids=["no conversions", "one person each", "an empty version", "everybody", "huge", "thirty versions"],
)
def test_a_degenerate_test_is_explained_without_a_fault_or_a_nan(
    acme: HandMade, open_page: OpenPage, tmp_path: Path, text: str
) -> None:
    test = first_test(take(acme, tmp_path, text, control="A" if "A," in text else None, days=14))
    app = opened(open_page, test)
    said = texts(app)
    assert "our fault" not in said
    assert app.header[0].value
    shown = [str(cell) for frame in app.dataframe for row in frame.value.to_numpy().tolist() for cell in row]
    assert not any(word in {"nan", "inf", "-inf"} for word in shown)
    assert "nan" not in said.lower().split()


def test_what_a_person_designs_becomes_a_draft_with_the_planned_size(acme: HandMade, open_page: OpenPage) -> None:
    app = open_page("ab_tests", view="New test")
    app.text_input(key="new_name").set_value("Short hooks")
    app.text_area(key="new_idea").set_value("Shorter is seen sooner.")
    app.number_input(key="new_lift").set_value(20.0).run()
    assert "of all versions together" in texts(app)
    app.button(key="new_save").click().run()
    assert "Ready to start" in texts(app)
    with acme.store.read() as work:
        record = work.experiments.find_key(acme.brand_id, "short_hooks")
    assert record is not None
    assert record.state is ExperimentState.DRAFT
    assert '"planned_n":' in record.design


def test_a_design_that_cannot_run_is_refused_in_words(acme: HandMade, open_page: OpenPage) -> None:
    app = open_page("ab_tests", view="New test")
    app.button(key="new_save").click().run()
    assert "name" in app.error[0].value


def test_a_draft_starts_with_one_press(acme: HandMade, open_page: OpenPage) -> None:
    design = ExperimentDesign(
        (MetricSpec("clicks", MetricKind.BINOMIAL),), (ArmDesign("A", is_control=True), ArmDesign("B"))
    )
    record = create_experiment(
        acme.store,
        brand_of(acme),
        ExperimentProposal("Short hooks", design),
        who=caller("Local administrator"),
        now=CLOCK.now(),
    )
    app = open_page("ab_tests", test=str(record.id))
    app.button(key="start").click().run()
    with acme.store.read() as work:
        assert work.experiments.get(acme.brand_id, record.id).state is ExperimentState.RUNNING


def test_a_file_of_people_is_shown_before_it_is_stored_and_its_faults_have_rows(
    acme: HandMade, open_page: OpenPage
) -> None:
    app = open_page("ab_tests", view="From a file")
    lines = [
        "userid,version,retention_7",
        *(f"{n},{'gate_30' if n % 2 else 'gate_40'},{n % 5 == 0}" for n in range(900)),
    ]
    lines[10] = "9,,True"
    app.file_uploader[0].upload("cats.csv", "\n".join(lines).encode(), "text/csv").run()
    said = texts(app)
    assert "1\u00a0test found" in [one.value for one in app.subheader]
    assert "Row 11" in said
    assert not brand_tests(acme)
    app.button(key="arms_import").click().run()
    assert "Imported" in texts(app)
    assert len(brand_tests(acme)) == 1


def brand_tests(acme: HandMade) -> list[str]:
    with acme.store.read() as work:
        return [record.key for record in work.experiments.list_ids(acme.brand_id, range(1, 50)).values()]


def test_a_file_without_versions_says_so_and_lets_the_column_be_named(acme: HandMade, open_page: OpenPage) -> None:
    app = open_page("ab_tests", view="From a file")
    lines = ["who,amount", *(f"{n},{n % 71}.5" for n in range(600))]
    app.file_uploader[0].upload("t.csv", "\n".join(lines).encode(), "text/csv").run()
    assert app.error
    columns = next(frame.value for frame in app.dataframe if "Column" in frame.value.columns)
    assert list(columns["Column"]) == ["who", "amount"]


def test_a_test_that_is_not_there_is_said_so(acme: HandMade, open_page: OpenPage) -> None:
    app = open_page("ab_tests", test="999")
    assert app.error
    assert "fault" not in texts(app)


def test_a_store_that_fails_leaves_the_page_with_a_number(
    acme: HandMade, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the store broke")

    monkeypatch.setattr("ui.experiments.reads.list_experiments", fail)
    said = texts(open_page("ab_tests"))
    assert "This is our fault, not yours" in said
    assert "What to test next" in said


def test_no_word_of_the_page_claims_more_than_the_test_showed(
    acme: HandMade, open_page: OpenPage, tmp_path: Path
) -> None:
    said = texts(opened(open_page, first_test(take(acme, tmp_path, WINNER)))).lower()
    assert "proved" not in said
    assert "significant" not in said
