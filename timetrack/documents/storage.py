"""Where documents lie: in a folder, or in a bucket of S3. Both are used through the same five methods."""

import hashlib
import hmac
import os
import re
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlencode

from timetrack import clock
from timetrack.config import Settings, settings
from timetrack.errors import InvalidInput, NotFound, StoreAway

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)+")
LONGEST_KEY = 400
LINK_SECONDS = 15 * 60
ROUTE = "/files/"


class Store(Protocol):
    """Holds bytes under keys such as ``invoices/12/<sha256>.pdf``. Any of it raises StoreAway when nobody answers."""

    def put(self, key: str, content: bytes, *, content_type: str) -> None:
        """Keep ``content``; once this returns it survives a power cut. What was there under the key is replaced."""

    def get(self, key: str) -> bytes:
        """What lies there. Raises NotFound."""

    def exists(self, key: str) -> bool:
        """Whether something lies there."""

    def delete(self, key: str) -> None:
        """Take it away; nothing happens where there is nothing."""

    def link(self, key: str, *, name: str, seconds: int = LINK_SECONDS) -> str:
        """An address by which anybody can read it for so long, as a file called ``name``."""


def invoice_key(invoice_id: int, content: bytes) -> str:
    """Where the PDF of an invoice belongs: its own bytes name it, so two tries cannot get in each other's way."""
    return f"invoices/{invoice_id}/{hashlib.sha256(content).hexdigest()}.pdf"


def store() -> Store:
    """The store of the settings: the bucket when S3_BUCKET is set, else the folder."""
    return _store_of(settings())


@lru_cache(maxsize=1)
def _store_of(here: Settings) -> Store:
    if not here.s3_bucket:
        return FileStore(here.documents_dir, here.url)
    from timetrack.documents.s3 import S3Store  # boto3 takes half a second to load

    return S3Store(here)


def check_key(key: str) -> str:
    """The key, if it is one. Raises InvalidInput for what could lead anywhere else."""
    if not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        raise InvalidInput("This is no key of a document.")
    return key


class FileStore:
    """Files in a folder of its own; ``url`` is where Timetrack serves, for links."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.url = folder, url

    def put(self, key: str, content: bytes, *, content_type: str) -> None:  # noqa: ARG002 - its name tells a file's kind
        path = self._path(key)
        unfinished = path.with_name(f".{secrets.token_hex(8)}.new")
        try:
            made = self._make_folders(path.parent)
            _write(unfinished, content)
            unfinished.replace(path)
            for folder in {path.parent, *made}:
                _fsync(folder)
        except OSError as refused:
            with suppress(OSError):
                unfinished.unlink()
            raise StoreAway(f"The folder for documents cannot be written to: {refused.strerror}.") from refused

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            raise NotFound("This document is not in the store.") from None
        except OSError as refused:
            raise StoreAway(f"The folder for documents cannot be read: {refused.strerror}.") from refused

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError as refused:
            raise StoreAway(f"The folder for documents cannot be written to: {refused.strerror}.") from refused

    def link(self, key: str, *, name: str, seconds: int = LINK_SECONDS) -> str:
        until = int(clock.now().timestamp()) + seconds
        query = {"until": until, "name": name, "signature": self._signature(key, until, name)}
        return f"{self.url}{ROUTE}{quote(check_key(key))}?{urlencode(query)}"

    def is_link(self, key: str, *, until: int, name: str, signature: str) -> bool:
        """Whether a link says what we once said, and is not over."""
        if not hmac.compare_digest(self._signature(key, until, name).encode(), signature.encode()):
            return False
        return clock.now().timestamp() < until

    def _signature(self, key: str, until: int, name: str) -> str:
        said = "\n".join((key, str(until), name)).encode()
        return hmac.new(self._secret(), said, hashlib.sha256).hexdigest()

    def _secret(self) -> bytes:
        """Known to every process that serves this folder; no key reaches it, as none begins with a dot."""
        path = self.folder / ".links"
        with suppress(FileNotFoundError):
            return path.read_bytes()
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{secrets.token_hex(8)}.new")
        _write(unfinished, secrets.token_bytes(32))
        with suppress(FileExistsError):
            os.link(unfinished, path)
        unfinished.unlink()
        return path.read_bytes()

    def _path(self, key: str) -> Path:
        return self.folder / check_key(key)

    def _make_folders(self, folder: Path) -> list[Path]:
        """Make it and what is above it; the folders whose lists have changed by that."""
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        return [one.parent for one in missing]


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _fsync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
