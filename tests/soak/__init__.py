"""What must not grow: memory, descriptors, threads and temporary files, over many runs and over many pages."""
