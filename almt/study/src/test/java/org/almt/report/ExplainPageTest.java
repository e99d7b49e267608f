package org.almt.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.almt.core.random.RandomStream;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.explain.Attribution;
import org.almt.explain.LayerAttention;
import org.almt.explain.Method;
import org.almt.explain.SampleAttribution;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainPageTest {
    @TempDir
    Path temporary;

    /** A hundred samples at the full lengths of CMU-MOSI, with noise for explanations, which packs worst. */
    @Test
    void aHundredSamplesStayBelowFiveMegabytes() {
        SyntheticSizes sizes = new SyntheticSizes(
                new FeatureShape(50, 8), new FeatureShape(375, 6), new FeatureShape(500, 20), 1, 1, 100);
        DataSet data = new SyntheticDataSet(sizes, 1);
        Split split = data.split(SplitName.TEST);
        RandomStream random = new RandomStream(1, 1);
        List<SampleAttribution> samples = IntStream.range(0, split.size())
                .mapToObj(i -> new SampleAttribution(i, 0, List.of(
                        noise(Modality.TEXT, 50, random), noise(Modality.AUDIO, 375, random),
                        noise(Modality.VISION, 500, random))))
                .toList();
        SplitExplanation small = TinyExplanation.of(true);
        int size = ExplainPage.of(new SplitExplanation(
                small.title(), small.about(), small.kind(), data, split, null, true, true, new float[100],
                new float[100], small.metrics(), samples, null, small.neutral(), small.view(), small.curves(),
                small.axes(),
                small.whatIf(), small.truth(), small.deletion())).length;
        assertTrue(size < 5_000_000, size + " bytes");
    }

    private static Attribution noise(Modality modality, int length, RandomStream random) {
        boolean[] real = new boolean[length];
        Arrays.fill(real, true);
        Map<Method, double[]> scores = new EnumMap<>(Method.class);
        for (Method method : Method.values()) {
            scores.put(method, gaussians(length, random));
        }
        List<LayerAttention> layers =
                IntStream.of(1, 2, 3).mapToObj(j -> new LayerAttention(j, gaussians(length, random))).toList();
        return new Attribution(modality, real, layers, scores);
    }

    private static double[] gaussians(int length, RandomStream random) {
        return IntStream.range(0, length).mapToDouble(i -> random.nextGaussian()).toArray();
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        String html = new String(ExplainPage.of(TinyExplanation.of(true)), StandardCharsets.UTF_8);
        String ours = html.replaceAll("(?s)<script>\\s*/\\*.*?</script>", ""); // without the library's own text
        assertFalse(ours.matches("(?s).*(src|href)=[\"']?(https?:|//).*"));
        assertTrue(html.contains("default-src 'none'"));
        assertTrue(html.contains("Licensed to the Apache Software Foundation"), "the library keeps its licence");
    }

    /** JSON in a script element is read back unchanged, and contains nothing that HTML would interpret. */
    @Test
    void inlineJsonHoldsAnyText() throws Exception {
        String text = "</script><!-- <script> & ' \" \\ \u2028\u2029 \u0000 é \uD83D\uDE00 \uD83D. \uDE00";
        String json = InlineJson.of(Map.of(text, List.of(text, 1, true, Map.of("a", text))));
        assertFalse(json.matches("(?s).*[<>&\u2028\u2029].*"));
        Path file = Files.writeString(temporary.resolve("x.json"), json);
        String whole = text.replace("\uD83D.", "\uFFFD.").replace(" \uDE00", " \uFFFD");
        assertEquals(Map.of(whole, List.of(whole, 1L, true, Map.of("a", whole))), Json.read(file));
    }

    @Test
    void titlesAreEscaped() {
        assertEquals("&lt;b&gt; &amp;&quot;&#39; \uFFFD\uFFFD", HtmlPage.escaped("<b> &\"' \u0000\uD800"));
    }

    @Test
    void packedNumbersAreNearTheirOriginals() {
        double[] values = gaussians(1000, new RandomStream(2, 1));
        Map<String, Object> packed = PackedNumbers.of16(values);
        byte[] bytes = Base64.getDecoder().decode((String) packed.get("bytes"));
        double low = (double) packed.get("low");
        double range = (double) packed.get("high") - low;
        for (int i = 0; i < values.length; i++) {
            int code = (bytes[2 * i] & 255) + 256 * (bytes[2 * i + 1] & 255);
            assertEquals(values[i], low + range * code / 65535, range / 131070 + 1e-12);
        }
        assertEquals("", PackedNumbers.of8().get("bytes"));
        assertEquals(3.0, PackedNumbers.of8(3, 3).get("low"));
    }
}
