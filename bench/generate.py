# SPDX-License-Identifier: Apache-2.0
# Makes a large register of a small one: copies every partnership with what hangs on it, under new ids and numbered titles, until
# there are as many as asked for. Straight into the tables: the way of a record through the program is measured elsewhere.
# usage: generate.py DATABASE COUNT
import sqlite3
import sys

STEP = 1000000  # ids of one copy lie this far from those of the one before


def columns(db, table):
    return [row[1] for row in db.execute(f"SELECT * FROM pragma_table_info('{table}')")]


def copy(db, table, new, copies, where="1"):
    names = columns(db, table)
    values = [new.get(name, f't."{name}"') for name in names]
    listed = ", ".join(f'"{n}"' for n in names)
    db.execute(f'INSERT INTO "{table}" ({listed}) SELECT {", ".join(values)} FROM "{table}" t, copy c WHERE {where}')


def main(path, count):
    db = sqlite3.connect(path)
    present = db.execute("SELECT count(*) FROM partnership").fetchone()[0]
    copies = -(-count // present) - 1
    db.execute("PRAGMA synchronous = OFF")
    db.execute("CREATE TEMP TABLE copy (n INTEGER PRIMARY KEY)")
    db.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO copy SELECT i FROM n", (copies,))
    moved = f"t.id + c.n * {STEP}"
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    # The copies are taken of the first ones alone: their ids are below STEP.
    for table in ("partnership_code", "partnership_facet"):
        if table in tables:
            copy(db, table, {"id": moved}, copies, f"t.id < {STEP}")
    if "partnership_search" in tables:
        fields = columns(db, "partnership_search")
        listed = ", ".join(f'"{f}"' for f in fields)
        db.execute(f"INSERT INTO partnership_search (rowid, {listed}) SELECT t.rowid + c.n * {STEP}, {listed} FROM partnership_search t, copy c "
                   f"WHERE t.rowid < {STEP}")
    copy(db, "partnership", {"id": moved, "title": "t.title || ' ' || c.n", "example": "1"}, copies, f"t.id < {STEP}")
    db.commit()
    db.execute("ANALYZE")
    db.commit()
    print(db.execute("SELECT count(*) FROM partnership").fetchone()[0], "partnerships")


main(sys.argv[1], int(sys.argv[2]))
