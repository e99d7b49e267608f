package org.almt.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.almt.cli.CommandRun;
import org.almt.run.TinyRun;
import org.almt.testsdata.Fixtures;

/** Runs one study again and again in one process; all must have the bits of the first. */
final class StudyChild {
    private static final String STUDY = """
            {"format": 1, "name": "soak", "description": "A study of small models.", "base": "narrow", "seeds": 2,
             "epochs": 2,
             "set": {"width": 8, "tokens": 2, "heads": 2, "headSize": 4, "hyperHeadSize": 4, "mlp": 8, "lr": 3e-3},
             "variants": [
               {"name": "narrow", "description": "as it is"},
               {"name": "blind", "corrupt": {"train": [{"kind": "missing", "modality": "vision", "strength": 1}],
                                             "test": [{"kind": "missing", "modality": "vision", "strength": 1}]}}],
             "curves": [
               {"name": "noise", "kind": "noise", "modality": "text", "strengths": [0, 5], "variants": ["narrow"]}]}
            """;

    private StudyChild() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path file = Files.writeString(folder.resolve("soak.json"), STUDY);
        AtomicLong rounds = new AtomicLong();
        AtomicLong unequal = new AtomicLong();
        Map<String, String> first = round(file, folder.resolve("round-0"));
        Child.answer("ready", () -> rounds + " " + unequal);
        while (true) {
            Map<String, String> now = round(file, folder.resolve("round-" + (rounds.get() + 1)));
            unequal.addAndGet(now.equals(first) ? 0 : 1);
            rounds.incrementAndGet();
        }
    }

    private static Map<String, String> round(Path file, Path out) throws IOException {
        CommandRun run = CommandRun.of("study", "run", file.toString(), "--out", out.toString(), "--data",
                Fixtures.path("golden/pickles/mosi_p4.pkl").toString());
        Map<String, String> bits = new TreeMap<>(Map.of("exit code", run.exitCode() + run.err()));
        List<Path> files;
        try (Stream<Path> all = Files.walk(out)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : files) {
            if (each.endsWith("last.safetensors")) {
                bits.put(out.relativize(each).toString(), TinyRun.bits(each.getParent()).toString());
            }
        }
        for (Path each : files) {
            Files.delete(each);
        }
        return bits;
    }
}
