"""What every room stands on: core, vault, access, documents, links and messages."""
