package org.almt.cli;

import org.almt.saved.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionProvider implements IVersionProvider {
    VersionProvider() {}

    @Override
    public String[] getVersion() {
        return new String[] {"almt " + Version.NUMBER + " (Java " + Version.java() + ")"};
    }
}
