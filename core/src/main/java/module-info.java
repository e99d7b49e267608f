import org.jspecify.annotations.NullMarked;

/** Tensors, reverse-mode automatic differentiation and kernels. Requires the JDK alone. */
@NullMarked
@SuppressWarnings("module") // the module that org.almt.core.draw is exported to is compiled later
module org.almt.core {
    requires static jdk.incubator.vector;
    requires static org.jspecify;

    exports org.almt.core;
    exports org.almt.core.op;
    exports org.almt.core.kernel;
    exports org.almt.core.parallel;
    exports org.almt.core.random;
    exports org.almt.core.draw to
            org.almt.bench;
}
