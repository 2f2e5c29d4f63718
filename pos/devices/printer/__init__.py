"""Receipt printers that speak ESC/POS in CP949, and own their deadlines; no job is done without an answer."""
