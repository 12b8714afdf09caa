"""Uitnodigen: people and their state, answers on behalf, the date poll."""
