/** The ALMT model, its data, training, metrics and command line. */
module org.almt {
    requires org.almt.core;
    requires org.almt.nn;
    requires com.fasterxml.jackson.core;
    requires info.picocli;
    requires de.siegmar.fastcsv;
}
