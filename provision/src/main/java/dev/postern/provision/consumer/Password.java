package dev.postern.provision.consumer;

import dev.postern.kernel.secret.Secret;

/** What is known about a role's password. */
public sealed interface Password {
    /** The password itself. */
    record Known(Secret secret) implements Password {}

    /** Text such as {@code <path:secret/data/db#password>} that another tool replaces later; passed on as it is. */
    record Reference(String text) implements Password {}

    /** There will be one when it is applied. */
    record ToCome() implements Password {}
}
