/**
 * The four authorities and what they sign. A {@link dev.postern.pki.authority.CertificateWish} and a public key come in,
 * a certificate that independent code has validated goes out, after its row is in the journal. Only the control plane
 * and composition roots may see this package.
 */
@NullMarked
package dev.postern.pki.authority;

import org.jspecify.annotations.NullMarked;
