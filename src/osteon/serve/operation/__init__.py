"""Running the server: health, metrics, logs, stop, backup and restore, and what `osteon doctor` looks at."""
