"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const { pipeline } = require("node:stream/promises");
const { Readable } = require("node:stream");
const { Client, Query } = require("pg");
const copy = require("pg-copy-streams");

const env = process.env;
const config = {
  host: env.DRIVER_HOST,
  port: Number(env.DRIVER_PORT),
  database: env.DRIVER_DATABASE,
  user: env.DRIVER_USER,
  ssl: {
    ca: fs.readFileSync(env.DRIVER_ROOT, "utf8"),
    cert: fs.readFileSync(env.DRIVER_CERTIFICATE, "utf8"),
    key: fs.readFileSync(env.DRIVER_KEY, "utf8"),
    rejectUnauthorized: true,
  },
};

async function main() {
  const client = new Client(config);
  await client.connect();
  assert.strictEqual((await client.query("SELECT current_user AS me")).rows[0].me, env.DRIVER_USER);

  for (let i = 0; i < 3; i++) {
    const prepared = { name: "sum", text: "SELECT $1::int + $2::int AS sum", values: [i, 40] };
    assert.strictEqual((await client.query(prepared)).rows[0].sum, i + 40);
  }

  await client.query("CREATE TEMP TABLE copied (n int, t text)");
  const lines = Array.from({ length: 20000 }, (_, i) => `${i}\trow ${i}\n`);
  await pipeline(Readable.from(lines), client.query(copy.from("COPY copied FROM STDIN")));
  let out = "";
  for await (const chunk of client.query(copy.to("COPY (SELECT * FROM copied ORDER BY n) TO STDOUT"))) {
    out += chunk;
  }
  assert.strictEqual(out, lines.join(""));

  const failed = new Promise((resolve, reject) => {
    const sleeping = new Query("SELECT pg_sleep(30)", (error) =>
      error ? resolve(error) : reject(new Error("not cancelled")));
    client.query(sleeping);
    setTimeout(() => new Client(config).cancel(client, sleeping), 500);
  });
  assert.strictEqual((await failed).code, "57014");
  assert.strictEqual((await client.query("SELECT 1 AS one")).rows[0].one, 1);
  await client.end();
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
