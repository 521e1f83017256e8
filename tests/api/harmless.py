"""Changes that break nobody who keeps to the public API: at least four of each kind."""

from __future__ import annotations

from tests.api.pair import Pair, pair


def _files(init: str, **modules: str) -> dict[str, str]:
    return {"lib/__init__.py": init, **{f"lib/{name}.py": text for name, text in modules.items()}}


_NAMES = [
    pair("added", "function", "def f(): ...", "def f(): ...\ndef g(): ..."),
    pair("added", "module", _files("X = 1"), _files("X = 1", a="Y = 1")),
    pair("added", "method", "class A: ...", "class A:\n def f(self): ..."),
    pair(
        "added",
        "member of an enum",
        "import enum\nclass E(enum.Enum):\n A = 1",
        "import enum\nclass E(enum.Enum):\n A = 1\n B = 2",
    ),
    pair(
        "added",
        "key of a TypedDict",
        "from typing import TypedDict\nclass D(TypedDict):\n a: int",
        "from typing import TypedDict\nclass D(TypedDict):\n a: int\n b: int",
    ),
    pair("added", "base", "class A: ...", "class B: ...\nclass A(B): ..."),
    pair("noise", "version", "__version__ = '1.0'\nX = 1", "__version__ = '1.1'\nX = 1"),
    pair("noise", "version is gone", "__version__ = '1.0'\n__author__ = 'x'\nX = 1", "X = 1"),
    pair("noise", "docstring", "def f():\n 'Old.'", "def f():\n 'New.'"),
    pair(
        "noise",
        "version was in __all__",
        "__all__ = ['f', '__version__']\n__version__ = '1'\ndef f(): ...",
        "__all__ = ['f']\ndef f(): ...",
    ),
    pair("noise", "value of a constant", "LIMIT = 10", "LIMIT = 20"),
    pair(
        "noise",
        "annotation",
        "def f(a, b=1): ...",
        "def f(a: int, b: 'int | None' = 1) -> str: ...",
    ),
    pair("noise", "annotation of the result is gone", "def f() -> int: ...", "def f(): ..."),
    pair(
        "noise",
        "order of members",
        "import enum\nclass E(enum.Enum):\n A = 1\n B = 2",
        "import enum\nclass E(enum.Enum):\n B = 2\n A = 1",
    ),
    pair(
        "noise",
        "imports for own use",
        _files("X = 1", a="import os\nfrom lib import X\nY = 1"),
        _files("X = 1", a="Y = 1"),
    ),
    pair(
        "noise",
        "imports of others in a package",
        "import os\nfrom typing import Any\nX = 1",
        "X = 1",
    ),
    pair("private", "function", "X = 1\ndef _f(): ...", "X = 1"),
    pair("private", "method", "class A:\n def _f(self): ...", "class A: ..."),
    pair("private", "module", _files("X = 1", _a="def f(): ..."), _files("X = 1")),
    pair("private", "module that has nothing", _files("X = 1", a="_x = 1"), _files("X = 1")),
    pair(
        "private",
        "package of modules that have nothing",
        {"lib/__init__.py": "X = 1", "lib/a/__init__.py": "", "lib/a/b.py": "__version__ = '1'"},
        _files("X = 1"),
    ),
    pair("private", "single module", {"lib.py": "X = 1", "more.py": ""}, {"lib.py": "X = 1"}),
    pair(
        "private",
        "public name in a private package",
        {"lib/__init__.py": "X = 1", "lib/_impl/__init__.py": "", "lib/_impl/a.py": "def f(): ..."},
        {"lib/__init__.py": "X = 1"},
    ),
    pair(
        "private",
        "not in __all__",
        "__all__ = ['f']\ndef f(): ...\ndef g(): ...",
        "__all__ = ['f']\ndef f(): ...",
    ),
    pair("private", "parameter", "def f(a, *, _b=1): ...", "def f(a): ..."),
    pair(
        "private",
        "special method that all objects have",
        "class A:\n def __repr__(self): ...",
        "class A: ...",
    ),
    pair(
        "private",
        "tests that were packed along",
        {
            "lib/__init__.py": "X = 1",
            "lib/tests/__init__.py": "",
            "lib/tests/test_a.py": "def f(): ...",
        },
        {"lib/__init__.py": "X = 1"},
    ),
    pair(
        "moved",
        "with a re-export",
        _files("from lib.a import f", a="def f(): ..."),
        _files("from lib.b import f", a="from lib.b import f", b="def f(): ..."),
    ),
    pair(
        "moved",
        "into a private module",
        "def f(a): ...",
        _files("from lib._impl import f", _impl="def f(a): ..."),
    ),
    pair(
        "moved",
        "module to package",
        _files("X = 1", a="def f(): ..."),
        {
            "lib/__init__.py": "X = 1",
            "lib/a/__init__.py": "from .impl import f",
            "lib/a/impl.py": "def f(): ...",
        },
    ),
    pair(
        "moved",
        "behind a star",
        _files("from lib.a import *", a="def f(): ..."),
        _files("from lib._b import *", a="from lib._b import *", _b="def f(): ..."),
    ),
    pair(
        "moved",
        "single module to package",
        {"lib.py": "def f(): ..."},
        {"lib/__init__.py": "from lib.core import f", "lib/core.py": "def f(): ..."},
    ),
    pair(
        "moved",
        "a class and its base",
        _files("from lib.a import A", a="class B: ...\nclass A(B): ..."),
        _files(
            "from lib._a import A", a="from lib._a import A, B", _a="class B: ...\nclass A(B): ..."
        ),
    ),
    pair(
        "inherited",
        "method of a base in the package",
        "class B:\n def f(self): ...\nclass A(B):\n def f(self): ...",
        "class B:\n def f(self): ...\nclass A(B): ...",
    ),
    pair(
        "inherited",
        "pulled up into a new base",
        "class A:\n def f(self): ...",
        "class _B:\n def f(self): ...\nclass A(_B): ...",
    ),
    pair(
        "inherited",
        "from a built-in base",
        "class A(dict):\n def keys(self): ...",
        "class A(dict): ...",
    ),
    pair(
        "inherited",
        "constructor",
        "class B:\n def __init__(self, a): ...\nclass A(B):\n def __init__(self, a): ...",
        "class B:\n def __init__(self, a): ...\nclass A(B): ...",
    ),
    pair(
        "inherited",
        "base of a base",
        "class B: ...\nclass A(B): ...",
        "class B: ...\nclass C(B): ...\nclass A(C): ...",
    ),
    pair(
        "inherited",
        "a narrower built-in base",
        "class E(Exception): ...",
        "class E(ValueError): ...",
    ),
    pair(
        "inherited",
        "another name of the same base",
        "class E(IOError): ...",
        "class E(OSError): ...",
    ),
    pair(
        "inherited",
        "a text enum",
        "from enum import Enum\nclass E(str, Enum):\n A = 'a'",
        "from enum import StrEnum\nclass E(StrEnum):\n A = 'a'",
    ),
    pair(
        "nature",
        "function to class with the same call",
        "def make(a, b=1): ...",
        "class make:\n def __init__(self, a, b=1): ...",
    ),
    pair(
        "nature",
        "function to the result of a call",
        "def f(a): ...",
        "import functools\nf = functools.partial(print)",
    ),
    pair(
        "nature",
        "attribute to property",
        "class A:\n def __init__(self):\n  self.x = 1",
        "class A:\n @property\n def x(self): ...",
    ),
    pair(
        "nature",
        "property to attribute",
        "class A:\n @property\n def x(self): ...",
        "class A:\n def __init__(self):\n  self.x = 1",
    ),
    pair(
        "nature",
        "method to static method",
        "class A:\n def f(self, a): ...",
        "class A:\n @staticmethod\n def f(a): ...",
    ),
    pair(
        "nature",
        "static to class method",
        "class A:\n @staticmethod\n def f(a): ...",
        "class A:\n @classmethod\n def f(cls, a): ...",
    ),
    pair(
        "nature",
        "property to cached property",
        "class A:\n @property\n def x(self): ...",
        "import functools\nclass A:\n @functools.cached_property\n def x(self): ...",
    ),
    pair(
        "nature",
        "class to an alias of another",
        "class Old: ...\nclass New: ...",
        "class New: ...\nOld = New",
    ),
    pair(
        "conditional",
        "import that may fail",
        "try:\n import fast\nexcept ImportError:\n fast = None\ndef f(): ...",
        "def f(): ...",
    ),
    pair(
        "conditional",
        "defined in both branches",
        "def f(a): ...",
        "import sys\nif sys.platform == 'win32':\n def f(a): ...\nelse:\n def f(a): ...",
    ),
    pair(
        "conditional",
        "defined where an import fails",
        "def f(a): ...",
        "try:\n from fast import f as f\nexcept ImportError:\n def f(a): ...",
    ),
    pair(
        "conditional",
        "for type checkers",
        "from typing import TYPE_CHECKING\nX = 1\nif TYPE_CHECKING:\n from lib.a import B as B",
        "X = 1",
    ),
    pair(
        "conditional",
        "other at run time",
        "class A: ...\nX = 1",
        "from typing import TYPE_CHECKING\nX = 1\nif TYPE_CHECKING:\n from b import A\nelse:\n A = object",
    ),
    pair(
        "conditional",
        "set in another method",
        "class A:\n def __init__(self):\n  self.x = 1",
        "class A:\n def __init__(self):\n  self._reset()\n def _reset(self):\n  self.x = 1",
    ),
    pair(
        "dynamic",
        "served by __getattr__",
        "def old(): ...\ndef f(): ...",
        "def f(): ...\ndef __getattr__(name):\n if name == 'old':\n  return f\n raise AttributeError",
    ),
    pair(
        "dynamic",
        "served from a table",
        "from json import load as load\nX = 1",
        "X = 1\n_LAZY = {'load': 'json'}\ndef __getattr__(name): ...",
    ),
    pair(
        "dynamic",
        "names of __all__ that are served",
        "__all__ = ['f']\ndef f(): ...",
        "__all__ = ['f']\ndef __getattr__(name): ...",
    ),
    pair(
        "dynamic",
        "__all__ that is extended",
        "__all__ = ['f', 'g']\ndef f(): ...\ndef g(): ...",
        "__all__ = ['f']\ndef f(): ...\ndef g(): ...\n__all__.extend(['g'])",
    ),
    pair(
        "dynamic",
        "a star from elsewhere",
        "from numpy import *\ndef f(): ...",
        "from numpy import *",
    ),
    pair(
        "stub",
        "typing of a compiled module",
        {"lib/__init__.pyi": "def f(a): ...", "lib/__init__.cpython-311.so": b"\x7fELF"},
        {
            "lib/__init__.pyi": "def f(a: int) -> str: ...",
            "lib/__init__.cpython-312.so": b"\x7fELF",
        },
    ),
    pair(
        "stub",
        "overloads only",
        {"lib/__init__.pyi": "def f(a): ..."},
        {
            "lib/__init__.pyi": "from typing import overload\n@overload\ndef f(a: int) -> int: ...\n"
            "@overload\ndef f(a: str) -> str: ..."
        },
    ),
    pair(
        "stub",
        "overloads above the function",
        "def f(a): ...",
        "from typing import overload\n@overload\ndef f(a: int) -> int: ...\n@overload\n"
        "def f(a: str) -> str: ...\ndef f(a): ...",
    ),
    pair(
        "stub",
        "beside a source",
        {"lib/__init__.py": "def f(): ..."},
        {"lib/__init__.py": "def f(): ...", "lib/__init__.pyi": ""},
    ),
]
_CALLS = [
    ("optional at the end", "a", "a, b=1"),
    ("optional by name", "a", "a, *, b=1"),
    ("*args", "a", "a, *args"),
    ("**kwargs", "a", "a, **kwargs"),
    ("required becomes optional", "a, b", "a, b=None"),
    ("by name becomes both", "a, *, b=1", "a, b=1"),
    ("by place becomes both", "a, /", "a"),
    ("*args under another name", "*args", "*items"),
    ("**kwargs under another name", "**kwargs", "**options"),
    ("renamed where only the place counts", "a, /", "b, /"),
    ("renamed where any name is taken", "a=1", "b=1, **kwargs"),
    ("taken by *args and **kwargs", "a, b=1, *, c=2", "*args, **kwargs"),
    ("by name, taken by **kwargs", "a, *, b=1", "a, **kwargs"),
    ("by name only, with a rest for old calls", "a, b=1", "a, *args, b=1"),
    ("order of names", "a, *, b=1, c=2", "a, *, c=2, b=1"),
    ("another default", "a, b=1", "a, b=2"),
    ("a default for nothing given", "a, b=None", "a, b=MISSING"),
    ("a default of another form", "a, b=()", "a, b=None"),
    ("a default by name", "*, a=1", "*, a=2"),
]
_FIELDS = "from dataclasses import dataclass, field\n@dataclass\nclass A:\n a: int"
_CALL_PAIRS = [
    *(
        pair(
            "default" if "default" in name else "call",
            name,
            f"def f({old}): ...",
            f"def f({new}): ...",
        )
        for name, old, new in _CALLS
    ),
    pair("fields", "optional in a dataclass", _FIELDS, _FIELDS + "\n b: int = 1"),
    pair("fields", "factory", _FIELDS, _FIELDS + "\n b: list = field(default_factory=list)"),
    pair("fields", "not in the constructor", _FIELDS, _FIELDS + "\n b: int = field(init=False)"),
    pair(
        "fields",
        "of the class",
        _FIELDS,
        "from typing import ClassVar\n" + _FIELDS + "\n b: ClassVar[int] = 1",
    ),
    pair(
        "fields",
        "dataclass instead of a constructor",
        "class A:\n def __init__(self, a):\n  self.a = a",
        _FIELDS,
    ),
    pair(
        "fields",
        "attrs with a private name",
        "import attrs\n@attrs.define\nclass A:\n _a: int",
        "import attrs\n@attrs.define\nclass A:\n _a: int\n b: int = attrs.field(factory=int)",
    ),
    pair(
        "fields",
        "attrs default by a method",
        "import attr\n@attr.s\nclass A:\n a = attr.ib()",
        "import attr\n@attr.s\nclass A:\n a = attr.ib()\n b = attr.ib()\n @b.default\n def _b(self): ...",
    ),
]
HARMLESS: list[Pair] = [*_NAMES, *_CALL_PAIRS]
