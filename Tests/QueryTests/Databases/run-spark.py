"""Makes tables in a server of Spark Connect: run-spark.py ADDRESS, with SQL on standard input.

Tables that are there already are replaced; the rows of one INSERT each go in together, since Spark writes a file for
every statement.
"""
import re
import sys

import adbc_driver_spark.dbapi

with adbc_driver_spark.dbapi.connect(sys.argv[1], autocommit=True) as server, server.cursor() as cursor:
    rows = {}
    for statement in filter(None, map(str.strip, sys.stdin.read().split(";\n"))):
        made = re.match(r"CREATE TABLE (\w+)", statement)
        added = re.fullmatch(r"INSERT INTO (\w+) VALUES(\(.*\))", statement, re.DOTALL)
        if made:
            rows[made[1]] = []
            cursor.execute(f"DROP TABLE IF EXISTS {made[1]}")
            for plain, own in {" TEXT": " STRING", " DOUBLE PRECISION": " DOUBLE"}.items():
                statement = statement.replace(plain, own)
            cursor.execute(statement + " USING parquet")
        elif added:
            rows[added[1]].append(added[2])
        else:
            sys.exit(f"not understood: {statement}")
    for name, own in rows.items():
        if own:
            cursor.execute(f"INSERT INTO {name} VALUES {', '.join(own)}")
