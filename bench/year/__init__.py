"""A simulated year: many beraden at once, people who behave as people do, and every promise accounted for at the end."""
