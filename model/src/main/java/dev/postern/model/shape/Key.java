package dev.postern.model.shape;

/** Names a field of {@link Values} together with its type. Two keys are the same only if they are one object. */
@SuppressWarnings("UnusedTypeParameter") // it types Values.get
public final class Key<V> {
    private final String name;

    Key(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }
}
