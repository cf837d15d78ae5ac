package dev.postern.provision.prove;

import dev.postern.provision.connect.Login;

/** Turns what a cell says into a login: addresses, and certificates that are right or wrong on purpose. */
@FunctionalInterface
public interface Logins {
    /** @throws dev.postern.kernel.problem.ProblemException when there is none; the cell is then unknown */
    Login login(Cell cell);
}
