"""Properties are never judged by how long they take: a machine may be busy, and calendars are loaded at first use."""

from hypothesis import HealthCheck, settings

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
