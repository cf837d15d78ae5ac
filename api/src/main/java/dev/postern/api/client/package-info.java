/**
 * Calls the control plane. A {@link dev.postern.api.Route} and its request come in, its answer or an
 * {@link dev.postern.api.client.ApiException} goes out; the verbs call it, so it loads little.
 */
@NullMarked
package dev.postern.api.client;

import org.jspecify.annotations.NullMarked;
