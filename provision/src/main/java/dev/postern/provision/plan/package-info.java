/**
 * What has to change. {@link dev.postern.provision.declare.DesiredServer} and
 * {@link dev.postern.provision.observe.Actual} come in, a {@link dev.postern.provision.plan.Plan} goes out, empty when
 * nothing differs. Pure; shown to people, applied by apply.
 */
@NullMarked
package dev.postern.provision.plan;

import org.jspecify.annotations.NullMarked;
