"""Make a virtual environment from a lock: `python3 tools/environment.py FOLDER LOCK PACKAGE…`.

Runs with nothing but Python's own library, since it makes what everything else needs. Every download is checked against the lock's hashes; our
own packages are then built with the build tools of that lock and linked, so that an edit needs no second install.
"""

import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)


def main(folder: Path, lock: Path, packages: list[str]) -> None:
    """Make or renew the environment, and mark it done last, so that a broken run is taken up again."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit(f"Python 3.11 or newer is needed, this is {found}. Install it, or name one: make PYTHON=python3.12 …")
    python = folder / "bin" / "python"
    if not python.exists():
        run([sys.executable, "-m", "venv", str(folder)], "On Debian and Ubuntu, install the package python3-venv first.")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile"]
    print(f"Installing {lock} into {folder}; the first time takes a minute or two.", flush=True)
    run([*pip, "--require-hashes", "--requirement", str(lock)], "Check that the package index can be reached.")
    own = [part for package in packages for part in ("--editable", package)]
    run([*pip, "--no-deps", "--no-build-isolation", *own], "Look at the message above.")
    (folder / ".done").touch()


def run(command: list[str], mend: str) -> None:
    """Run a command, or stop with what to do about its failure."""
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"This failed: {' '.join(command)}\n{mend} Then run make again.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
