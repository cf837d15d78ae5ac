/** The store on a real PostgreSQL. */
@NullMarked
package dev.postern.control.store;

import org.jspecify.annotations.NullMarked;
