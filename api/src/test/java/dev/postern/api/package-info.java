/** The route table and what crosses it. */
@NullMarked
package dev.postern.api;

import org.jspecify.annotations.NullMarked;
