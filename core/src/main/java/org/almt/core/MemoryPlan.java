package org.almt.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.core.BackwardPlan.Step;

/**
 * Decides where a program's buffers lie in its workspace.
 *
 * <p>Time is counted in ops: forward op i runs at time i, step j of backward at time (number of forward ops) + j. A
 * buffer lives from the op that first writes it to the op that last reads it. If its op is recomputed, the buffer has a
 * second life from then on, at the same place. Two buffers may share memory if their lives do not overlap. Buffers are
 * placed from the largest to the smallest, each at the lowest address that is free during its lives.
 */
final class MemoryPlan {
    /** Buffers begin at multiples of this many floats: one 512-bit vector, one cache line. */
    private static final int ALIGNMENT = 16;
    /**
     * The first buffer begins here. HotSpot keeps an array's floats 16 bytes from the start of the array, and starts a
     * large array where a region starts. With this offset each vector lies in one cache line. Layer norm of rows of 128
     * took 610 us with offset 0, and 530 with this one. Its backward pass took 1,180 and 1,040.
     */
    private static final int START = 12;

    /** A span of time, both ends included. */
    private static final class Life {
        final int from;
        int to;

        Life(int from) {
            this.from = from;
            this.to = from;
        }

        boolean overlaps(Life other) {
            return from <= other.to && other.from <= to;
        }
    }

    /** A storage, its lives in ascending order, and its place. */
    private static final class Buffer {
        final Storage storage;
        final List<Life> lives = new ArrayList<>(1);
        int base;

        Buffer(Storage storage, int time) {
            this.storage = storage;
            lives.add(new Life(time));
        }

        int born() {
            return lives.get(0).from;
        }

        void usedAt(int time) {
            lives.get(lives.size() - 1).to = time;
        }

        boolean overlaps(Buffer other) {
            for (Life life : lives) {
                for (Life otherLife : other.lives) {
                    if (life.overlaps(otherLife)) {
                        return true;
                    }
                }
            }
            return false;
        }

