/**
 * Public X.509 material: PEM in and out, names, validation, key files. PEM text, chains and files come in, JDK types and
 * sealed judgements go out. Uses nothing but the JDK, so that the verbs load no cryptography library; every module may
 * call it.
 */
@NullMarked
package dev.postern.pki.x509;

import org.jspecify.annotations.NullMarked;
