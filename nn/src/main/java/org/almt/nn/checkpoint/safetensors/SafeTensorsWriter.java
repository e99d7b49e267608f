package org.almt.nn.checkpoint.safetensors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.TensorInfo;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.bytes.ElementWriter;
import org.almt.nn.checkpoint.bytes.TensorNames;
import org.almt.nn.json.JsonText;

/** Writes safetensors files. The entry point is {@link SafeTensors#write}. */
final class SafeTensorsWriter {
    /** The elements start at a multiple of this. */
    private static final int ALIGNMENT = 8;

    private SafeTensorsWriter() {}

    static void write(Path path, List<TensorSource> tensors, Map<String, String> metadata) throws CheckpointException {
        List<TensorSource> ordered = new ArrayList<>(tensors);
        // The sort is stable: within one width the given order stays.
        ordered.sort(Comparator.comparingInt(source -> -source.info().dtype().bytes()));
        checkNames(ordered);
        byte[] header = header(ordered, metadata);
        AtomicFiles.write(path, out -> content(ordered, header, out), crc -> new AtomicFiles.Patch(
                Long.BYTES + Checksum.find(header, Checksum.EMPTY),
                Checksum.digits(crc).getBytes(StandardCharsets.US_ASCII)));
    }

    private static void content(List<TensorSource> tensors, byte[] header, OutputStream out) throws IOException {
        out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
        out.write(header);
        for (TensorSource source : tensors) {
            values(source, out);
        }
    }

    private static void checkNames(List<TensorSource> tensors) {
        Set<String> seen = new HashSet<>();
        for (TensorSource source : tensors) {
            String name = source.info().name();
            String problem = TensorNames.problem(name);
            if (problem != null) {
                throw new IllegalArgumentException("safetensors: " + problem);
            }
            if (name.equals(SafeTensorsHeader.METADATA) || !seen.add(name)) {
                throw new IllegalArgumentException("safetensors: the name " + CheckpointException.quote(name) + " is "
                        + (seen.contains(name) ? "given twice" : "reserved") + "; expected distinct tensor names");
            }
        }
        if (tensors.size() > SafeTensors.MAX_TENSORS) {
            throw new IllegalArgumentException("safetensors: " + tensors.size() + " tensors, expected at most "
                    + SafeTensors.MAX_TENSORS + "; split the file");
        }
    }

    private static byte[] header(List<TensorSource> tensors, Map<String, String> metadata) {
        Map<String, String> words = new TreeMap<>(Map.of("format", "pt"));
        words.putAll(metadata);
        words.put(Checksum.KEY, Checksum.EMPTY);
        if (words.size() > SafeTensorsHeader.MAX_WORDS) {
            throw new IllegalArgumentException(
                    "safetensors: metadata of " + words.size() + " entries, expected at most "
                            + SafeTensorsHeader.MAX_WORDS);
        }
        StringBuilder json = new StringBuilder("{");
        JsonText.quote(SafeTensorsHeader.METADATA, json);
        String separator = ":{";
        for (Map.Entry<String, String> word : words.entrySet()) {
            checkWord(word.getKey(), word.getValue());
            json.append(separator);
            JsonText.quote(word.getKey(), json);
            JsonText.quote(word.getValue(), json.append(':'));
            separator = ",";
        }
        json.append('}');
        long begin = 0;
        for (TensorSource source : tensors) {
            TensorInfo info = source.info();
            JsonText.quote(info.name(), json.append(','));
            json.append(":{\"dtype\":\"").append(info.dtype().name()).append("\",\"shape\":[")
                    .append(Arrays.stream(info.shape().toArray()).mapToObj(Integer::toString)
                            .collect(Collectors.joining(",")))
                    .append("],\"data_offsets\":[").append(begin).append(',').append(begin + info.bytes())
                    .append("]}");
            begin += info.bytes();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(json.append('}').toString().getBytes(StandardCharsets.UTF_8));
        while ((8 + bytes.size()) % ALIGNMENT != 0) {
            bytes.write(' ');
        }
        if (bytes.size() > SafeTensors.MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("safetensors: a header of " + bytes.size() + " bytes, expected at most "
                    + SafeTensors.MAX_HEADER_BYTES + "; write fewer tensors or shorter metadata");
        }
        return bytes.toByteArray();
    }

    private static void checkWord(String key, String value) {
        String problem = TensorNames.problem(key);
        if (problem != null || !TensorNames.isText(value) || value.length() > SafeTensorsHeader.MAX_WORD_LENGTH) {
            throw new IllegalArgumentException("safetensors: metadata " + CheckpointException.quote(key) + " has "
                    + (problem == null ? value.length() + " characters" : "no usable name")
                    + ", expected text of at most " + SafeTensorsHeader.MAX_WORD_LENGTH);
        }
    }

    private static void values(TensorSource source, OutputStream out) throws IOException {
        ElementWriter writer = new ElementWriter(out);
        if (source instanceof TensorSource.Longs longs) {
            writer.longs(longs.values());
            return;
        }
        Tensor tensor = ((TensorSource.Floats) source).loader().load();
        if (!tensor.shape().equals(source.info().shape())) {
            throw new IllegalStateException("safetensors: " + source.info() + " was announced, but its loader"
                    + " made " + tensor + "; expected the announced shape");
        }
        writer.floats(tensor.array(), tensor.offset(), tensor.shape().count());
    }
}
