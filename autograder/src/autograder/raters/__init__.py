"""A panel's ratings: how far raters agree, which keys they imply, and which items are in doubt."""
