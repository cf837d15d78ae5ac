package dev.postern.provision.driver;

import dev.postern.provision.driver.Said.Form;
import dev.postern.provision.driver.Said.Written;
import java.util.ArrayList;
import java.util.List;

/** Whether the password arrives as it is meant. Says which character, never which password. */
final class PasswordFindings {
    private PasswordFindings() {}

    static List<Finding> of(DriverName driver, Said said) {
        List<Finding> findings = new ArrayList<>();
        said.password().ifPresent(written -> {
            if (!written.swallowed().isEmpty()) {
                findings.add(Finding.broken(
                        "the password is empty, and the word after it, which begins with " + written.swallowed()
                                + "=, is taken for the password",
                        "write password='' or leave it out"));
            }
            if (said.form() == Form.KEY_VALUE) {
                keyValue(driver, written, findings);
            } else if (driver == DriverName.PGJDBC && written.before()) {
                findings.add(Finding.broken(
                        "pgjdbc takes user and password before the @ for a part of the host's name, and prints them in its"
                                + " error",
                        "write ?user=…&password=… behind the database, or give them as properties"));
            } else {
                uri(driver, written, findings);
            }
        });
        return findings;
    }

    private static void keyValue(DriverName driver, Written written, List<Finding> findings) {
        if (written.has('\\')) {
            findings.add(Finding.warning(
                    driver == DriverName.PGX
                            ? "pgx keeps a single backslash in a password without quotes, which libpq takes away"
                            : driver.word() + " takes a single backslash in the password away",
                    "write the password in single quotes, with each \\ as \\\\ and each ' as \\'"));
        }
    }

    private static void uri(DriverName driver, Written written, List<Finding> findings) {
        String bad = written.before() ? beforeAt(driver) : behindQuestionMark(driver);
        for (int i = 0; i < bad.length(); i++) {
            char c = bad.charAt(i);
            if (written.has(c)) {
                findings.add(Finding.broken(
                        "the password has " + name(c) + " as it is, which means something else to " + driver.word(),
                        "write %" + "%02X".formatted((int) c)));
            }
        }
    }

    private static String beforeAt(DriverName driver) {
        return switch (driver) {
            case LIBPQ, PSYCOPG -> "%@/ ";
            case PGX, LIB_PQ -> "%/#?\"\\ ";
            case TOKIO_POSTGRES -> "@";
            case NODE_POSTGRES -> "/#?";
            case PGJDBC, PGBOUNCER, PGPOOL -> "";
        };
    }

    private static String behindQuestionMark(DriverName driver) {
        return switch (driver) {
            case LIBPQ, PSYCOPG -> "% ";
            case PGX, LIB_PQ -> "%#+";
            case NODE_POSTGRES -> "#+";
            case TOKIO_POSTGRES -> "";
            case PGJDBC -> "%+";
            case PGBOUNCER, PGPOOL -> "";
        };
    }

    private static String name(char c) {
        return switch (c) {
            case ' ' -> "a blank";
            case '%' -> "a percent sign";
            case '"' -> "a double quote";
            case '\\' -> "a backslash";
            default -> "the character " + c;
        };
    }
}
