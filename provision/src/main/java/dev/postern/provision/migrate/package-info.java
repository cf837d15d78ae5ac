/**
 * Migrations, one at a time for a database. A login comes in; a {@link dev.postern.provision.migrate.Turn} that is held
 * while the command runs goes out, and afterwards what the command made and whose it is. Called by the verb {@code migrate}.
 */
@NullMarked
package dev.postern.provision.migrate;

import org.jspecify.annotations.NullMarked;
