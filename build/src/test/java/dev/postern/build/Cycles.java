package dev.postern.build;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;

/** Packages that need each other, in a module or across modules. */
final class Cycles {
    private Cycles() {}

    static List<String> violations(JavaClasses classes) {
        return slices().matching("dev.postern.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .evaluate(classes)
                .getFailureReport()
                .getDetails();
    }
}
