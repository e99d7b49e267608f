package org.almt.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.almt.cli.Main;
import org.almt.run.TinyRun;

/** A training that is killed and resumed until it is done. It must have the bits of an undisturbed training. */
final class KilledTraining {
    private final Path folder;
    private final int epochs;
    private final ProcessorBudget budget;
    private final Map<String, String> expected;
    private Process process;
    private Duration used = Duration.ZERO;
    Vitals vitals = new Vitals(0, 0, 0, 0);
    long kills;
    long completed;
    long unequal;
    long left;

    /** Trains once without a disturbance. */
    KilledTraining(Path folder, int epochs, ProcessorBudget budget) throws IOException, InterruptedException {
        this.folder = folder;
        this.epochs = epochs;
        this.budget = budget;
        start();
        process.waitFor();
        check();
        budget.forget(process.toHandle(), used);
        expected = TinyRun.bits(run());
        clear();
        start();
    }

    private Path run() {
        return folder.resolve("run");
    }

    private void start() throws IOException {
        List<String> words = Files.exists(run().resolve("config.json"))
                ? List.of("train", "--resume", run().toString())
                : List.of("train", "--out", run().toString(), "--epochs", Integer.toString(epochs), "--set", "width=16",
                        "--set", "tokens=2", "--set", "heads=2", "--set", "headSize=8", "--set", "mlp=16");
        process = Child.java(Main.class.getName(), folder.resolve("training.err"), words.toArray(String[]::new))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        used = Duration.ZERO;
        budget.add(process.toHandle());
    }

    private void check() throws IOException {
        if (process.exitValue() != 0) {
            throw new IOException("a training ended with exit code " + process.exitValue() + "; see "
                    + folder.resolve("training.err"));
        }
    }

    /** Lets it go on for a time; a training that is done is compared, and another one begins. */
    void goOn(Duration time) throws IOException, InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                check();
                budget.forget(process.toHandle(), used);
                compare();
                clear();
                start();
            } else {
                used = Child.processor(process.toHandle());
            }
        }
    }

    /** Measures it, kills it without warning, and resumes it. */
    void killAndResume() throws IOException, InterruptedException {
        if (process.isAlive()) {
            vitals = Vitals.of(Long.toString(process.pid()));
            budget.kill(process.toHandle());
            process.waitFor();
            kills++;
            start();
        }
    }

    private void compare() throws IOException {
        Map<String, String> bits = TinyRun.bits(run());
        completed++;
        left += bits.keySet().stream().filter(name -> !expected.containsKey(name)).count();
        bits.keySet().retainAll(expected.keySet());
        if (!bits.equals(expected)) {
            unequal++;
            Files.move(run(), folder.resolve("unequal-" + unequal));
        }
    }

    private void clear() throws IOException {
        if (Files.exists(run())) {
            List<Path> files;
            try (Stream<Path> all = Files.walk(run())) {
                files = new ArrayList<>(all.sorted(Comparator.reverseOrder()).toList());
            }
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    void end() {
        budget.kill(process.toHandle());
    }
}
