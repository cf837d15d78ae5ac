import os
import threading
import time

import psycopg

env = os.environ
with psycopg.connect(
    host=env["DRIVER_HOST"],
    port=env["DRIVER_PORT"],
    dbname=env["DRIVER_DATABASE"],
    user=env["DRIVER_USER"],
    sslmode="verify-full",
    sslrootcert=env["DRIVER_ROOT"],
    sslcert=env["DRIVER_CERTIFICATE"],
    sslkey=env["DRIVER_KEY"],
    autocommit=True,
) as connection:
    assert connection.execute("SELECT current_user").fetchone() == (env["DRIVER_USER"],)

    for i in range(3):
        assert connection.execute("SELECT %s::int + 40", (i,), prepare=True).fetchone() == (i + 40,)
    with connection.pipeline():
        answers = [connection.execute("SELECT %s::int", (i,)) for i in range(50)]
    assert [answer.fetchone()[0] for answer in answers] == list(range(50))

    connection.execute("CREATE TEMP TABLE copied (n int, t text)")
    cursor = connection.cursor()
    with cursor.copy("COPY copied FROM STDIN") as copy:
        for i in range(20000):
            copy.write_row((i, f"row {i}"))
    with cursor.copy("COPY (SELECT * FROM copied ORDER BY n) TO STDOUT") as copy:
        rows = b"".join(copy)
    assert rows == b"".join(f"{i}\trow {i}\n".encode() for i in range(20000))

    for cancel in (connection.cancel, connection.cancel_safe):
        threading.Thread(target=lambda c=cancel: (time.sleep(0.5), c())).start()
        try:
            connection.execute("SELECT pg_sleep(30)")
            raise SystemExit("not cancelled")
        except psycopg.errors.QueryCanceled:
            pass
    assert connection.execute("SELECT 1").fetchone() == (1,)
