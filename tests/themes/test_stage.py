import json
import re

import pytest

from pipeline import tables
from pipeline.themes import assigner, ridge, run

from .conftest import CODEBOOK, SUBJECTS, document, sentence

MODEL = "models/themes.safetensors"
DOCUMENTS = [*document("one", range(0, 7)), *document("two", range(7, 14)), *document("three", range(14, 20))]


@pytest.fixture
def taught(monkeypatch):
    """The texts that each run of the stage learnt from."""
    found, fit = [], assigner.fit

    def watched(themes, keywords, definitions, lesson, learnt):
        found.append(lesson.passages.texts)
        return fit(themes, keywords, definitions, lesson, learnt)

    monkeypatch.setattr(assigner, "fit", watched)
    return found


def subject_of(ids):
    return {
        ids[text]: subject for subject in SUBJECTS for n in range(60) if (text := sentence(subject, n)) in ids
    }


def test_findings_get_the_theme_that_they_speak_of(project):
    ids = project.findings(DOCUMENTS)
    run()
    right = [project.themes()[key][0][0] == subject for key, subject in subject_of(ids).items()]
    assert sum(right) / len(right) >= 0.95


def test_a_finding_on_two_subjects_gets_both_and_says_why(project):
    both = f"{sentence('court', 3)} {sentence('drugs', 5)}"
    ids = project.findings([*DOCUMENTS, ("two", both)])
    run()
    table = project.read(tables.FINDING_THEMES).set_index(["finding_id", "theme_id"])
    assert {theme for theme, _ in project.themes()[ids[both]]} == {"court", "drugs"}
    row = table.loc[(ids[both], "court")]
    assert any(word in row["phrases"] for word in SUBJECTS["court"])
    assert any(word in row["nearest"] for word in SUBJECTS["court"])
    assert row["runner_up"] == "housing"


def test_documents_swapped_added_and_removed_move_no_codebook_theme(project):
    project.findings(DOCUMENTS)
    run()
    before = project.themes()
    project.findings(DOCUMENTS[::-1])
    project.forget()
    run()
    assert project.themes() == before
    project.findings([*document("zero", range(20, 26), ["drugs"]), *DOCUMENTS])
    project.forget()
    run()
    more = project.themes()
    assert {key: more[key] for key in before} == before
    project.findings(DOCUMENTS[21:])
    project.forget()
    run()
    fewer = project.themes()
    assert fewer == {key: before[key] for key in fewer}
    assert len(fewer) >= 38


def test_the_same_input_gives_the_same_bytes_in_any_order_and_at_every_run(project):
    project.findings(DOCUMENTS)
    run()
    first = project.outputs()
    run()
    project.forget()
    project.findings(DOCUMENTS[::-1])
    project.findings(DOCUMENTS)
    anew = project.outputs() if run() is None else {}
    run()
    from_what_is_kept = project.outputs()
    for other in (anew, from_what_is_kept):
        assert [name for name in first if other[name] != first[name]] == []


def test_discovered_themes_keep_their_ids_when_a_document_comes(project):
    project.findings(DOCUMENTS)
    run()
    themes = project.read(tables.THEMES)
    old = set(themes.loc[themes["origin"] == "discovered", "theme_id"])
    assert old
    project.findings([*DOCUMENTS, *document("four", range(30, 31))])
    run()
    themes = project.read(tables.THEMES)
    now = set(themes.loc[themes["origin"] == "discovered", "theme_id"])
    events = project.read(tables.LINEAGE)
    assert set(events["from"].dropna()) >= old
    assert len(now & old) / len(old) >= 0.7


def test_every_theme_says_how_far_it_stands(project):
    project.findings(DOCUMENTS)
    run()
    themes = project.read(tables.THEMES).set_index("theme_id")
    assert themes.loc[list(SUBJECTS), "stability"].between(0, 1).all()
    assert (themes.loc[list(SUBJECTS), "robust"] == (themes.loc[list(SUBJECTS), "stability"] >= 0.6)).all()


