"""Invitations, the form, and the answers while they come in."""
