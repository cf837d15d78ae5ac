"use strict";
// Logs in with each connection string that it reads, and says how it went.
const readline = require("node:readline");
const { Client } = require("pg");

const question = "SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS tls";

async function login(connectionString) {
  const client = new Client({ connectionString, connectionTimeoutMillis: 20000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const tls = (await client.query(question)).rows[0].tls;
    for (let i = 0; i < 3; i++) {
      await client.query("BEGIN");
      await client.query("SELECT $1::int", [i]);
      await client.query("ROLLBACK");
    }
    return tls ? "tls" : "clear";
  } finally {
    await client.end().catch(() => {});
  }
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const at = line.indexOf("\t");
    const id = line.slice(0, at);
    try {
      console.log(`${id}\t${await login(line.slice(at + 1))}\t`);
    } catch (error) {
      console.log(`${id}\trefused\t${String(error.message).replace(/\s+/g, " ")}`);
    }
  }
}

main().then(() => process.exit(0));
