"""Card terminals that speak the serial framing of the SMARTRO TL3600 family: an example, certified by nobody."""
