package dev.postern.cli.login;

import java.nio.file.Path;
import java.util.Map;

/** A login of another process, as far as the service file sees it: {@code HOME SERVICE}. */
final class ServiceWriterMain {
    private ServiceWriterMain() {}

    public static void main(String[] args) {
        ServiceSections.locate(Map.of(), Path.of(args[0])).write(ServiceSectionsTest.values(args[1], 7432));
    }
}
