"""Every way of writing a reference that the contract knows, for each kind of entry."""

from __future__ import annotations

from random import Random

from tests.ground_truth.planted import Library, Origin, Spelling, State

STORE = "/Workspace/Shared/libraries"
ALSO_STORES = ("dbfs:/FileStore/jars", "/Volumes/main/libs/wheels")
VERSION = "1.5.0"
WHEEL = f"sales_features-{VERSION}-py3-none-any.whl"
JAR = f"sales-features_2.12-{VERSION}.jar"

_VERSIONS = {
    State.OLDER: ("1.4.2", "1.0.0", "1.4.10", "1.4.2.post1", "1.5.0rc1", "1.4.3.dev2"),
    State.BREAKING: ("0.9.0", "0.1.9", "0.0.3"),
    State.SAME: ("1.5.0",),
    State.NEWER: ("1.5.1", "1.6.0", "2.0.0", "2026.1", "1.5.0.post1"),
}
_STATES = (*[State.OLDER] * 5, State.BREAKING, State.SAME, State.NEWER)
_FOLDERS = (
    STORE,
    STORE,
    "/Shared/libraries",
    f"{STORE}/sales_features/{{version}}",
    "dbfs:/FileStore/jars",
    "/dbfs/FileStore/jars",
    "dbfs:/FileStore/jars/0f8fad5b-d9cb-469f-a165-70867728950e",
    "/Volumes/main/libs/wheels",
    "dbfs:/Volumes/main/libs/wheels/{version}",
    "/Volumes/MAIN/Libs/wheels",
)
_FOREIGN_FOLDERS = (
    "/Workspace/Users/ana@example.com/dev",
    "/Users/ana@example.com/sales-features/dist",
    f"{STORE}-old",
    f"{STORE}/../elsewhere",
    "dbfs:/FileStore/jarsmith",
    "/Volumes/main/libs/wheels2",
    "s3://bucket/wheels",
    "abfss://libs@account.dfs.core.windows.net/wheels",
    "gs://bucket/libs/wheels",
)
_NAMES = ("sales_features", "sales_features", "sales-features", "Sales.Features", "SALES_features")
_TAGS = ("-py3-none-any", "-py3-none-any", "", "-7-py3-none-any", "-cp311-cp311-linux_x86_64")
_EXTRAS = ("", "", "[plots]", "[plots,io]")
_MARKERS = ("", "", "; python_version >= '3.9'", ' ; sys_platform == "linux"')
_UNVERSIONED_FILES = (
    "sales_features-latest-py3-none-any.whl",
    "sales-features-latest.whl",
    "sales_features-1.4-*.whl",
    "sales_features-{{job.parameters.v}}-py3-none-any.whl",
    "sales_features-${var.version}-py3-none-any.whl",
)
_RANGES = {
    ">=1.4,<2": State.IN_RANGE,
    "~=1.4": State.IN_RANGE,
    "!=1.4.2": State.IN_RANGE,
    "==1.4.*": State.FLOATING,
    "~=1.4.0": State.FLOATING,
    "<1.5": State.FLOATING,
    ">=2": State.NEWER,
    "": State.UNVERSIONED,
}


def wheel_path(random: Random) -> Spelling:
    """A path to a wheel, without extras."""
    kind = random.choice(("pin",) * 10 + ("unversioned",) * 2 + ("wheelhouse",))
    if kind == "unversioned":
        text = f"{random.choice((STORE, *ALSO_STORES))}/{random.choice(_UNVERSIONED_FILES)}"
        return Spelling(text=text, after=None, state=State.UNVERSIONED)
    if kind == "wheelhouse":
        text = f"{STORE}/sales_features-1.4.2.wheelhouse.zip"
        return Spelling(text=text, after=None, state=State.REPORT_ONLY)
    return _file(random, f"{random.choice(_NAMES)}-{{version}}{random.choice(_TAGS)}.whl", WHEEL)


def egg_path(random: Random) -> Spelling:
    """A path to an egg."""
    found = _file(random, "sales_features-{version}-py3.9.egg", WHEEL)
    return Spelling(
        text=found.text, after=None, state=found.state, origin=found.origin, is_egg=True
    )


def jar_path(random: Random) -> Spelling:
    """A path to a jar."""
    suffix = random.choice(("", "", "-assembly"))
    return _file(random, f"sales-features_2.12-{{version}}{suffix}.jar", JAR, Library.JAR)


def coordinates(random: Random) -> Spelling:
    """A Maven coordinate."""
    state, version = _version(random, Library.JAR)
    start = "com.example.sales:sales-features_2.12:"
    return Spelling(
        text=start + version,
        after=start + VERSION,
        state=state,
        origin=Origin.INDEX,
        library=Library.JAR,
    )


def requirement(random: Random) -> Spelling:
    """A requirement with or without a version, extras and markers."""
    name = random.choice(("sales-features", "sales_features", "Sales.Features"))
    start, behind = name + random.choice(_EXTRAS), random.choice(_MARKERS)
    if random.random() < 0.4:
        specifier = random.choice(list(_RANGES))
        text = start + specifier + behind
        return Spelling(text=text, after=None, state=_RANGES[specifier], origin=Origin.INDEX)
    state, version = _version(random)
    start += random.choice(("==", " == ", "==="))
    found = Spelling(text=version, after=VERSION, state=state, origin=Origin.INDEX)
    return found.inside(start, behind)


def package(random: Random) -> Spelling:
    """What stands in an environment or in a file: a path, a requirement, or a URL."""
    kind = random.choice(("path", "path", "requirement", "url", "named file"))
    if kind == "requirement":
        return requirement(random)
    if kind == "path":
        return wheel_path(random).inside("", random.choice(_EXTRAS))
    if kind == "url":
        return _url(random)
    state, version = _version(random)
    text = f"{STORE}/sales_features-{version}-py3-none-any.whl"
    start = f"sales-features{random.choice(_EXTRAS)} @ file://"
    return Spelling(text=text, after=f"{STORE}/{WHEEL}", state=state).inside(start, "")


def _url(random: Random) -> Spelling:
    state, version = _version(random)
    file = f"sales_features-{version}-py3-none-any.whl"
    start = random.choice(("", "sales-features @ "))
    text = f"{start}https://files.example.com/wheels/{file}"
    return Spelling(text=text, after=None, state=state, origin=Origin.OUTSIDE)


def _file(random: Random, name: str, released: str, library: Library = Library.PYTHON) -> Spelling:
    state, version = _version(random, library)
    is_foreign = random.random() < 0.2
    folder = random.choice(_FOREIGN_FOLDERS if is_foreign else _FOLDERS)
    return Spelling(
        text=f"{folder}/{name}".format(version=version),
        after=None if is_foreign else f"{STORE}/{released}",
        state=state,
        origin=Origin.OUTSIDE if is_foreign else Origin.STORE,
        library=library,
    )


def _version(random: Random, library: Library = Library.PYTHON) -> tuple[State, str]:
    state = random.choice(_STATES)
    found = random.choice(_VERSIONS[state])
    plain = found.replace(".", "").isdecimal()
    # versions of jars are ordered by Maven's rules: only what both read alike
    return (state, found) if plain or library is Library.PYTHON else (state.OLDER, "1.4.2")
