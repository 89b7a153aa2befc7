"""Reports: one file each, all on the one function that counts hours, each saying what it stands on."""
