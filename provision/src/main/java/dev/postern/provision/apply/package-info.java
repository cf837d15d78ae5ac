/**
 * Does what was planned. A {@link dev.postern.provision.plan.Plan} comes in, a
 * {@link dev.postern.provision.apply.Receipt} goes out; interrupted anywhere, the next plan shows what is left. Called
 * by the control plane and by {@code postern apply}.
 */
@NullMarked
package dev.postern.provision.apply;

import org.jspecify.annotations.NullMarked;
