"""The entries of the catalogue, by what their findings are about."""
