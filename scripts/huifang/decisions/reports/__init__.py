"""What a report says: figures, parts, and what a later version says otherwise."""
