"""Built-in content as data files, and the code that reads them."""
