/**
 * How clients are told where to connect. libpq's two forms and its service file come in, a {@link
 * dev.postern.postgres.conninfo.Conninfo} goes out, and back as any of them or as a JDBC URL; login, doctor and binding call.
 */
@NullMarked
package dev.postern.postgres.conninfo;

import org.jspecify.annotations.NullMarked;
