package org.almt.architecture;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Uses what is forbidden. {@link ForbiddenTest} checks that it finds these uses. Never run. */
final class Offender {
    private Offender() {}

    static double inexactMath(double x) {
        return Math.exp(x);
    }

    static float inexactLanes(FloatVector x) {
        return x.lanewise(VectorOperators.EXP).reduceLanes(VectorOperators.ADD);
    }

    static double parallelSum(List<Float> values) {
        return values.parallelStream().mapToDouble(Float::doubleValue).sum();
    }

    static double random() {
        return new Random(1).nextDouble();
    }

    static Object reflection(String name) throws ReflectiveOperationException {
        return Class.forName(name);
    }

    static MemorySegment offHeap(long address) {
        return MemorySegment.ofAddress(address);
    }

    static void output() {
        System.out.println();
    }
}
