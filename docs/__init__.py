"""What the pages of this folder are made with; ``generate.py`` writes them."""
