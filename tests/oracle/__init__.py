"""What a current topic page says, read by other means than the product: html5lib, and tables of its own."""
