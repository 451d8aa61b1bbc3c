"""Invented reports: the same seed, the same report."""

import random

from renderings import Part, Report

SECTIONS = (
    "1.1. Leadership",
    "1.2. Staff",
    "1.3. Services",
    "2.2. Assessment",
    "2.3. Planning",
    "Resettlement work",
    "Feedback from people on probation",
    "Diversity and inclusion",
)
POLAR = ("Strengths:", "Areas for improvement:")
STARTS = (
    "Managers",
    "Practitioners",
    "Staff in Northmoor",
    "The risk register",
    "Partners & providers",
    "Most plans",
    "Too few reviews",
    "In 21 out of 55 cases, inspectors",
    "A third of staff (34 per cent)",
    "Women’s services",
    "10 out of 17 respondents",
    "CRS referrals",
)
MIDDLES = (
    "reviewed the delivery plan",
    "had not used the multi-agency panel",
    "knew the well-established pathway",
    "spoke of the ‘open door’ of the head of service",
    "shared information with children’s services",
    "were below the target of 80 per cent",
    "lacked a follow-up",
    "met the standard – which was rare –",
    "drew on face-to-face meetings (and on home visits)",
    "cost £1,250 a case in 2024",
)
ENDS = (
    "at the weekly meeting",
    "in the previous six months",
    "when risk changed",
    "for people who live in Eastport",
    "despite high workloads",
    "so that victims were protected",
    "with the police; this had improved",
    "in 12 of the 14 offices",
    "before release from custody",
    "and the region’s community-based team",
)


def sentence(draw: random.Random) -> str:
    return f"{draw.choice(STARTS)} {draw.choice(MIDDLES)} {draw.choice(ENDS)}."


def bullet(draw: random.Random) -> str:
    return " ".join(sentence(draw) for _ in range(draw.randint(1, 4)))


def report(seed: int) -> Report:
    draw = random.Random(seed)
    parts = [
        Part("heading", "An inspection of probation services in Northmoor PDU", 1),
        Part("heading", "Foreword", 2),
    ]
    parts.append(Part("paragraph", bullet(draw)))
    for section in draw.sample(SECTIONS, draw.randint(1, 4)):
        parts += [Part("heading", section, 3), Part("paragraph", bullet(draw))]
        for polarity in POLAR:
            parts.append(Part("heading", polarity, 4))
            for _ in range(draw.randint(1, 5)):
                note = sentence(draw) if draw.random() < 0.2 else ""
                parts.append(Part("item", bullet(draw), note=note))
                if draw.random() < 0.1:
                    parts.append(Part("quote", f"“{sentence(draw)}”"))
    return Report(
        parts,
        width=draw.randint(60, 100),
        page_lines=draw.randint(18, 50),
        bullet=draw.choice(["-", "•", "\uf0b7", "–"]),
        hang=draw.random() < 0.5,
        spaced=draw.random() < 0.5,
        small_page=draw.random() < 0.5,
    )
