/**
 * Connections to PostgreSQL over pgjdbc, with certificates and keys from memory. A
 * {@link dev.postern.provision.connect.Login} comes in, a {@link java.sql.Connection} or the driver's own
 * {@link java.sql.SQLException} goes out. Called by observe, apply and prove, by the control plane and by the verbs.
 */
@NullMarked
package dev.postern.provision.connect;

import org.jspecify.annotations.NullMarked;
