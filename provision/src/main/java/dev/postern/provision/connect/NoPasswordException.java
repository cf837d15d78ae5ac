package dev.postern.provision.connect;

import java.sql.SQLException;

/** The server asks for a password, and the login has none. */
public final class NoPasswordException extends SQLException {
    private static final long serialVersionUID = 1;

    NoPasswordException(Login login, SQLException cause) {
        super(
                "the server asks for the password of " + login.user() + ", and there is none",
                cause.getSQLState(),
                cause);
    }
}
