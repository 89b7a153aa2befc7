"""Documents in a bucket of S3, Amazon's or anybody's that speaks the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from timetrack.config import Settings
from timetrack.documents.storage import LINK_SECONDS, check_key
from timetrack.errors import NotFound, StoreAway

CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 10, 2
"""An outage shows soon; the job that wanted something tries again later."""
GONE = {"404", "NoSuchKey"}


class S3Store:
    """A bucket, below ``S3_PREFIX``. The bucket's name stands in the path, as every server understands it."""

    def __init__(self, here: Settings) -> None:
        self.bucket, self.prefix = here.s3_bucket, here.s3_prefix
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=here.s3_endpoint_url,
            region_name=here.s3_region,
            aws_access_key_id=here.s3_access_key,
            aws_secret_access_key=here.s3_secret_key.get_secret_value() if here.s3_secret_key else None,
            config=Config(
                signature_version="s3v4",
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": TRIES, "mode": "standard"},
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def put(self, key: str, content: bytes, *, content_type: str) -> None:
        with _answered():
            self._client.put_object(**self._of(key), Body=content, ContentType=content_type)

    def get(self, key: str) -> bytes:
        with _answered():
            found: bytes = self._client.get_object(**self._of(key))["Body"].read()
            return found

    def exists(self, key: str) -> bool:
        try:
            with _answered():
                self._client.head_object(**self._of(key))
        except NotFound:
            return False
        return True

    def delete(self, key: str) -> None:
        with _answered():
            self._client.delete_object(**self._of(key))

    def link(self, key: str, *, name: str, seconds: int = LINK_SECONDS) -> str:
        asked = self._of(key) | {"ResponseContentDisposition": f"inline; filename*=UTF-8''{quote(name, safe='')}"}
        with _answered():
            made: str = self._client.generate_presigned_url("get_object", Params=asked, ExpiresIn=seconds)
            return made

    def _of(self, key: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": "/".join(filter(None, (self.prefix, check_key(key))))}


@contextmanager
def _answered() -> Iterator[None]:
    """Turn what boto3 raises into NotFound, or StoreAway with what the server said."""
    try:
        yield
    except ClientError as refused:
        error = refused.response.get("Error", {})
        if error.get("Code") in GONE:
            raise NotFound("This document is not in the store.") from None
        raise StoreAway(
            f"The store for documents refused: {error.get('Code')} {error.get('Message', '')}".strip()
        ) from refused
    except (BotoCoreError, OSError) as away:
        raise StoreAway(
            f"The store for documents does not answer ({type(away).__name__}). It is tried again."
        ) from away
