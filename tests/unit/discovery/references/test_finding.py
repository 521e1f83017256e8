"""Which places name a library: also a text that names several files."""

from __future__ import annotations

import pytest

from apparate_ng.discovery.places import Place
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.model.dependents.reference import Slot

LIB, OTHER = "/my libs/lib-1.4.2-py3-none-any.whl", "/a/other-1.0.egg"


def place(text: str, slot: Slot = Slot.WHL) -> Place:
    return Place(location="libraries[0].whl", path=("libraries", 0, "whl"), slot=slot, text=text)


@pytest.mark.parametrize("slot", [Slot.WHL, Slot.DEPENDENCY, Slot.PYPI])
@pytest.mark.parametrize(
    "text", [f"{LIB},{OTHER}", f"{OTHER}, {LIB}", f"{OTHER} {LIB}", f"{OTHER}[x],{LIB}[y]"]
)
def test_each_file_of_a_text_is_found_and_none_may_be_rewritten(text: str, slot: Slot) -> None:
    found = {one.name: (where, one) for where, one in references_to(None, [place(text, slot)])}
    assert set(found) == {"lib", "other"}
    for name, path in (("lib", LIB), ("other", OTHER)):
        where, reference = found[name]
        assert (where.text, where.location) == (text, "libraries[0].whl")
        assert reference.span.of(text) == path
        assert "several files" in (reference.obstacle or "")
        assert len(references_to(name, [place(text, slot)])) == 1


def test_what_is_no_library_among_them_is_passed_over() -> None:
    text = f"{LIB} -f/b-1.0.whl"  # pip takes the second for an option
    [(_, found)] = references_to(None, [place(text, Slot.DEPENDENCY)])
    assert (found.name, found.span.of(text)) == ("lib", LIB)
    assert found.obstacle is not None


@pytest.mark.parametrize("library", ["lib", "lib-3"])
def test_what_may_be_of_two_libraries_is_found_for_both_and_rewritten_for_none(
    library: str,
) -> None:
    [(_, found)] = references_to(library, [place("/libs/lib-3-1.jar", Slot.JAR)])
    assert (found.name, found.version) == (library, None)
    assert "another library" in (found.obstacle or "")


def test_a_longer_name_is_another_library() -> None:
    assert references_to("lib", [place("/libs/lib-3-etl-1.4.2.jar", Slot.JAR)]) == []


def test_one_path_with_a_blank_is_one_pin() -> None:
    [(where, found)] = references_to("lib", [place(LIB)])
    assert (where.item, found.obstacle, found.version) == (None, None, "1.4.2")
