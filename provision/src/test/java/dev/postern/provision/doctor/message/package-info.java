@NullMarked
package dev.postern.provision.doctor.message;

import org.jspecify.annotations.NullMarked;
