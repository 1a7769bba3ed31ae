"""What makes two findings the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from learning.domain.insights import InsightKind, Rival, RivalKind, Subject, Tier
from learning.insights.fingerprints import fingerprint, merge_duplicates
from tests.learning.insights.findings import finding

PAIRS = st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=4, unique=True)


def test_the_digest_is_the_same_on_every_machine() -> None:
    subject = Subject(InsightKind.SEGMENT_GAP, "engagement_rate", (("device", "mobile"), ("persona", "Eltern ü")))
    assert fingerprint(subject) == "e71497b9469b95c369ef9109f2fd5fd6"


@given(PAIRS, PAIRS)
def test_the_order_of_pairs_plays_no_role_and_everything_else_does(
    segment: list[tuple[str, str]], what: list[tuple[str, str]]
) -> None:
    one = Subject(InsightKind.ANOMALY, "views", tuple(segment), tuple(what))
    shuffled = Subject(InsightKind.ANOMALY, "views", tuple(reversed(segment)), tuple(reversed(what)))
    assert fingerprint(one) == fingerprint(shuffled)
    others = {
        fingerprint(Subject(InsightKind.TREND, "views", one.segment, one.what)),
        fingerprint(Subject(one.kind, "clicks", one.segment, one.what)),
        fingerprint(Subject(one.kind, one.metric, (*one.segment, ("more", "")), one.what)),
        fingerprint(Subject(one.kind, one.metric, one.segment, (*one.what, ("more", "")))),
    }
    assert len(others | {fingerprint(one)}) == 5


def test_findings_of_one_subject_become_the_surest_of_them_with_the_evidence_of_all() -> None:
    rival = Rival(RivalKind.UNEVEN, "format")
    weak = finding(tier=Tier.WORTH_TESTING, confidence=0.99, posts=(7, 3), rivals=(rival,), detector="other")
    sure, apart = finding(), finding(metric="save_rate")
    merged = merge_duplicates([weak, apart, sure])
    assert [one.candidate.subject.metric for one in merged] == ["engagement_rate", "save_rate"]
    assert merged[0].tier is Tier.CONFIRMED
    assert merged[0].candidate.evidence.posts == (3, 1, 2, 7)
    assert merged[0].candidate.evidence.rivals == (rival,)
    assert merged[1] == apart


def test_what_is_there_once_stays_as_it_is() -> None:

    findings = [finding(metric=f"m{place}", n=90 - place) for place in range(20)]
    assert merge_duplicates(findings) == tuple(findings)
    assert merge_duplicates([]) == ()
