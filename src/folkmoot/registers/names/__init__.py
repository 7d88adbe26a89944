"""The words, normal forms and numbers by which suppliers are published."""
