"""Find a Chromium for the browser tests, or install one: Debian's package when root on Debian or Ubuntu, else Playwright's own."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Leave with a Chromium in place, or say what to install."""
    if os.environ.get("RAPPORT_CHROMIUM") or any(shutil.which(name) for name in NAMES):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's package chromium for the browser tests.", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "--quiet", "--quiet"], check=False, env=quiet)
        subprocess.run(["apt-get", "install", "--quiet", "--yes", "chromium"], check=False, env=quiet)
        if shutil.which("chromium"):
            return
    print("Installing Playwright's own Chromium for the browser tests.", flush=True)
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode:
        sys.exit(
            "The browser tests need Chromium, and it could not be installed here. Install the package chromium or Google Chrome,"
            " or set RAPPORT_CHROMIUM to the browser's path; then run make test again."
        )


if __name__ == "__main__":
    main()
