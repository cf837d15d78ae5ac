package dev.postern.provision.doctor;

import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.doctor.probe.Handshake;
import dev.postern.provision.doctor.probe.TlsAnswer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the request for TLS and the handshake say. */
final class TlsJudge {
    private final Login login;
    private final Instant now;
    private final Client client;

    TlsJudge(Login login, Instant now, Client client) {
        this.login = login;
        this.now = now;
        this.client = client;
    }

    /** Nothing while all is well up to the handshake. */
    Optional<Check> answer(TlsAnswer answer) {
        return switch (answer) {
            case TlsAnswer.Yes _ -> Optional.empty();
            case TlsAnswer.No _ ->
                Optional.of(Check.failed(
                        Step.TLS,
                        login.server() + " offers no TLS, and this client wants it",
                        "ssl = off at the server, or a pooler without TLS answers",
                        "at the server: ALTER SYSTEM SET ssl = on with ssl_cert_file and ssl_key_file, then SELECT"
                                + " pg_reload_conf(); do not weaken the client"));
            case TlsAnswer.YesAndMore more ->
                Optional.of(Check.failed(
                        Step.TLS,
                        "bytes came in clear where TLS should begin: " + more.text(),
                        more.text().startsWith("SSH-")
                                ? "an SSH server listens on this port"
                                : "somebody in the middle speaks first (CVE-2021-23222), or it is not PostgreSQL",
                        "check host and port, and what is in between"));
            case TlsAnswer.Complaint error -> Optional.of(new Refusals(login).check(error.error()));
            case TlsAnswer.Other other -> Optional.of(notPostgres(other.text()));
            case TlsAnswer.Silence _ ->
                Optional.of(Check.failed(
                        Step.PROTOCOL,
                        login.server() + " accepts the connection and says nothing",
                        "it waits for something else than PostgreSQL's protocol, or is stuck: SIGSTOP, a full disk, a proxy"
                                + " whose server is away",
                        "look at the process that listens there: ss -ltnp"));
            case TlsAnswer.HungUp _ -> Optional.of(hungUp());
        };
    }

    Check notPostgres(String text) {
        String who = text.startsWith("HTTP") || text.startsWith("H")
                ? "an HTTP server"
                : text.startsWith("SSH-")
                        ? "an SSH server"
                        : text.startsWith("\\x15") ? "something that speaks TLS at once" : "something else";
        return Check.failed(
                Step.PROTOCOL,
                login.server() + " does not speak PostgreSQL's protocol; it says: " + text,
                who + " listens on this port",
                "check host and port");
    }

    Check hungUp() {
        return Check.failed(
                Step.PROTOCOL,
                login.server() + " accepts the connection and hangs up without a word",
                "a load balancer or proxy without a server behind it, tcp_wrappers, or a server that cannot start one more"
                        + " process",
                "see the log of what listens there; a proxy's health page");
    }

    /** The last one failed if it goes no further. */
    List<Check> handshake(Handshake handshake) {
        return switch (handshake) {
            case Handshake.Done done -> done(done);
            case Handshake.Alert alert -> List.of(alert(alert.alert(), alert.authorities()));
            case Handshake.Broken broken
            when client.direct() ->
                List.of(Check.failed(
                        Step.TLS,
                        login.server() + " does not take TLS with the first byte (sslnegotiation=direct): "
                                + broken.why(),
                        "PostgreSQL does since 17, with ALPN; older servers and many poolers and proxies wait for the request"
                                + " of the older way",
                        "leave sslnegotiation out: it is as safe with sslmode=verify-full"));
            case Handshake.Broken broken ->
                List.of(Check.failed(
                        Step.TLS,
                        "the handshake with " + login.server() + " breaks: " + broken.why(),
                        "no version or cipher in common, a chain that is malformed or too long, or not TLS at all",
                        "openssl s_client -starttls postgres -connect " + login.server() + " shows what is offered"));
            case Handshake.Silence _ ->
                List.of(Check.failed(
                        Step.TLS,
                        login.server() + " agrees to TLS and then says nothing",
                        "large packets are lost on the way (MTU), or the server is stuck",
                        "ping -M do -s 1400 the server; see its log"));
        };
    }

    private List<Check> done(Handshake.Done done) {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok(Step.TLS, done.protocol() + ", " + done.cipher()));
        if (done.chain().isEmpty()) {
            return checks;
        }
        CertificateJudge judge = new CertificateJudge(host(), done.chain(), now, client);
        checks.addAll(
                switch (login.transport()) {
                    case Transport.Plain _, Transport.Encrypted _ -> judge.unverified();
                    case Transport.VerifyCa ca -> judge.verified(ca.anchors(), false);
                    case Transport.VerifyFull full -> judge.verified(full.anchors(), true);
                });
        return checks;
    }

    private String host() {
        return login.transport() instanceof Transport.VerifyFull full
                ? full.serverName().orElse(login.server().host())
                : login.server().host();
    }

    Check alert(String alert, Optional<List<String>> authorities) {
        String saw = login.server() + " ends TLS with the alert " + alert;
        Optional<X509Certificate> shown =
                ClientCertificates.of(login.credential()).map(client -> client.leaf());
        return switch (alert) {
            case "certificate_required" ->
                Check.failed(
                        Step.TLS, saw, "it wants a client certificate, and none was shown", "name sslcert and sslkey");
            case "unknown_ca" ->
                Check.failed(
                        Step.TLS,
                        saw,
                        "it does not know the authority of the client's certificate"
                                + shown.map(leaf -> " ("
                                                + leaf.getIssuerX500Principal().getName() + ")")
                                        .orElse("")
                                + authorities
                                        .filter(list -> !list.isEmpty())
                                        .map(list -> "; it believes "
                                                + String.join(
                                                        "; ",
                                                        list.stream().limit(3).toList()))
                                        .orElse(""),
                        "add that root to the server's ssl_ca_file and reload; with ssl_crl_file it needs a CRL too");
            case "certificate_expired" ->
                Check.failed(
                        Step.TLS,
                        saw,
                        shown.map(leaf -> "the client's certificate ended at "
                                                + leaf.getNotAfter().toInstant())
                                        .orElse("a certificate is expired")
                                + ", or the server's CRL is past its nextUpdate",
                        "renew the client's certificate, or the CRL at the server");
            case "certificate_revoked" ->
                Check.failed(
                        Step.TLS,
                        saw,
                        "the server's CRL has the serial of the client's certificate",
                        "issue a new one");
            case "no_application_protocol" ->
                Check.failed(
                        Step.TLS, saw, "what listens there speaks TLS, but not PostgreSQL's", "check host and port");
            case "protocol_version" ->
                Check.failed(
                        Step.TLS,
                        saw,
                        "no TLS version in common",
                        "compare ssl_min_protocol_version and ssl_max_protocol_version of both sides");
            default ->
                Check.failed(
                        Step.TLS,
                        saw,
                        "it refuses something of this client: its certificate, or the ciphers on offer",
                        "the server's log has a line about it at this moment");
        };
    }
}
