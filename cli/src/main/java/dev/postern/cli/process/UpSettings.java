package dev.postern.cli.process;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code postern up} was told.
 *
 * @param gatewayPort, apiPort, demoPort empty: the one of the last start, else the default, else a free one
 * @param pgBin folder of an installed PostgreSQL's programs; empty: the embedded one
 */
public record UpSettings(
        Path home, OptionalInt gatewayPort, OptionalInt apiPort, OptionalInt demoPort, Optional<Path> pgBin) {}