        int alignedLength() {
            return (storage.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
    }

    private final Map<Storage, Buffer> buffers = new LinkedHashMap<>();
    private final Storage[][] gradientsBornAt;
    /** Number of floats that the workspace must hold. */
    private int length;

    MemoryPlan(List<Node> forward, List<Step> backward, Tensor result, Collection<Tensor> kept) {
        int time = 0;
        for (Node node : forward) {
            forward(node, time++);
        }
        gradientsBornAt = new Storage[backward.size()][];
        for (int j = 0; j < backward.size(); j++) {
            List<Storage> born = new ArrayList<>();
            if (j == 0) {
                gradientOf(result, time, born);
            }
            Node node = backward.get(j).node();
            if (backward.get(j).recompute()) {
                recompute(node, time++);
            } else {
                backward(node, time++, born);
            }
            gradientsBornAt[j] = born.toArray(Storage[]::new);
        }
        used(result.storage, time);
        for (Tensor tensor : kept) {
            used(tensor.storage, time);
        }
    }

    private void forward(Node node, int time) {
        bornOrUsed(node.output().storage, time);
        for (Tensor input : node.inputs()) {
            used(input.storage, time);
        }
        for (Tensor buffer : node.buffers()) {
            bornOrUsed(buffer.storage, time);
        }
    }

    private void recompute(Node node, int time) {
        bornAgain(node.output().storage, time);
        for (Tensor buffer : node.buffers()) {
            bornAgain(buffer.storage, time);
        }
        for (Tensor input : node.inputs()) {
            used(input.storage, time);
        }
    }

    private void backward(Node node, int time, List<Storage> born) {
        for (Tensor buffer : node.buffers()) {
            used(buffer.storage, time);
        }
        for (Tensor value : node.reads()) {
            used(value.storage, time);
        }
        used(node.output().gradientView().storage, time);
        for (Tensor input : node.inputs()) {
            if (node.isWanted(input)) {
                gradientOf(input, time, born);
            }
        }
        for (Tensor scratch : node.scratches()) {
            bornOrUsed(scratch.storage, time);
        }
    }

    /**
     * Plans the gradient of a value of the program. The gradient of a leaf has memory already and outlives the program.
     */
    private void gradientOf(Tensor value, int time, List<Storage> born) {
        Storage gradient = value.gradientView().storage;
        if (!buffers.containsKey(value.storage)) {
            gradient.allocate();
        } else if (bornOrUsed(gradient, time)) {
            born.add(gradient);
        }
    }

    /** Extends a life. True if the life begins here. Storages that have their own memory are not planned. */
    private boolean bornOrUsed(Storage storage, int time) {
        if (storage.array != null) {
            return false;
        }
        if (buffers.containsKey(storage)) {
            used(storage, time);
            return false;
        }
        buffers.put(storage, new Buffer(storage, time));
        return true;
    }

    private void bornAgain(Storage storage, int time) {
        Buffer buffer = Objects.requireNonNull(buffers.get(storage), "planned by the forward pass");
        buffer.lives.add(new Life(time));
    }

    private void used(Storage storage, int time) {
        Buffer buffer = buffers.get(storage);
        if (buffer != null) {
            buffer.usedAt(time);
        }
    }

    /** For each backward step, the gradients that receive their first contribution in it. */
    Storage[][] gradientsBornAt() {
        return gradientsBornAt;
    }

    /** Decides where every buffer lies. */
    void arrange() {
        List<Buffer> bySize = new ArrayList<>(buffers.values());
        bySize.sort(Comparator.comparingInt((Buffer buffer) -> -buffer.storage.length).thenComparingInt(Buffer::born));
        List<Buffer> placed = new ArrayList<>();
        long end = START;
        for (Buffer buffer : bySize) {
            buffer.base = Math.toIntExact(lowestFree(buffer, placed));
            placed.add(buffer);
            end = Math.max(end, (long) buffer.base + buffer.alignedLength());
        }
        length = Math.toIntExact(end);
    }

    /** Takes over the places from the plan of an equal computation, whose buffers have the same order. */
    void arrangeLike(MemoryPlan other) {
        Iterator<Buffer> others = other.buffers.values().iterator();
        for (Buffer buffer : buffers.values()) {
            Buffer its = others.next();
            if (its.storage.length != buffer.storage.length) {
                throw new IllegalStateException("program: a copy's plan differs from the original's");
            }
            buffer.base = its.base;
        }
        length = other.length;
    }

    /** Gives every buffer memory in {@code workspace}. */
    void place(Workspace workspace) {
        workspace.reserve(length);
        for (Buffer buffer : buffers.values()) {
            workspace.place(buffer.storage, buffer.base);
        }
    }

    /** Number of bytes that the workspace must hold. */
    long bytes() {
        return 4L * length;
    }

    /** Receives a buffer, its place in floats, and its lives: pairs of the first and the last op. */
    @FunctionalInterface
    interface Visitor {
        void buffer(Storage storage, int base, List<int[]> lives);
    }

    /** Shows all buffers in the order of their first write. */
    void forEach(Visitor visitor) {
        for (Buffer buffer : buffers.values()) {
            visitor.buffer(buffer.storage, buffer.base,
                    buffer.lives.stream().map(life -> new int[] {life.from, life.to}).toList());
        }
    }

    private static long lowestFree(Buffer buffer, List<Buffer> placed) {
        Buffer[] rivals = placed.stream().filter(buffer::overlaps).toArray(Buffer[]::new);
        Arrays.sort(rivals, Comparator.comparingInt(rival -> rival.base));
        long base = START;
        for (Buffer rival : rivals) {
            if (base + buffer.alignedLength() <= rival.base) {
                break;
            }
            base = Math.max(base, (long) rival.base + rival.alignedLength());
        }
        return base;
    }
}
