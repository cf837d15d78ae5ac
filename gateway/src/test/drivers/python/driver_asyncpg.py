import asyncio
import io
import os
import ssl

import asyncpg

env = os.environ


async def main():
    tls = ssl.create_default_context(cafile=env["DRIVER_ROOT"])
    tls.load_cert_chain(env["DRIVER_CERTIFICATE"], env["DRIVER_KEY"])
    connection = await asyncpg.connect(
        host=env["DRIVER_HOST"],
        port=int(env["DRIVER_PORT"]),
        database=env["DRIVER_DATABASE"],
        user=env["DRIVER_USER"],
        ssl=tls,
    )
    assert await connection.fetchval("SELECT current_user::text") == env["DRIVER_USER"]

    statement = await connection.prepare("SELECT $1::int + 40")
    for i in range(3):
        assert await statement.fetchval(i) == i + 40

    await connection.execute("CREATE TEMP TABLE copied (n int, t text)")
    await connection.copy_records_to_table("copied", records=[(i, f"row {i}") for i in range(20000)])
    out = io.BytesIO()
    await connection.copy_from_query("SELECT * FROM copied ORDER BY n", output=out)
    assert out.getvalue() == b"".join(f"{i}\trow {i}\n".encode() for i in range(20000))

    try:
        await connection.fetchval("SELECT pg_sleep(30)", timeout=0.5)
        raise SystemExit("not cancelled")
    except asyncio.TimeoutError:
        pass
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


asyncio.run(main())
