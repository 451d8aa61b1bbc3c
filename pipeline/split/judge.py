"""Whether a sentence is a finding: what it says against the rules, or that it judges at all."""

from pipeline.language import has_verb
from pipeline.split.rules import Rules, first, plain

PRESUME = "presume"  # a finding unless a rule says that it is none
STRICT = "strict"  # a finding only where it judges, too


def judges(text: str, rules: Rules) -> bool:
    """Whether inspectors judge in ``text``: it praises, criticises, asks for change or says how often."""
    return first(rules.judgements, text) is not None


def fault(text: str, rules: Rules, mode: str, min_words: int) -> str | None:
    """Why ``text`` is no finding (a reason, for the table of what was dropped); None where it is one."""
    ended = text.rstrip("”\"'’)] ").endswith((".", "!", "?", "…", ";"))
    if len(text.split()) < min_words or (not ended and not has_verb(text)):
        return "fragment"
    judged, known = judges(text, rules), plain(text)
    for rule in rules.not_findings:
        if not (rule.weak and judged) and rule.pattern.search(known):
            return rule.reason
    return None if judged or mode == PRESUME else "no judgement"
