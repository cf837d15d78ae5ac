/**
 * The consumer's side of a binding: certificates, keys and connection settings as files. A
 * {@link dev.postern.model.Binding} and an {@link dev.postern.provision.deliver.Endpoint} come in; a
 * {@link dev.postern.provision.deliver.DeliveryPlan}, then a {@link dev.postern.provision.deliver.DeliveryReceipt} go
 * out. Called after the server side is applied.
 */
@NullMarked
package dev.postern.provision.deliver;

import org.jspecify.annotations.NullMarked;
