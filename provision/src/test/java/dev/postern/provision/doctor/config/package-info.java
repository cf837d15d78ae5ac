/** Configuration files as they are found. */
@NullMarked
package dev.postern.provision.doctor.config;

import org.jspecify.annotations.NullMarked;
