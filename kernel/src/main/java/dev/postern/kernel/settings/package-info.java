/** How a process is told what to do: one record each, flag before environment before file before default. */
@NullMarked
package dev.postern.kernel.settings;

import org.jspecify.annotations.NullMarked;
