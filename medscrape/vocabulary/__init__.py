"""What the words, numbers and marks on the pages mean, in English and in Spanish."""
