package dev.postern.control.http;

import dev.postern.control.problem.ControlCode;
import dev.postern.kernel.problem.Code;

/** The HTTP status for a problem. */
final class HttpStatus {
    private HttpStatus() {}

    static int of(Code code) {
        if (code instanceof ControlCode ours) {
            return ours.status();
        }
        return switch (code.blame()) {
            case CALLER -> 400;
            case POLICY -> 403;
            case CONFIG -> 422;
            case UPSTREAM -> 502;
            case OURS -> 500;
        };
    }
}
