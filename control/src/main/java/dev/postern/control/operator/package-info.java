/**
 * What the verbs find in the home: the API's address, the operator's certificate and key, the root that the API's own
 * certificate chains to. Written at each start and when the certificate is renewed; read by {@code api.client}.
 */
@NullMarked
package dev.postern.control.operator;

import org.jspecify.annotations.NullMarked;
