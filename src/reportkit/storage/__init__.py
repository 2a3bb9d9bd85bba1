"""Where workspaces and outputs lie: a folder of this machine, an object store."""
