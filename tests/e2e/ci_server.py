"""What plays a CI server: an installer that fetches nothing, and the two addresses of GitHub's."""

from __future__ import annotations

import json
import shlex
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.e2e.program import APPARATE, Outcome, Program

ID_TOKEN = "sandbox-id-token"
CLIENT = "sandbox-client"
SECRET = "sandbox-secret"
_PYTHON = """#!/bin/sh
if [ "$1 $2" = '-m venv' ]; then
    mkdir -p "$3/bin"
    ln -sf {apparate} "$3/bin/apparate"
    printf '#!/bin/sh\\nprintf "%%s\\\\n" "$*" >>{log}\\n' >"$3/bin/python"
    chmod +x "$3/bin/python"
    exit
fi
exec {python} "$@"
"""


def on_an_agent(program: Program, folder: Path, **variables: str) -> Program:
    """A program as a CI server's agent calls it: by a shell, with a Python that installs nothing.

    What pip was asked for is then in `folder/pip`; the virtual environments hold the command under
    test.
    """
    bin_folder = folder / "bin"
    bin_folder.mkdir(parents=True, exist_ok=True)
    python = bin_folder / "python3"
    words = {"apparate": APPARATE, "python": sys.executable, "log": folder / "pip"}
    python.write_text(
        _PYTHON.format(**{name: shlex.quote(str(path)) for name, path in words.items()})
    )
    python.chmod(0o755)
    path = f"{bin_folder}:{program.environment['PATH']}"
    return program.without("DATABRICKS_TOKEN").knowing(PATH=path, **variables)


def shell(program: Program, options: Sequence[str], script: str, **variables: str) -> Outcome:
    """Run a script by a shell with these options, where the program would run."""
    name, *rest = options
    caller = replace(program, executable=Path(name))
    return caller(*rest, "-c", script, **variables)


@contextmanager
def github(approvals: object, status: int = 200) -> Iterator[str]:
    """Serve id tokens at `/id`, and who approved a run; gives the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name is the library's
            is_id = self.path.startswith("/id?")
            self.send_response(200 if is_id else status)
            self.end_headers()
            body = {"value": ID_TOKEN} if is_id else approvals
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
