/**
 * One table per declared thing, from which reading, writing, JSON Schema and documentation all come. A located tree comes
 * in, values go out, every problem on the way is collected; the tables themselves stand in the package above.
 */
@NullMarked
package dev.postern.model.shape;

import org.jspecify.annotations.NullMarked;
