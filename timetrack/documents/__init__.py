"""Documents and pictures: values in, bytes out; no database, no pages."""
