package org.almt.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, used as a person would. */
class BrowserTest {
    /** What HTML, JSON and scripts could take for their own, and half a character. */
    private static final String HOSTILE = "</script><script>window.taken=1</script><img src=x onerror=window.taken=2>"
            + "<!-- {{script}} \u2028 \" ' & \\ \uD83D \u0000 \uDE00\uD83D\uDE00";

    @TempDir
    static Path temporary;

    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start(Files.createDirectory(temporary.resolve("profile")));
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    private static Path open(String name, Explanation explanation) throws Exception {
        Path page = temporary.resolve(name);
        Files.write(page, ExplainPage.of(explanation));
        browser.complaints.clear();
        browser.requests.clear();
        browser.look(1200, 900, false);
        browser.open(page);
        return page;
    }

    private static void assertQuiet(Path page) {
        assertEquals(List.of(), browser.complaints);
        assertEquals(List.of(page.toUri().toString()),
                browser.requests.stream().filter(request -> !request.startsWith("data:")).toList());
    }

    private static double count(String selector) throws Exception {
        return ((Number) browser.value("document.querySelectorAll(" + Browser.quoted(selector) + ").length"))
                .doubleValue();
    }

    /** Charts whose canvas holds fewer than three colours, its background among them. */
    private static Object blankCharts() throws Exception {
        return browser.value("""
                [...document.querySelectorAll('.chart')].filter(chart => {
                    const canvas = chart.querySelector('canvas');
                    const copy = new OffscreenCanvas(canvas.width, canvas.height)
                        .getContext('2d', {willReadFrequently: true});
                    copy.drawImage(canvas, 0, 0);
                    const pixels = new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
                    return new Set(pixels).size < 3;
                }).length""");
    }

    @Test
    void clicksAndKeysChooseSamples() throws Exception {
        Path page = open("page.html", TinyExplanation.of(true));
        assertEquals(2 + 4 + 3 + 1 + 1 + 6, count(".chart"), "of frames, the split, axes, training, what-if, deletion");
        assertEquals(0.0, blankCharts());
        assertEquals("test$_$0", browser.value("document.querySelector('#sample h3').textContent"));

        browser.click("#next");
        browser.waitFor("document.querySelector('#sample h3').textContent === 'test$_$1'");
        browser.click("#list option:nth-child(4)");
        browser.waitFor("document.querySelector('#sample h3').textContent === 'test$_$3'");
        assertEquals("list", browser.value("document.activeElement.id"));
        browser.press("ArrowDown", 40);
        browser.waitFor("document.querySelector('#sample h3').textContent === 'test$_$4'");
        assertEquals(0.0, blankCharts());

        Object coloured = browser.value("document.querySelector('.words').innerHTML");
        browser.click("input[value=gradient]");
        browser.press("ArrowLeft", 37);
        browser.waitFor("document.querySelector('input[value=attention]').checked");
        assertNotEquals(coloured, browser.value("document.querySelector('.words').innerHTML"));

        assertEquals(0, count("figure table"));
        browser.click("figure summary");
        browser.waitFor("document.querySelector('figure table tbody tr th') !== null");
        assertQuiet(page);
    }

    @Test
    void everythingHasANameForThoseWhoDoNotSeeIt() throws Exception {
        open("names.html", TinyExplanation.of(true));
        assertEquals(0, count(".chart:not([role=img][aria-label])"));
        assertEquals(count(".chart"), count("figure details"));
        assertEquals(0.0, browser.value("[...document.querySelectorAll('input, select')]"
                + ".filter(control => !control.labels.length).length"));
        assertEquals(1, count("h1"));
        assertEquals("en", browser.value("document.documentElement.lang"));
    }

    @Test
    void narrowWindowsAndDarkOnesAreLegible() throws Exception {
        Path page = open("narrow.html", TinyExplanation.of(true));
        Object light = browser.value("getComputedStyle(document.body).backgroundColor");
        browser.look(360, 800, true);
        browser.waitFor("document.querySelector('.chart').clientWidth < 360"
                + " && document.querySelector('.chart canvas').clientWidth < 360");
        assertNotEquals(light, browser.value("getComputedStyle(document.body).backgroundColor"));
        assertEquals(true, browser.value("document.documentElement.scrollWidth <= 360"), "nothing sticks out");
        assertEquals(0.0, blankCharts());
        assertQuiet(page);
        for (String name : List.of("--text", "--quiet", "--link")) {
            assertTrue(((Number) browser.value(contrast(name))).doubleValue() >= 4.5, name);
        }
    }

    /** The ratio of contrast to the background, as WCAG 2 defines it. */
    private static String contrast(String colour) {
        return """
                (() => {
                    const style = getComputedStyle(document.documentElement);
                    const light = name => style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/gi)
                        .map(part => parseInt(part, 16) / 255)
                        .map(part => part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
                        .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
                    const both = [light('%s'), light('--back')].sort((a, b) => b - a);
                    return (both[0] + .05) / (both[1] + .05);
                })()""".formatted(colour);
    }

    @Test
    void textOfSamplesStaysText() throws Exception {
        Path page = open("hostile.html", TinyExplanation.of(text -> HOSTILE + text));
        String seen =
                HOSTILE.replace("\uD83D \u0000", "\uFFFD \u0000").replace("\uDE00\uD83D\uDE00", "\uFFFD\uD83D\uDE00");
        assertEquals(seen + "test$_$0", browser.value("document.querySelector('#sample h3').textContent"));
        assertEquals(0, count("img"));
        assertEquals(null, browser.value("window.taken"));
        assertQuiet(page);
    }

    @Test
    void aStudyIsShown() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("study"));
        Files.writeString(folder.resolve("results.json"), StudyExample.RESULTS);
        Path page = Files.write(temporary.resolve("study.html"), StudyPage.of(folder));
        browser.complaints.clear();
        browser.requests.clear();
        browser.look(360, 800, false);
        browser.open(page);
        assertEquals(3, count(".chart"));
        assertEquals(0.0, blankCharts());
        browser.value("document.getElementById('figure').focus()");
        browser.press("ArrowDown", 40);
        browser.waitFor("document.querySelector('figcaption strong').textContent === 'Corr of each variant'");
        assertEquals(3, count(".chart canvas"));
        assertEquals(true, browser.value("document.documentElement.scrollWidth <= 360"));
        assertQuiet(page);
    }

    @Test
    void withoutAttentionThePageSaysSo() throws Exception {
        Path page = open("other.html", TinyExplanation.of(false));
        assertTrue(((String) browser.value("document.getElementById('how').textContent"))
                .contains("This architecture has no attention"));
        assertEquals(0, count("input[value=attention]"));
        assertEquals(0.0, blankCharts());
        assertQuiet(page);
    }
}
