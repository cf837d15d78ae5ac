package dev.postern.provision;

import dev.postern.model.HostPort;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.fixture.Converge;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plans in a JVM of its own and prints steps, milliseconds and the most kilobytes that this process has held. */
final class ScaleMain {
    private ScaleMain() {}

    public static void main(String[] arguments) throws Exception {
        DesiredServer desired = ScaleTest.declared(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        long begin = System.nanoTime();
        int steps = Converge.plan(trusted(Integer.parseInt(arguments[0])), desired)
                .steps()
                .size();
        long milliseconds = (System.nanoTime() - begin) / 1_000_000;
        String most = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElseThrow();
        System.out.println(steps + " " + milliseconds + " " + most);
    }

    static DatabaseConnector trusted(int port) {
        return Connections.to(new Login(
                new HostPort("localhost", port), "postgres", "postgres", new Credential.None(), new Transport.Plain()));
    }
}
