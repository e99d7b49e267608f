package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands run in their own processes, which are killed without warning ({@code kill -9}) at random moments. Earlier
 * files must stay complete. The same command, or its {@code --resume}, must then give the result of a run without
 * interruption, and leave no other file. A build kills 3 processes, and {@code -Dalmt.kills=50} kills 50.
 */
class KilledCommandsTest {
    private static final int KILLS = Integer.getInteger("almt.kills", 3);
    private static final long SEED = Long.getLong("almt.kills.seed", 20260730);

    /** Of this, a JVM needs most to start. */
    private static final double EARLIEST = 0.3;

    @TempDir
    Path temporary;

    /** What a command leaves, and how long it takes. */
    private record Undisturbed(Map<String, String> content, Duration time) {}

    private static Process start(WritingCommands commands, WritingCommands.Kind kind, Path folder) throws IOException {
        ProcessBuilder child = ChildAlmt.java(List.of(ChildAlmt.VECTOR_API), "-cp",
                System.getProperty("java.class.path"), Main.class.getName());
        child.command().addAll(commands.words(kind, folder));
        return child.redirectErrorStream(true).redirectOutput(folder.resolveSibling("said.txt").toFile()).start();
    }

    private Undisturbed undisturbed(WritingCommands commands, WritingCommands.Kind kind) throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("whole-" + kind));
        commands.before(kind, folder);
        long began = System.nanoTime();
        Process child = start(commands, kind, folder);
        assertEquals(0, child.waitFor(), () -> kind + ": " + said(folder));
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        return new Undisturbed(WritingCommands.content(folder), time);
    }

    private static String said(Path folder) {
        try {
            return Files.readString(folder.resolveSibling("said.txt"));
        } catch (IOException cannot) {
            return cannot.toString();
        }
    }

    @Test
    void nothingIsLost() throws Exception {
        WritingCommands commands = new WritingCommands(Files.createDirectory(temporary.resolve("prepared")));
        Map<WritingCommands.Kind, Undisturbed> wholes = new EnumMap<>(WritingCommands.Kind.class);
        SplittableRandom random = new SplittableRandom(SEED);
        WritingCommands.Kind[] kinds = WritingCommands.Kind.values();
        int kills = 0;
        for (int i = 0; kills < KILLS; i++) {
            assertTrue(i < 10 * KILLS, "only " + kills + " of " + i + " commands were still there to be killed");
            WritingCommands.Kind kind = kinds[random.nextInt(kinds.length)];
            if (!wholes.containsKey(kind)) {
                wholes.put(kind, undisturbed(commands, kind));
            }
            Undisturbed whole = wholes.get(kind);
            Path folder = Files.createDirectory(temporary.resolve("killed-" + i));
            commands.before(kind, folder);
            Map<String, String> before = WritingCommands.content(folder);
            Process child = start(commands, kind, folder);
            long nanos = (long) (random.nextDouble(EARLIEST, 1) * whole.time.toNanos());
            boolean ended = child.waitFor(nanos, TimeUnit.NANOSECONDS);
            child.destroyForcibly().waitFor();
            kills += ended ? 0 : 1;
            String where = kind + ", killed after " + nanos / 1_000_000 + " of " + whole.time.toMillis() + " ms, seed "
                    + SEED;
            WritingCommands.assertWhole(kind, before, WritingCommands.content(folder), whole.content, where);
            if (!commands.isDone(kind, folder)) {
                CommandRun again = CommandRun.of(commands.again(kind, folder).toArray(String[]::new));
                assertEquals(0, again.exitCode(), where + ": " + again.err());
            }
            commands.next(kind, folder);
            Map<String, String> now = WritingCommands.content(folder);
            assertEquals(whole.content.keySet(), now.keySet(), where);
            whole.content.forEach((name, text) -> assertEquals(text, now.get(name), where + ": " + name));
        }
    }
}
