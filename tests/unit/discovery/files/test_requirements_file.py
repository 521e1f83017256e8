"""Requirements files: what pip reads as a requirement is a place, and nothing else is."""

from __future__ import annotations

import pytest

from apparate_ng.discovery.files.requirements_file import places_in_requirements
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.references.slots import read_reference
from apparate_ng.model.dependents.reference import Slot

PATH = "/Workspace/Shared/requirements.txt"
WHEEL = "/Workspace/Shared/libraries/sales_features-1.4.2-py3-none-any.whl"


def texts(content: bytes) -> list[str]:
    return [place.text for place in places_in_requirements(PATH, content)]


def versions(content: bytes) -> list[str | None]:
    """What is found of `sales-features`."""
    places = places_in_requirements(PATH, content)
    found = [read_reference(place.text, place.slot) for place in places]
    return [one.version for one in found if one is not None and one.name == "sales-features"]


def test_a_place_says_where_its_entry_stands() -> None:
    content = b"pandas==2.2.3\n  sales-features==1.4.2  # by hand\n"
    _, place = places_in_requirements(PATH, content)
    assert place.location == f"{PATH}:2"
    assert place.path == (16, 37)
    assert content[16:37] == b"sales-features==1.4.2"
    assert (place.slot, place.text) == (Slot.DEPENDENCY, "sales-features==1.4.2")


@pytest.mark.parametrize(
    "entry",
    [
        "sales-features==1.4.2",
        "Sales_Features == 1.4.2",
        "sales.features[spark,ml]===1.4.2",
        'sales-features==1.4.2 ; python_version >= "3.10"',
        "sales-features @ https://example.com/sales_features-1.4.2-py3-none-any.whl",
        WHEEL,
        f"{WHEEL}[spark]",
        f"file://{WHEEL}",
        "./sales_features-1.4.2-py3-none-any.whl",
        f"dbfs:{WHEEL}",
        "https://example.com/sales_features-1.4.2-py3-none-any.whl",
    ],
)
@pytest.mark.parametrize("around", ["{}", "  {}\t", "{}  # why", "{}\t#why", "# a\n\n{}\nlib>=1"])
def test_a_pin_is_found(entry: str, around: str) -> None:
    content = around.format(entry).encode()
    assert entry in texts(content)
    assert versions(content) == ["1.4.2"]


@pytest.mark.parametrize(
    "line",
    [
        "sales-features-extra==1.4.2",
        "my-sales-features==1.4.2",
        "# sales-features==1.4.2",
        "   # sales-features==1.4.2",
        "pandas==2.2.3  # for sales-features==1.4.2",
        "# goes on \\\n# sales-features==1.4.2",
        "pandas==2.2.3 # goes on \\\nsales-features==1.4.2",
        "--index-url https://example.com/sales-features/simple",
        "-i https://example.com/sales-features==1.4.2",
        f"--find-links {WHEEL}",
        f"-f {WHEEL}",
        "--find-links \\\nsales-features==1.4.2",
        "-r sales-features==1.4.2",
        "--constraint=sales_features-1.4.2.txt",
        "-e git+https://example.com/sales-features@1.4.2#egg=sales-features",
        "/Workspace/sales_features/lib-1.4.2-py3-none-any.whl",
        "sales-features\\\n-extra==1.4.2",
        "",
    ],
)
def test_a_near_miss_is_none(line: str) -> None:
    assert versions(f"{line}\n".encode()) == []


CONTINUED = [
    # as it stands, as it is read
    ("lib==1.4.2 \\\n    --hash=sha256:aa", "lib==1.4.2     --hash=sha256:aa"),
    ("lib==1.4.2 \\\r\n  --hash=sha256:aa \\\r\n  --hash=sha256:bb", None),
    ("lib[spark] \\\n  ==1.4.2", "lib[spark]   ==1.4.2"),
    ("lib==1.\\\n4.2", "lib==1.4.2"),
    ("lib==1.4.2\\\n", "lib==1.4.2"),
    ("lib==1.4.2 \\", "lib==1.4.2"),
    ("lib==1.4.2 \\\n# a comment ends it\\\n", "lib==1.4.2"),
    ("lib==1.4.2 \\\n\n\n", "lib==1.4.2"),
    ("\\\nlib==1.4.2", "lib==1.4.2"),
]


