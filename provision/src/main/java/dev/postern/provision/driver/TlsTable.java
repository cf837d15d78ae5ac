package dev.postern.provision.driver;

/** What each {@code sslmode} means to each driver, with and without a root certificate. */
final class TlsTable {
    private TlsTable() {}

    /** The mode that is meant when none is said. */
    static String usual(DriverName driver, RootFile root) {
        boolean system = root == RootFile.SYSTEM;
        return switch (driver) {
            case LIBPQ, PSYCOPG, PGX -> system ? "verify-full" : "prefer";
            case LIB_PQ -> system ? "verify-full" : "require";
            case PGJDBC, TOKIO_POSTGRES -> "prefer";
            case NODE_POSTGRES -> root == RootFile.NONE ? "disable" : "verify-full";
            case PGBOUNCER, PGPOOL -> "disable";
        };
    }

    static Assurance of(DriverName driver, String mode, RootFile root) {
        return switch (driver) {
            case LIBPQ, PSYCOPG -> libpq(mode, root);
            case PGX -> pgx(mode, root);
            case LIB_PQ -> libPq(mode, root);
            case PGJDBC -> pgjdbc(mode, root);
            case NODE_POSTGRES -> node(mode, root);
            case TOKIO_POSTGRES -> tokio(mode);
            case PGBOUNCER -> pgbouncer(mode, root);
            case PGPOOL -> pgpool(mode, root);
        };
    }

    private static Assurance libpq(String mode, RootFile root) {
        if (root == RootFile.SYSTEM) {
            return mode.equals("verify-full") ? Assurance.FULL : Assurance.REFUSED;
        }
        boolean there = root == RootFile.THERE;
        return switch (mode) {
            case "disable" -> Assurance.CLEAR;
            case "allow" -> Assurance.CLEAR_FIRST;
            case "prefer" -> there ? Assurance.IF_OFFERED_OR_CLEAR : Assurance.IF_OFFERED;
            case "require" -> there ? Assurance.AUTHORITY : Assurance.ENCRYPTED;
            case "verify-ca" -> there ? Assurance.AUTHORITY : Assurance.REFUSED;
            case "verify-full" -> there ? Assurance.FULL : Assurance.REFUSED;
            default -> Assurance.REFUSED;
        };
    }

    private static Assurance pgx(String mode, RootFile root) {
        if (root == RootFile.MISSING) {
            return Assurance.REFUSED;
        }
        if (root == RootFile.SYSTEM) {
            return Assurance.FULL;
        }
        return switch (mode) {
            case "disable" -> Assurance.CLEAR;
            case "allow" -> Assurance.CLEAR_FIRST;
            case "prefer" -> Assurance.IF_OFFERED;
            case "require" -> root == RootFile.THERE ? Assurance.AUTHORITY : Assurance.ENCRYPTED;
            case "verify-ca" -> Assurance.AUTHORITY;
            case "verify-full" -> Assurance.FULL;
            default -> Assurance.REFUSED;
        };
    }

    private static Assurance libPq(String mode, RootFile root) {
        boolean verifies = mode.equals("verify-ca") || mode.equals("verify-full");
        if (root == RootFile.NONE && verifies) {
            return mode.equals("verify-ca") ? Assurance.AUTHORITY : Assurance.FULL;
        }
        return libpq(mode, root);
    }

    private static Assurance pgjdbc(String mode, RootFile root) {
        boolean there = root == RootFile.THERE;
        return switch (mode) {
            case "disable" -> Assurance.CLEAR;
            case "allow" -> Assurance.CLEAR_FIRST;
            case "prefer" -> Assurance.IF_OFFERED;
            case "require" -> Assurance.ENCRYPTED;
            case "verify-ca" -> there ? Assurance.AUTHORITY : Assurance.REFUSED;
            case "verify-full" -> there ? Assurance.FULL : Assurance.REFUSED;
            default -> Assurance.REFUSED;
        };
    }

    // the file is read whatever the mode; a mode that it does not know leaves TLS at its strictest
    private static Assurance node(String mode, RootFile root) {
        if (root == RootFile.MISSING || root == RootFile.SYSTEM) {
            return Assurance.REFUSED;
        }
        return switch (mode) {
            case "disable" -> Assurance.CLEAR;
            case "no-verify" -> Assurance.ENCRYPTED;
            default -> Assurance.FULL;
        };
    }

    private static Assurance tokio(String mode) {
        return switch (mode) {
            case "disable" -> Assurance.CLEAR;
            case "prefer" -> Assurance.PROGRAM_IF_OFFERED;
            case "require" -> Assurance.PROGRAM;
            default -> Assurance.REFUSED;
        };
    }

    private static Assurance pgbouncer(String mode, RootFile root) {
        boolean there = root == RootFile.THERE;
        return switch (mode) {
            case "disable" -> Assurance.CLEAR;
            case "allow", "prefer" -> Assurance.IF_OFFERED;
            case "require" -> Assurance.ENCRYPTED;
            case "verify-ca" -> there ? Assurance.AUTHORITY : Assurance.REFUSED;
            case "verify-full" -> there ? Assurance.FULL : Assurance.REFUSED;
            default -> Assurance.REFUSED;
        };
    }

    // its only words are ssl = on and off
    private static Assurance pgpool(String mode, RootFile root) {
        return switch (mode) {
            case "disable" -> Assurance.CLEAR;
            case "prefer" -> root == RootFile.THERE ? Assurance.IF_OFFERED_CHECKED : Assurance.IF_OFFERED;
            default -> Assurance.REFUSED;
        };
    }
}
