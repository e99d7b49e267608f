package org.almt.cli;

import java.lang.module.ModuleDescriptor;

/** The command {@code almt}. */
public final class Main {
    private Main() {}

    /** Prints the version, so far. */
    public static void main(String[] args) {
        ModuleDescriptor module = Main.class.getModule().getDescriptor();
        System.out.println("almt " + (module == null ? "" : module.rawVersion().orElse("")));
    }
}
