package org.almt.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.almt.core.BackwardPlan.Step;
import org.almt.core.draw.PlanPicture;
import org.almt.core.op.Checks;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Program} does and where its buffers lie. It shows for each op its shape, its arithmetic, its memory
 * traffic, its address, how long its result lives, and which buffers use the same memory at another time. {@link
 * #toString} gives text. {@link #svg} gives a picture of the memory plan.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class ProgramExplanation {
    /** At most this many other buffers on the same memory are named. */
    private static final int NAMED = 4;

    /**
     * An op of the forward pass.
     *
     * @param number its place in the order of execution
     * @param op its name
     * @param shape of its result
     * @param flop floating-point operations of one forward pass: a multiply-add counts as two, any other function of an
     *     element as one
     * @param bytes that it reads and writes if nothing is in a cache: inputs, result, and what it saves
     * @param result where its result lies; null for a constant, which has memory of its own, and for a view
     * @param place human-readable: an address, {@code constant}, or {@code view}
     * @param sharers names of buffers that lie on the same memory at other times: 7 is the result of op 7, 7' its
     *     gradient, 7* what it saves
     */
    public record Row(
            int number, String op, Shape shape, long flop, long bytes, @Nullable Buffer result, String place,
            List<String> sharers) {}

    /**
     * A buffer of the plan.
     *
     * @param name as in {@link Row#sharers}
     * @param address of its first byte within the workspace
     * @param bytes its length
     * @param lives pairs of the first and the last op of a life; the numbers of the backward ops follow those of the
     *     forward ops
     */
    public record Buffer(String name, long address, long bytes, List<int[]> lives) {
        private boolean sharesMemoryWith(Buffer other) {
            return this != other && address < other.address + other.bytes && other.address < address + bytes;
        }

        private String life() {
            int[] first = lives.get(0);
            return first[0] + "-" + first[1] + (lives.size() > 1
                    ? ", " + lives.get(1)[0] + "-" + lives.get(1)[1]
                    : "");
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final int forward;
    private final int steps;
    private final long planned;

    ProgramExplanation(List<Node> constants, List<Node> forward, List<Step> backward, MemoryPlan plan) {
        this.forward = forward.size();
        steps = forward.size() + backward.size();
        planned = plan.bytes();
        Map<Storage, String> names = names(forward);
        Map<Storage, Buffer> byStorage = new HashMap<>();
        plan.forEach((storage, base, lives) -> {
            Buffer buffer = new Buffer(names.getOrDefault(storage, "?"), 4L * base, 4L * storage.length, lives);
            byStorage.put(storage, buffer);
            buffers.add(buffer);
        });
        for (int i = 0; i < constants.size(); i++) {
            rows.add(row(-1, constants.get(i), null, "constant"));
        }
        for (int i = 0; i < forward.size(); i++) {
            Node node = forward.get(i);
            Buffer buffer = node.isView() ? null : byStorage.get(node.output().storage);
            String place = node.isView() ? "view" : buffer == null ? "elsewhere" : Long.toString(buffer.address());
            rows.add(row(i, node, buffer, place));
        }
    }

    /** 7 is the result of op 7, 7' is its gradient, and 7* is what it saves or uses meanwhile. */
    private static Map<Storage, String> names(List<Node> forward) {
        Map<Storage, String> names = new HashMap<>();
        for (int i = 0; i < forward.size(); i++) {
            Node node = forward.get(i);
            if (!node.isView()) {
                names.put(node.output().storage, Integer.toString(i));
                if (node.output().storage.gradient != null) {
                    names.put(node.output().storage.gradient, i + "'");
                }
            }
            for (Tensor buffer : node.buffers()) {
                names.put(buffer.storage, i + "*");
            }
            for (Tensor scratch : node.scratches()) {
                names.put(scratch.storage, i + "*");
            }
        }
        return names;
    }

    private Row row(int number, Node node, @Nullable Buffer buffer, String place) {
        long bytes = 0;
        if (!node.isView()) {
            bytes = 4L * node.output().shape().count();
            for (Tensor input : node.inputs()) {
                bytes += 4L * input.shape().count();
            }
            for (Tensor saved : node.buffers()) {
                bytes += 4L * saved.shape().count();
            }
        }
        List<String> sharers = buffer == null
                ? List.of()
                : buffers.stream().filter(buffer::sharesMemoryWith).map(Buffer::name).distinct().toList();
        return new Row(number, node.name(), node.output().shape(), node.isView() ? 0 : node.flop(), bytes, buffer,
                place, sharers);
    }

    /** The ops of the forward pass, constant ones first. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** The buffers of the plan: results, what is saved for the backward pass, and gradients. */
    public List<Buffer> buffers() {
        return List.copyOf(buffers);
    }

    /** Floating-point operations of one forward pass, without the constant ops. */
    public long flop() {
        return rows.stream().filter(row -> row.number() >= 0).mapToLong(Row::flop).sum();
    }

    /** Bytes of the workspace that the plan needs. */
    public long plannedBytes() {
        return planned;
    }

    /** Number of bytes that all buffers would need if none shared memory. */
    public long bytesSideBySide() {
        return buffers.stream().mapToLong(Buffer::bytes).sum();
    }

    private String summary() {
        return String.format(Locale.ROOT, "%d %s forward, %d backward, %s forward; %s of memory, %s side by side",
                forward,
                forward == 1 ? "op" : "ops", steps - forward, inWords(flop()), PlanPicture.bytes(planned),
                PlanPicture.bytes(bytesSideBySide()));
    }

    private static String inWords(long flop) {
        if (flop < 10_000) {
            return flop + " FLOP";
        }
        return flop < 10_000_000
                ? String.format(Locale.ROOT, "%.1f kFLOP", flop / 1e3)
                : String.format(Locale.ROOT, "%.1f MFLOP", flop / 1e6);
    }

    /** The memory plan as SVG: time from left to right, addresses from the top down, a rectangle for each life. */
    public String svg() {
        List<PlanPicture.Span> spans = new ArrayList<>();
        for (Buffer buffer : buffers) {
            String style = buffer.name().endsWith("'") ? "gradient" : buffer.name().endsWith("*") ? "saved" : "value";
            String op = rows.stream().filter(row -> buffer.name().replaceAll("\\D", "").equals("" + row.number()))
                    .map(row -> row.op() + " " + row.shape()).findFirst().orElse("");
            for (int[] life : buffer.lives()) {
                spans.add(new PlanPicture.Span(buffer.name(), style,
                        buffer.name() + ": " + op + ", " + PlanPicture.bytes(buffer.bytes()) + " at " + buffer.address()
                                + ", ops " + life[0] + " to " + life[1],
                        buffer.address(), buffer.bytes(), life[0], life[1]));
            }
        }
        return PlanPicture.svg(summary(), spans, forward, steps, planned);
    }

    /** Writes {@link #svg} to a file. */
    public void write(Path file) throws IOException {
        Checks.given("ProgramExplanation.write", "file", file);
        Files.write(file, svg().getBytes(StandardCharsets.UTF_8));
    }

    /** A summary, and a line for each op. */
    @Override
    public String toString() {
        List<String[]> table = new ArrayList<>();
        table.add(new String[] {"#", "op", "result", "FLOP", "bytes", "address", "life", "memory also of"});
        for (Row row : rows) {
            int more = row.sharers().size() - NAMED;
            String sharers = String.join(" ", row.sharers().subList(0, Math.min(NAMED, row.sharers().size())));
            table.add(new String[] {row.number() < 0 ? "-" : Integer.toString(row.number()), row.op(),
                    row.shape().toString(), String.format(Locale.ROOT, "%,d", row.flop()),
                    String.format(Locale.ROOT, "%,d", row.bytes()), row.place(),
                    row.result() == null ? "" : row.result().life(), sharers + (more > 0 ? " +" + more : "")});
        }
        StringBuilder text = new StringBuilder(summary()).append('\n');
        int[] widths = new int[table.get(0).length];
        for (String[] line : table) {
            for (int i = 0; i < line.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        for (String[] line : table) {
            StringBuilder one = new StringBuilder();
            for (int i = 0; i < line.length; i++) {
                String room = " ".repeat(widths[i] - line[i].length());
                boolean isNumber = i == 0 || i >= 3 && i <= 5;
                one.append(i == 0 ? "" : "  ").append(isNumber ? room + line[i] : line[i] + room);
            }
            text.append(one.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
