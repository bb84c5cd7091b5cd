"""The office's own pages and tables: the guide's tasks, what units have promised, who has reported."""
