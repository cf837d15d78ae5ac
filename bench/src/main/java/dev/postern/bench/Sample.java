package dev.postern.bench;

/**
 * One run of pgbench.
 *
 * @param perSecond transactions, or connections where each has its own
 * @param latency average, in milliseconds
 * @param client CPU microseconds of pgbench for each transaction; {@code proxy} and {@code server} likewise
 * @param others cores that everything else on the machine took meanwhile
 */
record Sample(
        Workload workload,
        String target,
        int round,
        double perSecond,
        double latency,
        double client,
        double proxy,
        double server,
        double others) {}
