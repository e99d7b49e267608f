/** The ALMT model, its data, training, metrics and command line. */
module org.almt {
    exports org.almt.data;
    exports org.almt.data.pickle;

    requires org.almt.core;
    requires org.almt.nn;
    requires com.fasterxml.jackson.core;
    requires info.picocli;
    requires de.siegmar.fastcsv;

    exports org.almt.data;
    exports org.almt.data.synthetic;
    exports org.almt.metrics;
}
