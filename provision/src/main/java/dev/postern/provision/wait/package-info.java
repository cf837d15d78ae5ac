/**
 * Waits for a database to be usable. Logins of one connection string come in, {@link dev.postern.provision.wait.Reached}
 * goes out: how far the last try got, and why not further. Called by the verb {@code wait}.
 */
@NullMarked
package dev.postern.provision.wait;

import org.jspecify.annotations.NullMarked;
