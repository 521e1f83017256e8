"""Changes that break whoever uses the old package: at least four of each kind."""

from __future__ import annotations

from tests.api.pair import Pair, pair

_BASE = "class Base:\n    def run(self): ...\n"
_IN_INIT = "from lib.core import *\n"


def _files(init: str, **modules: str) -> dict[str, str]:
    found = {f"lib/{name.replace('__', '/')}.py": text for name, text in modules.items()}
    return {"lib/__init__.py": init, **found}


NAMES = [
    pair("module-removed", "module", _files("", a="X = 1", b=""), _files("", b=""), object="lib.a"),
    pair(
        "module-removed",
        "package with modules",
        {"lib/__init__.py": "", "lib/io/__init__.py": "", "lib/io/csv.py": "def read(): ..."},
        {"lib/__init__.py": ""},
        object="lib.io",
    ),
    pair(
        "module-removed",
        "became private",
        _files("", client="class Client: ..."),
        _files("from lib._client import Client", _client="class Client: ..."),
        object="lib.client",
    ),
    pair(
        "module-removed",
        "a second top-level package",
        {"lib/__init__.py": "X = 1", "lib_extras/__init__.py": "Y = 1"},
        {"lib/__init__.py": "X = 1"},
        object="lib_extras",
    ),
    pair(
        "module-removed",
        "single module",
        {"lib.py": "X = 1", "more.py": "Y = 1"},
        {"lib.py": "X = 1"},
        object="more",
    ),
    pair(
        "module-removed",
        "module whose __getattr__ answers for all its names",
        _files("X = 1", a="def __getattr__(name):\n if name == 'f': return g"),
        _files("X = 1"),
        object="lib.a",
    ),
    pair(
        "object-removed", "function", "def f(): ...\ndef g(): ...", "def f(): ...", object="lib.g"
    ),
    pair("object-removed", "class", "class A: ...\nclass B: ...", "class A: ...", object="lib.B"),
    pair("object-removed", "constant", "A = 1\nB = 2", "A = 1", object="lib.B"),
    pair("object-removed", "of an unpacking", "A, B = 1, 2", "A = 1", object="lib.B"),
    pair(
        "object-removed",
        "re-export",
        _files("from lib.core import load", core="def load(): ..."),
        _files("", core="def load(): ..."),
        object="lib.load",
    ),
    pair(
        "object-removed",
        "re-export of another package's, meant as one",
        "from markupsafe import Markup as Markup\nX = 1",
        "X = 1",
        object="lib.Markup",
    ),
    pair(
        "object-removed",
        "came with a star",
        _files(_IN_INIT, core="def load(): ...\ndef save(): ..."),
        _files(_IN_INIT, core="def load(): ..."),
        object="lib.save",
    ),
    pair(
        "object-removed",
        "a name of __all__ is gone",
        "__all__ = ['f', 'g']\ndef f(): ...\ndef g(): ...",
        "__all__ = ['f']\ndef f(): ...",
        object="lib.g",
    ),
    pair(
        "object-removed",
        "method",
        "class A:\n def f(self): ...\n def g(self): ...",
        "class A:\n def f(self): ...",
        object="lib.A.g",
    ),
    pair(
        "object-removed",
        "operator",
        "class A:\n def __len__(self): return 1",
        "class A: ...",
        object="lib.A.__len__",
    ),
    pair(
        "object-removed",
        "attribute of instances",
        "class A:\n def __init__(self):\n  self.x = 1\n  self.y = 2",
        "class A:\n def __init__(self):\n  self.x = 1",
        object="lib.A.y",
    ),
    pair(
        "object-removed",
        "method of a base",
        _BASE + "class A(Base): ...",
        "class Base: ...\nclass A(Base): ...",
        object="lib.Base.run",
    ),
    pair(
        "object-removed",
        "method of a private base",
        _BASE.replace("Base", "_Base") + "class A(_Base): ...",
        "class _Base: ...\nclass A(_Base): ...",
        object="lib.A.run",
    ),
    pair(
        "object-removed",
        "nested class",
        "class A:\n class Meta: ...",
        "class A: ...",
        object="lib.A.Meta",
    ),
    pair(
        "object-removed",
        "member of an enum",
        "from enum import Enum\nclass E(Enum):\n A = 1\n B = 2",
        "from enum import Enum\nclass E(Enum):\n A = 1",
        object="lib.E.B",
    ),
    pair(
        "object-removed",
        "key of a TypedDict",
        "from typing import TypedDict\nclass D(TypedDict):\n a: int\n b: int",
        "from typing import TypedDict\nclass D(TypedDict):\n a: int",
        object="lib.D.b",
    ),
    pair(
        "object-removed",
        "only for type checkers now",
        "from lib.core import f as f\nX = 1",
        "from typing import TYPE_CHECKING\nX = 1\nif TYPE_CHECKING:\n from lib.core import f as f",
        object="lib.f",
    ),
    pair(
        "object-removed",
        "from a stub beside a compiled module",
        {
            "lib/__init__.pyi": "def f(): ...\ndef g(): ...",
            "lib/__init__.cpython-311.so": b"\x7fELF",
        },
        {"lib/__init__.pyi": "def f(): ...", "lib/__init__.cpython-311.so": b"\x7fELF"},
        object="lib.g",
    ),
    pair(
        "export-removed",
        "one of two",
        "__all__ = ['f', 'g']\ndef f(): ...\ndef g(): ...",
        "__all__ = ['f']\ndef f(): ...\ndef g(): ...",
        object="lib.g",
    ),
    pair(
        "export-removed",
        "class",
        "__all__ = ['A', 'B']\nclass A: ...\nclass B: ...",
        "__all__ = ('A',)\nclass A: ...\nclass B: ...",
        object="lib.B",
    ),
    pair(
        "export-removed",
        "re-export",
        _files(
            "from lib.core import f, g\n__all__ = ['f', 'g']", core="def f(): ...\ndef g(): ..."
        ),
        _files("from lib.core import f, g\n__all__ = ['f']", core="def f(): ...\ndef g(): ..."),
        object="lib.g",
    ),
    pair(
        "export-removed",
        "of a sum",
        _files(
            "from lib import core\nfrom lib.core import *\n__all__ = core.__all__ + ['h']\n"
            "def h(): ...",
            core="__all__ = ['f']\ndef f(): ...",
        ),
        _files(
            "from lib import core\nfrom lib.core import *\n__all__ = core.__all__\ndef h(): ...",
            core="__all__ = ['f']\ndef f(): ...",
        ),
        object="lib.h",
    ),
]
KINDS = [
    pair(
        "kind-changed",
        "class to function",
        "class A:\n def __init__(self, x): ...",
        "def A(x): ...",
        object="lib.A",
    ),
    pair("kind-changed", "function to constant", "def f(): ...", "f = 1", object="lib.f"),
    pair("kind-changed", "class to constant", "class A: ...", "A = 'a'", object="lib.A"),
    pair(
        "kind-changed", "constant to function", "LIMIT = 10", "def LIMIT(): ...", object="lib.LIMIT"
    ),
    pair(
        "kind-changed", "constant to class", "KINDS = ['a']", "class KINDS: ...", object="lib.KINDS"
    ),
    pair(
        "async-changed", "function to async", "def f(): ...", "async def f(): ...", object="lib.f"
    ),
    pair(
        "async-changed", "async to function", "async def f(): ...", "def f(): ...", object="lib.f"
    ),
    pair(
        "async-changed",
        "method",
        "class A:\n def f(self): ...",
        "class A:\n async def f(self): ...",
        object="lib.A.f",
    ),
    pair(
        "async-changed",
        "through a re-export",
        _files("from lib._c import f", _c="def f(): ..."),
        _files("from lib._c import f", _c="async def f(): ..."),
        object="lib.f",
    ),
    pair(
        "binding-changed",
        "property to method",
        "class A:\n @property\n def f(self): ...",
        "class A:\n def f(self): ...",
        object="lib.A.f",
    ),
    pair(
        "binding-changed",
        "method to property",
        "class A:\n def f(self): ...",
        "class A:\n @property\n def f(self): ...",
        object="lib.A.f",
    ),
    pair(
        "binding-changed",
        "static to method",
        "class A:\n @staticmethod\n def f(): ...",
        "class A:\n def f(self): ...",
        object="lib.A.f",
    ),
    pair(
        "binding-changed",
        "class method to method",
        "class A:\n @classmethod\n def f(cls): ...",
        "class A:\n def f(self): ...",
        object="lib.A.f",
    ),
    pair(
        "binding-changed",
        "method to cached property",
        "class A:\n def f(self): ...",
        "import functools\nclass A:\n @functools.cached_property\n def f(self): ...",
        object="lib.A.f",
    ),
    *(
        pair("setter-removed", name, old, new, object="lib.A.x")
        for name, old, new in (
            (
                "of a property",
                "class A:\n @property\n def x(self): ...\n @x.setter\n def x(self, v): ...",
                "class A:\n @property\n def x(self): ...",
            ),
            (
                "deleter stays",
                (
                    "class A:\n @property\n def x(self): ...\n @x.setter\n def x(self, v): ..."
                    "\n @x.deleter\n def x(self): ..."
                ),
                "class A:\n @property\n def x(self): ...\n @x.deleter\n def x(self): ...",
            ),
            (
                "of a private base",
                (
                    "class _B:\n @property\n def x(self): ...\n @x.setter\n"
                    " def x(self, v): ...\nclass A(_B): ..."
                ),
                "class _B:\n @property\n def x(self): ...\nclass A(_B): ...",
            ),
            (
                "property to plain getter of a cached one",
                "import functools\nclass A:\n @functools.cached_property\n def x(self): ...",
                "class A:\n @property\n def x(self): ...",
            ),
        )
    ),
    pair(
        "base-removed",
        "a built-in exception",
        "class E(ValueError): ...",
        "class E(Exception): ...",
        object="lib.E",
    ),
    pair(
        "base-removed",
        "a class of its own",
        _BASE + "class A(Base): ...",
        _BASE + "class A:\n def run(self): ...",
        object="lib.A",
    ),
    pair(
        "base-removed",
        "one of two",
        "class A(dict, Exception): ...",
        "class A(dict): ...",
        object="lib.A",
    ),
    pair(
        "base-removed",
        "through a private base",
        _BASE + "class _M(Base): ...\nclass A(_M): ...",
        _BASE + "class _M:\n def run(self): ...\nclass A(_M): ...",
        object="lib.A",
    ),
    pair(
        "base-removed",
        "same number of bases",
        "class E(KeyError): ...",
        "class E(OSError): ...",
        object="lib.E",
    ),
    pair(
        "abstract-method-added",
        "to a base class",
        "from abc import ABC, abstractmethod\nclass A(ABC):\n @abstractmethod\n def f(self): ...",
        "from abc import ABC, abstractmethod\nclass A(ABC):\n @abstractmethod\n def f(self): ...\n"
        " @abstractmethod\n def g(self): ...",
        object="lib.A.g",
    ),
    pair(
        "abstract-method-added",
        "a method becomes abstract",
        "from abc import ABC\nclass A(ABC):\n def f(self): ...",
        "import abc\nclass A(abc.ABC):\n @abc.abstractmethod\n def f(self): ...",
        object="lib.A.f",
    ),
    pair(
        "abstract-method-added",
        "an abstract property",
        "import abc\nclass A(abc.ABC): ...",
        "import abc\nclass A(abc.ABC):\n @property\n @abc.abstractmethod\n def f(self): ...",
        object="lib.A.f",
    ),
    pair(
        "abstract-method-added",
        "in a private base",
        "import abc\nclass _B(abc.ABC): ...\nclass A(_B): ...",
        "import abc\nclass _B(abc.ABC):\n @abc.abstractmethod\n def f(self): ...\nclass A(_B): ...",
        object="lib.A.f",
    ),
    *(
        pair(
            "enum-value-changed",
            name,
            f"import enum\nclass E(enum.{base}):\n A = {old}",
            f"import enum\nclass E(enum.{base}):\n A = {new}",
            object="lib.E.A",
        )
        for name, base, old, new in (
            ("number", "Enum", "1", "2"),
            ("text", "Enum", "'a'", "'b'"),
            ("number to text", "Enum", "1", "'a'"),
            ("flag", "IntFlag", "1", "2"),
        )
    ),
    *(
        pair(
            "tuple-fields-changed",
            name,
            f"from typing import NamedTuple\nclass T(NamedTuple):\n {old}",
            f"from typing import NamedTuple\nclass T(NamedTuple):\n {new}",
            object="lib.T",
        )
        for name, old, new in (
            ("added", "a: int", "a: int; b: int"),
            ("added with a default", "a: int", "a: int; b: int = 1"),
            ("order", "a: int; b: int", "b: int; a: int"),
            ("renamed", "a: int", "x: int"),
        )
    ),
]
_CALLS = [
    ("parameter-removed", "last", "a, b", "a"),
    ("parameter-removed", "optional", "a, b=1", "a"),
    ("parameter-removed", "keyword-only", "a, *, b=1", "a"),
    ("parameter-removed", "*args", "a, *args", "a"),
    ("parameter-removed", "**kwargs", "a, **kwargs", "a, *, b=1"),
    ("parameter-removed", "swallowed by name only", "a, b", "a, **kwargs"),
    ("parameter-renamed", "first", "path", "file"),
    ("parameter-renamed", "second", "a, data=None", "a, content=None"),
    ("parameter-renamed", "with a default more", "a", "b=1"),
    ("parameter-renamed", "of several", "a, b, c", "a, x, c"),
    ("parameter-moved", "swapped", "a, b", "b, a"),
    ("parameter-moved", "optional ones swapped", "a, b=1, c=2", "a, c=2, b=1"),
    ("parameter-moved", "another before it", "a, b=1", "a, new=0, b=1"),
    ("parameter-moved", "keyword-only before the rest", "a, b=1, *, c=2", "a, c=2, b=1"),
    ("parameter-kind-changed", "by name only", "a, b=1", "a, *, b=1"),
    ("parameter-kind-changed", "required, by name only", "a, b", "a, *, b"),
    ("parameter-kind-changed", "by place only", "a, b=1", "a, b=1, /"),
    ("parameter-kind-changed", "by name to by place", "a, *, b=1", "b=1, /, *, a"),
    ("parameter-now-required", "last", "a, b=1", "a, b"),
    ("parameter-now-required", "keyword-only", "*, a=1", "*, a"),
    ("parameter-now-required", "only one", "a=None", "a"),
    ("parameter-now-required", "by place only", "a=None, /", "a, /"),
    ("required-parameter-added", "last", "a", "a, b"),
    ("required-parameter-added", "first of all", "", "a"),
    ("required-parameter-added", "keyword-only", "a", "a, *, b"),
    ("required-parameter-added", "beside **kwargs", "a, **kwargs", "a, *, b, **kwargs"),
]
_DATACLASS = "from dataclasses import dataclass, field\n@dataclass\nclass A:\n "
CALLS = [
    *(
        pair(kind, name, f"def f({old}): ...", f"def f({new}): ...", object="lib.f")
        for kind, name, old, new in _CALLS
    ),
    pair(
        "parameter-removed",
        "of a method",
        "class A:\n def f(self, a): ...",
        "class A:\n def f(self): ...",
        object="lib.A.f",
    ),
    pair(
        "required-parameter-added",
        "of a constructor",
        "class A:\n def __init__(self): ...",
        "class A:\n def __init__(self, a): ...",
        object="lib.A",
    ),
    pair(
        "required-parameter-added",
        "of an inherited constructor",
        "class _B:\n def __init__(self): ...\nclass A(_B): ...",
        "class _B:\n def __init__(self, a): ...\nclass A(_B): ...",
        object="lib.A",
    ),
    pair(
        "required-parameter-added",
        "a first constructor",
        "class A: ...",
        "class A:\n def __init__(self, a): ...",
        object="lib.A",
    ),
    pair(
        "required-parameter-added",
        "field of a dataclass",
        _DATACLASS + "a: int",
        _DATACLASS + "a: int\n b: int",
        object="lib.A",
    ),
    pair(
        "required-parameter-added",
        "field of an attrs class",
        "import attr\n@attr.s(auto_attribs=True)\nclass A:\n a: int",
        "import attr\n@attr.s(auto_attribs=True)\nclass A:\n a: int\n b: int",
        object="lib.A",
    ),
    pair(
        "required-parameter-added",
        "field of a pydantic model",
        "from pydantic import BaseModel\nclass A(BaseModel):\n a: int",
        "from pydantic import BaseModel, Field\nclass A(BaseModel):\n a: int\n b: int = Field(...)",
        object="lib.A",
    ),
    pair(
        "parameter-now-required",
        "field of a dataclass",
        _DATACLASS + "a: int = 1",
        _DATACLASS + "a: int",
        object="lib.A",
    ),
    pair(
        "parameter-moved",
        "fields of a dataclass",
        _DATACLASS + "a: int\n b: int",
        _DATACLASS + "b: int\n a: int",
        object="lib.A",
    ),
    pair(
        "parameter-kind-changed",
        "a dataclass by name only",
        _DATACLASS + "a: int",
        "from dataclasses import dataclass\n@dataclass(kw_only=True)\nclass A:\n a: int",
        object="lib.A",
    ),
    pair(
        "parameter-removed",
        "function to class",
        "def make(a, b): ...",
        "class make:\n def __init__(self, a): ...",
        object="lib.make",
    ),
    pair(
        "parameter-renamed",
        "behind a re-export that moved",
        _files("from lib.a import f", a="def f(x): ..."),
        _files("from lib._b import f", a="from lib._b import f", _b="def f(y): ..."),
        object="lib.f",
    ),
    pair(
        "parameter-moved",
        "in a class behind a star",
        _files("from lib._c import *", _c="class A:\n def f(self, a, b): ..."),
        _files("from lib._c import *", _c="class A:\n def f(self, b, a): ..."),
        object="lib.A.f",
    ),
]
BEYOND = [
    pair(
        "beyond-reading",
        "what is returned",
        "def f() -> int: return 1",
        "def f() -> str: return '1'",
        known_miss="annotations are not compared: most changes of them correct the annotation",
    ),
    pair(
        "beyond-reading",
        "what is raised",
        "def f():\n raise KeyError",
        "def f():\n raise ValueError",
        known_miss="bodies are not read",
    ),
    pair(
        "beyond-reading",
        "another default",
        "def f(timeout=60): ...",
        "def f(timeout=None): ...",
        known_miss="every call still works: it is a note, not a break",
    ),
    pair(
        "beyond-reading",
        "another constant",
        "LIMIT = 10",
        "LIMIT = 5",
        known_miss="values are not compared: they change with every release",
    ),
    pair(
        "beyond-reading",
        "yields instead of returning",
        "def f(): return [1]",
        "def f(): yield 1",
        known_miss="bodies are not read",
    ),
    pair(
        "beyond-reading",
        "a decorator that takes the arguments over",
        "def f(a): ...",
        "import functools\n@functools.partial(print)\ndef f(a): ...",
        known_miss="what a decorator does is only known when it runs",
    ),
    pair(
        "beyond-reading",
        "a method of a class whose base lies elsewhere",
        "import other\nclass A(other.B):\n def f(self): ...",
        "import other\nclass A(other.B): ...",
        known_miss="the base, in another package, may have the method",
    ),
    pair(
        "beyond-reading",
        "a name that a module's __getattr__ only knows to refuse",
        "def f(): ...\ndef __getattr__(name): ...",
        "def __getattr__(name):\n if name == 'f': raise AttributeError('f is gone')",
        known_miss="a name that stands in the module as text counts as served",
    ),
]
BREAKS: list[Pair] = [*NAMES, *KINDS, *CALLS]
