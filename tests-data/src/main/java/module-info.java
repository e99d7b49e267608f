import org.jspecify.annotations.NullMarked;

/** Small fixtures for tests, and what reads them; nothing outside tests depends on it. */
@NullMarked
module org.almt.testsdata {
    requires static org.jspecify;

    exports org.almt.testsdata;
}
