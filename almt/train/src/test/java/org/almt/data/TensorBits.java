package org.almt.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import org.almt.core.Tensor;
import org.almt.io.Sha256;
import org.almt.nn.checkpoint.safetensors.SafeTensors;

/**
 * A hash of the names, the shapes and all bits of a file's tensors. What the file says about its run is left out: it
 * differs between runs that learn the same from data, or with figures, that differ.
 */
public final class TensorBits {
    private TensorBits() {}

    /** The hash of a safetensors file's tensors. */
    public static String of(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        for (Map.Entry<String, Tensor> entry : new TreeMap<>(SafeTensors.read(file)).entrySet()) {
            digest.update((entry.getKey() + entry.getValue().shape()).getBytes(StandardCharsets.UTF_8));
            float[] values = entry.getValue().toArray();
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
            for (float value : values) {
                bytes.putInt(Float.floatToRawIntBits(value));
            }
            digest.update(bytes.array());
        }
        return Sha256.text(digest);
    }
}
