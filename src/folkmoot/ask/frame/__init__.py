"""Everybody who could have been asked: counted, sampled, and held against who answered."""
