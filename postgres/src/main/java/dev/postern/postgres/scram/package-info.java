/**
 * SCRAM-SHA-256 as PostgreSQL stores and checks it: a password becomes a verifier that may be sent to a server instead of
 * it, and a verifier says whether a password is its own. Pure; called by provisioning.
 */
@NullMarked
package dev.postern.postgres.scram;

import org.jspecify.annotations.NullMarked;
