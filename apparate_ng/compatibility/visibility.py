"""What is public, and what is noise."""

from __future__ import annotations

from apparate_ng.compatibility.tree import Node, Tree, target_of

_OPERATORS = frozenset(
    f"__{name}__"
    for name in (  # noqa: SIM905  a list of ninety quoted words is harder to read
        "call len iter next aiter anext await getitem setitem delitem contains reversed enter exit"
        " aenter aexit int float index complex bool fspath bytes lt le gt ge add sub mul truediv"
        " floordiv mod divmod pow matmul and or xor lshift rshift neg pos abs invert iadd isub imul"
        " radd rsub rmul get set delete"
    ).split()
)
"""Special methods that stand behind syntax or a built-in function, and that `object` has not."""


def is_public_module(name: str) -> bool:
    """True where no part of the dotted name begins with an underscore."""
    return not any(part.startswith("_") for part in name.split("."))


def is_public_member(name: str) -> bool:
    """True for a member of a class that its users call, by name or by an operator."""
    return not name.startswith("_") or name in _OPERATORS


def public_names(tree: Tree, module: str) -> set[str]:
    """What a module promises: `__all__`, or else all that it defines and hands on.

    An import is handed on where a package's own `__init__` imports it from within the wheel, and
    wherever it is written as `import x as x`. `__version__`, `__author__` and their like are noise.
    """
    listed, facts = tree.listed(module), tree.facts(module)
    if listed is not None and not tree.has_dynamic_all(module):
        return {name for name in listed if not name.startswith("__")}
    own = tree.module(module)
    defined = set() if own is None else set(own.members)
    names = {
        name
        for name, member in tree.members(module).items()
        if member.runtime and (name not in defined or _is_meant(tree, module, name, member))
    }
    names = (names - facts.incidental) | facts.unpacked.keys() | set(listed or ())
    return {name for name in names if not name.startswith("_")}


def _is_meant(tree: Tree, module: str, name: str, member: Node) -> bool:
    if not member.is_alias or name in tree.facts(module).renamed_to_itself:
        return True
    is_package = tree.sources.modules[module].is_package
    target = target_of(member)
    inside = target.partition(".")[0] == module.partition(".")[0]
    return is_package and inside and target not in tree.sources.modules
