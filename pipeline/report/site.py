"""Pages from templates: text is escaped, styles and scripts stand in the page, nothing is fetched."""

from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from pipeline.report import safe, words
from pipeline.report.counts import evidence
from pipeline.report.corpus import place_slug

HERE = Path(__file__).parent


def environment(title: str, themes: set[str], places: set[str]) -> jinja2.Environment:
    """Jinja environment with autoescape on, an unset variable an error, and the pages' filters."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        site=title,
        css=Markup(read("site.css")),
        theme_pages=themes,
        place_pages=places,
        evidence=evidence,
        place_slug=place_slug,
        words=words,
    )
    for name in ("plural", "date", "of", "percent", "inside", "capital", "known", "number", "listing"):
        env.filters[name] = getattr(words, name)
    env.tests["known"] = words.known
    return env


def read(name: str) -> str:
    """A static file of the stage."""
    return (HERE / "static" / name).read_text(encoding="utf-8")


def page(env: jinja2.Environment, template: str, root: str = "", **context: Any) -> str:
    """One page as text; ``root`` leads from its folder to the folder of reports."""
    script = context.pop("script", "")
    policy = safe.policy(script, neighbours=bool(context.pop("neighbours", False)))
    html = env.get_template(template).render(root=root, script=Markup(script), policy=policy, **context)
    return "\n".join(line.rstrip() for line in html.splitlines() if line.strip()) + "\n"


def plain(env: jinja2.Environment, template: str, **context: Any) -> str:
    """A text that is no page: nothing is escaped, runs of empty lines are one."""
    text = env.overlay(autoescape=False).get_template(template).render(**context)
    lines = [line.rstrip() for line in text.splitlines()]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return "\n".join(kept).strip() + "\n"
