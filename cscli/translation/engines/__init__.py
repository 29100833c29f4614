"""Who translates: each engine behind one Protocol, loaded only when it is named; the only room with sockets."""
