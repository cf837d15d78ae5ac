package dev.postern.provision.doctor;

import dev.postern.pki.x509.CertificateSummary;
import dev.postern.provision.doctor.message.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client knows of revoked certificates, as libpq uses it: once any list is there, every authority of the server's chain
 * needs one that is current; a file that cannot be read is left out without a word, a folder counts even when it is empty.
 *
 * @param lists of all files
 * @param where they come from, for people
 * @param folder whether sslcrldir is said: then a list has to be there
 * @param unread what was named and not read, with why
 */
record Revocations(List<X509CRL> lists, String where, boolean folder, List<String> unread) {
    private static final int MOST_FILES = 1000;
    private static final int MOST_STEPS = 10;

    Revocations {
        lists = List.copyOf(lists);
        unread = List.copyOf(unread);
    }

    /**
     * @param file of {@code sslcrl}, or the usual one
     * @param folder of {@code sslcrldir}
     * @return empty if neither is named
     */
    static Optional<Revocations> of(Optional<Path> file, Optional<Path> folder) {
        if (file.isEmpty() && folder.isEmpty()) {
            return Optional.empty();
        }
        List<X509CRL> lists = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        file.ifPresent(path -> read(path, lists, unread));
        folder.ifPresent(path -> {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "????????.r*")) {
                int count = 0;
                for (Path each : files) {
                    if (count++ < MOST_FILES) {
                        read(each, lists, unread);
                    }
                }
                if (count == 0) {
                    unread.add(path + " has no file named by a hash such as 1a2b3c4d.r0: openssl rehash " + path);
                }
            } catch (IOException failure) {
                unread.add(path + " cannot be read: " + failure.getMessage());
            }
        });
        String where = Stream.concat(file.stream(), folder.stream())
                .map(Path::toString)
                .reduce((a, b) -> a + " and " + b)
                .orElseThrow();
        return Optional.of(new Revocations(lists, where, folder.isPresent(), unread));
    }

    private static void read(Path file, List<X509CRL> lists, List<String> unread) {
        try (InputStream in = Files.newInputStream(file)) {
            CertificateFactory.getInstance("X.509").generateCRLs(in).forEach(list -> lists.add((X509CRL) list));
        } catch (IOException failure) {
            unread.add(file + " cannot be read: " + failure.getMessage());
        } catch (CRLException | CertificateException _) {
            unread.add(file + " holds no list of revoked certificates");
        }
    }

    /** The last one failed if the chain is refused. */
    List<Check> checks(List<X509Certificate> chain, List<X509Certificate> anchors, Instant now) {
        List<Check> checks = new ArrayList<>();
        unread.forEach(what -> checks.add(Check.warning(
                Step.TLS,
                what,
                folder
                        ? "a folder is searched by hash while the handshake runs: what is not found there refuses everybody"
                        : "libpq says nothing about a file that it cannot load, and then checks no revocation by it",
                "mend the path, or leave sslcrl and sslcrldir out")));
        if (lists.isEmpty() && !folder) {
            return checks;
        }
        X509Certificate current = chain.getFirst();
        for (int step = 0; step < MOST_STEPS; step++) {
            X509Certificate subject = current;
            Optional<X509Certificate> issuer = Stream.concat(chain.stream(), anchors.stream())
                    .filter(each -> each.getSubjectX500Principal().equals(subject.getIssuerX500Principal()))
                    .filter(each -> signed(subject, each))
                    .findFirst();
            Optional<Check> stop = judge(subject, issuer, now);
            if (stop.isPresent()) {
                checks.add(stop.get());
                return checks;
            }
            if (issuer.isEmpty() || issuer.get().equals(current)) {
                break;
            }
            current = issuer.get();
        }
        checks.add(Check.ok(Step.TLS, "not revoked by " + where));
        return checks;
    }

    private Optional<Check> judge(X509Certificate subject, Optional<X509Certificate> issuer, Instant now) {
        String authority = CertificateSummary.of(subject).issuer();
        Optional<X509CRL> list = lists.stream()
                .filter(each -> each.getIssuerX500Principal().equals(subject.getIssuerX500Principal()))
                .filter(each -> issuer.map(by -> signed(each, by)).orElse(true))
                .max(Comparator.comparing(each -> each.getThisUpdate().toInstant()));
        if (list.isEmpty()) {
            return Optional.of(
                    Check.failed(
                            Step.TLS,
                            where + " has no list of the authority " + authority,
                            "once a client has any list, libpq wants one of every authority of the chain (unable to get certificate"
                                    + " CRL)",
                            "add that authority's list, in the same file or as HASH.r0; or leave sslcrl out and remove root.crl"));
        }
        Instant next = list.get().getNextUpdate() == null
                ? Instant.MAX
                : list.get().getNextUpdate().toInstant();
        if (next.isBefore(now)) {
            return Optional.of(Check.failed(
                    Step.TLS,
                    "the list of revoked certificates of " + authority + " was to be replaced by " + next,
                    "a list that is past its nextUpdate refuses everybody below that authority (CRL has expired)",
                    "fetch a new one from the authority into " + where));
        }
        return list.get().isRevoked(subject)
                ? Optional.of(Check.failed(
                        Step.TLS,
                        "the server's certificate (serial "
                                + subject.getSerialNumber().toString(16) + ") is revoked by " + authority,
                        "the authority took it back: its key may be in other hands",
                        "issue the server a new one, put it into ssl_cert_file and reload"))
                : Optional.empty();
    }

    private static boolean signed(X509Certificate subject, X509Certificate by) {
        try {
            subject.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static boolean signed(X509CRL list, X509Certificate by) {
        try {
            list.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
