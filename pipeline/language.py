"""Sentences and clauses: spaCy's blank English pipeline with the project's own components.

No model is loaded. Both components are rules over the tokens' text, so that a text is always split
in the same way, thousands of texts a second.
"""

import re
from functools import cache
from itertools import pairwise

import numpy as np

from pipeline.lean import without

with without("torch"):
    from spacy.attrs import LENGTH, SPACY
    from spacy.lang.en import English
    from spacy.language import Language
    from spacy.matcher import Matcher, PhraseMatcher
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc, Span
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

__all__ = ["Doc", "Matcher", "PhraseMatcher", "Span", "clauses", "has_verb", "nlp", "sentences"]

# A full stop after one of these ends no sentence ("e.g. the", "Mr. Jones", "No. 4").
_ABBREVIATIONS = (
    "e.g i.e eg ie mr mrs ms dr prof hon rev st no nos vol para paras p pp fig figs approx dept est cf vs "
    "viz jan feb mar apr jun jul aug sep sept oct nov dec art sec ch ref cllr sgt insp det supt"
)
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
_OPENERS = r"“‘\"'(\[«"
_CLOSERS = r"”’\"')\]»"
_STOP = re.compile(
    rf"[.!?…]+(?:[{_CLOSERS}]|\[\d+\]|[⁰¹²³⁴-⁹])*(?:\s+(?=[{_OPENERS}]*[^\W_a-z])|(?=[“‘(\[]*[A-Z][a-z]))"
)
_LAST_WORD = re.compile(r"[\w.]*\w$|\w$")
_INITIAL = re.compile(r"(?:^|[\s(“‘])(?:[A-Z]\.)*[A-Z]$")
_NUMBERED = re.compile(r"(?:^|\s)(?:[A-Z]\s)?\d{1,2}(?:\.\d{1,2})*$")
_SPEAKER = re.compile(
    r"(?:[A-Z][\w'’-]*\.?\s+){1,4}(?:said|asked|added|told|continued|commented|explained)\b"
)

# What shows that a stretch of words has a finite verb of its own.
_AUXILIARY = (
    "am is are was were be been has have had do does did can could may might must shall should will would "
    "cannot needs need isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't can't couldn't "
    "won't wouldn't shouldn't"
)
_FINITE_WORDS = (
    "said say says told felt feel feels found find finds gave give gives took take takes made make makes led "
    "lead leads met meet meets knew know knows left leave kept keep keeps held hold holds spoke speak speaks "
    "ran run runs saw see sees became become becomes began begin begins came come comes went go goes meant "
    "mean means lacks lack shows show remains remain understood understand drew draw built build brought "
    "bring sought seek saw rose fell set put got understands thought think chose wrote sat stood"
)
_FINITE = re.compile(
    rf"(?!may \d)\b(?:{'|'.join(_AUXILIARY.replace(chr(39), '[’' + chr(39) + ']').split())})\b"
    rf"|\b(?:{'|'.join(_FINITE_WORDS.split())})\b"
    r"|(?<=\w )(?<!cases )(?<!those )(?<!people )(?!need|exceed|proceed|succeed|indeed)\w{2,}ed\b"
    r"(?= (?!by\b))",
    re.IGNORECASE,
)
# What may open a clause that stands on its own.
_SUBJECT = (
    r"(?:the|a|an|this|that|these|those|there|it|they|we|he|she|his|her|its|their|our|in|on|at|for|where|when"
    r"|if|of|only|just|most|many|some|several|few|fewer|no|not|all|almost|nearly|both|each|every|more|less"
    r"|inspectors|practitioners|staff|managers|leaders|people|work|reviews|assessments|plans|services"
    r"|\d+|[A-Z][\w’']+)\b"
)
# Where a second clause may begin; it does where both sides can stand alone.
_BREAKS = {
    "semicolon": re.compile(r"(?<=;)\s+(?=\w)"),
    "contrast": re.compile(r"(?<=,)\s+(?=(?:but|yet|although|though|while|whilst|whereas|however)\b)", re.I),
    "contrast without comma": re.compile(r"(?<=[\w)”’])\s+(?=(?:but|although|whereas|whilst)\b)", re.I),
    "despite": re.compile(r"(?<=,)\s+(?=(?:despite|in spite of|notwithstanding)\b)", re.I),
    "dash": re.compile(r"(?<=\s[–—-])\s+(?=\w)"),
    "consequence": re.compile(r"(?<=,)\s+(?=(?:which|so|meaning)\b)", re.I),
    "and": re.compile(rf"(?<=,)\s+(?=and\s+{_SUBJECT})"),
}
_CONCESSION = re.compile(r"\W*(?:even though|although|though|while|whilst|despite|in spite of)\b", re.I)
_COMMA = re.compile(r"(?<=,)\s+")
_COORDINATE = re.compile(r"(?:and|or|but|which|who|including|such as)\b", re.I)
_RELATIVE = re.compile(
    r"(?:and|but|yet|so|which|meaning(?: that)?|however,?|although|though|while|whilst|whereas)\s+", re.I
)
_MIN_WORDS = 3


