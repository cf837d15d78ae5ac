package dev.postern.provision.matrix;

import static dev.postern.postgres.quote.Quote.identifier;
import static dev.postern.postgres.quote.Quote.qualified;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.prove.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks what follows from one endpoint's catalogue. */
final class Questions {
    private static final String NEW = "postern_prove";
    private static final String WRITABLE = "SET TRANSACTION READ WRITE";
    // somebody else's lock is not a refusal, and is not waited for
    private static final String BRIEF = "SET LOCAL lock_timeout = '5s'";

    /**
     * One question with how it is tried.
     *
     * @param login none where it cannot be made; then {@code without} says why
     */
    record Try(Question question, Optional<Login> login, Action action, Outcome without) {}

    private final Shown shown;
    private final String endpoint;
    private final int host;
    private final Catalogue catalogue;
    private final List<String> sslmodes;
    private final List<Try> all = new ArrayList<>();

    /** @param host its place in the list of hosts */
    Questions(Shown shown, String endpoint, int host, Catalogue catalogue, List<String> sslmodes) {
        this.shown = shown;
        this.endpoint = endpoint;
        this.host = host;
        this.catalogue = catalogue;
        this.sslmodes = List.copyOf(sslmodes);
    }

    /** @throws ProvisionException if it would be more than this many */
    List<Try> ask(int most) {
        for (Catalogue.Role role : catalogue.roles()) {
            for (String sslmode : sslmodes) {
                logIn(role, sslmode);
            }
            act(role, sslmodes.getLast());
            if (all.size() > most) {
                throw new ProvisionException(
                        ProvisionCode.NOT_ENFORCEABLE,
                        "the matrix has more than " + most + " cells at " + endpoint + " already",
                        "name fewer roles, or schemas with --schema, or allow more with --most");
            }
        }
        return all;
    }

    private void logIn(Catalogue.Role role, String sslmode) {
        Credential right = login(role, sslmode).credential();
        boolean tls = !(login(role, sslmode).transport() instanceof Transport.Plain);
        String words = Shown.words(right);
        if (right instanceof Credential.None) {
            add(role, sslmode, words, "connect", mayLogIn(role, sslmode, right), unmade(role));
        } else {
            add(role, sslmode, words, "connect", mayLogIn(role, sslmode, right), () -> right);
        }
        add(role, sslmode, "nothing", "connect", Should.REFUSED, Credential.None::new);
        add(role, sslmode, "wrong password", "connect", Should.REFUSED, shown::wrongPassword);
        otherRoles(role, sslmode);
        if (tls) {
            add(
                    role,
                    sslmode,
                    "certificate of another authority",
                    "connect",
                    Should.REFUSED,
                    () -> shown.ofAnotherAuthority(role.name()));
            fromFolder(role, sslmode, "expired certificate", role.name() + ".expired");
        }
    }

    private void otherRoles(Catalogue.Role role, String sslmode) {
        Credential own = login(role, sslmode).credential();
        for (Catalogue.Role other : catalogue.roles()) {
            if (other.equals(role)) {
                continue;
            }
            Credential theirs = login(other, sslmode).credential();
            if (!(theirs instanceof Credential.None) && !theirs.equals(own)) {
                add(
                        role,
                        sslmode,
                        Shown.words(theirs).replace("right ", "") + " of " + other.name(),
                        "connect",
                        Should.REFUSED,
                        () -> theirs);
                return;
            }
        }
    }

    private void fromFolder(Catalogue.Role role, String sslmode, String words, String file) {
        Optional<Credential.ClientCertificate> there = shown.inFolder(file);
        Question question = new Question(endpoint, sslmode, role.name(), words, "connect", Should.REFUSED);
        all.add(new Try(
                question,
                there.map(one -> login(role, sslmode).withCredential(one)),
                new Action.Connect(),
                new Outcome.NotMintable("only the server's own authority could sign it: put " + file + ".crt and "
                        + file + ".key into a folder for --certificates")));
    }

