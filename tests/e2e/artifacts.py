"""Things to release: small wheels that are made here, and small projects."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from pathlib import Path

_LONG_AGO = (2020, 2, 2, 0, 0, 0)
_BACKEND = '''
"""A build backend without requirements: nothing has to be fetched."""
import os
import zipfile


def get_requires_for_build_wheel(config_settings=None):
    return []


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    {first}
    name = "sales_features-{version}-py3-none-any.whl"
    info = "sales_features-{version}.dist-info"
    files = {{
        "sales_features/__init__.py": open("sales_features/__init__.py").read(),
        info + "/METADATA": "Metadata-Version: 2.1\\nName: sales-features\\nVersion: {version}\\n",
        info + "/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        info + "/RECORD": "",
    }}
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as archive:
        for file, text in files.items():
            archive.writestr(zipfile.ZipInfo(file), text)
    return name
'''


def wheel(
    folder: Path,
    version: str = "1.5.0",
    *,
    project: str = "sales-features",
    inside: str | None = None,
    comment: str = "",
) -> Path:
    """An installable wheel of one module (wheel format 1.0).

    Its file name says `version`, its metadata `inside` where that is given; another `comment`
    makes other contents.
    """
    module, told = project.replace("-", "_"), inside or version
    info = f"{module}-{told}.dist-info"
    files = {
        f"{module}/__init__.py": f'__version__ = "{told}"  # {comment}\n',
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {project}\nVersion: {told}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{name},sha256={_digest(text)},{len(text)}" for name, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
    file = folder / f"{module}-{version}-py3-none-any.whl"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), text)
    return file


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def project(
    folder: Path, version: str = "1.5.0", *, settings: str = "", backend_first: str = "pass"
) -> Path:
    """A project with a build backend of its own, which needs no package index.

    `settings` are more lines of its pyproject.toml; the backend begins with the Python line
    `backend_first`.
    """
    module = folder / "sales_features"
    module.mkdir(parents=True)
    (module / "__init__.py").write_text(f'__version__ = "{version}"\n')
    (folder / "backend.py").write_text(_BACKEND.format(version=version, first=backend_first))
    build_system = (
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    )
    (folder / "pyproject.toml").write_text(f"{build_system}\n{settings}\n")
    return folder


def hatchling_project(folder: Path) -> Path:
    """A project as most are today; building it fetches hatchling."""
    (folder / "sales_features").mkdir(parents=True)
    (folder / "sales_features" / "__init__.py").write_text('__version__ = "1.5.0"\n')
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n'
        '[project]\nname = "sales-features"\nversion = "1.5.0"\n'
    )
    return folder
