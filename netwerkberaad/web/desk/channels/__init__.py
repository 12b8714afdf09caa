"""Channels: the services that send for us, and the messages that left."""
