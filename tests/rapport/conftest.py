"""Settings of the property tests, and the wire on which cards are overheard."""

from __future__ import annotations

import pytest
from hypothesis import settings

from .wire import Wire

# Time limits for single examples fail on busy machines; everything else stays as the current profile (CI's own, in CI) has it. Half of
# the usual examples keep the whole within two minutes on two cores.
_current = settings.get_profile(settings.get_current_profile_name())
settings.register_profile("rapport", parent=_current, deadline=None, max_examples=50)
settings.load_profile("rapport")


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """A front end that only listens, and says what a test tells it to."""
    return Wire(monkeypatch)
