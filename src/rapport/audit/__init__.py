"""Naive test-takers against the graded items: what somebody earns who knows nothing of the subject and a good deal of tests."""

from rapport.audit.report import Audit, audit

__all__ = ["Audit", "audit"]
