"""Pages from templates: text is escaped, styles and scripts stand in the page, nothing is fetched."""

from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from pipeline.report import safe, words
from pipeline.report.corpus import Corpus, place_slug
from pipeline.report.counts import evidence

HERE = Path(__file__).parent


def environment(corpus: Corpus) -> jinja2.Environment:
    """Jinja environment with autoescape on, an unset variable an error, and the pages' filters."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        site=corpus.params.report.title,
        css=Markup(read("site.css")),
        theme_pages=set(corpus.themes.index),
        place_pages=set(corpus.pdus),
        programmes=corpus.programmes,
        evidence=evidence,
        place_slug=place_slug,
        words=words,
    )
    for name in (
        "plural",
        "times",
        "published",
        "date",
        "of",
        "percent",
        "inside",
        "capital",
        "known",
        "number",
        "listing",
    ):
        env.filters[name] = getattr(words, name)
    env.filters["programmes"] = lambda text: _named(text, corpus.programmes)
    env.filters["markdown"] = safe.markdown
    env.tests["known"] = words.known
    return env


def _named(text: str, names: dict[str, str]) -> str:
    """``text`` with the names of programmes where it gives their ids."""
    for key in sorted(names, key=len, reverse=True):
        text = text.replace(key, f"‘{names[key]}’")
    return text


def read(name: str) -> str:
    """A static file of the stage."""
    return (HERE / "static" / name).read_text(encoding="utf-8")


def page(env: jinja2.Environment, template: str, root: str = "", **context: Any) -> str:
    """One page as text; ``root`` leads from its folder to the folder of reports."""
    script = _tidy(context.pop("script", ""))
    policy = safe.policy(script, neighbours=bool(context.pop("neighbours", False)))
    html = env.get_template(template).render(root=root, script=Markup(script), policy=policy, **context)
    return _tidy(html) + "\n"


def _tidy(text: str) -> str:
    """Text without empty lines and spaces at line ends (a script's hash is that of the tidied script)."""
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())


def plain(env: jinja2.Environment, template: str, **context: Any) -> str:
    """A text that is no page: nothing is escaped, runs of empty lines are one."""
    text = env.overlay(autoescape=False).get_template(template).render(**context)
    lines = [line.rstrip() for line in text.splitlines()]
    spaced = [part for line in lines for part in (["", line] if line.startswith("#") else [line])]
    kept = [line for n, line in enumerate(spaced) if line or (n and spaced[n - 1])]
    return "\n".join(kept).strip() + "\n"
