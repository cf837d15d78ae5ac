/**
 * Everything that must be remembered, in PostgreSQL. Migrations, the connection pool and the only SQL of the control
 * plane live here, one small class for each aggregate; the services of {@code dev.postern.control} call it.
 */
@NullMarked
package dev.postern.control.store;

import org.jspecify.annotations.NullMarked;
