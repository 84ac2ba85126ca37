"""Superset as the chart installs it: its tables on its volume, cache in Redis, TLS ended by the Ingress.

The product's database it only reads, by views, as one of the databases to draw charts of. The password
is not in the address: libpq reads PGPASSWORD and PGSSLROOTCERT by itself.
"""

import os
from urllib.parse import urlsplit

SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = "sqlite:////app/superset_home/superset.db"
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
