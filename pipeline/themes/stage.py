"""Read findings, vectors, codebook and decisions; assign and discover themes; write the tables."""

import logging
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipeline import codebook, examples, params, review, tables, vectors
from pipeline.codebook import Theme
from pipeline.errors import PipelineError
from pipeline.kept import Kept
from pipeline.learnt import Learnt
from pipeline.text import digest
from pipeline.themes import (
    assigner,
    corrections,
    discovery,
    divisions,
    holdout,
    labels,
    naming,
    passages,
    registry,
    rows,
    stability,
    teaching,
)
from pipeline.themes.assigner import Assigner
from pipeline.themes.divisions import Field
from pipeline.themes.keywords import Keywords
from pipeline.themes.labels import Labelled
from pipeline.themes.lesson import Lesson
from pipeline.themes.registry import Entry, Generation
from pipeline.themes.rows import Corpus, Given
from pipeline.themes.space import Space

KEPT = "themes"  # name of what is kept of earlier runs
MODEL = Path("models/themes.safetensors")
PLACES = Path("data/reference/pdus.csv")
_log = logging.getLogger(__name__)


def run() -> None:
    """Run the stage."""
    settings, known = params.load().themes, vectors.load()
    entries, gold = codebook.entries(), examples.gold()
    findings = tables.read(tables.FINDINGS).sort_values("finding_id", ignore_index=True)
    decided = corrections.statuses(review.history(), findings, codebook.successors(entries))
    corpus = corpus_of(findings, tables.read(tables.CLAUSES), known)
    measured = {one.text for one in gold}
    taught = labels.gather(entries, corrections.teaching(decided, findings), measured)
    model, given, steady = assign(corpus, taught, entries, decided)
    field = field_of(taught, corpus, known)
    divided = list(divisions.divide(divisions.materials(corpus, given), field, corpus, settings.seed))
    run_id = identity(corpus, taught, entries, known)
    before = registry.before(run_id)
    named, events = divisions.settle([one for one, _ in divided], entries, before, known.encoder)
    steady |= {one.entry.id: value for one, (_, value) in zip(named, divided, strict=True)}
    table = rows.with_found(given.rows, named, corpus.ids)
    book = [theme for theme in entries if theme.in_use]
    counts = {str(key): int(n) for key, n in table["theme_id"].value_counts().items()}
    tables.write(tables.FINDING_THEMES, table)
    tables.write(tables.THEMES, rows.themes(book, named, counts, steady))
    tables.write(tables.LINEAGE, rows.lineage(events, run_id))
    tables.write(tables.REVIEW_STATUS, decided)
    tables.write(tables.HOLDOUT["themes"], held_out(gold, model, known))
    kept = [Entry(theme.id, theme.name) for theme in book] + [one.entry for one in named]
    registry.write(Generation(run_id, known.encoder, kept))
    report(corpus, table, len(named), decided)


def identity(
    corpus: Corpus, taught: Sequence[Labelled], entries: Sequence[Theme], known: vectors.Vectors
) -> str:
    """Key of all that a run reads: a run on the same is the same run again, with the same lineage."""
    book = (theme.model_dump_json() for theme in entries)
    lessons = ("\t".join((one.text, *one.themes, one.source, *one.optional)) for one in taught)
    return digest(known.encoder, *corpus.ids, *corpus.passages.texts, *book, *lessons)


def assign(
    corpus: Corpus, taught: Sequence[Labelled], entries: Sequence[Theme], decided: pd.DataFrame
) -> tuple[Assigner | None, Given, dict[str, float]]:
    """The assigner, the corpus's codebook themes and how far each stands; nothing with an empty codebook."""
    settings, known = params.load().themes, vectors.load()
    learnt = Learnt(MODEL, teaching.__name__)
    if not any(theme.in_use for theme in entries):
        learnt.write()
        return None, Given([], {}), {}
    lesson = labels.lesson(taught, entries, known)
    model = learn(lesson, entries, learnt)
    chosen = corrections.set_themes(decided, codebook.successors(entries))
    given = rows.assigned(model, corpus, chosen, settings.max_themes, Kept(KEPT))
    again = teaching.Teaching(model, lesson, learnt).part
    values = stability.of_teaching(model, again, corpus.passages, corpus.documents, settings.seed)
    learnt.write()
    return model, given, dict(zip(model.themes, values, strict=True))


def learn(lesson: Lesson, entries: Sequence[Theme], learnt: Learnt) -> Assigner:
    """An assigner of the themes in use."""
    book = [theme for theme in entries if theme.in_use]
    definitions = vectors.load().of([theme.means for theme in book])
    return assigner.fit([theme.id for theme in book], Keywords.of(book), definitions, lesson, learnt)


def held_out(gold: Sequence[examples.Gold], model: Assigner | None, known: vectors.Vectors) -> pd.DataFrame:
    """Table themes_holdout; without rows where the codebook is empty and there is no ``model``."""
    if model is None:
        return tables.empty(tables.HOLDOUT["themes"])
    return holdout.predictions(gold, model, known, params.load().themes.max_themes)


def corpus_of(findings: pd.DataFrame, clauses: pd.DataFrame, known: vectors.Vectors) -> Corpus:
    """Findings with their clauses, in the order of the findings."""
    parts: dict[str, list[str]] = {}
    in_order = clauses.sort_values(["finding_id", "clause"])
    for key, text in zip(in_order["finding_id"].tolist(), in_order["text"].tolist(), strict=True):
        parts.setdefault(key, []).append(text)
    ids, texts = findings["finding_id"].tolist(), findings["text"].tolist()
    missing = [key for key in ids if key not in parts]
    if missing:
        raise PipelineError(tables.path_of(tables.CLAUSES), f"lacks {missing[0]}", "Run: dvc repro split")
    own = passages.of_parts(texts, [parts[key] for key in ids], known)
    return Corpus(ids, findings["document_id"].tolist(), own)


def field_of(taught: Sequence[Labelled], corpus: Corpus, known: vectors.Vectors) -> Field:
    """What the field's texts share, learnt from what is taught: a new document changes nothing."""
    texts = sorted({one.text for one in taught} or set(corpus.passages.texts))
    texts = [texts[i] for i in sorted(discovery.sampled(texts, divisions.BACKGROUND))]
    own = passages.of_texts(texts, known).means()
    stops = naming.place_words(pd.read_csv(PLACES, dtype="str"))
    return Field(Space.fit(texts, own), own.mean(axis=0), stops)


def report(corpus: Corpus, table: pd.DataFrame, discovered: int, decided: pd.DataFrame) -> None:
    """Log counts, and each decision that could not be applied."""
    unassigned = len(corpus.ids) - table["finding_id"].nunique()
    line = "themes: %d findings, %d assignments, %d unassigned, %d discovered themes, %d decisions applied"
    applied = int((decided["status"] == "applied").sum())
    _log.info(line, len(corpus.ids), len(table), unassigned, discovered, applied)
    for row in decided[decided["status"].isin(["orphaned", "invalid"])].to_dict("records"):
        hint = f"; {row['candidate']} is most like it" if isinstance(row["candidate"], str) else ""
        _log.warning(
            "themes: %s: decision on %s of %s is %s%s",
            row["file"], row["field"], row["finding_id"], row["status"], hint,
        )  # fmt: skip
