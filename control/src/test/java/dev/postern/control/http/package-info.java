/** The API under callers that must be refused. */
@NullMarked
package dev.postern.control.http;

import org.jspecify.annotations.NullMarked;
