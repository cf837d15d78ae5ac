/**
 * Where secrets come from. A {@link dev.postern.model.SecretSource} comes in, a {@link dev.postern.kernel.secret.Secret}
 * goes out, read from a file, the environment, a manifest, Podman or Vault; passwords that nobody gave are made here.
 * Called by connect, deliver and bind.
 */
@NullMarked
package dev.postern.provision.secret;

import org.jspecify.annotations.NullMarked;
