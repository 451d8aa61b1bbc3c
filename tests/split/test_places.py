from pipeline.split.places import of

BOTH = "Northmoor and Ashdale; Fenwick"


def test_one_place_is_everywhere():
    assert of("Fenwick", ["Staff were kind.", "Ashdale was better."]) == ["Fenwick", "Fenwick"]
    assert of(None, ["Staff were kind."]) == [None]


def test_a_text_speaks_of_the_place_last_named():
    texts = [
        "Inspectors were worried.",
        "Staff at Northmoor & Ashdale PDU were kind.",
        "Plans were poor.",
        "In Fenwick PDU, plans were good.",
        "Both PDUs had vacancies.",
        "Northmoor and Ashdale and Fenwick shared a court.",
    ]
    assert of(BOTH, texts) == [BOTH, "Northmoor and Ashdale", "Northmoor and Ashdale", "Fenwick", BOTH, BOTH]
