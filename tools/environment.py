"""Make a virtual environment from a lock: `python3 tools/environment.py [--slim] FOLDER LOCK PACKAGE…`.

Runs with nothing but Python's own library, since it makes what everything else needs. Every download is checked against the lock's hashes; our
own packages are then built with the build tools of that lock and linked, so that an edit needs no second install. With --slim, what nothing
in a lesson ever reads is taken out again.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
# The packages' own tests, helpers for testing JupyterLab extensions, what completes code of packages that nobody has here, what debuggers of
# minified code read, and pip's bytecode.
UNREAD = (
    *(f"lib/python3*/site-packages/{package}" for package in ("pandas/tests", "numpy/**/tests", "matplotlib/tests")),
    *(
        f"lib/python3*/site-packages/{package}"
        for package in ("tornado/test", "jupyterlab/galata", "pip/**/__pycache__")
    ),
    *(f"lib/python3*/site-packages/jedi/third_party/{stubs}" for stubs in ("typeshed/stubs", "django-stubs")),
    "**/*.js.map",
    "**/*.css.map",
)
# Packages carry some files twice, once for themselves and once for the server; smaller ones are not worth a look.
LARGE = 4096


def main(folder: Path, lock: Path, packages: list[str], slim: bool = False) -> None:
    """Make or renew the environment, and mark it done last, so that a broken run is taken up again."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit(f"Python 3.11 or newer is needed, this is {found}. Install it, or name one: make PYTHON=python3.12 …")
    python = folder / "bin" / "python"
    if not python.exists():
        run(
            [sys.executable, "-m", "venv", str(folder)], "On Debian and Ubuntu, install the package python3-venv first."
        )
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    install = [*pip, "install", "--quiet", "--no-compile"]
    print(f"Installing {lock} into {folder}; the first time takes a minute or two.", flush=True)
    run([*install, "--require-hashes", "--requirement", str(lock)], "Check that the package index can be reached.")
    own = [part for package in packages for part in ("--editable", package)]
    run([*install, "--no-deps", "--no-build-isolation", *own], "Look at the message above.")
    if slim:
        # Python 3.11 puts it into every environment, and nothing here needs it.
        run([*pip, "uninstall", "--quiet", "--yes", "setuptools"], "Look at the message above.")
        take_out_unread(folder)
        share_twins(folder)
    (folder / ".done").touch()


def take_out_unread(folder: Path) -> None:
    """Delete what nothing in a lesson reads."""
    for path in [path for pattern in UNREAD for path in folder.glob(pattern)]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def share_twins(folder: Path) -> None:
    """Let files of equal content be one file with two names; pip replaces files whole, so that no change of one reaches the other."""
    first: dict[tuple[int, bytes], Path] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        status = path.stat()
        if status.st_size < LARGE or status.st_nlink > 1:
            continue
        twin = first.setdefault((status.st_mode, hashlib.sha256(path.read_bytes()).digest()), path)
        if twin != path:
            spare = path.with_name(f"{path.name}.twin")
            os.link(twin, spare)
            spare.replace(path)


def run(command: list[str], mend: str) -> None:
    """Run a command, or stop with what to do about its failure."""
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"This failed: {' '.join(command)}\n{mend} Then run make again.")


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--slim"]
    main(Path(words[0]), Path(words[1]), words[2:], slim="--slim" in sys.argv)
