package org.almt.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.checkpoint.safetensors.SafeTensors;

/**
 * Makes one prediction with made-up weights and data. The launcher runs it once after a build. The JVM writes the
 * classes that it loads and the methods that it compiles into a cache (JEP 483, JEP 515). With the cache,
 * {@code almt predict} starts in half the time.
 */
final class CacheTrainingRun {
    private static final int SAMPLES = 2;

    private CacheTrainingRun() {}

    /** Predicts one sample with a model of the full size. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("almt-cache-training");
        Path weights = folder.resolve("weights.safetensors");
        Path data = folder.resolve("data.pkl");
        int exitCode;
        try {
            AlmtConfig config = Preset.MOSI.config();
            SafeTensors.write(weights, AlmtModel.initialised(config, 1).parameters());
            Files.write(data, new MadeUpData(config).bytes());
            String[] predict = {
                    "predict", "--weights", weights.toString(), "--preset", "mosi", "--data", data.toString(), "--id",
                    "test0"
            };
            exitCode = Main.commandLine(predict).setOut(new PrintWriter(PrintWriter.nullWriter())).execute(predict);
        } finally {
            Files.deleteIfExists(weights);
            Files.deleteIfExists(data);
            Files.deleteIfExists(folder);
        }
        System.exit(exitCode);
    }

    /** A pickle (protocol 2) in MMSA's layout, all numbers zero. */
    private static final class MadeUpData {
        private final AlmtConfig config;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        MadeUpData(AlmtConfig config) {
            this.config = config;
        }

        byte[] bytes() throws IOException {
            write("\u0080\u0002}(");
            for (String split : new String[] {"train", "valid", "test"}) {
                string(split);
                write("}(");
                strings("id", split);
                strings("raw_text", split);
                array("text", config.textLength(), config.textWidth());
                array("audio", config.audioLength(), config.audioWidth());
                array("vision", config.visionLength(), config.visionWidth());
                array("regression_labels");
                write("u");
            }
            write("u.");
            return bytes.toByteArray();
        }

        private void strings(String key, String prefix) throws IOException {
            string(key);
            write("](");
            for (int i = 0; i < SAMPLES; i++) {
                string(prefix + i);
            }
            write("e");
        }

        private void array(String key, int... sizeOfSample) throws IOException {
            string(key);
            write("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\u0000\u0085U\u0001b\u0087R(K\u0001(");
            integer(SAMPLES);
            int floats = SAMPLES;
            for (int size : sizeOfSample) {
                integer(size);
                floats *= size;
            }
            write("tcnumpy\ndtype\nU\u0002f4K\u0000K\u0001\u0087R(K\u0003U\u0001<NNN");
            integer(-1);
            integer(-1);
            write("K\u0000tb\u0089T");
            littleEndian(4 * floats);
            out.write(new byte[4 * floats]);
            write("tb");
        }

        private void string(String text) throws IOException {
            write("X");
            littleEndian(text.length());
            write(text);
        }

        private void integer(int value) throws IOException {
            write("J");
            littleEndian(value);
        }

        private void littleEndian(int value) throws IOException {
            out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        }

        private void write(String opcodes) throws IOException {
            out.write(opcodes.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
