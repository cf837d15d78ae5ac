/**
 * Passwords on the server's side. A role and its password come in; whether the server has it already, or the statement that
 * sets it, goes out. No password ever is in a statement. Called by bind and rotate.
 */
@NullMarked
package dev.postern.provision.password;

import org.jspecify.annotations.NullMarked;
