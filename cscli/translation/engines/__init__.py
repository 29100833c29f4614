"""Translation engines behind one protocol, loaded on demand."""
