/** Connections that are examined, as one driver or another would make them. */
@NullMarked
package dev.postern.provision.doctor;

import org.jspecify.annotations.NullMarked;
