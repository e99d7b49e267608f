package org.almt.soak;

import java.io.IOException;
import org.almt.PredictionClient;
import org.almt.PredictionServer;
import org.almt.model.Preset;

/** The HTTP example as a process, which prints its port. */
final class ServerChild {
    static final Preset MODEL = Preset.EMBEDDED;
    static final int CONNECTIONS = 8;

    private ServerChild() {}

    public static void main(String[] arguments) throws IOException {
        PredictionServer server = new PredictionServer(PredictionClient.model(MODEL), CONNECTIONS);
        Child.answer(Integer.toString(server.port()), () -> "");
    }
}
