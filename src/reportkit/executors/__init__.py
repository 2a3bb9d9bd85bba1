"""Where work runs: worker processes of this machine, the workers of a Dask cluster."""
