/**
 * Everything that is declared at one moment, checked against itself. {@link dev.postern.model.Resource}s come in, a
 * {@link dev.postern.control.declared.Declaration} that can be asked goes out; apply, publish, issue and prove ask it.
 */
@NullMarked
package dev.postern.control.declared;

import org.jspecify.annotations.NullMarked;
