"""The larger commands of the command line; `cli` puts them in their place."""
