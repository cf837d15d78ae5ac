"""Logs in with each connection string that it reads, and says how it went."""

import sys

import psycopg

QUESTION = "SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)"


def login(conninfo):
    with psycopg.connect(conninfo, autocommit=True, connect_timeout=20) as connection:
        tls = connection.execute(QUESTION).fetchone()[0]
        # the sixth time psycopg prepares a statement by name
        for i in range(8):
            with connection.transaction():
                connection.execute("SELECT %s::int", (i,)).fetchone()
        return "tls" if tls else "clear"


for line in sys.stdin:
    name, _, conninfo = line.rstrip("\n").partition("\t")
    try:
        print(name, login(conninfo), "", sep="\t")
    except Exception as failure:
        print(name, "refused", " ".join(str(failure).split()), sep="\t")
    sys.stdout.flush()
