"""What looks like a reference to the library and is none."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.ground_truth.spellings import STORE

_PATH = f"{STORE}/sales_features-1.4.2-py3-none-any.whl"
_WHEELS = (
    f"{STORE}/sales_features_extra-1.4.2-py3-none-any.whl",
    f"{STORE}/my_sales_features-1.4.2-py3-none-any.whl",
    f"{STORE}/sales_features2-1.4.2-py3-none-any.whl",
    f"{STORE}/salesfeatures-1.4.2-py3-none-any.whl",
    f"{STORE}/sales_features-1.4.2/numpy-1.26.4-py3-none-any.whl",
    f"{STORE}/finance_rules-1.4.2-py3-none-any.whl",
    "/Volumes/main/libs/wheels/sales_features_extra-{{job.parameters.v}}-py3-none-any.whl",
    f"{STORE}/sales_*.whl",
)
_JARS = (
    f"{STORE}/sales-features_2.13-1.4.2.jar",
    f"{STORE}/sales-features-extra_2.12-1.4.2.jar",
    f"{STORE}/my-sales-features_2.12-1.4.2.jar",
    f"{STORE}/SALES-features_2.12-1.4.2.jar",
    f"{STORE}/sales-features_2.12-1.4.2/postgresql-42.7.3.jar",
)
_COORDINATES = (
    "com.example.sales:sales-features_2.13:1.4.2",
    "com.example.sales:sales-features-extra_2.12:1.4.2",
    "com.example.sales-features_2.12:core:1.4.2",
    "org.postgresql:postgresql:42.7.3",
)
_REQUIREMENTS = (
    "sales-features-extra==1.4.2",
    "my-sales-features==1.4.2",
    "sales-features2",
    "salesfeatures>=1.4",
    "numpy==1.26.4; python_version >= '3.9'",
    "extras[sales-features]==1.4.2",
)
_OPTIONS = (
    "--index-url https://index.example.com/sales-features/simple",
    "--extra-index-url https://index.example.com/sales-features==1.4.2/simple",
    f"--find-links {STORE}/sales_features-1.4.2",
    "--trusted-host sales-features",
)


def library(random: Random) -> dict[str, Any]:
    """An entry of `libraries`."""
    kinds: list[dict[str, Any]] = [
        {"whl": random.choice(_WHEELS)},
        {"egg": f"{STORE}/sales_features_extra-1.4.2-py3.9.egg"},
        {"jar": random.choice(_JARS)},
        {"pypi": {"package": random.choice(_REQUIREMENTS)}},
        {"maven": {"coordinates": random.choice(_COORDINATES)}},
        {"maven": {"coordinates": "org.example:core:1.0", "exclusions": ["sales-features_2.12"]}},
        {"pypi": {"package": "numpy", "repo": "https://index.example.com/sales-features==1.4.2"}},
        {"cran": {"package": "sales-features"}},
    ]
    return random.choice(kinds)


def package(random: Random) -> str:
    """An entry of an environment, or a line of a requirements file."""
    return random.choice((*_WHEELS, *_REQUIREMENTS, *_OPTIONS))


def java_dependency(random: Random) -> str:
    """An entry of `java_dependencies`."""
    return random.choice((*_COORDINATES, *_JARS))


def paths(random: Random) -> str:
    """A list of files, as an option of spark-submit takes it."""
    return ",".join(random.sample((*_WHEELS[:6], *_JARS), k=2))


def comment(random: Random) -> str:
    """A line that is no requirement."""
    return random.choice(
        ("# sales-features==1.4.2", f"# {_PATH}", "#sales-features", "  # was 1.4")
    )


def words(random: Random) -> str:
    """Prose, and values of parameters."""
    return random.choice(
        ("sales-features==1.4.2", _PATH, "runs sales-features 1.4.2", "sales_features", "nightly")
    )


def work(random: Random) -> dict[str, Any]:
    """What a task does; the library's name may stand in it."""
    said = words(random)
    kinds: list[dict[str, Any]] = [
        {
            "notebook_task": {
                "notebook_path": "/Workspace/Shared/sales-features/1.4.2/run",
                "base_parameters": {"library": said},
                "source": "WORKSPACE",
            }
        },
        {
            "python_wheel_task": {
                "package_name": "sales_features",
                "entry_point": "run",
                "parameters": ["--wheel", said],
            }
        },
        {"spark_python_task": {"python_file": f"{STORE}/sales_features.py", "parameters": [said]}},
        {"sql_task": {"parameters": {"note": said}, "warehouse_id": "abc"}},
    ]
    return random.choice(kinds)
