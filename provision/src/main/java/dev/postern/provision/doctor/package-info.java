/**
 * Finds out why a connection fails, or shows that it does not: a {@link dev.postern.provision.connect.Login} comes in, a
 * {@link dev.postern.provision.doctor.Diagnosis} goes out. {@code probe} walks the way, {@code message} knows what
 * programs print, this package judges what was seen. Changes nothing at the server.
 */
@NullMarked
package dev.postern.provision.doctor;

import org.jspecify.annotations.NullMarked;
