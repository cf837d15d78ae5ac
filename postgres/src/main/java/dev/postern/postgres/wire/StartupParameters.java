package dev.postern.postgres.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The body of a StartupMessage: pairs of strings up to an empty name. */
final class StartupParameters {
    private StartupParameters() {}

    static StartupPacket.StartupMessage read(ByteBuf body, ProtocolVersion version, StartupBounds bounds) {
        Map<String, String> parameters = new LinkedHashMap<>();
        List<String> options = new ArrayList<>();
        int seen = 0;
        while (true) {
            String name = CStrings.read(body, "a start-up parameter's name");
            if (name.isEmpty()) {
                break;
            }
            if (++seen > bounds.parameters()) {
                throw WireException.tooMuch(
                        "more than " + bounds.parameters() + " start-up parameters",
                        "set what is left with SET after connecting");
            }
            String value = CStrings.read(body, "the value of start-up parameter \"" + name + "\"");
            if (name.startsWith("_pq_.")) {
                options.add(name);
            } else {
                parameters.put(name, value);
            }
        }
        if (body.isReadable()) {
            throw WireException.malformed(
                    "the StartupMessage has " + body.readableBytes() + " bytes after its terminator");
        }
        return new StartupPacket.StartupMessage(version, parameters, options);
    }
}
