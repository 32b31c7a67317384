"""First drafts of content that pass `rapport check` at once, for authors to write over."""

from rapport.scaffold.draft import KINDS, DraftError, draft

__all__ = ["KINDS", "DraftError", "draft"]
