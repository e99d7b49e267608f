package org.almt.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.core.Recomputation.Step;

/**
 * Decides where a program's buffers lie in its workspace.
 *
 * <p>Time is counted in ops: forward op i runs at time i, step j of backward at time (number of forward ops) + j. A
 * buffer lives from the op that first writes it to the op that last reads it; one whose op runs again in backward has a
 * second life from then on, at the same place. Two buffers may share memory when their lives do not meet. Buffers are placed the largest first, each at the lowest address that is free during its life.
 */
final class MemoryPlan {
    /** Buffers begin so many floats apart, or a multiple: one 512-bit vector, one cache line. */
    private static final int ALIGNMENT = 16;
    /**
     * The first begins here: HotSpot keeps an array's floats 16 bytes from its start, and the start of a large one at that of
     * a region, so that from here on each vector lies in one cache line. Layer norm of rows of 128 took 610 us from 0, and 530
     * from here; backward 1,180 and 1,040.
     */
    private static final int START = 12;

    private static final class Life {
        final Storage storage;
        final int from;
        int to;
        /** The second life; it ends before it begins where there is none. */
        int againFrom = Integer.MAX_VALUE;
        int againTo = -1;
        int base;

        Life(Storage storage, int from) {
            this.storage = storage;
            this.from = from;
            this.to = from;
        }

        void used(int time) {
            if (time >= againFrom) {
                againTo = Math.max(againTo, time);
            } else {
                to = Math.max(to, time);
            }
        }

        boolean meets(Life other) {
            return meet(from, to, other.from, other.to) || meet(from, to, other.againFrom, other.againTo)
                    || meet(againFrom, againTo, other.from, other.to)
                    || meet(againFrom, againTo, other.againFrom, other.againTo);
        }

        private static boolean meet(int from, int to, int otherFrom, int otherTo) {
            return from <= otherTo && otherFrom <= to;
        }
    }

    private final Map<Storage, Life> lives = new LinkedHashMap<>();
    private final Storage[][] gradientsBornAt;

    MemoryPlan(List<Op> forward, List<Step> backward, Tensor result) {
        int start = forward.size();
        for (int i = 0; i < start; i++) {
            Op op = forward.get(i);
            bornOrUsed(op.output().storage, i);
            for (Tensor input : op.inputs()) {
                used(input.storage, i);
            }
            for (Tensor kept : op.kept()) {
                bornOrUsed(kept.storage, i);
            }
        }
        gradientsBornAt = new Storage[backward.size()][];
        for (int j = 0; j < backward.size(); j++) {
            Op op = backward.get(j).op();
            List<Storage> born = new ArrayList<>();
            if (j == 0) {
                gradientOf(result, start, born);
            }
            if (backward.get(j).again()) {
                again(op, start + j);
            } else {
                backward(op, start + j, born);
            }
            gradientsBornAt[j] = born.toArray(Storage[]::new);
        }
        used(result.storage, start + backward.size());
    }

    private void again(Op op, int time) {
        bornAgain(op.output().storage, time);
        for (Tensor kept : op.kept()) {
            bornAgain(kept.storage, time);
        }
        for (Tensor input : op.inputs()) {
            used(input.storage, time);
        }
    }

    private void backward(Op op, int time, List<Storage> born) {
        for (Tensor kept : op.kept()) {
            used(kept.storage, time);
        }
        for (Tensor saved : op.saved()) {
            used(saved.storage, time);
        }
        used(op.output().gradientView().storage, time);
        for (Tensor input : op.inputs()) {
            if (op.wants(input)) {
                gradientOf(input, time, born);
            }
        }
        for (Tensor buffer : op.scratches()) {
            bornOrUsed(buffer.storage, time);
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

    private void bornAgain(Storage storage, int time) {
        Life life = lives.get(storage);
        life.againFrom = time;
        life.againTo = time;
    }

    private void used(Storage storage, int time) {
        Life life = lives.get(storage);
        if (life != null) {
            life.used(time);
        }
    }

    /** For each backward op, the gradients that receive their first share from it. */
    Storage[][] gradientsBornAt() {
        return gradientsBornAt;
    }

    /** Gives every buffer its place. */
    void place(Workspace workspace) {
        List<Life> bySize = new ArrayList<>(lives.values());
        bySize.sort(Comparator.comparingInt((Life life) -> -life.storage.length).thenComparingInt(life -> life.from));
        List<Life> placed = new ArrayList<>();
        long length = START;
        for (Life life : bySize) {
            life.base = Math.toIntExact(lowestFree(life, placed));
            placed.add(life);
            length = Math.max(length, (long) life.base + aligned(life.storage.length));
        }
        workspace.reserve(Math.toIntExact(length));
        for (Life life : placed) {
            workspace.place(life.storage, life.base);
        }
    }

    private static long lowestFree(Life life, List<Life> placed) {
        Life[] rivals = placed.stream().filter(life::meets).toArray(Life[]::new);
        Arrays.sort(rivals, Comparator.comparingInt(rival -> rival.base));
        long base = START;
        for (Life rival : rivals) {
            if (base + aligned(life.storage.length) <= rival.base) {
                break;
            }
            base = Math.max(base, (long) rival.base + aligned(rival.storage.length));
        }
        return base;
    }

    private static int aligned(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
