/**
 * A gateway before PostgreSQL 15 for PostgreSQL's own regression tests: in comes nothing, out go two connection strings
 * on standard output. Called by {@code testing/regress/run}.
 */
@NullMarked
package dev.postern.gateway.regress;

import org.jspecify.annotations.NullMarked;
