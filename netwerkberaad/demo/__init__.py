"""The demonstration: fictional cases, replayed through the real actions with the clock moved."""