    private Should mayLogIn(Catalogue.Role role, String sslmode, Credential right) {
        if (!role.mayLogIn()
                || !role.mayConnect()
                || (role.expired() && Shown.password(right).isPresent())) {
            return Should.REFUSED;
        }
        if (right instanceof Credential.None) {
            return Should.UNSTATED;
        }
        Login login = login(role, sslmode);
        return catalogue
                .hba()
                .map(rules ->
                        rules.decide(role, login.database(), !(login.transport() instanceof Transport.Plain), right))
                .orElse(Should.UNSTATED);
    }

    private void act(Catalogue.Role role, String sslmode) {
        Credential right = login(role, sslmode).credential();
        if (mayLogIn(role, sslmode, right) == Should.REFUSED) {
            return;
        }
        for (Catalogue.Schema schema : catalogue.schemas().getOrDefault(role.name(), List.of())) {
            tried(
                    role,
                    sslmode,
                    "create a table in " + identifier(schema.name()),
                    schema.mayCreate() && !catalogue.standby(),
                    "CREATE TABLE " + qualified(schema.name(), NEW) + " ()");
        }
        for (Catalogue.Table table : catalogue.tables().getOrDefault(role.name(), List.of())) {
            String name = qualified(table.schema(), table.name());
            boolean writable = !catalogue.standby();
            String none = " WHERE false";
            all.add(acting(
                    role,
                    sslmode,
                    "read " + name,
                    table.select(),
                    List.of("SELECT count(*) FROM (SELECT FROM " + name + none + ") AS rows")));
            tried(
                    role,
                    sslmode,
                    "insert into " + name,
                    table.insert() && writable,
                    "INSERT INTO " + name + " SELECT" + none);
            table.column()
                    .ifPresent(column -> tried(
                            role,
                            sslmode,
                            "update " + name,
                            table.update() && writable,
                            "UPDATE " + name + " SET " + identifier(column) + " = DEFAULT" + none));
            tried(role, sslmode, "delete from " + name, table.delete() && writable, "DELETE FROM " + name + none);
        }
    }

    // a role that only starts read only has the right all the same
    private void tried(Catalogue.Role role, String sslmode, String words, boolean may, String sql) {
        all.add(acting(role, sslmode, words, may, List.of(WRITABLE, sql)));
    }

    private Try acting(Catalogue.Role role, String sslmode, String words, boolean may, List<String> statements) {
        Login login = login(role, sslmode);
        List<String> timed = new ArrayList<>(statements);
        timed.add(timed.size() - 1, BRIEF);
        return new Try(
                new Question(endpoint, sslmode, role.name(), Shown.words(login.credential()), words, Should.of(may)),
                login.credential() instanceof Credential.None ? Optional.empty() : Optional.of(login),
                new Action.Statements(words, timed),
                unknown(role));
    }

    private void add(
            Catalogue.Role role,
            String sslmode,
            String shows,
            String action,
            Should should,
            Supplier<Credential> credential) {
        Optional<Login> login;
        Outcome without = unknown(role);
        try {
            login = Optional.of(login(role, sslmode).withCredential(credential.get()));
        } catch (ProblemException none) {
            login = Optional.empty();
            without = new Outcome.Unknown(none.first().what());
        }
        Question question = new Question(endpoint, sslmode, role.name(), shows, action, should);
        all.add(new Try(question, login, new Action.Connect(), without));
    }

    private static Supplier<Credential> unmade(Catalogue.Role role) {
        return () -> {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE, unknown(role).sentence(), "add it to ~/.pgpass");
        };
    }

    private static Outcome unknown(Catalogue.Role role) {
        return new Outcome.Unknown("nothing is known that " + role.name()
                + " could show: no line of ~/.pgpass fits, and --certificates has no " + role.name() + ".crt");
    }

    private Login login(Catalogue.Role role, String sslmode) {
        return shown.logins(role.name(), sslmode).get(host);
    }
}
