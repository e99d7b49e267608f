package org.almt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.almt.core.kernel.ChildJvm;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs of containers and locked-down servers: the same bits in each, and nothing is written. */
class HostileJvmTest {
    @TempDir
    static Path temporary;

    private static final String[] EXPECTED = new String[1];

    private static synchronized String expected() throws IOException {
        if (EXPECTED[0] == null) {
            EXPECTED[0] = PredictedBits.of(temporary.resolve("here.safetensors"));
        }
        return EXPECTED[0];
    }

    private static synchronized Path embedded() throws IOException {
        Path weights = temporary.resolve("embedded.safetensors");
        if (Files.notExists(weights)) {
            AlmtModel model = new AlmtModel(Preset.EMBEDDED.config());
            model.initialise(1);
            SafeTensors.write(weights, model.state());
        }
        return weights;
    }

    private static String predicted(List<String> flags) throws IOException, InterruptedException {
        String file = temporary.resolve("there.safetensors").toString();
        return ChildJvm.run(flags, PredictedBits.class, file)[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                    "-XX:ActiveProcessorCount=1 --add-modules=jdk.incubator.vector",
                    "-XX:ActiveProcessorCount=7 -Dalmt.simd=plain",
                    "-XX:+UseSerialGC -Xmx48m -Dalmt.threads=1",
                    "-Xss180k -Dalmt.threads=3",
                    "-XX:TieredStopAtLevel=1 --add-modules=jdk.incubator.vector",
                    "-Xint --add-modules=jdk.incubator.vector",
                    "-Duser.language=tr -Duser.country=TR -Dfile.encoding=COMPAT",
                    "-Djava.io.tmpdir=/nonexistent -Duser.home=/nonexistent",
                    "--limit-modules=java.base",
                    "--limit-modules=java.base,jdk.incubator.vector --add-modules=jdk.incubator.vector",
                    "--illegal-native-access=deny --sun-misc-unsafe-memory-access=deny"
            })
    void bitsAreTheSame(String flags) throws Exception {
        assertEquals(expected(), predicted(Arrays.asList(flags.split(" "))));
    }

    /** Loads and predicts where the folders that programs like to write into are empty, and stay so. */
    @Test
    void nothingIsWritten() throws Exception {
        List<Path> places = new ArrayList<>();
        for (String name : List.of("home", "temporary", "here")) {
            places.add(Files.createDirectory(temporary.resolve(name)));
        }
        String printed = ChildJvm.run(
                List.of("-Duser.home=" + places.get(0), "-Djava.io.tmpdir=" + places.get(1), "-XX:-UsePerfData",
                        "-Duser.dir=" + places.get(2)),
                Reading.class, embedded().toString())[0];
        assertEquals("predicted", printed);
        for (Path place : places) {
            try (Stream<Path> found = Files.list(place)) {
                assertEquals(List.of(), found.toList());
            }
        }
    }

    /** Loads, predicts and explains. */
    static final class Reading {
        private Reading() {}

        public static void main(String[] arguments) throws IOException {
            try (Almt almt = Almt.load(Path.of(arguments[0]), Preset.EMBEDDED)) {
                Sample sample = Sample.of(
                        new float[1][almt.text().width()], new float[1][almt.audio().width()],
                        new float[1][almt.vision().width()]);
                almt.predict(List.of(sample, sample));
                almt.explain(sample);
                almt.info();
            }
            System.out.println("predicted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"almt.threads=0", "almt.threads=many", "almt.simd=avx", "almt.simd=256"})
    void wrongPropertiesAreRefusedAtLoad(String property) throws Exception {
        String[] printed = ChildJvm.run(List.of("-D" + property), Loading.class, embedded().toString());
        assertEquals(2, printed.length, String.join("\n", printed));
        assertEquals(printed[0], printed[1], "each time");
        assertTrue(printed[0].contains("almt.threads: '") || printed[0].contains("almt.simd"), printed[0]);
    }

    /** Loads a model twice, and prints why it cannot. */
    static final class Loading {
        private Loading() {}

        public static void main(String[] arguments) throws IOException {
            for (int i = 0; i < 2; i++) {
                try {
                    Almt.load(Path.of(arguments[0]), Preset.EMBEDDED);
                    System.out.println("loaded");
                } catch (IllegalArgumentException | IllegalStateException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }
}
