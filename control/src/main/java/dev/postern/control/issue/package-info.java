/**
 * Certificates for people, processes and roles. Names and public keys come in, chains go out; every one is journalled by
 * its authority first. The API, the gateway's issuer and the process {@code up} call it.
 */
@NullMarked
package dev.postern.control.issue;

import org.jspecify.annotations.NullMarked;
