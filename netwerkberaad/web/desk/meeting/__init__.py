"""The beraad itself: planning it, the table screen and the projector."""
