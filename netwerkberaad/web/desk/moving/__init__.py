"""The desk: cases that go to another region, and cases that come."""
