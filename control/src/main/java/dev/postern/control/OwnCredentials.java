package dev.postern.control;

import dev.postern.control.http.ApiServer;
import dev.postern.control.issue.Credential;
import dev.postern.control.issue.Issuance;
import dev.postern.control.operator.OperatorFolder;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.authority.CertificateWish;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The API's own certificate and the operator's, renewed long before they end. */
final class OwnCredentials {
    private static final String REQUESTER = "control";
    private static final Duration OPERATOR_TTL = Duration.ofDays(1);
    private static final int RENEW_WHEN_LEFT_OF = 2;

    private final Issuance issuance;
    private final OperatorFolder folder;
    private final String operatorName;
    private volatile Current current;

    private OwnCredentials(Issuance issuance, OperatorFolder folder, String operatorName, Current current) {
        this.issuance = issuance;
        this.folder = folder;
        this.operatorName = operatorName;
        this.current = current;
    }

    private record Current(Credential api, Credential operator) {}

    static OwnCredentials issue(Issuance issuance, OperatorFolder folder, String operatorName) {
        Current first = new Current(api(issuance), issuance.person(operatorName, OPERATOR_TTL, REQUESTER));
        return new OwnCredentials(issuance, folder, operatorName, first);
    }

    Credential api() {
        return current.api();
    }

    Map<String, Credential> byUse() {
        return Map.of("api server", current.api(), "operator", current.operator());
    }

    void writeFiles(ApiServer server) {
        folder.write(current.operator(), issuance.anchors(AuthorityName.SERVER), server.address());
    }

    /** A new key and certificate for the operator, in the files that verbs read. @return the certificate's serial */
    synchronized BigInteger replaceOperator(ApiServer server) {
        Credential next = issuance.person(operatorName, OPERATOR_TTL, REQUESTER);
        folder.write(next, issuance.anchors(AuthorityName.SERVER), server.address());
        current = new Current(current.api(), next);
        return next.leaf().getSerialNumber();
    }

    /** Called now and then. */
    synchronized void renew(Instant now, ApiServer server) {
        if (isDue(current.api().leaf(), now)) {
            Credential renewed = api(issuance);
            server.use(renewed);
            current = new Current(renewed, current.operator());
        }
        if (isDue(current.operator().leaf(), now)) {
            X509Certificate leaf = issuance.sign(
                    new CertificateWish.Person(operatorName, OPERATOR_TTL),
                    current.operator().leaf().getPublicKey(),
                    REQUESTER);
            Credential renewed =
                    new Credential(List.of(leaf), current.operator().key());
            folder.renew(renewed.chain());
            current = new Current(current.api(), renewed);
        }
    }

    private static Credential api(Issuance issuance) {
        return issuance.server(List.of("localhost"), List.of("127.0.0.1"), REQUESTER);
    }

    private static boolean isDue(X509Certificate leaf, Instant now) {
        Instant end = leaf.getNotAfter().toInstant();
        Duration life = Duration.between(leaf.getNotBefore().toInstant(), end);
        return Duration.between(now, end).multipliedBy(RENEW_WHEN_LEFT_OF).compareTo(life) < 0;
    }
}
