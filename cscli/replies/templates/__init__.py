"""The texts: found, compiled for the sandbox, bounded, checked against the contract, filled."""
