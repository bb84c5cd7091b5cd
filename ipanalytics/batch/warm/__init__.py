"""Warm processes: `fork_client` asks, `fork_server` forks, `kernels` are Jupyter's, `preload` is what they hold."""
