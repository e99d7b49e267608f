/** Small fixtures for tests, and what reads them; nothing outside tests depends on it. */
module org.almt.testsdata {
    exports org.almt.testsdata;
}
