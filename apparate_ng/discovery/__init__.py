"""How references are found: a pure walker for each kind of document, and the scan that feeds it."""
