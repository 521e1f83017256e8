"""Values that a setting cannot have, in words: what it is, what stands there, what may stand there.

What the decoder says is put into words here and not looked for anew, so that both cannot differ.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

_WRONG_TYPE = re.compile(r"Expected `(?P<expected>[^`]+)`, got `(?P<found>[^`]+)`")
_WRONG_WORD = re.compile(r"Invalid enum value (?P<word>.+)")
_MISSING = re.compile(r"Object missing required field `(?P<key>[^`]+)`")
_STEP = re.compile(r"[^.\[\]]+|\[[^\]]*\]")
_WORDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "datetime": "a time",
    "date": "a date",
}
_EXAMPLES = {"str": '"…"', "int": "3", "bool": "true", "array": '["…"]'}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongValue:
    """What is wrong with a value."""

    key: str
    """Where it stands: `allow`, `notify.smtp.port`, `also_stores[0]`."""
    text: str
    """The rest of the sentence that begins with the key."""
    hint: str | None


def wrong_value(error: msgspec.ValidationError, shape: type[msgspec.Struct]) -> WrongValue:
    """What the decoder found, of a table that should have had this shape."""
    said, _, path = str(error).partition(" - at `")
    key = path.rstrip("`").removeprefix("$").removeprefix(".")
    words = permitted(shape, key)
    hint = f"one of: {', '.join(words)}" if words else _example(said, key)
    if wrong := _WRONG_WORD.fullmatch(said):
        guesses = difflib.get_close_matches(wrong["word"].strip("'"), words, 1)
        hint = " ".join([*(f"did you mean {guess}?" for guess in guesses), hint or ""])
    return WrongValue(key=key, text=in_words(said), hint=hint)


def in_words(said: str) -> str:
    """The decoder's sentence as the rest of one that begins with a key."""
    if wrong := _WRONG_TYPE.fullmatch(said):
        kinds = [kind for kind in wrong["expected"].split(" | ") if kind != "null"]
        expected = " or ".join(_WORDS.get(kind, kind) for kind in kinds)
        return f"is {expected}, and here it is {_WORDS.get(wrong['found'], wrong['found'])}"
    if wrong := _WRONG_WORD.fullmatch(said):
        return f"cannot be {wrong['word']}"
    if wrong := _MISSING.fullmatch(said):
        return f"has no {wrong['key']}"
    return f"has an impossible value: {said}"


def permitted(shape: type[msgspec.Struct], key: str) -> Sequence[str]:
    """The words that a key may have; none where it takes any text, or no text at all."""
    from msgspec import inspect  # which only errors need

    found: list[inspect.Type] = [inspect.type_info(shape)]
    for step in _STEP.findall(key):
        found = [inner for one in found for inner in _inside(one, step)]
    return [word for one in found for word in _words_of(one)]


def _inside(kind: object, step: str) -> Iterator[msgspec.inspect.Type]:
    """What stands in a type at one step of a path; choices between types are opened."""
    from msgspec import inspect

    if isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _inside(one, step)
    elif isinstance(kind, inspect.VarTupleType) and step.startswith("["):
        yield kind.item_type
    elif isinstance(kind, inspect.StructType):
        yield from (field.type for field in kind.fields if field.encode_name == step)


def _words_of(kind: object) -> list[str]:
    from msgspec import inspect

    if isinstance(kind, inspect.UnionType):
        return [word for one in kind.types for word in _words_of(one)]
    if isinstance(kind, inspect.LiteralType):
        return [str(value) for value in kind.values]
    if isinstance(kind, inspect.EnumType):
        return [str(member.value) for member in kind.cls]
    return []


def _example(said: str, key: str) -> str | None:
    wrong = _WRONG_TYPE.fullmatch(said)
    example = _EXAMPLES.get(wrong["expected"].removesuffix(" | null")) if wrong else None
    is_whole = not key.endswith("]")
    name = key.rpartition(".")[2]
    return f"write it as {name} = {example}" if example and is_whole else None
