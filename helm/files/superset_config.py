"""Superset as the chart installs it: tables in PostgreSQL, cache in Redis, TLS ended by the Ingress.

The password and the schema of its tables are not in the address: libpq reads PGPASSWORD, PGOPTIONS
and PGSSLROOTCERT by itself, whatever characters the password has.
"""

import os
from urllib.parse import urlsplit

SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = os.environ["DATABASE_URL"].replace("postgres://", "postgresql+psycopg2://", 1)
ENABLE_PROXY_FIX = True

_redis = urlsplit(os.environ["REDIS_URL"])
_options = {"ssl": _redis.scheme == "rediss"}
if _redis.username:
    _options["username"] = _redis.username
if os.environ.get("REDIS_CA"):
    _options["ssl_ca_data"] = os.environ["REDIS_CA"]


def _cache(name: str) -> dict:
    # Every entry ends: the same Redis carries the lists, and evicts nothing.
    return {
        "CACHE_TYPE": "RedisCache",
        "CACHE_DEFAULT_TIMEOUT": 300,
        "CACHE_KEY_PREFIX": f"superset:{name}:",
        "CACHE_REDIS_HOST": _redis.hostname,
        "CACHE_REDIS_PORT": _redis.port,
        "CACHE_REDIS_DB": int(_redis.path.lstrip("/")),
        "CACHE_REDIS_PASSWORD": os.environ["REDIS_PASSWORD"],
        "CACHE_OPTIONS": _options,
    }


CACHE_CONFIG = _cache("page")
DATA_CACHE_CONFIG = _cache("data")
FILTER_STATE_CACHE_CONFIG = _cache("filter")
EXPLORE_FORM_DATA_CACHE_CONFIG = _cache("explore")
