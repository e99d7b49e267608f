package org.almt.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.almt.core.Tensor;

/** SHA-256, as 64 lower-case hexadecimal digits. */
public final class Sha256 {
    private static final int CHUNK = 1 << 16;

    private Sha256() {}

    /** A new digest. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hash of the bytes given to a digest. The digest is then reset. */
    public static String text(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The hash of tensors: for each its name, then its elements as little-endian floats. */
    public static String of(Map<String, Tensor> tensors) {
        MessageDigest digest = digest();
        addTo(digest, tensors);
        return text(digest);
    }

    /** Adds tensors to a digest: for each its name, then its elements as little-endian floats. */
    public static void addTo(MessageDigest digest, Map<String, Tensor> tensors) {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        int most = CHUNK / Float.BYTES;
        for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
            digest.update(named.getKey().getBytes(StandardCharsets.UTF_8));
            Tensor tensor = named.getValue();
            int count = tensor.shape().count();
            for (int from = 0; from < count; from += most) {
                int n = Math.min(most, count - from);
                bytes.clear();
                bytes.asFloatBuffer().put(tensor.array(), tensor.offset() + from, n);
                digest.update(bytes.limit(Float.BYTES * n));
            }
        }
    }

    /** The hash of a file. */
    public static String of(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        return text(digest);
    }
}
