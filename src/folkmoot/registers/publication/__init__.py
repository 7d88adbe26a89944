"""How fully each publisher tells what the Transparency Code asks."""
