@NullMarked
package dev.postern.provision.matrix;

import org.jspecify.annotations.NullMarked;
