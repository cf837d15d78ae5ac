/**
 * SQL typed by a person or a script, without psql. Connection values and statements come in; aligned tables or JSON, errors
 * with their SQLSTATE and psql's exit codes go out. Called by {@code db connect}.
 */
@NullMarked
package dev.postern.cli.sql;

import org.jspecify.annotations.NullMarked;
