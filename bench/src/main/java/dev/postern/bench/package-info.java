/**
 * Measures the gateway beside PgBouncer and a direct connection: the same machine, certificates, server and moment.
 * Workload names come in on the command line, a table, JSON and a drawing go out. Started by {@code bench/run}.
 */
@NullMarked
package dev.postern.bench;

import org.jspecify.annotations.NullMarked;
