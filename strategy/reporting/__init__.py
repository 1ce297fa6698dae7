"""Reports at fixed times: what was planned, what came true, what changed since the last one."""
