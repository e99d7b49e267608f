package org.almt.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine of a run, in a few lines. Figures mean little without it. */
final class Machine {
    private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");
    private static final Path HUGE = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private Machine() {}

    /** Processor, vectors, caches, pages, Java. What the system does not report is left out. */
    static String describe(int bits) {
        StringBuilder text = new StringBuilder("processor: ").append(processor()).append(", ")
                .append(Runtime.getRuntime().availableProcessors()).append(" available\n");
        text.append("vectors: ").append(bits).append(" bits");
        String flags = String.join(" ", VectorWidth.flags(bits));
        text.append(flags.isEmpty() ? ", the machine's widest" : ", by " + flags).append(fma()).append('\n');
        String caches = caches();
        if (!caches.isEmpty()) {
            text.append("caches: ").append(caches).append('\n');
        }
        text.append(pages());
        return text.append("Java: ").append(System.getProperty("java.vm.name")).append(' ')
                .append(Runtime.version()).append(", ").append(System.getProperty("os.name")).append(' ')
                .append(System.getProperty("os.version")).append('\n').toString();
    }

    /** The processor and the commit: {@code Intel(R) Xeon(R) Processor, 2 available, commit d3e31dcf}. */
    static String origin() throws IOException {
        String commit = git("rev-parse", "--short=8", "HEAD");
        String changes = commit.isEmpty() || git("status", "--porcelain", "-uno").isEmpty()
                ? ""
                : " with uncommitted changes";
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " available, "
                + (commit.isEmpty() ? "unknown commit" : "commit " + commit + changes);
    }

    /** What git prints. Empty if there is no git, or no repository. */
    private static String git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git;
        try {
            git = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            return ""; // there is no git
        }
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static String processor() {
        for (String line : lines(Path.of("/proc/cpuinfo"))) {
            if (line.startsWith("model name")) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return System.getProperty("os.arch");
    }

    /** Whether the processor multiplies and adds in one instruction, if Linux reports it. */
    private static String fma() {
        for (String line : lines(Path.of("/proc/cpuinfo"))) {
            if (line.startsWith("flags")) {
                return List.of(line.split("\\s+")).contains("fma") ? ", fused multiply-add" : ", no fused multiply-add";
            }
        }
        return "";
    }

    /** For example {@code L1 48 KB, L2 2 MB, L3 105 MB}; instruction caches are left out. */
    private static String caches() {
        List<String> caches = new ArrayList<>();
        for (int index = 0; index < 8; index++) {
            Path cache = CACHES.resolve("index" + index);
            String size = first(cache.resolve("size"));
            if (!size.isEmpty() && !first(cache.resolve("type")).equals("Instruction")) {
                caches.add("L" + first(cache.resolve("level")) + " " + size.replace("K", " KB"));
            }
        }
        return String.join(", ", caches);
    }

    private static String pages() {
        String huge = first(HUGE);
        int open = huge.indexOf('[');
        return open < 0 ? "" : "large pages: " + huge.substring(open + 1, huge.indexOf(']')) + "\n";
    }

    private static String first(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.get(0).strip();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
