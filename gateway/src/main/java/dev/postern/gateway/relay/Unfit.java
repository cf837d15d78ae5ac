package dev.postern.gateway.relay;

import dev.postern.gateway.GatewayCode;
import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.FrameScanner;

/** The sentences about messages that a session may not contain. */
final class Unfit {
    private Unfit() {}

    static Problem here(byte tag) {
        return Problem.of(
                GatewayCode.PROTOCOL_VIOLATION,
                "a message of type " + FrameScanner.show(tag) + " may not come inside a session",
                "check that the driver speaks the frontend/backend protocol 3");
    }

    static Problem tooLong(byte tag, int body, int longest) {
        return Problem.of(
                GatewayCode.PROTOCOL_VIOLATION,
                "a message of type " + FrameScanner.show(tag) + " announces " + body + " bytes, " + longest
                        + " are accepted",
                "send less at once");
    }
}
