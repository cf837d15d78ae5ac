package dev.postern.cli.settings;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code postern up} was told. A port that was not chosen is Postern's to choose, and to keep for the next start; a
 * chosen one that is busy is an error.
 *
 * @param command what to type for this Postern, as far as the verb
 * @param pgBin the {@code bin} folder of an installed PostgreSQL, instead of the embedded one
 * @param json readiness is printed as one JSON object instead of text
 */
public record UpSettings(
        Path home,
        String command,
        OptionalInt gatewayPort,
        OptionalInt apiPort,
        OptionalInt demoPort,
        Optional<Path> pgBin,
        boolean json) {}
