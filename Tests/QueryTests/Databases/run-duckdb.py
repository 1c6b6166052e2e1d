"""Runs SQL from standard input in DuckDB: a line `@@…` names the statement that follows it."""
import sys

import duckdb


def cell(value):
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


database = duckdb.connect()
setup, *parts = sys.stdin.read().split("@@")
for statement in filter(str.strip, setup.split(";\n")):
    database.execute(statement)
for part in parts:
    name, sql = part.split("\n", 1)
    print("@@" + name)
    try:
        for row in database.execute(sql).fetchall():
            print("|".join(map(cell, row)))
    except Exception as error:
        print("ERROR", str(error).replace("\n", " "))
