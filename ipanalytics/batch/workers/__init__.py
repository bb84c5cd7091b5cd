"""Where reports are made: `execute` makes one, `local` many here, `dask_client` and `dask_worker` elsewhere."""
