package dev.postern.provision.driver;

import java.util.ArrayList;
import java.util.List;

/** Collects one driver's rows. */
final class Rows {
    private final DriverName driver;
    private final List<Rule> rules = new ArrayList<>();

    Rows(DriverName driver) {
        this.driver = driver;
    }

    Rows run(Question question, String answer, String source) {
        rules.add(new Rule(driver, question, answer, Rule.Evidence.RUN, source));
        return this;
    }

    Rows read(Question question, String answer, String source) {
        rules.add(new Rule(driver, question, answer, Rule.Evidence.READ, source));
        return this;
    }

    List<Rule> list() {
        return List.copyOf(rules);
    }
}
