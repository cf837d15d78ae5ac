package dev.postern.cli.verb;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.Manifests;
import dev.postern.api.PlanAnswer;
import dev.postern.api.ProveAnswer;
import dev.postern.kernel.problem.Place;
import dev.postern.kernel.problem.Problem;
import dev.postern.model.AccessRule;
import dev.postern.model.ManifestReader;
import dev.postern.model.ManifestText;
import dev.postern.model.ResourceSet;
import dev.postern.model.problem.ManifestException;
import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.bind.Answers;
import dev.postern.provision.bind.BindExamination;
import dev.postern.provision.bind.BindProgress;
import dev.postern.provision.bind.BindTools;
import dev.postern.provision.bind.Binder;
import dev.postern.provision.bind.Preflight;
import dev.postern.provision.doctor.Examination;
import dev.postern.provision.doctor.Report;
import dev.postern.provision.rotate.RotationReceipt;
import dev.postern.provision.secret.CommandRunner;
import dev.postern.provision.secret.LocalCommands;
import dev.postern.provision.secret.PodmanSecrets;
import dev.postern.provision.secret.SecretReader;
import dev.postern.provision.secret.VaultClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Declarations carried out from this machine, without a control plane: files and connections are enough. */
final class Here {
    private static final Duration PROGRAM = Duration.ofMinutes(1);
    private static final Duration VAULT = Duration.ofSeconds(15);

    private final Surroundings around;

    Here(Surroundings around) {
        this.around = around;
    }

    PlanAnswer plan(Manifests manifests) {
        ResourceSet declared = checked(manifests, false);
        PlanAnswer plan = Answers.plan(
                binder(ApplySettings.USUAL).plan(declared, Binder.clusters(declared)), resources(declared));
        return new PlanAnswer(plan.resources(), plan.steps(), withRules(declared, plan.findings()), plan.texts());
    }

    ApplyAnswer apply(Manifests manifests, BindProgress progress) {
        ResourceSet declared = checked(manifests, true);
        ApplySettings settings =
                manifests.allowDestroy().orElse(false) ? ApplySettings.USUAL.destroying() : ApplySettings.USUAL;
        ApplyAnswer done = Answers.applied(
                binder(settings).apply(declared, Binder.clusters(declared), progress), resources(declared), 0);
        return new ApplyAnswer(
                done.resources(),
                done.steps(),
                withRules(declared, done.findings()),
                done.texts(),
                done.delivered(),
                done.next(),
                done.version(),
                done.problems());
    }

    List<Binder.Rendering> render(Manifests manifests, boolean passwords) {
        ResourceSet declared = read(manifests);
        return binder(ApplySettings.USUAL).render(declared, Binder.clusters(declared), passwords);
    }

    List<Binder.RenderedFile> renderInto(Manifests manifests, Path folder) {
        ResourceSet declared = read(manifests);
        return binder(ApplySettings.USUAL).renderInto(declared, Binder.clusters(declared), folder);
    }

    ProveAnswer prove(Manifests manifests) {
        ResourceSet declared = read(manifests);
        return Answers.proven(binder(ApplySettings.USUAL).prove(declared, Binder.clusters(declared)));
    }

    List<RotationReceipt> rotate(Manifests manifests, String binding, boolean disableOld) {
        return binder(ApplySettings.USUAL).rotate(read(manifests), binding, disableOld);
    }

    List<Report> examine(Manifests manifests, String binding, Examination examination, Duration most)
            throws InterruptedException {
        return new BindExamination(examination, tools(ApplySettings.USUAL), Path.of("/"))
                .of(read(manifests), binding, most);
    }

    private Binder binder(ApplySettings settings) {
        return new Binder(tools(settings));
    }

    private BindTools tools(ApplySettings settings) {
        CommandRunner commands = new LocalCommands(PROGRAM);
        return new BindTools(
                new SecretReader(around.environment(), commands, new VaultClient(VAULT)),
                PodmanSecrets.of(commands),
                Optional.empty(),
                List.of(),
                settings,
                around.clock(),
                around.random());
    }

    private static ResourceSet read(Manifests manifests) {
        return ManifestReader.readTexts(texts(manifests), ResourceSet.empty());
    }

    private static List<ManifestText> texts(Manifests manifests) {
        return manifests.files().stream()
                .map(file -> new ManifestText(file.name(), Path.of(file.folder()), file.text()))
                .toList();
    }

    // nobody is connected to before everything that can be known without is in order
    private ResourceSet checked(Manifests manifests, boolean writing) {
        List<ManifestText> texts = texts(manifests);
        ManifestReader.Reading reading = ManifestReader.tryTexts(texts, true);
        List<Problem> problems = problems(texts, reading, writing);
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return reading.readable();
    }

    /** Of files some of which could not even be opened. */
    List<Problem> problems(Manifests manifests) {
        List<ManifestText> texts = texts(manifests);
        return problems(texts, ManifestReader.tryTexts(texts, false), false);
    }

    private List<Problem> problems(List<ManifestText> texts, ManifestReader.Reading reading, boolean writing) {
        List<Problem> problems = new ArrayList<>(reading.problems());
        problems.addAll(Preflight.problems(
                reading.readable(),
                reading.problems().isEmpty(),
                reading.places(),
                tools(ApplySettings.USUAL),
                writing));
        List<String> files = texts.stream().map(ManifestText::name).toList();
        problems.sort(Comparator.<Problem>comparingInt(problem -> problem.place()
                        .map(place -> files.indexOf(place.file()))
                        .orElse(files.size()))
                .thenComparingInt(problem -> problem.place().map(Place::line).orElse(0))
                .thenComparingInt(problem -> problem.place().map(Place::column).orElse(0)));
        return problems;
    }

    private static List<PlanAnswer.ResourceChange> resources(ResourceSet declared) {
        return declared.resources().stream()
                .map(resource -> new PlanAnswer.ResourceChange(
                        resource.kind(), resource.metadata().name(), "declared"))
                .toList();
    }

    // a rule is enforced by a gateway, and there is none
    private static List<PlanAnswer.Finding> withRules(ResourceSet declared, List<PlanAnswer.Finding> findings) {
        List<PlanAnswer.Finding> all = new ArrayList<>(findings);
        for (AccessRule rule : declared.rules()) {
            all.add(new PlanAnswer.Finding(
                    "",
                    false,
                    "AccessRule " + rule.metadata().name() + " is for a gateway; from here nobody enforces it",
                    "apply it to a Postern that runs, or leave it out"));
        }
        return all;
    }
}
