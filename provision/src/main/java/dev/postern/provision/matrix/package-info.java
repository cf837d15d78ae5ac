/**
 * Who may do what, according to the server's own catalogue, and who really can, tried with logins: one
 * {@link dev.postern.provision.matrix.Question} each, run by {@link dev.postern.provision.prove.Prover}. Needs a
 * connection string and no declaration; changes nothing. Called by {@code postern prove CONNINFO}.
 */
@NullMarked
package dev.postern.provision.matrix;

import org.jspecify.annotations.NullMarked;
