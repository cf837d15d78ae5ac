package dev.postern.pki.authority;

import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/** Which public keys are certified: strong enough, and not so large that verifying with them is an attack. */
final class CertifiableKey {
    private static final int RSA_LEAST = 2048;
    private static final int RSA_MOST = 8192;
    /** The orders of P-256's and P-384's groups: what tells these curves from every other. */
    private static final Set<BigInteger> ORDERS = Set.of(
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16),
            new BigInteger(
                    "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
                    16));

    private CertifiableKey() {}

    static void require(PublicKey key) {
        switch (key) {
            case ECPublicKey ec -> require(ec);
            case RSAPublicKey rsa -> require(rsa);
            case EdECPublicKey ed when ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName()) -> {
                // every such key is as good as another
            }
            default -> throw refused("is " + key.getAlgorithm());
        }
    }

    private static void require(ECPublicKey key) {
        if (!ORDERS.contains(key.getParams().getOrder())) {
            throw refused("is EC of " + key.getParams().getCurve().getField().getFieldSize()
                    + " bits on another curve than P-256 and P-384");
        }
        if (!liesOnCurve(key.getW(), key.getParams())) {
            throw refused("is no point of its curve");
        }
    }

    private static void require(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < RSA_LEAST || bits > RSA_MOST) {
            throw refused("is RSA of " + bits + " bits");
        }
        if (key.getPublicExponent().bitLength() > Long.SIZE
                || key.getPublicExponent().compareTo(BigInteger.valueOf(3)) < 0) {
            throw refused("is RSA with a public exponent of "
                    + key.getPublicExponent().bitLength() + " bits");
        }
    }

    // the JDK decodes points without looking
    private static boolean liesOnCurve(ECPoint point, ECParameterSpec parameters) {
        EllipticCurve curve = parameters.getCurve();
        if (point.equals(ECPoint.POINT_INFINITY) || !(curve.getField() instanceof ECFieldFp field)) {
            return false;
        }
        BigInteger p = field.getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            return false;
        }
        BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        return y.multiply(y).mod(p).equals(right.mod(p));
    }

    private static PkiException refused(String how) {
        return new PkiException(
                PkiCode.KEY_REFUSED,
                "the public key " + how + "; certified are EC P-256 and P-384, RSA of " + RSA_LEAST + " to " + RSA_MOST
                        + " bits, Ed25519",
                "make a key on EC P-256");
    }
}
