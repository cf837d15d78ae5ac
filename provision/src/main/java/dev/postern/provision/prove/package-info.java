/**
 * Who gets in and who does not, tried. {@link dev.postern.provision.prove.Cell}s with what is expected come in,
 * {@link dev.postern.provision.prove.Verdicts} go out; nothing of a proof stays on the server. Called by {@code up}
 * before it says that it is ready, and by {@code postern prove}.
 */
@NullMarked
package dev.postern.provision.prove;

import org.jspecify.annotations.NullMarked;
