/** Reads configuration files of programs as those programs do, and says which connections are in them. */
@NullMarked
package dev.postern.provision.doctor.config;

import org.jspecify.annotations.NullMarked;
