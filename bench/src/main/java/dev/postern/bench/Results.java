package dev.postern.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** All samples of a run, and the figures that a table shows: medians, and medians of ratios within a round. */
record Results(Conditions conditions, List<Sample> samples) {
    List<Workload> workloads() {
        return samples.stream().map(Sample::workload).distinct().toList();
    }

    List<String> targets() {
        return samples.stream().map(Sample::target).distinct().sorted().toList();
    }

    double median(Workload workload, String target, ToDoubleFunction<Sample> figure) {
        return median(of(workload, target).stream().mapToDouble(figure));
    }

    /** One ratio a round, so that what disturbed a round disturbs both. */
    List<Double> ratios(Workload workload, String target, String peer, ToDoubleFunction<Sample> figure) {
        List<Sample> peers = of(workload, peer);
        return of(workload, target).stream()
                .flatMap(sample -> peers.stream()
                        .filter(other -> other.round() == sample.round())
                        .map(other -> figure.applyAsDouble(sample) / figure.applyAsDouble(other)))
                .sorted()
                .toList();
    }

    double ratio(Workload workload, String target, String peer, ToDoubleFunction<Sample> figure) {
        return median(ratios(workload, target, peer, figure).stream().mapToDouble(ratio -> ratio));
    }

    double others() {
        return median(samples.stream().mapToDouble(Sample::others));
    }

    private List<Sample> of(Workload workload, String target) {
        return samples.stream()
                .filter(sample ->
                        sample.workload() == workload && sample.target().equals(target))
                .toList();
    }

    private static double median(DoubleStream numbers) {
        double[] sorted = numbers.sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
