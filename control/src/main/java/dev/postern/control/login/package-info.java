/**
 * People's own certificates and what they reach with them. A {@link dev.postern.control.caller.Caller} with a public key
 * comes in, a certificate with connection services goes out; logging out makes the gateway refuse it at once.
 */
@NullMarked
package dev.postern.control.login;

import org.jspecify.annotations.NullMarked;
