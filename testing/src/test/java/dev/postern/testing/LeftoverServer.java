package dev.postern.testing;

/** A test JVM: starts a server of its own when asked to, says where it is, and waits to be killed. */
final class LeftoverServer {
    private LeftoverServer() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.out.println(TestFolder.fresh("only"));
            return;
        }
        TestPostgres postgres = TestPostgres.start(PgVersion.valueOf(arguments[0]));
        System.out.println(postgres.dataFolder() + " " + postgres.server().pid());
        postgres.server().ended().join();
    }
}
