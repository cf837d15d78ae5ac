/**
 * The whole flow for both sides that must agree. Declared resources come in; a
 * {@link dev.postern.provision.bind.BindPlan} and, when it is carried out, a
 * {@link dev.postern.provision.bind.BindReceipt} go out. Called by the verbs and by the control plane.
 */
@NullMarked
package dev.postern.provision.bind;

import org.jspecify.annotations.NullMarked;
