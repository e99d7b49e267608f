package org.almt.cli.command;

import org.almt.saved.Version;
import picocli.CommandLine.IVersionProvider;

/** The text that {@code --version} prints. */
public final class VersionProvider implements IVersionProvider {
    VersionProvider() {}

    @Override
    public String[] getVersion() {
        return new String[] {"almt " + Version.NUMBER + " (Java " + Version.java() + ")"};
    }
}
