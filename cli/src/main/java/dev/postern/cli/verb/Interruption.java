package dev.postern.cli.verb;

/** Says a last word when the process is ended from outside (Ctrl-C, SIGTERM) while this is open. */
final class Interruption implements AutoCloseable {
    private final Thread hook;

    private Interruption(Runnable lastWord) {
        hook = new Thread(lastWord, "last-word");
    }

    static Interruption saying(Runnable lastWord) {
        Interruption open = new Interruption(lastWord);
        Runtime.getRuntime().addShutdownHook(open.hook);
        return open;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the process is ending, and the last word is being said
            return;
        }
    }
}
