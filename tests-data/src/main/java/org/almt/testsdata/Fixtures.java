package org.almt.testsdata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the files among this module's resources, in a folder of classes or in a jar. */
public final class Fixtures {
    private static final Map<String, Path> COPIES = new ConcurrentHashMap<>();

    private Fixtures() {}

    /**
     * The path of a fixture, such as {@code golden/tiny/tiny_state_dict.npz}; a temporary copy where it lies in a jar.
     * Only for reading.
     */
    public static Path path(String name) {
        try {
            URI uri = find(name).toURI();
            return uri.getScheme().equals("file") ? Path.of(uri) : COPIES.computeIfAbsent(name, Fixtures::copy);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A stream over a fixture, to be closed by the caller. */
    public static InputStream open(String name) {
        try {
            return find(name).openStream();
        } catch (IOException cause) {
            throw new UncheckedIOException("fixture " + name, cause);
        }
    }

    private static URL find(String name) {
        URL url = Fixtures.class.getResource("/" + name);
        if (url == null) {
            throw new IllegalArgumentException("fixture " + name + " is missing; see tests-data/src/main/resources");
        }
        return url;
    }

    private static Path copy(String name) {
        try (InputStream in = open(name)) {
            // One folder each, so that the file keeps its own name in messages.
            Path folder = Files.createTempDirectory("almt-fixture");
            Path copy = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
            Files.copy(in, copy);
            folder.toFile().deleteOnExit();
            copy.toFile().deleteOnExit();
            return copy;
        } catch (IOException cause) {
            throw new UncheckedIOException("fixture " + name, cause);
        }
    }
}
