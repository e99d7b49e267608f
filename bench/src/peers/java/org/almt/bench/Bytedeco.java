package org.almt.bench;

/** The settings for bytedeco's libtorch. */
final class Bytedeco {
    /** JavaCPP watches memory and collects garbage, unless this property turns the limit off. */
    static final String NO_LIMIT = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0";
    static final String NO_LIMIT_EITHER = "-Dorg.bytedeco.javacpp.maxbytes=0";
    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
    static final String NO_CORE = "-XX:-CreateCoredumpOnCrash";
    static final String NO_REPORT = "-XX:ErrorFile=/dev/null";

    /** MKL replaces the OpenBLAS that libtorch is linked with, and is loaded before it. */
    static final String MKL_FIRST = "-Dorg.bytedeco.openblas.load=mkl_rt";

    /** MKL uses the same OpenMP as libtorch, so there is one pool of threads. */
    static final String GNU_THREADS = "MKL_THREADING_LAYER=GNU";
    static final String OMP = "OMP_NUM_THREADS={threads}";
    static final String MKL = "MKL_NUM_THREADS={threads}";
    static final String OPENBLAS = "OPENBLAS_NUM_THREADS={threads}";

    /** glibc keeps freed memory. libtorch then avoids the page faults of each large tensor. */
    static final String KEEP_MEMORY = "GLIBC_TUNABLES=glibc.malloc.mmap_threshold=4294967296:"
            + "glibc.malloc.trim_threshold=17179869184:glibc.malloc.top_pad=268435456";

    private Bytedeco() {}
}
