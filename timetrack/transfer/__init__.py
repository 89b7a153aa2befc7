"""Other programs' files: one module per format, each turning bytes into rows and into a list of what is wrong with them."""
