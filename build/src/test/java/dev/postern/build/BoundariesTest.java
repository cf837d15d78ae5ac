package dev.postern.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may see whom; each rule is shown to fail before it is believed. */
class BoundariesTest {
    private static final JavaClasses CLASSES = Project.here().classes();
    private static final References REFERENCES = Project.here().references();

    @Test
    void thereAreClassesToLookAt() {
        assertThat(CLASSES).hasSizeGreaterThan(50);
    }

    @Test
    void everyModuleIsInTheTable() {
        assertThat(Project.here().modules())
                .allSatisfy(module -> assertThat(ModuleTable.parts())
                        .describedAs("dist has no classes")
                        .contains(module.equals("dist") ? "build" : module));
    }

    @Test
    void noReferenceLeavesTheTable() {
        assertThat(ModuleTable.violations(REFERENCES)).isEmpty();
    }

    @Test
    void aReferenceOutsideTheTableIsFound(@TempDir Path folder) {
        References bad = Snippets.references(
                folder,
                "package dev.postern.gateway; public class Data {}",
                "package dev.postern.access; class Rule { dev.postern.gateway.Data data; }",
                "package dev.postern.pki.authority; public class Journal {}",
                "package dev.postern.provision; class Plan { Object make() { return new dev.postern.pki.authority.Journal[0]; } }",
                "package dev.postern.control.store; class Sql { java.sql.Connection fine; }",
                "package dev.postern.control.http; class Page { java.sql.Connection wrong; }",
                "package dev.postern.unknown; class Stray {}");

        assertThat(ModuleTable.violations(bad))
                .containsExactly(
                        "dev.postern.access.Rule (access) may not refer to dev.postern.gateway.Data",
                        "dev.postern.control.http.Page (control) may not refer to java.sql.Connection",
                        "dev.postern.provision.Plan (provision) may not refer to dev.postern.pki.authority.Journal",
                        "dev.postern.unknown.Stray belongs to no module of the table");
    }

    @Test
    void noPackageNeedsItself() {
        assertThat(Cycles.violations(CLASSES)).isEmpty();
    }

    @Test
    void aCycleIsFound(@TempDir Path folder) {
        JavaClasses bad = Snippets.compile(
                folder,
                "package dev.postern.model; public class One { dev.postern.model.yaml.Two two; }",
                "package dev.postern.model.yaml; public class Two { dev.postern.model.One one; }");

        assertThat(Cycles.violations(bad)).singleElement().asString().contains("model", "model.yaml");
    }

    @Test
    void theVerbsReachNothingHeavy() {
        assertThat(Reach.heavyFrom(REFERENCES, "dev.postern.cli.verb.")).isEmpty();
    }

    @Test
    void aHeavyClassBehindAnotherIsFound(@TempDir Path folder) {
        References bad = Snippets.references(
                folder,
                "package io.netty.buffer; public class ByteBuf {}",
                "package dev.postern.provision; public class Behind { io.netty.buffer.ByteBuf bytes; }",
                "package dev.postern.cli.verb; class Ls { dev.postern.provision.Behind behind; }");

        assertThat(Reach.heavyFrom(bad, "dev.postern.cli.verb."))
                .containsExactly(
                        "dev.postern.provision.Behind, reached from dev.postern.cli.verb.*, refers to io.netty.buffer.ByteBuf");
    }

    @Test
    void noBannedCallOutsideTheCompositionRoots() {
        assertThat(BannedCalls.violations(CLASSES)).isEmpty();
    }

    @Test
    void bannedCallsAreFoundAlsoAsMethodReferences(@TempDir Path folder) {
        JavaClasses bad = Snippets.compile(
                folder,
                "package dev.postern.access; class Late { java.time.Instant at() { return java.time.Instant.now(); } }",
                "package dev.postern.access; class Lazy { java.util.function.Supplier<?> at = java.time.Instant::now; }",
                "package dev.postern.access; class Dice { Object random = new java.util.Random(); }",
                "package dev.postern.cli.process; class Root { java.time.Clock clock = java.time.Clock.systemUTC(); }",
                "package dev.postern.cli; class Main { void end() { System.exit(1); } }",
                "package dev.postern.cli; class MainMenu { void end() { System.exit(1); } }");

        assertThat(BannedCalls.violations(bad))
                .hasSize(4)
                .allMatch(found -> found.contains("Late.at()")
                        || found.contains("Lazy.<init>()")
                        || found.contains("Dice.<init>()")
                        || found.contains("MainMenu.end()"));
    }

    @Test
    void noTestWaitsForAFixedTime() {
        assertThat(BannedCalls.sleepsInTests(Project.here().testClasses())).isEmpty();
    }

    @Test
    void aSleepInATestIsFound(@TempDir Path folder) {
        JavaClasses bad = Snippets.compile(
                folder,
                "package dev.postern.testing; class Slow { void nap() throws Exception { Thread.sleep(10); } }",
                "package dev.postern.testing; class Timed { long now() { return System.currentTimeMillis(); } }");

        assertThat(BannedCalls.sleepsInTests(bad)).singleElement().asString().contains("Slow.nap()");
    }
}
