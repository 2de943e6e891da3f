// SPDX-License-Identifier: Apache-2.0
#include "text/markdown.h"

#include "base/test.h"

#include <string.h>

static str html(struct arena *mem, const char *source)
{
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    markdown_html(&b, str_of(source));
    return str_trim(buf_str(&b));
}

TEST(what_people_write_becomes_elements)
{
    CHECK_STR(html(mem, "A *b* **c** `d<e>`"), "<p>A <em>b</em> <strong>c</strong> <code>d&lt;e&gt;</code></p>");
    CHECK_STR(html(mem, "a\nb\\\nc"), "<p>a\nb<br>\nc</p>");
    CHECK_STR(html(mem, "- a\n- b"), "<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
    CHECK_STR(html(mem, "- a\n\n- b"), "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>");
    CHECK_STR(html(mem, "3. a"), "<ol start=\"3\">\n<li>a</li>\n</ol>");
    CHECK_STR(html(mem, "1. a"), "<ol>\n<li>a</li>\n</ol>");
    CHECK_STR(html(mem, "> q\n\n---"), "<blockquote>\n<p>q</p>\n</blockquote>\n<hr>");
    CHECK_STR(html(mem, "```c\nx < y\n```"), "<pre><code>x &lt; y\n</code></pre>");
    CHECK_STR(html(mem, ""), "");
}

TEST(headings_begin_at_level_three_and_end_at_six)
{
    CHECK_STR(html(mem, "# a"), "<h3>a</h3>");
    CHECK_STR(html(mem, "## a"), "<h4>a</h4>");
    CHECK_STR(html(mem, "##### a"), "<h6>a</h6>");
}

TEST(links_lead_out_without_recommending)
{
    CHECK_STR(html(mem, "[a](https://x.example/?q=1&r=\"2\")"),
              "<p><a href=\"https://x.example/?q=1&amp;r=&quot;2&quot;\" rel=\"nofollow noopener\">a</a></p>");
    CHECK_STR(html(mem, "<mailto:a@x.example>"),
              "<p><a href=\"mailto:a@x.example\" rel=\"nofollow noopener\">mailto:a@x.example</a></p>");
    CHECK_STR(html(mem, "[a](/b/c?d=e:f#g)"), "<p><a href=\"/b/c?d=e:f#g\" rel=\"nofollow noopener\">a</a></p>");
    CHECK_STR(html(mem, "[a](</b c\xC3\xA9>)"), "<p><a href=\"/b%20c%C3%A9\" rel=\"nofollow noopener\">a</a></p>");
}

TEST(addresses_that_do_something_are_no_links)
{
    const char *bad[] = {
        "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](<java\tscript:alert(1)>)", "[a](&#106;avascript:alert(1))",
        "[a](< javascript:alert(1)>)", "[a](vbscript:x)", "[a](data:text/html;base64,PHNjcmlwdD4=)", "[a](file:///etc/passwd)",
        "[a](\\javascript:x)", "[a](&#1;javascript:x)", "[a](javascript&colon;alert(1))", "[a]()", "[a](<>)",
        "[a][1]\n\n[1]: javascript:alert(1)",
    };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++)
        CHECK_STR(html(mem, bad[i]), "<p>a</p>");
    CHECK(str_find(html(mem, "<javascript:alert(1)>"), S("<a")) < 0);
}

TEST(raw_html_leaves_no_trace)
{
    CHECK_STR(html(mem, "<script>alert(1)</script>"), "");
    CHECK_STR(html(mem, "a <b onclick=\"x()\">b</b> c"), "<p>a b c</p>");
    CHECK_STR(html(mem, "<img src=x onerror=alert(1)>"), "");
    CHECK_STR(html(mem, "a <!-- b --> c"), "<p>a  c</p>");
    CHECK_STR(html(mem, "<div>\n\n*a*\n\n</div>"), "<p><em>a</em></p>");
    const char *tricks[] = {
        "<scr<script>ipt>alert(1)</script>", "`<script>`", "```\"><script>\nx\n```", "[<script>](/x)", "![<script>](x \"<script>\")",
        "&lt;script&gt;", "\\<script>", "[a](/\"onmouseover=\"alert(1))", "<a href=\"javascript:x\">y</a>", "# <svg onload=x>",
    };
    for (ptrdiff_t i = 0; i < COUNT(tricks); i++) {
        str out = html(mem, tricks[i]);
        CHECK(str_find(out, S("<script")) < 0);
        CHECK(str_find(out, S("<svg")) < 0);
        CHECK(str_find(out, S("\"onmouseover")) < 0);
        CHECK(str_find(out, S("javascript")) < 0);
    }
}

TEST(pictures_give_way_to_their_words)
{
    CHECK_STR(html(mem, "![a *b*](http://x.example/p.png)"), "<p>a <em>b</em></p>");
    CHECK_STR(html(mem, "![](http://x.example/p.png)"), "<p></p>");
}

TEST(bytes_that_are_no_text_become_replacement_characters)
{
    struct buf b;
    buf_init(&b, mem, 100);
    markdown_html(&b, S("a\0b\xFF"));
    CHECK_STR(str_trim(buf_str(&b)), "<p>a\xEF\xBF\xBD" "b\xEF\xBF\xBD</p>");
}

TEST(a_full_buffer_ends_the_work)
{
    struct buf b;
    buf_init(&b, mem, 10);
    markdown_html(&b, S("a long paragraph that does not fit"));
    CHECK(b.over);
    CHECK_INT(b.len, 10);
}

TEST(deep_nesting_is_borne)
{
    char *deep = str_z(mem, (str){ NEW(mem, char, 20001), 20000 });
    memset(deep, '>', 20000);
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    markdown_html(&b, (str){ deep, 20000 });
    memset(deep, '[', 20000);
    markdown_html(&b, (str){ deep, 20000 });
    CHECK(b.len > 20000);
}

TEST(plain_text_has_the_words_alone)
{
    CHECK_STR(markdown_plain(mem, S("# Head\n\nA *b* [c](http://x) `d`\ne <b>f</b>\n\n- g\n- ![h](i)")), "Head\nA b c d e f\ng\nh");
    CHECK_STR(markdown_plain(mem, S("&amp; &lt; &ngE;")), "& < \xE2\x89\xA7\xCC\xB8");
    CHECK_STR(markdown_plain(mem, STR_NONE), "");
}
