package org.almt.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Runs three kinds of work at the same time for hours. One is a training that is killed once a minute and resumed.
 * Studies run in one process, and the HTTP example runs under load in another. Each minute, memory, threads, open files
 * and bits are recorded.
 *
 * @param minutes how many
 * @param minute how long each takes
 * @param duty processor time per time: 0.5 is half a core; what is above the machine's cores is no limit
 * @param epochs of each training
 * @param folder for all files; {@code minutes.csv} is what was seen so far, {@code table.md} is written at the end
 */
record Soak(int minutes, Duration minute, double duty, int epochs, Path folder) {
    /** By {@code -Dalmt.soak.…}; without them as briefly as in a build. */
    static Soak asGiven(Path folder) {
        int minutes = Integer.getInteger("almt.soak.minutes", 1);
        int seconds = Integer.getInteger("almt.soak.seconds", System.getProperty("almt.soak.minutes") == null ? 5 : 60);
        return new Soak(minutes, Duration.ofSeconds(seconds),
                Double.parseDouble(System.getProperty("almt.soak.duty", "1000")),
                Integer.getInteger("almt.soak.epochs", minutes > 1 ? 60 : 1),
                Path.of(System.getProperty("almt.soak.folder", folder.toString())));
    }

    Minutes run() throws IOException, InterruptedException {
        Path csv = Files.createDirectories(folder).resolve("minutes.csv");
        Path studies = Files.createDirectories(folder.resolve("studies"));
        Minutes all = new Minutes();
        SplittableRandom random = new SplittableRandom();
        try (ProcessorBudget budget = new ProcessorBudget(duty);
                Child server = new Child(ServerChild.class, folder.resolve("server.err"));
                Child study = new Child(StudyChild.class, folder.resolve("study.err"), studies.toString())) {
            budget.add(server.handle());
            budget.add(study.handle());
            int port = Integer.parseInt(server.greeting());
            study.greeting();
            KilledTraining training = new KilledTraining(folder, epochs, budget);
            try (Load load = new Load(port)) {
                for (int i = 1; i <= minutes; i++) {
                    long began = System.nanoTime();
                    training.goOn(Duration.ofNanos((long) (random.nextDouble() * 0.9 * minute.toNanos())));
                    training.killAndResume();
                    training.goOn(minute.minusNanos(System.nanoTime() - began));
                    budget.hold(true);
                    all.add(csv, row(i, budget, load, server, study, training));
                    budget.hold(false);
                }
            } finally {
                training.end();
            }
        }
        Files.writeString(folder.resolve("table.md"), verdict(all));
        return all;
    }

    private static long[] row(int number, ProcessorBudget budget, Load load, Child server, Child study,
            KilledTraining training)
            throws IOException {
        Vitals serving = Vitals.parse(server.ask());
        String[] answer = study.ask();
        Vitals studying = Vitals.parse(answer);
        return new long[] {number, Math.round(budget.used()), load.requests.get(), load.wrong.get(),
                Long.parseLong(answer[4]), Long.parseLong(answer[5]), training.kills, training.completed,
                training.unequal, training.left, serving.resident(), serving.heap(), serving.threads(),
                serving.files(), studying.resident(), studying.heap(), studying.threads(), studying.files(),
                training.vitals.resident(), training.vitals.threads(), training.vitals.files()};
    }

    static String verdict(Minutes all) {
        return all.table() + "\n" + (all.faults().isEmpty() ? "All as it should be.\n" : all.faults() + "\n");
    }

    /** Prints the figures that a run has written so far: {@code java … Soak minutes.csv}. */
    public static void main(String[] arguments) throws IOException {
        System.out.print(verdict(Minutes.read(Path.of(arguments[0]))));
    }
}
