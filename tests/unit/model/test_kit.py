from __future__ import annotations

import msgspec

from apparate_ng.model.kit import FileOutcome, KitFile, WrittenKit


def test_what_was_written_comes_back_as_it_was() -> None:
    kit = WrittenKit(
        kit="jenkins",
        files=tuple(
            KitFile(path=f"ci/{outcome.value}", outcome=outcome) for outcome in FileOutcome
        ),
        to_do=("add a credential", "run it"),
    )

    document = msgspec.json.encode(kit)

    assert msgspec.json.decode(document)["schema"] == "apparate.init/1"
    assert msgspec.json.decode(document, type=WrittenKit) == kit
