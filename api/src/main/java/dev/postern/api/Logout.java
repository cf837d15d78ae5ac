package dev.postern.api;

import java.util.List;
import java.util.Optional;

/** Makes the gateway and the API refuse certificates of the caller at once. */
public final class Logout {
    private Logout() {}

    /**
     * @param serial hexadecimal, of a login, which is refused with all that was got by it; when empty, every certificate of
     *     the caller that has not expired
     */
    public record Request(Optional<String> serial) {}

    /** @param serials that are refused from now on */
    public record Answer(List<String> serials) {}
}
