/** What gateways are given, and when. */
@NullMarked
package dev.postern.control.publish;

import org.jspecify.annotations.NullMarked;
