"""The library store of the seeds: old releases of two libraries, and files that pin them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.seeds.wheels import wheel

if TYPE_CHECKING:
    from apparate_ng.sandbox.state.workspace import Workspace

STORE = "/Workspace/Shared/libraries"

SALES_FEATURES = ("0.9.0", "0.9.2", "1.3.0", "1.4.2", "1.4.3", "1.5.0rc1", "2.0.0")
"""The releases of `sales-features` in the store. 1.5.0 is for the one who tries it to release."""

FINANCE_RULES = ("1.1.0", "1.2.0", "1.2.1")
"""The releases of `finance-rules` in the store."""

_REQUIREMENTS = "pandas==2.2.3\nsales-features==1.4.2  # raised by hand, every month\npyyaml>=6\n"
_BASE = (
    f"environment_version: '3'\ndependencies:\n  - {STORE}/finance_rules-1.2.0-py3-none-any.whl\n"
)


def wheel_name(project: str, version: str) -> str:
    """The file name of a pure wheel; `project` is written as in file names."""
    return f"{project}-{version}-py3-none-any.whl"


def sow_store(workspace: Workspace) -> None:
    """Put the wheels, a requirements file and a base environment into the store."""
    folder = STORE.removeprefix("/Workspace")
    workspace.files.make_folder(folder)
    for project, versions in (("sales-features", SALES_FEATURES), ("finance-rules", FINANCE_RULES)):
        for version in versions:
            name = wheel_name(project.replace("-", "_"), version)
            workspace.files.write(f"{folder}/{name}", wheel(project, version))
    workspace.files.write(f"{folder}/requirements.txt", _REQUIREMENTS.encode())
    workspace.files.write(f"{folder}/base.yaml", _BASE.encode())
    workspace.files.write("/Shared/other.txt", b"numpy>=2\n")
