/** Stories of the whole module on real servers. */
@NullMarked
package dev.postern.provision;

import org.jspecify.annotations.NullMarked;
