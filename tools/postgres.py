"""Find a PostgreSQL server for the tests of gradebooks on one, or install Debian's when root on Debian or Ubuntu."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PLACES = "/usr/lib/postgresql"
"""Where Debian keeps the programs of each version, off the PATH."""


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, of the newest version that has a server; None where there is none."""
    found = shutil.which("initdb")
    folders = sorted(Path(PLACES).glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    candidates = [Path(os.environ["RAPPORT_POSTGRES"])] if "RAPPORT_POSTGRES" in os.environ else []
    candidates += [*folders, *([Path(found).resolve().parent] if found else [])]
    return next(
        (folder for folder in candidates if (folder / "initdb").is_file() and (folder / "postgres").is_file()), None
    )


def main() -> None:
    """Leave with a server's programs in place, or say what to install."""
    if programs() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's package postgresql for the tests of gradebooks on it.", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "--quiet", "--quiet"], check=False, env=quiet)
        command = ["apt-get", "install", "--quiet", "--yes", "--no-install-recommends", "postgresql"]
        subprocess.run(command, check=False, env=quiet)
    if programs() is None:
        sys.exit(
            "The tests of gradebooks on PostgreSQL need its server, and it could not be installed here. Install the package postgresql, or set"
            " RAPPORT_POSTGRES to the folder that holds initdb and postgres; then run make test again."
        )


if __name__ == "__main__":
    main()
