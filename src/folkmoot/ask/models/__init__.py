"""Segments, latent classes and small places: what is fitted and not only counted."""
