"""How inputs are changed: each mutator knows what its inputs are made of."""
