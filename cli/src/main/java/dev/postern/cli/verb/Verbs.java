package dev.postern.cli.verb;

import dev.postern.cli.terminal.ExitCode;
import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Runs the verb that the words name. */
public final class Verbs {
    private static final int WIDTH = 100;

    private final Surroundings around;
    private final String version;

    public Verbs(Surroundings around, String version) {
        this.around = around;
        this.version = version;
    }

    /** Never throws: what goes wrong is printed, the result is the exit code. */
    public int run(String... words) {
        Globals globals = new Globals();
        CommandLine line = commandLine(globals, typed(words));
        try {
            line.setDefaultValueProvider(SettingsFile.read(
                    saidHome(words), around.environment(), () -> options(commandLine(globals, ""), new TreeSet<>())));
        } catch (ProblemException wrong) {
            return failed(wrong, List.of(words).contains("--json"));
        }
        int code = line.execute(words);
        line.getOut().flush();
        return code;
    }

    /** @param typed the verb: it alone is built, because building one takes time; all of them when it is none */
    private CommandLine commandLine(Globals globals, String typed) {
        CommandLine line = new CommandLine(globals);
        Map<String, Supplier<Object>> verbs = verbs(globals);
        if (verbs.containsKey(typed)) {
            verbs.keySet().retainAll(Set.of(typed));
        }
        verbs.forEach((name, verb) -> line.addSubcommand(name, verb.get()));
        line.getCommandSpec().version("postern " + version);
        line.setUsageHelpWidth(WIDTH);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setOut(new PrintWriter(
                around.console().out(), true, around.console().out().charset()));
        line.setParameterExceptionHandler((problem, _) -> usage(problem, globals.json));
        line.setExecutionExceptionHandler((failure, _, _) -> failed(failure, globals.json));
        return line;
    }

    private Map<String, Supplier<Object>> verbs(Globals globals) {
        Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
        verbs.put("up", () -> new Up(globals, around));
        verbs.put("down", () -> new Down(globals, around));
        verbs.put("login", () -> new LoginVerb(globals, around));
        verbs.put("logout", () -> new LogoutVerb(globals, around));
        verbs.put("whoami", () -> new WhoAmIVerb(globals, around));
        verbs.put("db", () -> databases(globals));
        verbs.put("connect", () -> new Connect(globals, around));
        verbs.put("status", () -> new StatusVerb(globals, around));
        verbs.put("apply", () -> new Apply(globals, around));
        verbs.put("plan", () -> new Plan(globals, around));
        verbs.put("rotate", () -> new Rotate(globals, around));
        verbs.put("render", () -> new Render(globals, around));
        verbs.put("prove", () -> new ProveVerb(globals, around));
        verbs.put("doctor", () -> new DoctorVerb(globals, around));
        verbs.put("wait", () -> new WaitVerb(globals, around));
        verbs.put(
                "conninfo",
                () -> new CommandLine(new ConninfoVerb()).addSubcommand(new ConninfoExplain(globals, around)));
        verbs.put("migrate", () -> new MigrateVerb(globals, around));
        verbs.put("datastore", () -> datastore(globals));
        return verbs;
    }

    private CommandLine databases(Globals globals) {
        CommandLine line = new CommandLine(new Db());
        line.addSubcommand(new DbLs(globals, around));
        line.addSubcommand(new DbShow(globals, around));
        line.addSubcommand(new Connect(globals, around));
        return line;
    }

    private CommandLine datastore(Globals globals) {
        CommandLine line = new CommandLine(new Datastore());
        line.addSubcommand(new DatastoreInspect(globals, around));
        return line;
    }

    /** The first word that is neither an option nor the value of one that stands before the verb. */
    private static String typed(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (words[i].equals("--home")) {
                i++;
            } else if (!words[i].startsWith("-")) {
                return words[i];
            }
        }
        return "";
    }

    // the settings file lies in the home, so the home is needed before the words are parsed
    private Path saidHome(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (words[i].startsWith("--home=")) {
                return Path.of(words[i].substring("--home=".length()));
            }
            if (words[i].equals("--home") && i + 1 < words.length) {
                return Path.of(words[i + 1]);
            }
        }
        return Globals.usualHome(around);
    }

    private static Set<String> options(CommandLine line, Set<String> names) {
        line.getCommandSpec().options().forEach(option -> names.add(SettingsFile.name(option)));
        line.getSubcommands().values().forEach(verb -> options(verb, names));
        return names;
    }

    private int usage(ParameterException problem, boolean json) {
        String message = String.valueOf(problem.getMessage());
        List<String> near = CommandLine.UnmatchedArgumentException.class.isInstance(problem)
                ? ((CommandLine.UnmatchedArgumentException) problem).getSuggestions()
                : List.of();
        String fix = near.isEmpty()
                ? "see: " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help"
                : "did you mean " + String.join(" or ", near) + "?";
        around.console().problems(List.of(Problem.of(CliCode.USAGE, message, fix)), json);
        return ExitCode.USAGE.number();
    }

    private int failed(Exception failure, boolean json) {
        if (failure instanceof ProblemException told) {
            around.console().problems(told.problems(), json);
            return (told instanceof MistypedException
                            ? ExitCode.USAGE
                            : ExitCode.of(told.first().code()))
                    .number();
        }
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        around.console().note(trace.toString());
        around.console()
                .problems(
                        List.of(Problem.of(
                                CliCode.DEFECT, "a defect in Postern: " + failure, "report it with the lines above")),
                        json);
        return ExitCode.DEFECT.number();
    }
}
