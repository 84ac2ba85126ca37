"""Brings Superset to what the release ships: the lake as a database, its dashboards, and a role that reads them.

Run before Superset serves: `python load.py FOLDER`, where FOLDER is what `stonks lake superset` writes. What the
release ships is written anew each time; what people made beside it stays. A password for Trino comes from
TRINO_PASSWORD, and is kept encrypted by SUPERSET_SECRET_KEY.
"""

import os
import re
import sys
import time
from pathlib import Path

import yaml
from superset.app import create_app

ROLE = "Reader"
DATABASE = "databases/lakehouse.yaml"
# Superset asks Trino while it imports, and Trino may start beside it.
TRIES = 30
WAIT_SECONDS = 10
# What Gamma may change. Filters and links that the page itself keeps are written too, and no more than that.
CHANGES = re.compile(r"can_(add|edit|delete|bulk_create|tag|write)\b")
OF_THE_PAGE = re.compile(r"(FilterState|Permalink|FormData)RestApi$")


def main(folder: Path) -> None:
    files = {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.yaml")}
    told = yaml.safe_load(files[DATABASE])
    with create_app().app_context():
        for tries in range(1, TRIES + 1):
            fault = load(files, told)
            if fault is None or tries == TRIES:
                break
            print(f"superset: {fault}; asked again in {WAIT_SECONDS} s", flush=True)
            time.sleep(WAIT_SECONDS)
        if fault and not was_loaded(files):
            sys.exit(f"superset: nothing could be loaded: {fault}")
        grant(told)
        said = f"what was there stays: {fault}" if fault else f"{len(files)} files of the release are loaded"
        print(f"superset: {said}", flush=True)


def load(files: dict, told: dict) -> object:
    """Returns what went wrong where that may pass; None where all is loaded."""
    from superset import db, security_manager
    from superset.commands.exceptions import CommandInvalidError, ImportFailedError
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.models.core import Database
    from superset.utils.core import override_user

    # One that was made by hand, or by a release before, has an id of its own, and its name is taken.
    named = db.session.query(Database).filter_by(database_name=told["database_name"]).one_or_none()
    if named:
        named.uuid = told["uuid"]
        db.session.commit()
    password = os.environ.get("TRINO_PASSWORD")
    try:
        with override_user(security_manager.find_user(username="admin")):
            ImportAssetsCommand(files, passwords={DATABASE: password} if password else {}).run()
    except ImportFailedError as fault:
        if isinstance(fault.__cause__, CommandInvalidError):
            sys.exit(f"superset: files are not what it takes: {fault.__cause__.normalized_messages()}")
        return fault.__cause__ or fault
    return None


def was_loaded(files: dict) -> bool:
    from superset import db
    from superset.models.dashboard import Dashboard

    ids = [yaml.safe_load(text)["uuid"] for path, text in files.items() if path.startswith("dashboards/")]
    return db.session.query(Dashboard).filter(Dashboard.uuid.in_(ids)).count() > 0


def grant(told: dict) -> None:
    """Gives the role what Gamma has less what changes anything, and the data of the lake."""
    from superset import db, security_manager
    from superset.models.core import Database

    database = db.session.query(Database).filter_by(uuid=told["uuid"]).one()
    reads = [
        one
        for one in security_manager.find_role("Gamma").permissions
        if not CHANGES.match(one.permission.name) or OF_THE_PAGE.search(one.view_menu.name)
    ]
    lake = security_manager.add_permission_view_menu("database_access", database.perm)
    security_manager.add_role(ROLE).permissions = [*reads, lake]
    db.session.commit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
