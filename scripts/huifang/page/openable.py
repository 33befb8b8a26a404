"""Files that a page showed and that may be opened from it, by keys that tell nothing: paths cannot be asked for."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from threading import Lock


class Openable:
    """Hands out keys for paths, and knows the paths of its keys again as long as the process lives."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._paths: dict[str, Path] = {}
        self._lock = Lock()

    def key(self, path: Path) -> str:
        """The key of a file or folder; the same for the same path."""
        whole = path.absolute()
        key = blake2b(str(whole).encode(errors="surrogateescape"), key=self._secret[:64], digest_size=16).hexdigest()
        with self._lock:
            self._paths[key] = whole
        return key

    def path(self, key: str) -> Path | None:
        """What the key was handed out for; None for any other."""
        return self._paths.get(key)
