"""How a typed name is read: what is no name, who is a company, which words are titles, what the parts are."""
