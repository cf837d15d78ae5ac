/**
 * What programs print when a connection to PostgreSQL fails, what each means and what to do. Text comes in,
 * {@link dev.postern.provision.doctor.message.Explained} goes out; knows no network. The docs' page is made from the same
 * table.
 */
@NullMarked
package dev.postern.provision.doctor.message;

import org.jspecify.annotations.NullMarked;
