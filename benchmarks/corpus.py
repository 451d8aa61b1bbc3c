"""A synthetic corpus of any size: reports made by a grammar from a seed, with known bullets, PDUs and years.

As many of its bullets as of published ones, about one in six, do not say plainly which way they judge.
Nothing here was published by anybody. Every document says so in its first lines, places are invented, and
the corpus is written to a folder of its own, never beside real documents.
"""

import csv
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

MARK = "SYNTHETIC TEXT, made by a program to measure speed. It describes no real place, person or inspection."
FIRST_YEAR, YEARS = 2018, 8
BULLETS = 8  # on each side of each of five sections: 80 in a report
SECTIONS = (
    "1.1. Leadership",
    "1.2. Staff",
    "1.3. Services",
    "1.4. Information and facilities",
    "2. Case supervision",
)
RATINGS = ("Outstanding", "Good", "Requires improvement", "Inadequate")

_HEADS = (
    "Ash", "Bram", "Cald", "Dun", "Elder", "Fen", "Gars", "Hollow", "Ilk", "Kell", "Lang", "Mar",
    "North", "Over", "Pen", "Quarn", "Rook", "Sel", "Thorn", "Under", "Wex", "Yarl",
)  # fmt: skip
_TAILS = (
    "bridge", "cliffe", "combe", "dale", "field", "ford", "gate", "ham", "holme", "hurst", "ley",
    "mere", "mouth", "stead", "thwaite", "ton", "wick", "worth",
)  # fmt: skip
_SUBJECTS = (
    "Home visits", "Sentence plans", "Risk reviews", "Domestic abuse enquiries", "Child safeguarding checks",
    "Supervision sessions", "Induction of new officers", "Unpaid work projects", "Accommodation referrals",
    "Substance misuse appointments", "Mental health pathways", "Victim contact letters", "Court reports",
    "Management oversight", "Performance dashboards", "Interview rooms", "Caseload reviews", "Team briefings",
    "Courses for women", "Services for young adults", "Pre-release meetings", "Multi-agency panels",
    "Training records", "Interpreting services", "Neurodiversity screenings", "Employment workshops",
)  # fmt: skip
_GOOD = (
    "were completed on time", "were well organised", "drew on many sources", "were valued by practitioners",
    "had improved since the last inspection", "were tailored to individual need", "had clear leadership",
    "were monitored every month", "reached the people who needed them most", "were well attended",
)  # fmt: skip
_POOR = (
    "came too late to be useful", "were missing from most files", "depended on one member of staff",
    "had not been evaluated", "were not understood by practitioners", "rarely led to any action",
    "were cancelled when staff were absent", "did not take account of diversity", "had long waiting lists",
    "were recorded but not followed up",
)  # fmt: skip
_PLACES = (
    "the main office", "the court team", "the resettlement team", "the eastern hub", "the women's centre",
    "the unpaid work depot", "both satellite offices", "the sentence management teams", "the hostel",
)  # fmt: skip
_HELPED = (
    "because every vacancy was filled", "after a change of provider", "as partners worked well together",
    "since the new head of delivery arrived", "with good support from the quality team",
)  # fmt: skip
_HINDERED = (
    "because caseloads had risen", "after a change of provider", "since the last head of delivery left",
    "following a merger of two teams", "despite repeated requests",
)  # fmt: skip
_WELL = (
    "This was done well in {k} of {n} relevant cases.", "It had helped {n} people to make good progress.",
    "It helped {share} per cent of practitioners to do well.", "It had been effective for {months} months.",
    "Managers had praised the good work in week {week}.", "Partners had praised it on {week} occasions.",
)  # fmt: skip
_BADLY = (
    "In {k} of {n} relevant cases, this was not evident.", "It left {n} people on probation without support.",
    "Only {share} per cent of practitioners were content.", "It had not been put right in {months} months.",
    "Managers had failed to act on it since week {week}.", "Partners had raised it in vain in week {week}.",
)  # fmt: skip


@dataclass(frozen=True)
class Bullet:
    """A finding that the corpus is known to hold."""

    path: str
    section: str
    polarity: str
    text: str


@dataclass(frozen=True)
class Inspection:
    """What a report is about."""

    number: int
    pdu: str
    region: str
    year: int

    @property
    def file(self) -> str:
        """Name of the report's file."""
        return f"synthetic-{self.number:05d}-{self.year}-inspection-report.md"


