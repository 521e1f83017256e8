"""What somebody could write by hand into a saved plan, or into the record of a deployment."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.hostile.texts import HOSTILE_TEXTS

Document = dict[str, Any]
Edit = Callable[[Document], None]
_ELSEWHERE = "/Workspace/Users/ana@example.com/secret"
_OTHER = "/Workspace/Shared/libraries/churn-1.5.0-py3-none-any.whl"
_NEW = "sales_features-1.5.0-py3-none-any.whl"


def setting(value: object, *path: str | int) -> Edit:
    """Puts a value in a place of the document."""

    def edit(document: Document) -> None:
        *inner, last = path
        place: Any = document
        for key in inner:
            place = place[key]
        place[last] = value

    return edit


def pin(value: object, *path: str | int) -> Edit:
    """Puts a value in a place of the first pin."""
    return setting(value, "dependents", 0, "pins", 0, *path)


def dependent(value: object, *path: str | int) -> Edit:
    """Puts a value in a place of the first dependent."""
    return setting(value, "dependents", 0, *path)


def release(value: object, *path: str | int) -> Edit:
    """Puts a value in a place of the release."""
    return setting(value, "release", *path)


def _moved(folder: str) -> Edit:
    """The release, and the pin with it, in another folder."""

    def edit(document: Document) -> None:
        document["release"]["uri"] = f"{folder}/{_NEW}"
        document["dependents"][0]["pins"][0]["to"] = f"{folder}/{_NEW}"

    return edit


def _both(one: Edit, other: Edit) -> Edit:
    def edit(document: Document) -> None:
        one(document)
        other(document)

    return edit


REACHING_OUT: Mapping[str, Edit] = {
    "from that is another library's": pin(_OTHER, "from"),
    "from that stands nowhere": pin("/Workspace/Shared/x-1.4.2-py3-none-any.whl", "from"),
    "from that is empty": pin("", "from"),
    "to of another library": pin(_OTHER, "to"),
    "to that is a secret": pin("{{secrets/prod/token}}", "to"),
    "to elsewhere": pin(f"/Workspace/Users/eve/{_NEW}", "to"),
    "to with another scheme": pin(f"https://evil.example/{_NEW}", "to"),
    "to with dots": pin(f"/Workspace/Shared/libraries/../../Users/eve/{_NEW}", "to"),
    "to with a line end": pin(
        f"/Workspace/Shared/libraries/{_NEW}\n--index-url https://evil.example", "to"
    ),
    "to with an extra word": pin(f"/Workspace/Shared/libraries/{_NEW} --extra-index-url x", "to"),
    "to that is empty": pin("", "to"),
    "location of another library's pin": pin("tasks[task_0].libraries[1].whl", "location"),
    "location of the job's name": pin("name", "location"),
    "location of a notebook": pin("tasks[task_0].notebook_task.notebook_path", "location"),
    "location out of range": pin("tasks[task_0].libraries[99].whl", "location"),
    "location with dunder": pin("__class__.__init__", "location"),
    "location of nothing": pin("", "location"),
    "another job's id": dependent("1", "id"),
    "id with a path": dependent("../2.0/secrets/put", "id"),
    "id with a query": dependent("1?x=2", "id"),
    "id that is negative": dependent("-1", "id"),
    "id of digits that are no ASCII": dependent("\u0661\u0662", "id"),
    "id of 5,000 digits": dependent("9" * 5000, "id"),
    "kind that is a pipeline": dependent("pipeline", "kind"),
    "kind that is a policy": dependent("policy", "kind"),
    "kind that is a cluster": dependent("cluster", "kind"),
    "kind that is a file": dependent("file", "kind"),
    "a file anywhere": _both(dependent("file", "kind"), dependent(_ELSEWHERE, "id")),
    "a pipeline with a path": _both(
        dependent("pipeline", "kind"), dependent("../../2.2/jobs/get", "id")
    ),
    "release of another library": release("churn", "name"),
    "release of another version": release("9.9.9", "version"),
    "release of another kind": release("jar", "kind"),
    "file name with a path": release(f"../{_NEW}", "filename"),
    "uri in the record's folder": _moved("/Workspace/Shared/libraries/.apparate/deployments"),
    "uri that climbs": _moved("/Workspace/Shared/libraries/../../Users/eve"),
    "uri in the root": _moved(""),
    "uri on another host": _moved("https://evil.example"),
    "uri in a bucket": _moved("s3://evil"),
    "uri of a local file": _moved("file:///tmp"),
    "uri with a line end": _moved("/Workspace/Shared/lib\nraries"),
    "uri with null": _moved("/Workspace/Shared/lib\x00raries"),
    "another host": setting("https://evil.example", "workspace", "host"),
    "a host with a password": setting("https://u:p@127.0.0.1", "workspace", "host"),
    "no host": setting("", "workspace", "host"),
}
"""Each would reach beyond the pins of the library in the workspace that it was made for."""

OF_WRONG_SHAPE: Mapping[str, Edit] = {
    "schema of tomorrow": setting("apparate.plan/2", "schema"),
    "schema of something else": setting("apparate.lease/1", "schema"),
    "schema that is a number": setting(1, "schema"),
    "schema that is null": setting(None, "schema"),
    "dependents that are null": setting(None, "dependents"),
    "dependents that are an object": setting({}, "dependents"),
    "dependents that are text": setting(["x"], "dependents"),
    "a dependent that is null": setting([None], "dependents"),
    "pins that are null": dependent(None, "pins"),
    "a kind that nobody knows": dependent("teapot", "kind"),
    "an id that is a number": dependent(17, "id"),
    "a location that is a list": pin(["tasks"], "location"),
    "a decision that nobody knows": pin("destroy", "decision"),
    "a reason that nobody knows": pin("because", "reason"),
    "a step that nobody knows": pin("giant", "step"),
    "a size that is text": release("big", "size"),
    "a size that is endless": release(float("inf"), "size"),
    "a size that is no number": release(float("nan"), "size"),
    "a size of 5,000 digits": release(10**4000, "size"),
    "a version that is a number": release(1.5, "version"),
    "a version that is none": release("not a version", "version"),
    "a name that is empty": release("", "name"),
    "a kind of release that nobody knows": release("zip", "kind"),
    "a release that is null": setting(None, "release"),
    "a workspace that is text": setting("x", "workspace"),
}

NOT_JSON: Mapping[str, bytes] = {
    "nothing": b"",
    "a word": b"plan",
    "a list": b"[]",
    "null": b"null",
    "a number of 5,000 digits": b"9" * 5000,
    "nested 100,000 deep": b"[" * 100_000,
    "nested 100,000 deep, and closed": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "no UTF-8": b"\xff\xfe{}",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": "{}".encode("utf-16"),
    "null bytes": b"\x00" * 1000,
    "NaN": b'{"schema": NaN}',
    "HTML": b"<!DOCTYPE html><script>alert(1)</script>",
    "a zip": b"PK\x03\x04" + b"\x00" * 100,
    "a pickle": b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00.",
    "YAML with a tag": b"!!python/object/apply:os.system ['id']",
    "twenty megabytes of nothing": b'{"a":"' + b" " * 20_000_000 + b'"}',
    "a lone surrogate": b'{"schema": "\\ud800"}',
    "half of a document": b'{"schema": "apparate.plan/1", "id": "x", ',
    "escapes in the schema": b'{"schema": "\\u001b[2J\\u001b]0;owned\\u0007"}',
}

_ALL_TEXTS = "|".join(
    text[:5000] for name, text in HOSTILE_TEXTS.items() if "surrogate" not in name
)
ALL_NAMES = _both(dependent(_ALL_TEXTS, "name"), dependent(_ALL_TEXTS, "owner"))

SAVED_PLAN = (Path(__file__).parents[1] / "unit" / "reports" / "sample" / "plan.json").read_text(
    encoding="utf-8"
)


def written(document: Document, edit: Edit) -> bytes:
    """The document after the edit, as a file's content."""
    edited = json.loads(json.dumps(document))
    edit(edited)
    return json.dumps(edited).replace("Infinity", "1e999").encode("utf-8", "surrogatepass")


def doubled(document: Document) -> bytes:
    """The document with keys that come twice: what one reader takes, another does not."""
    text = json.dumps(document)
    return text.replace('"host":', '"host": "https://evil.example", "host":', 1).encode()
