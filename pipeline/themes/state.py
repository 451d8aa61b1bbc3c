"""The fitted assigner on disk: JSON for what can be read, safetensors for numbers; no pickle."""

import json
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors import numpy as safetensors

from pipeline import files
from pipeline.errors import PipelineError
from pipeline.kept import key_of
from pipeline.themes.assigner import Assigner, Known
from pipeline.themes.evidence import NAMES
from pipeline.themes.features import Features, letters_of, vectoriser
from pipeline.themes.judge import Judge
from pipeline.themes.keywords import Keywords
from pipeline.themes.meaning import Meaning
from pipeline.themes.score import Score

FOLDER = Path("models/themes")
VERSION = 5
_REMEDY = "Make it anew: dvc repro --force themes"


def save(model: Assigner, folder: Path = FOLDER) -> None:
    """Write ``model.json`` and ``model.safetensors``, the same bytes for the same model."""
    facts = {
        "version": VERSION,
        "themes": model.themes,
        "figures": list(NAMES),
        "keywords": model.features.keywords.keywords,
        "threshold": model.judgement.threshold,
        "floor": model.judgement.floor,
        "texts": model.known.texts,
        "vocabulary": model.features.words.get_feature_names_out().tolist(),
        "letters": model.features.letters.get_feature_names_out().tolist(),
    }
    text = json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    files.write(folder / "model.json", text)
    files.write(folder / "model.safetensors", safetensors.save(_arrays(model)))


def _arrays(model: Assigner) -> dict[str, np.ndarray]:
    judgement, known = model.judgement, model.known
    return {
        "idf": np.ascontiguousarray(model.features.words.idf_),
        "letters_idf": np.ascontiguousarray(model.features.letters.idf_),
        **{f"score_{name}": np.ascontiguousarray(value) for name, value in model.score.arrays.items()},
        "definitions": np.ascontiguousarray(model.definitions),
        "known_whole": np.ascontiguousarray(known.meaning.whole),
        "known_opening": np.ascontiguousarray(known.meaning.opening),
        "known_targets": np.ascontiguousarray(known.targets),
        "known_mains": np.ascontiguousarray(known.mains),
        **{name: value for name, value in judgement.arrays.items() if name != "cuts"},
    }


def key(model: Assigner) -> str:
    """Key of a model: all that its assignments depend on."""
    features, judgement = model.features, model.judgement
    words = [sorted(bag.vocabulary_.items()) for bag in (features.words, features.letters)]
    arrays = _arrays(model)
    facts = [model.themes, words, features.keywords.keywords, model.known.texts]
    cuts = [judgement.threshold, judgement.floor]
    return key_of(facts, cuts, [arrays[name] for name in sorted(arrays)])


def load(folder: Path = FOLDER) -> Assigner:
    """Read an assigner.

    Raises
    ------
    PipelineError: it is not there, is damaged, or was written by another version.

    """
    facts = _facts(folder / "model.json")
    try:
        arrays = safetensors.load_file(folder / "model.safetensors")
        words, letters = vectoriser(min_df=1), letters_of(1, 1.0)
        words.vocabulary, letters.vocabulary = facts["vocabulary"], facts["letters"]
        words.idf_, letters.idf_ = arrays["idf"], arrays["letters_idf"]
        meaning = Meaning(arrays["known_whole"], arrays["known_opening"])
        known = Known(facts["texts"], meaning, arrays["known_targets"], arrays["known_mains"])
        judgement = Judge.of({**arrays, "cuts": np.array([facts["threshold"], facts["floor"]])})
        score = Score(*(arrays[f"score_{name}"] for name in ("words", "speaks", "offsets")))
        features = Features(words, letters, Keywords(facts["keywords"]))
        return Assigner(facts["themes"], features, score, arrays["definitions"], known, judgement)
    except (OSError, KeyError, ValueError, SafetensorError) as error:
        raise PipelineError(folder, f"cannot be read ({error})", _REMEDY) from error


def _facts(path: Path) -> dict:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PipelineError(path, "does not exist", "Run stage themes: dvc repro themes") from None
    except ValueError as error:
        raise PipelineError(path, f"cannot be read ({error})", _REMEDY) from error
    if not isinstance(facts, dict) or facts.get("version") != VERSION or facts.get("figures") != list(NAMES):
        version = facts.get("version") if isinstance(facts, dict) else "none"
        raise PipelineError(path, f"is of version {version}, this program reads version {VERSION}", _REMEDY)
    return facts
