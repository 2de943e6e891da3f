# SPDX-License-Identifier: Apache-2.0
# Makes a large register of a small one: copies every partnership with all that belongs to it, under new ids and with titles that
# sort anywhere, until there are as many as asked for. Straight into the tables: the way of a record through the program is
# measured elsewhere.
# usage: generate.py DATABASE COUNT
import sqlite3
import sys

STEP = 1000000  # ids of one copy lie this far from those of the one before
SPREAD = "printf('%05d ', (c.n * 7919 + t.id * 104729) % 100003) || t.title"


def columns(db, table):
    return [row[1] for row in db.execute(f"SELECT * FROM pragma_table_info('{table}')")]


def family(db, top):
    """The table and those whose rows belong to its rows, by their references."""
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = [top]
    for parent in found:
        for table in tables:
            refers = {(row[2], row[3]) for row in db.execute(f"SELECT * FROM pragma_foreign_key_list('{table}')")}
            if table not in found and ((parent, "parent_id") in refers or table in (f"{parent}_code", f"{parent}_facet")):
                found.append(table)
    return found


def copy(db, table, new):
    names = columns(db, table)
    listed = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(new.get(name, f't."{name}"') for name in names)
    # The copies are taken of the first ones alone: their ids are below STEP.
    db.execute(f'INSERT INTO "{table}" ({listed}) SELECT {values} FROM "{table}" t, copy c WHERE t.id < {STEP}')


def main(path, count):
    db = sqlite3.connect(path)
    present = db.execute("SELECT count(*) FROM partnership").fetchone()[0]
    copies = -(-count // present) - 1
    db.execute("PRAGMA synchronous = OFF")
    db.execute("CREATE TEMP TABLE copy (n INTEGER PRIMARY KEY)")
    db.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO copy SELECT i FROM n", (copies,))
    moved = {"id": f"t.id + c.n * {STEP}", "parent_id": f"t.parent_id + c.n * {STEP}"}
    for table in family(db, "partnership"):
        copy(db, table, {**moved, "title": SPREAD, "example": "1"} if table == "partnership" else moved)
    words = ", ".join(f't."{name}"' for name in columns(db, "partnership_search"))
    db.execute(f"INSERT INTO partnership_search (rowid, {words.replace('t.', '')}) SELECT t.rowid + c.n * {STEP}, {words} "
               f"FROM partnership_search t, copy c WHERE t.rowid < {STEP}")
    db.commit()
    db.execute("ANALYZE")
    db.commit()
    print(f"{db.execute('SELECT count(*) FROM partnership').fetchone()[0]:,} partnerships")


main(sys.argv[1], int(sys.argv[2]))
