/**
 * Secrets from where they are declared to be. A {@link dev.postern.model.SecretSource} comes in, a
 * {@link dev.postern.kernel.secret.Secret} goes out; called by connect and deliver.
 */
@NullMarked
package dev.postern.provision.secret;

import org.jspecify.annotations.NullMarked;
