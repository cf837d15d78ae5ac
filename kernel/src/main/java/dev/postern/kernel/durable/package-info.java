/** Files that survive kill -9, power loss and a full disk: written beside, synced, renamed, the folder synced. */
@NullMarked
package dev.postern.kernel.durable;

import org.jspecify.annotations.NullMarked;
