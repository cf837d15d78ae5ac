/** What is tried, and what is shown. */
@NullMarked
package dev.postern.control.prove;

import org.jspecify.annotations.NullMarked;
