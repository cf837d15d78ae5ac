package dev.postern.provision.deliver;

import dev.postern.kernel.secret.Secret;

/**
 * A rendered file.
 *
 * @param name relative to the folder of its Binding, with slashes
 * @param open whether others than its owner may read it: it holds nothing secret
 * @param password whether a password is in it
 */
public record Artefact(String name, Secret content, boolean open, boolean password) {}
