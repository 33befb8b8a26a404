"""The reasons of the catalogue, by what is refused."""
