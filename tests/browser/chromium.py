"""Finds and starts a Chromium that makes no connection of its own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

# Of a switch that is given twice Chromium takes the last, so what Playwright switches off for good reason is named here too.
# The omnibox's two pages, which nobody sees here, would take as long to draw in every new window as a page of ours.
SWITCHED_OFF = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "LensOverlay", "MediaRouter", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "PreconnectToSearch", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "AvoidCorsURLLoaderRestartOnRedirect", "DestroyProfileOnBrowserClose"),
    *("PaintHolding", "ThirdPartyStoragePartitioning"),
)
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    f"--disable-features={','.join(SWITCHED_OFF)}",
)


def chromium_path() -> Path | None:
    """Return the browser named by RAPPORT_CHROMIUM, else one on PATH, else None for the browser that Playwright brought along.

    Raises
    ------
    FileNotFoundError
        If RAPPORT_CHROMIUM names no file.
    """
    named = os.environ.get("RAPPORT_CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise FileNotFoundError(
                f"RAPPORT_CHROMIUM is {named!r}, but there is no such file: name a Chromium, or unset it."
            )
        return Path(named)
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((Path(path) for path in found if path), None)


def launch(playwright: Playwright) -> Browser:
    """Start the browser."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
