"""Makes the coach's weights from the utterances beside it."""
