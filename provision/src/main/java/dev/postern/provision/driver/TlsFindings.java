package dev.postern.provision.driver;

import java.util.ArrayList;
import java.util.List;

/** What is verified of the server, and what is not. */
final class TlsFindings {
    private final DriverName driver;
    private final Effective settings;
    private final List<Finding> findings = new ArrayList<>();

    TlsFindings(DriverName driver, Effective settings) {
        this.driver = driver;
        this.settings = settings;
    }

    List<Finding> all() {
        if (settings.socket()) {
            findings.add(Finding.note("the host is a socket's folder: TLS is not used there, whatever sslmode says"));
            return findings;
        }
        Assurance tls = settings.tls();
        switch (tls) {
            case FULL -> names();
            case REFUSED -> refused();
            case ELSEWHERE ->
                findings.add(Finding.note("TLS to the server is not said here but by server_tls_sslmode, which is "
                        + TlsTable.usual(driver, RootFile.NONE) + " unless set"));
            case PROGRAM, PROGRAM_IF_OFFERED ->
                findings.add(Finding.warning(
                        "what is verified is what the TLS connector was told in code; NoTls means never",
                        "say sslmode=require, and give the connector the root certificate"));
            case CLEAR, CLEAR_FIRST, IF_OFFERED, IF_OFFERED_OR_CLEAR, IF_OFFERED_CHECKED, ENCRYPTED, AUTHORITY ->
                findings.add(Finding.warning("sslmode " + settings.mode() + ": " + tls.sentence(), better()));
        }
        surprises(tls);
        negotiation();
        return findings;
    }

    private String better() {
        if (driver == DriverName.NODE_POSTGRES) {
            return "say sslmode=verify-full and sslrootcert=FILE";
        }
        return switch (settings.root()) {
            case THERE, SYSTEM -> "say sslmode=verify-full";
            case NONE, MISSING ->
                "say sslmode=verify-full and sslrootcert=FILE, the authority of the server's certificate";
        };
    }

    private void names() {
        String host = settings.get("host").orElse("");
        if (host.matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:]*")) {
            findings.add(Finding.note("the host is an address: the certificate has to name it"
                    + (new DriverRules(driver).takesCommonName() ? "" : " in a SAN of the kind iPAddress")));
        } else if (!new DriverRules(driver).takesCommonName()) {
            findings.add(Finding.note(
                    "a server certificate that has the name in its CN alone is refused: Go looks at SANs" + " only"));
        }
        boolean namesNothing = host.isEmpty() && settings.get("hostaddr").isPresent();
        if (namesNothing) {
            findings.add(Finding.broken(
                    "hostaddr without host gives no name to verify", "add host= with the name in the certificate"));
        }
    }

    private void refused() {
        String mode = settings.mode();
        boolean known = List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
                .contains(mode);
        RootFile root = settings.root();
        if (driver == DriverName.TOKIO_POSTGRES) {
            findings.add(Finding.broken(
                    "sslmode " + mode + " is none of tokio-postgres's words, which are disable, prefer and require",
                    "say sslmode=require, and let the program's TLS connector verify"));
        } else if (!known) {
            findings.add(Finding.broken("sslmode " + shown(mode) + " is no word of " + driver.word(), better()));
        } else if (root == RootFile.SYSTEM) {
            findings.add(Finding.broken(
                    "sslrootcert=system goes with sslmode verify-full only: " + mode + " is refused as too weak",
                    "say sslmode=verify-full"));
        } else {
            String file = settings.get("sslrootcert")
                    .orElse(settings.inHome("root.crt").toString());
            findings.add(Finding.broken(
                    "sslmode " + mode + " needs the root certificate " + file + ", which is not there",
                    "put the authority of the server's certificate there, or name it with sslrootcert="));
        }
    }

    static String shown(String word) {
        return word.matches("[A-Za-z0-9_.-]{1,40}") ? word : "that";
    }

    private void surprises(Assurance tls) {
        String mode = settings.mode();
        boolean root = settings.get("sslrootcert").isPresent();
        boolean missing = settings.root() == RootFile.MISSING;
        switch (driver) {
            case PGJDBC -> {
                if (root && !mode.startsWith("verify")) {
                    findings.add(Finding.warning(
                            "sslrootcert is not even read with sslmode " + mode, "say sslmode=verify-full"));
                }
            }
            case LIBPQ, PSYCOPG, LIB_PQ -> {
                if (missing && tls == Assurance.ENCRYPTED) {
                    findings.add(Finding.warning(
                            "the file of sslrootcert is not there, and require then verifies nothing without a word",
                            "say sslmode=verify-full, which refuses instead"));
                }
                if (driver == DriverName.LIB_PQ && List.of("allow", "prefer").contains(mode)) {
                    findings.add(Finding.note("lib/pq before 1.12 refuses sslmode " + mode));
                }
            }
            case PGX -> {
                boolean overruled = settings.root() == RootFile.SYSTEM && !mode.equals("verify-full");
                if (overruled) {
                    findings.add(Finding.note("sslrootcert=system makes it verify-full, whatever sslmode says"));
                }
            }
            case NODE_POSTGRES -> {
                boolean alias = tls == Assurance.FULL && !mode.equals("verify-full");
                if (alias) {
                    findings.add(Finding.warning(
                            "sslmode " + shown(mode)
                                    + " means verify-full here; pg 9 is to give it libpq's weaker meaning",
                            "say sslmode=verify-full"));
                }
            }
            case TOKIO_POSTGRES, PGBOUNCER, PGPOOL -> {
                // nothing that is not said above
            }
        }
    }

    private void negotiation() {
        if (settings.get("sslnegotiation").filter("direct"::equals).isEmpty()) {
            return;
        }
        String mode = settings.mode();
        boolean weak = List.of("disable", "allow", "prefer").contains(mode);
        if (weak && driver == DriverName.PGX) {
            findings.add(Finding.warning(
                    "sslnegotiation=direct is forgotten with sslmode " + mode, "say sslmode=verify-full"));
        } else if (weak && driver != DriverName.PGJDBC && driver != DriverName.TOKIO_POSTGRES) {
            findings.add(Finding.broken(
                    "sslnegotiation=direct does not go with the weak sslmode " + mode, "say sslmode=verify-full"));
        }
        if (driver == DriverName.LIB_PQ) {
            findings.add(Finding.broken(
                    "lib/pq sends no ALPN with sslnegotiation=direct, and PostgreSQL hangs up (EOF)",
                    "leave sslnegotiation out"));
        }
        findings.add(Finding.note("direct TLS is known by PostgreSQL 17 and later; others end the connection"));
    }
}
