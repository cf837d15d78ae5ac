/**
 * Text made safe to stand in an SQL statement. Names and values come in, quoted text goes out, the same characters that
 * PostgreSQL's own {@code quote_ident} and {@code quote_literal} give; whoever builds SQL that cannot be parameterised asks.
 */
@NullMarked
package dev.postern.postgres.quote;

import org.jspecify.annotations.NullMarked;
