"""Moving: cases of one region that go to another, in a package that only the other side can open."""
