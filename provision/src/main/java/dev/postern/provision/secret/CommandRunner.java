package dev.postern.provision.secret;

import dev.postern.kernel.secret.Secret;
import java.io.IOException;
import java.util.List;

/** Runs a program of this machine to its end. What is secret goes in by standard input only: every user sees arguments. */
@FunctionalInterface
public interface CommandRunner {
    /**
     * @param input all that it can read
     * @throws IOException if it is not there, cannot be started, or takes too long
     */
    Output run(List<String> command, Secret input) throws IOException;

    /**
     * What it left.
     *
     * @param out standard output, which may be a secret
     * @param error standard error, on one line, shortened
     */
    record Output(int exit, Secret out, String error) {}
}
