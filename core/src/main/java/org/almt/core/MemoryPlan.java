package org.almt.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides where a program's buffers lie in its arena.
 *
 * <p>Time is counted in ops: forward op i runs at time i, backward op j at time (number of forward ops) + j. A buffer
 * lives from the op that first writes it to the op that last reads it; two buffers may share memory when their lives do
 * not meet. Buffers are placed the largest first, each at the lowest address that is free during its life.
 */
final class MemoryPlan {
    /** Buffers start at multiples of 16 floats, one 512-bit vector. */
    private static final int ALIGNMENT = 16;

    private static final class Life {
        final Storage storage;
        final int from;
        int to;
        int base;

        Life(Storage storage, int from) {
            this.storage = storage;
            this.from = from;
            this.to = from;
        }

        boolean meets(Life other) {
            return from <= other.to && other.from <= to;
        }
    }

    private final Map<Storage, Life> lives = new LinkedHashMap<>();
    private final Storage[][] gradientsBornAt;

    MemoryPlan(List<Op> forward, List<Op> backward, Tensor result) {
        int start = forward.size();
        int end = start + backward.size();
        Map<Op, Integer> backwardTime = new IdentityHashMap<>();
        for (int j = 0; j < backward.size(); j++) {
            backwardTime.put(backward.get(j), start + j);
        }
        for (int i = 0; i < forward.size(); i++) {
            Op op = forward.get(i);
            bornOrUsed(op.output().storage, i);
            for (Tensor input : op.inputs()) {
                used(input.storage, i);
            }
            int last = backwardTime.getOrDefault(op, i);
            for (Tensor kept : op.kept()) {
                bornOrUsed(kept.storage, i);
                used(kept.storage, last);
            }
            for (Tensor saved : op.saved()) {
                used(saved.storage, last);
            }
        }
        used(result.storage, end);
        gradientsBornAt = new Storage[backward.size()][];
        for (int j = 0; j < backward.size(); j++) {
            Op op = backward.get(j);
            List<Storage> born = new ArrayList<>();
            if (j == 0) {
                gradientOf(result, start, born);
            }
            used(op.output().gradientView().storage, start + j);
            for (Tensor input : op.inputs()) {
                if (op.wants(input)) {
                    gradientOf(input, start + j, born);
                }
            }
            for (Tensor buffer : op.scratches()) {
                bornOrUsed(buffer.storage, start + j);
            }
            gradientsBornAt[j] = born.toArray(Storage[]::new);
        }
    }

    /** Plans the gradient of a value of the program; that of a leaf, which has memory already, outlives the program. */
    private void gradientOf(Tensor value, int time, List<Storage> born) {
        Storage gradient = value.gradientView().storage;
        if (!lives.containsKey(value.storage)) {
            gradient.allocate();
        } else if (bornOrUsed(gradient, time)) {
            born.add(gradient);
        }
    }

    /** Extends a life; true where it begins here. Buffers that have memory of their own are left alone. */
    private boolean bornOrUsed(Storage storage, int time) {
        if (storage.array != null) {
            return false;
        }
        if (lives.containsKey(storage)) {
            used(storage, time);
            return false;
        }
        lives.put(storage, new Life(storage, time));
        return true;
    }

    private void used(Storage storage, int time) {
        Life life = lives.get(storage);
        if (life != null) {
            life.to = Math.max(life.to, time);
        }
    }

    /** For each backward op, the gradients that receive their first share from it. */
    Storage[][] gradientsBornAt() {
        return gradientsBornAt;
    }

    /** Gives every buffer its place. */
    void place(Arena arena) {
        List<Life> bySize = new ArrayList<>(lives.values());
        bySize.sort(Comparator.comparingInt((Life life) -> -life.storage.length).thenComparingInt(life -> life.from));
        List<Life> placed = new ArrayList<>();
        long length = 0;
        for (Life life : bySize) {
            life.base = Math.toIntExact(lowestFree(life, placed));
            placed.add(life);
            length = Math.max(length, (long) life.base + aligned(life.storage.length));
        }
        arena.reserve(Math.toIntExact(length));
        for (Life life : placed) {
            arena.place(life.storage, life.base);
        }
    }

    private static long lowestFree(Life life, List<Life> placed) {
        Life[] rivals = placed.stream().filter(life::meets).toArray(Life[]::new);
        Arrays.sort(rivals, Comparator.comparingInt(rival -> rival.base));
        long base = 0;
        for (Life rival : rivals) {
            if (base + aligned(life.storage.length) <= rival.base) {
                break;
            }
            base = Math.max(base, (long) rival.base + aligned(rival.storage.length));
        }
        return base;
    }

    private static int aligned(int length) {
        return Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
    }
}
