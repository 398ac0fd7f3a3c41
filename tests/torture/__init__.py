"""Kills and full disks at every moment of the real command's life, and a proof that nothing comes of them."""
