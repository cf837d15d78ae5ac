/** JSON as it crosses the wire. */
@NullMarked
package dev.postern.api.json;

import org.jspecify.annotations.NullMarked;
