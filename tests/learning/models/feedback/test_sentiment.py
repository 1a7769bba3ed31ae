"""What notes feel like, before and after a brand has corrected some."""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from vader import SentimentIntensityAnalyzer

from learning.domain.feedback import Feeling, Label
from learning.models.feedback.classifier import LabelModel, fit_labels, pack_model, unpack_model
from learning.models.feedback.sentiment import Felt, feel, rule_feeling, rule_score
from tests.learning.models.feedback.public_notes import Noted, airline_notes, drawn, loudspeaker_notes

SOURCES = {"airlines": airline_notes, "loudspeaker": loudspeaker_notes}


def taught_by(notes: Noted) -> LabelModel:
    return fit_labels(Label.FEELING, [feel(text) for text, _ in notes], [(feeling.value,) for _, feeling in notes])


def feelings_of(model: LabelModel, notes: list[Felt]) -> list[Feeling]:
    return [Feeling(name) for (name,) in model.judge(notes).names]


def macro_f1(truth: list[Feeling], told: list[Feeling]) -> float:
    as_three = [Feeling.NEUTRAL if feeling is Feeling.MIXED else feeling for feeling in told]
    labels = [Feeling.NEGATIVE.value, Feeling.NEUTRAL.value, Feeling.POSITIVE.value]
    return float(
        f1_score([one.value for one in truth], [one.value for one in as_three], labels=labels, average="macro")
    )


def vader_feelings(texts: list[str]) -> list[Feeling]:
    """VADER alone, with the thresholds of its authors."""
    analyzer = SentimentIntensityAnalyzer()
    scores = [analyzer.polarity_scores(text)["compound"] for text in texts]
    return [
        Feeling.POSITIVE if score >= 0.05 else Feeling.NEGATIVE if score <= -0.05 else Feeling.NEUTRAL
        for score in scores
    ]


def figures_of(notes: Noted, seed: int, judged: int) -> dict[str, float]:
    """Macro-F1 of the shipped methods and of three references on one draw of 500 corrections."""
    taught, held = drawn(notes, 500, judged, seed)
    texts, feelings = [text for text, _ in taught], [feeling for _, feeling in taught]
    unseen, truth = [text for text, _ in held], [feeling for _, feeling in held]
    felt = [feel(text) for text in unseen]
    model = taught_by(taught)
    vectors, labels = TfidfVectorizer(ngram_range=(1, 2)), [feeling.value for feeling in feelings]
    linear = LogisticRegression(C=10, class_weight="balanced", max_iter=1_000)
    linear.fit(vectors.fit_transform(texts), labels)
    told = {
        "majority": DummyClassifier().fit(texts, labels).predict(unseen),
        "vader": vader_feelings(unseen),
        "tf-idf": linear.predict(vectors.transform(unseen)),
        "shipped": [rule_feeling(one, rule_score(one)) for one in felt],
        "taught": feelings_of(model, felt),
    }
    return {name: macro_f1(truth, [Feeling(str(one)) for one in judgement]) for name, judgement in told.items()}


def check_bars(runs: list[dict[str, float]]) -> None:
    figures = {name: mean(run[name] for run in runs) for name in runs[0]}
    assert figures["shipped"] >= figures["vader"], figures
    assert figures["taught"] >= max(figures.values()), figures


@pytest.mark.parametrize("source", SOURCES)
def test_the_shipped_method_beats_vader_and_the_taught_one_beats_all(source: str, shared: Path) -> None:
    check_bars([figures_of(SOURCES[source](shared), seed, judged=700) for seed in (11,)])


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_the_same_on_ten_draws(source: str, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes = SOURCES[source](shared)
    runs = [figures_of(notes, seed, judged=min(5_000, len(notes) - 500)) for seed in range(20, 30)]
    with capsys.disabled():
        for name in runs[0]:
            told = sorted(run[name] for run in runs)
            print(f"{source} {name}: macro-F1 {mean(told):.3f} ({told[0]:.3f} to {told[-1]:.3f})")  # noqa: T201
    check_bars(runs)


@pytest.mark.parametrize(
    ("note", "feeling"),
    [
        ("I love this, it works perfectly!", Feeling.POSITIVE),
        ("Worst service ever, two hours on hold and nobody answered.", Feeling.NEGATIVE),
        ("What time do you open on Monday?", Feeling.NEUTRAL),
        ("Great sound, but it broke after two days.", Feeling.MIXED),
        ("Not good at all.", Feeling.NEGATIVE),
        ("😍😍", Feeling.POSITIVE),
        ("Two weeks of waiting and you lost my parcel.", Feeling.NEGATIVE),
        ("The app crashes on my phone.", Feeling.NEGATIVE),
        ("It crashed on the last page.", Feeling.NEGATIVE),
    ],
)
def test_plain_cases_are_felt_as_a_person_feels_them(note: str, feeling: Feeling) -> None:
    felt = feel(note)
    assert rule_feeling(felt, rule_score(felt)) is feeling


def test_handles_links_and_masked_parts_do_not_change_a_feeling() -> None:
    dressed = feel("@love_hate the app keeps crashing [name] https://hate.example/bad")
    assert rule_score(feel("the app keeps crashing")) == rule_score(dressed)


def taught_notes(count: int = 60) -> Noted:
    return [(f"the crew was wonderful {place}", Feeling.POSITIVE) for place in range(count // 2)] + [
        (f"the widget wobbled {place}", Feeling.NEGATIVE) for place in range(count // 2)
    ]


def test_a_model_learns_words_that_no_lexicon_knows() -> None:
    notes = taught_notes()
    model = taught_by(notes)
    judged = model.judge([feel("my widget wobbled again"), feel("what a wonderful crew")])
    assert judged.names == (("negative",), ("positive",))
    assert judged.balanced_chance("positive")[0] < 0.5 < judged.balanced_chance("positive")[1]
    assert not judged.balanced_chance("mixed").any()
    assert (judged.confidence > 0.5).all()


def test_a_packed_model_judges_as_it_did() -> None:
    notes = taught_notes()
    model = taught_by(notes)
    unseen = [feel("a wobbling widget"), feel("crew of the year"), feel("")]
    before, after = model.judge(unseen), unpack_model(pack_model(model), Label.FEELING).judge(unseen)
    assert before.names == after.names
    assert before.balanced == pytest.approx(after.balanced, abs=1e-5)


def test_chances_are_as_often_right_as_they_say(shared: Path) -> None:
    taught, held = drawn(airline_notes(shared), 500, 1_500, 7)
    judged = taught_by(taught).judge([feel(text) for text, _ in held])
    right = mean(name == truth.value for (name,), (_, truth) in zip(judged.names, held, strict=True))
    assert float(judged.confidence.mean()) == pytest.approx(right, abs=0.06)
