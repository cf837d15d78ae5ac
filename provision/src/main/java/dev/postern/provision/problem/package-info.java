/**
 * What can go wrong while a server is provisioned or proven. Thrown by every package below
 * {@code dev.postern.provision}, shown by the verbs and answered by the API.
 */
@NullMarked
package dev.postern.provision.problem;

import org.jspecify.annotations.NullMarked;
