/** The client against servers that misbehave. */
@NullMarked
package dev.postern.api.client;

import org.jspecify.annotations.NullMarked;
