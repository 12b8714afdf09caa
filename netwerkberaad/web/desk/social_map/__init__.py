"""The sociale kaart: places to meet and sources of help that the team knows."""
