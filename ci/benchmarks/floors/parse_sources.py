"""The least that any comparison has to do: read the sources of wheels, and parse them."""

from __future__ import annotations

import ast
import sys
import warnings
import zipfile

warnings.simplefilter("ignore")
for wheel in sys.argv[1:]:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".py"):
                ast.parse(archive.read(name))
