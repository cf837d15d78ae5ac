/**
 * What one server has to look like. Declared resources come in, a checked {@link dev.postern.provision.declare.DesiredServer}
 * goes out, with profiles still named and names known to be valid; observe and plan read it.
 */
@NullMarked
package dev.postern.provision.declare;

import org.jspecify.annotations.NullMarked;
