"""Receipt printers that speak ESC/POS in CP949, with deadlines of their own; a job is never called done without an answer."""
