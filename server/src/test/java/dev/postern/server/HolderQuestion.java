package dev.postern.server;

/** Asks who holds a port, as whoever runs it. */
final class HolderQuestion {
    private HolderQuestion() {}

    public static void main(String[] arguments) {
        System.out.println(Ports.holder(Integer.parseInt(arguments[0]))
                .map(Ports.Holder::describe)
                .orElse("nobody"));
    }
}