def _ends_sentence(text: str, match: re.Match[str], start: int) -> bool:
    """Whether the stop at ``match`` ends the sentence that began at ``start``."""
    before, after = text[start : match.start()], text[match.end() : match.end() + 80]
    if match.group()[0] == "." and match.group().rstrip() == ".":
        word = _LAST_WORD.search(before)
        if word and word.group().lower() in ABBREVIATIONS:
            return False
        if _INITIAL.search(before) or _NUMBERED.fullmatch(before.strip()):
            return False
    if before.count("(") > before.count(")") and ")" not in match.group() and ")" in text[match.end() :]:
        return False
    return not (match.group().rstrip()[-1] in "”’\"'" and _SPEAKER.match(after))


def _sentence_starts(text: str) -> list[int]:
    starts = [0]
    for match in _STOP.finditer(text):
        if _ends_sentence(text, match, starts[-1]):
            starts.append(match.end())
    return starts


def _stands_alone(part: str, *, tail: bool) -> bool:
    """Whether ``part`` has words enough and a finite verb; ``tail``: it may open with a conjunction."""
    words = _RELATIVE.sub("", part.strip(), count=1) if tail else part
    return len(words.split()) >= _MIN_WORDS and _FINITE.search(words) is not None


def _concession_break(sentence: str) -> int | None:
    """Where the main clause begins after 'Although ...,' or 'Despite ...,'; None without one."""
    opening = _CONCESSION.match(sentence)
    for match in _COMMA.finditer(sentence) if opening else ():
        left, right = sentence[: match.start()], sentence[match.end() :]
        main = right.split(",")[0]
        if len(left.split()) > _MIN_WORDS and not _COORDINATE.match(main) and _stands_alone(main, tail=False):
            return match.end()
    return None


def _clause_starts(sentence: str) -> list[int]:
    """Offsets in ``sentence`` at which a clause begins, 0 first."""
    main = _concession_break(sentence)
    starts = [0] if main is None else [0, main]
    for at in sorted({match.end() for cue in _BREAKS.values() for match in cue.finditer(sentence)}):
        left, right = sentence[starts[-1] : at], sentence[at:]
        if at > starts[-1] and _stands_alone(left, tail=True) and _stands_alone(right, tail=True):
            starts.append(at)
    return starts


def _offsets(doc: Doc) -> np.ndarray:
    """First character of every token: int64 (n,). Reading arrays spares a Python object a token."""
    lengths = doc.to_array([LENGTH, SPACY]).astype(np.int64).sum(axis=1)
    return np.concatenate([[0], np.cumsum(lengths)[:-1]])


def _token_spans(doc: Doc, starts: list[int]) -> list[Span]:
    """The stretches of tokens that begin at the characters ``starts``."""
    begins = sorted({*np.searchsorted(_offsets(doc), starts).tolist(), len(doc)})
    return [Span(doc, a, b) for a, b in pairwise(begins)]


@Language.component("finding_sentences")
def finding_sentences(doc: Doc) -> Doc:
    """Put the sentences into ``doc.spans['sentences']`` and mark their first tokens."""
    if not len(doc):
        return doc
    doc.spans["sentences"] = spans = _token_spans(doc, _sentence_starts(doc.text))
    for span in spans:
        doc[span.start].is_sent_start = True
    return doc


@Language.component("finding_clauses")
def finding_clauses(doc: Doc) -> Doc:
    """Put the clauses of every sentence into ``doc.spans['clauses']``."""
    if not len(doc):
        return doc
    sentences = [(span.start_char, span.text) for span in doc.spans["sentences"]]
    starts = [first + at for first, sentence in sentences for at in _clause_starts(sentence)]
    doc.spans["clauses"] = _token_spans(doc, starts)
    return doc


@cache
def nlp() -> Language:
    """Blank English pipeline: hyphenated words stay whole; sentences and clauses are marked."""
    pipe = English()
    infixes = [rule for rule in English.Defaults.infixes or () if "-|–|—" not in str(rule)]
    pipe.tokenizer = Tokenizer(
        pipe.vocab,
        rules=English.Defaults.tokenizer_exceptions,
        prefix_search=compile_prefix_regex(English.Defaults.prefixes or ()).search,
        suffix_search=compile_suffix_regex(English.Defaults.suffixes or ()).search,
        infix_finditer=compile_infix_regex([*infixes, r"(?<=\w)[–—](?=\w)"]).finditer,
        url_match=English.Defaults.url_match,
    )
    pipe.add_pipe("finding_sentences")
    pipe.add_pipe("finding_clauses")
    return pipe


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _spans(text: str, unit: str) -> list[tuple[int, int]]:
    if not text.strip():
        return []
    doc = nlp()(text)
    trimmed = [_trimmed(text, span.start_char, span.end_char) for span in doc.spans[unit]]
    return [(start, end) for start, end in trimmed if start < end]


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences of ``text``, trimmed and in order."""
    return _spans(text, "sentences")


def clauses(text: str) -> list[tuple[int, int]]:
    """Spans of its sentences, split at contrasts and semicolons where both sides can stand alone."""
    return _spans(text, "clauses")


def has_verb(text: str) -> bool:
    """Whether ``text`` has a finite verb, as far as words alone tell."""
    return _FINITE.search(text) is not None