def test_an_empty_codebook_leaves_themes_found_by_clustering_alone(project):
    (project.root / "data/reference/codebook.yaml").write_text("themes: []\n")
    ids = project.findings(DOCUMENTS)
    run()
    themes, given = project.read(tables.THEMES), project.read(tables.FINDING_THEMES)
    assert set(themes["origin"]) == {"discovered"}
    assert themes["means"].isin(list(ids)).all()
    assert given["finding_id"].is_unique
    assert len(given) >= 0.8 * len(ids)
    assert project.read(tables.HOLDOUT["themes"]).empty


def test_edits_of_the_codebook_are_followed(project):
    project.findings(DOCUMENTS)
    run()
    edited = CODEBOOK.replace("name: Housing", "name: Homes").replace(
        "means: Heroin", "merged_into: court, means: Heroin"
    )
    (project.root / "data/reference/codebook.yaml").write_text(edited)
    run()
    themes = project.read(tables.THEMES).set_index("theme_id")
    assert themes.loc["housing", "name"] == "Homes"
    assert "drugs" not in themes.index
    events = project.read(tables.LINEAGE)
    merged = events[(events["theme_id"] == "court") & (events["event"] == "merged")]
    assert merged["from"].tolist() == ["drugs"]
    assert themes.loc["court", "n_findings"] >= 38


def test_decisions_are_applied_learnt_from_and_never_lost(project, taught):
    ids = project.findings(DOCUMENTS)
    keys = [ids[sentence("housing", n)] for n in (0, 1)]
    rows = [
        f"{keys[0]},themes,court,Ann,2025-01-02,reread",
        f"{keys[1]},themes,none,Ann,2025-01-02,nothing fits",
        "gone-1,themes,court,Ann,2025-01-02,reread",
        f"{keys[0]},themes,nonsense,Bob,2025-01-01,typed",
        f"{ids[sentence('drugs', 1)]},themes,nonsense,Bob,2025-01-01,typed",
    ]
    head = "finding_id,field,value,who,when,why\n"
    (project.root / "data/review/back.csv").write_text(head + "\n".join(rows) + "\n")
    run()
    assert project.themes()[keys[0]] == [("court", 1.0)]
    assert keys[1] not in project.themes()
    status = project.read(tables.REVIEW_STATUS)
    assert sorted(status["status"]) == ["applied", "applied", "invalid", "orphaned", "superseded"]
    assert sentence("housing", 0) in taught[0]


def test_hand_coding_is_measured_and_never_learnt_from(project, taught):
    project.gold("real", range(40, 44))
    project.gold("invented", range(44, 48))
    project.findings(DOCUMENTS)
    run()
    held = project.read(tables.HOLDOUT["themes"])
    assert held["origin"].value_counts().to_dict() == {"real": 12, "invented": 12}
    assert (held["predicted"].str.split().str[0] == held["gold"]).mean() >= 0.9
    assert sentence("court", 101) in taught[0]
    assert not {sentence("court", 41), sentence("court", 45)} & set(taught[0])


def test_what_was_learnt_is_learnt_once_until_something_else_is_taught(project, monkeypatch):
    project.findings(DOCUMENTS)
    run()
    before = project.outputs()
    with monkeypatch.context() as forbidden:
        forbidden.setattr(ridge, "fit", None)
        project.forget()
        run()
    assert project.outputs() == before
    project.gold("real", range(100, 101))  # one text of each subject is no longer taught
    project.embed([text for _, text in DOCUMENTS])
    run()
    assert project.outputs()[MODEL] != before[MODEL]


def test_a_finding_that_nothing_fits_is_unassigned(project):
    words = re.findall(r"\w+", "ocean reef kelp coral plankton lagoon tide dune gull shell anemone urchin")
    off = [f"A {words[n]} and a {words[(n + k) % 12]} drifted in." for n in range(12) for k in (1, 3, 5)]
    rows = [{"text": text, "form": "bullet", "reason": "off topic"} for text in off[:24]]
    lines = "\n".join(json.dumps(row) for row in rows)
    (project.root / "data/reference/examples/not_findings.jsonl").write_text(lines + "\n")
    ids = project.findings([*DOCUMENTS, *(("two", text) for text in off[24:])])
    run()
    given = project.themes()
    assert [text for text in off[24:] if ids[text] in given] == []
    assert len(given) >= 0.95 * len(DOCUMENTS)
