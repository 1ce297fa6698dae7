"""The commands of ``python -m strategy``, one file each."""
