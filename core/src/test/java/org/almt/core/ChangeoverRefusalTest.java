package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.almt.core.kernel.ChildJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If vectors cannot be tried, the change ends and computations stay with plain loops. No caller gets an exception. */
class ChangeoverRefusalTest {
    /** Asks for kernels until the change is over, with an exercise that fails in the named way. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] arguments) throws InterruptedException {
            Supplier<Optional<Runnable>> exercise = () -> switch (arguments[0]) {
                case "room" -> Optional.empty();
                case "memory" -> throw new OutOfMemoryError("as the test has it");
                case "linkage" -> Optional.of(() -> {
                    throw new NoSuchMethodError("as the test has it");
                });
                default -> throw new IllegalStateException("as the test has it");
            };
            while (!Changeover.ofJvm().isDone(exercise)) {
                Changeover.ofJvm().kernels(exercise);
                Thread.sleep(1);
            }
            System.out.println(Changeover.ofJvm().kernels(exercise).name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"room", "memory", "linkage", "state"})
    void computationsStayWithPlainLoops(String fault) throws Exception {
        assertArrayEquals(new String[] {"plain"}, ChildJvm.run(List.of(ChildJvm.VECTOR_API), Asking.class, fault));
    }
}
