package dev.postern.provision.rotate;

import java.util.Optional;

/** Two targets that are written one after the other; what may end us is called around each. */
final class Targets implements Sink {
    Optional<Delivered> first = Optional.empty();
    Optional<Delivered> second = Optional.empty();
    private final Runnable point;

    Targets(Runnable point) {
        this.point = point;
    }

    @Override
    public Optional<Delivered> read() {
        return first;
    }

    @Override
    public void deliver(Delivered delivered) {
        point.run();
        first = Optional.of(delivered);
        point.run();
        second = Optional.of(delivered);
        point.run();
    }
}
