"""One batch: the lock on its outputs, the loop, logs, the record of it, and telling people."""
