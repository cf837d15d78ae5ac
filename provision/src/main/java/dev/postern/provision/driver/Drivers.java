package dev.postern.provision.driver;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way in: {@code Drivers.of("pgx")} for the rules of one, {@link #explain} for what a connection string means.
 * Everything here is a table; nothing is connected to.
 */
public final class Drivers {
    private Drivers() {}

    /** By the name that people write; empty when there is no such driver. */
    public static Optional<DriverRules> of(String name) {
        return DriverName.named(name).map(DriverRules::new);
    }

    public static DriverRules of(DriverName name) {
        return new DriverRules(name);
    }

    public static List<DriverRules> all() {
        return Stream.of(DriverName.values()).map(DriverRules::new).toList();
    }

    /**
     * What a connection string, in whatever form, means to a driver there. No secret of it comes back.
     *
     * @param conninfo key=value, a URI or a JDBC URL; empty for all from the environment
     */
    public static Explanation explain(String conninfo, DriverName driver, Place place) {
        return new Explainer(SaidReader.read(conninfo), new DriverRules(driver), place).explain();
    }
}