def write(folder: Path, count: int, seed: int = 0) -> list[Bullet]:
    """Write ``count`` reports into ``folder``/raw, their PDUs and known bullets beside it.

    Report ``i`` is the same in a corpus of any size above ``i``.
    """
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    bullets: list[Bullet] = []
    for inspection in inspections(count):
        known = list(_bullets(inspection, random.Random(f"{seed}:{inspection.number}")))
        (raw / inspection.file).write_text(report(inspection, known), encoding="utf-8")
        bullets += known
    _write_places(folder / "pdus.csv", count)
    lines = [json.dumps(asdict(bullet), sort_keys=True) + "\n" for bullet in bullets]
    (folder / "known.jsonl").write_text("".join(lines), encoding="utf-8")
    return bullets


def inspections(count: int) -> Iterator[Inspection]:
    """Reports of a corpus: each PDU is inspected in up to eight successive years."""
    for number in range(count):
        place = number // YEARS
        yield Inspection(number, pdu(place), region(place), FIRST_YEAR + number % YEARS)


def pdu(place: int) -> str:
    """Invented name of a PDU."""
    head, tail = _HEADS[place % len(_HEADS)], _TAILS[place // len(_HEADS) % len(_TAILS)]
    cycle = place // (len(_HEADS) * len(_TAILS))
    return f"{head}{tail}" if cycle == 0 else f"{head}{tail} {cycle + 1}"


def region(place: int) -> str:
    """Invented name of a region."""
    return f"Synthetic Region {'ABCDEFGHIJKL'[place % 12]}"


def report(inspection: Inspection, bullets: list[Bullet]) -> str:
    """Text of a report in the form that inspection reports have."""
    rng = random.Random(f"ratings:{inspection.number}")
    parts = [_opening(inspection, rng)]
    for section in SECTIONS:
        parts.append(f"{section}\n\n{rng.choice(RATINGS)}")
        for polarity, heading in (("strength", "Strengths:"), ("improvement", "Areas for improvement:")):
            own = [b.text for b in bullets if (b.section, b.polarity) == (section, polarity)]
            parts.append(heading + "\n\n" + "\n".join(f"- {text}" for text in own))
    return "\n\n".join(parts) + "\n"


def _opening(inspection: Inspection, rng: random.Random) -> str:
    ratings = "\n\n".join(f"{section}\n\n{rng.choice(RATINGS)}" for section in SECTIONS[:4])
    return (
        f"{MARK}\n\nAn inspection of probation services in:\n{inspection.pdu} PDU\n\n"
        f"The Probation Service – {inspection.region}\n\nHM Inspectorate of Probation, "
        f"December {inspection.year}\n\nRatings\n\n{inspection.pdu} PDU\n\n"
        f"Fieldwork started October {inspection.year}\n\nScore **{rng.randrange(22)}/21**\n\n"
        f"Overall rating\n\n{rng.choice(RATINGS)}\n\n{ratings}"
    )


def _bullets(inspection: Inspection, rng: random.Random) -> Iterator[Bullet]:
    seen: set[str] = set()
    for section in SECTIONS:
        for polarity in ("strength", "improvement"):
            for _ in range(BULLETS):
                text = _sentence(polarity, rng)
                while text in seen:
                    text = _sentence(polarity, rng)
                seen.add(text)
                yield Bullet(inspection.file, section, polarity, text)


def _sentence(polarity: str, rng: random.Random) -> str:
    strong = polarity == "strength"
    judgements, reasons, follows = (_GOOD, _HELPED, _WELL) if strong else (_POOR, _HINDERED, _BADLY)
    judgement = rng.choice(judgements)
    total = rng.randrange(20, 60)
    follow = rng.choice(follows).format(
        k=rng.randrange(1, total), n=total, share=rng.randrange(5, 100), months=rng.randrange(2, 30),
        week=rng.randrange(1, 52),
    )  # fmt: skip
    return f"{rng.choice(_SUBJECTS)} in {rng.choice(_PLACES)} {judgement}, {rng.choice(reasons)}. {follow}"


def _write_places(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["pdu", "region", "aliases"])
        rows.writerows([pdu(place), region(place), ""] for place in range(count // YEARS + 1))
