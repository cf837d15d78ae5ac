/**
 * The SQLSTATEs that Postern sends, expects or decides by, under PostgreSQL's condition names. Whoever compares a state
 * uses these; decisions on a server's answer are made on its SQLSTATE, never on its translated text.
 */
@NullMarked
package dev.postern.postgres.sqlstate;

import org.jspecify.annotations.NullMarked;
