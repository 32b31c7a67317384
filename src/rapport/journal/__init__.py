"""The durable record of every answer: journalled beside the notebook, and received inside it."""

from rapport.journal.event import Event, Fault, parse_event
from rapport.journal.file import NotSaved, append, read, read_bytes
from rapport.journal.receipt import MIME, bundle, receipts, receipts_of
from rapport.journal.record import Record, journal_path, newest
from rapport.journal.words import spelled_out

__all__ = [
    "MIME",
    "Event",
    "Fault",
    "NotSaved",
    "Record",
    "append",
    "bundle",
    "journal_path",
    "newest",
    "parse_event",
    "read",
]
__all__ += ["read_bytes", "receipts", "receipts_of", "spelled_out"]
