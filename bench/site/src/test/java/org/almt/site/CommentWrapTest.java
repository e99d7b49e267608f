package org.almt.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CommentWrapTest {
    @Test
    void whatIsShortStays() {
        String source = "/** One. */\nclass A {\n    // two words\n}\n";
        assertEquals(source, CommentWrap.wrap(source, 20));
    }

    @Test
    void aParagraphStaysFilled() {
        assertEquals("""
                /**
                 * Aaa bbb ccc ddd
                 * eee fff ggg hhh
                 * iii.
                 *
                 * <p>Next.
                 */
                """, CommentWrap.wrap("""
                /**
                 * Aaa bbb ccc ddd eee fff
                 * ggg hhh iii.
                 *
                 * <p>Next.
                 */
                """, 18));
    }

    @Test
    void oneLineBecomesThree() {
        assertEquals("    /**\n     * Aaa bbb ccc\n     * ddd.\n     */\n    int a;\n",
                CommentWrap.wrap("    /** Aaa bbb ccc ddd. */\n    int a;\n", 20));
    }

    @Test
    void tagsHangAndFormulasStay() {
        assertEquals("""
                /**
                 * <pre>
                 * a long formula that stays
                 * </pre>
                 *
                 * @param aaa bbb
                 *     ccc
                 * @return ddd
                 */
                """, CommentWrap.wrap("""
                /**
                 * <pre>
                 * a long formula that stays
                 * </pre>
                 *
                 * @param aaa bbb ccc
                 * @return ddd
                 */
                """, 18));
    }

    @Test
    void lineCommentsAreBrokenToo() {
        assertEquals("  // aaa bbb\n  // ccc\n  int a = 1; // stays long\n",
                CommentWrap.wrap("  // aaa bbb ccc\n  int a = 1; // stays long\n", 13));
    }
}
