"""Batches: finished work that comes from elsewhere, taken over in one go with all that it names."""

from timetrack.domain.batches.importing import import_batch
from timetrack.domain.batches.rows import Batch, BatchRow, PersonTotal, Remark, quoted

__all__ = ["Batch", "BatchRow", "PersonTotal", "Remark", "import_batch", "quoted"]