@pytest.mark.parametrize(("content", "text"), CONTINUED)
def test_lines_that_go_on_are_one_entry(content: str, text: str | None) -> None:
    (found,) = texts(content.encode())
    if text is not None:
        assert found == text


_FOLDER, _FILE = WHEEL.rsplit("/", 1)
BROKEN = [
    # as it stands, and whether the end of a line is in what a rewrite would replace
    ("sales-features==1.\\\n4.2", True),
    ("sales-features==1.4\\\r\n.2 ; python_version > '3'", True),
    ("sales-features== \\\n1.4.2", True),
    ("sales-features[a,\\\nb]==1.4.2", True),
    ("sales-features \\\n==1.4.2", True),
    (f"{_FOLDER}\\\n/{_FILE}", True),
    (f"sales-features @ file://{_FOLDER}/\\\n\\\n{_FILE}[x]", True),
    ("  sales-features==1.4.2 \\\n; python_version > '3'", False),
    ("sales-features==1.4.2\\\n ; python_version > '3'", False),
    ("\\\n sales-features==1.4.2 \\", False),
    (f"sales-features \\\n @ \\\nfile://{WHEEL}", False),
    (f"{WHEEL}\\\n[x]", False),
]


@pytest.mark.parametrize(("entry", "is_broken"), BROKEN)
def test_what_goes_on_behind_a_backslash_is_read_and_only_reported(
    entry: str, *, is_broken: bool
) -> None:
    content = f"pandas==2\n{entry}\n".encode()
    ((_, reference),) = references_to("sales-features", places_in_requirements(PATH, content))
    assert reference.version == "1.4.2"
    assert (reference.obstacle is not None) is is_broken
    if reference.obstacle is not None:
        assert "goes on behind a backslash" in reference.obstacle
        assert reference.remedy == "write it in one line, or change it by hand"


@pytest.mark.parametrize("entry", ["sales-features==1.4.2", WHEEL])
def test_an_entry_with_a_hash_of_its_own_is_not_to_be_rewritten(entry: str) -> None:
    content = (
        f"{entry} \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nlib==1 --hash=sha256:cc\n"
    )
    place, _ = places_in_requirements(PATH, content.encode())
    reference = read_reference(place.text, place.slot)
    assert reference is not None
    assert (reference.version, reference.obstacle) == ("1.4.2", "its hash stands for one file")


def test_a_hash_in_a_url_is_no_comment() -> None:
    entry = f"sales-features @ file://{WHEEL}#sha256=aa"
    assert texts(f"{entry} # why\n".encode()) == [entry]


def test_a_hash_belongs_to_its_own_entry_only() -> None:
    content = b"lib==1 \\\n  --hash=sha256:aa\nsales-features==1.4.2\nother==1 --hash=sha256:bb\n"
    place = places_in_requirements(PATH, content)[1]
    reference = read_reference(place.text, place.slot)
    assert reference is not None
    assert (reference.version, reference.obstacle) == ("1.4.2", None)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(end: str) -> None:
    lines = [
        "# a",
        "",
        "a==1",
        "b==2 \\",
        "  --hash=sha256:aa",
        "c==3",
        "\\",
        "d==4",
        "-r x",
        "e==5",
    ]
    found = places_in_requirements(PATH, end.join(lines).encode())
    assert [place.location.rpartition(":")[2] for place in found] == ["3", "4", "6", "8", "10"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# nothing\r\n", b"\xef\xbb\xbf", b"\\"])
def test_a_file_without_entries_has_no_places(content: bytes) -> None:
    assert places_in_requirements(PATH, content) == []
