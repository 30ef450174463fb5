package dev.dsync.browser;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Names of files that mean something somewhere, or show as something else. */
final class HostileNames {
    private static final String[] MARKUP = {
        "<script>hacked=1<%script>",
        "<img src=x onerror=hacked=1>",
        "<svg onload=hacked=1>",
        "<b>bold",
        "<!--",
        "-->",
        "<iframe src=javascript:hacked=1>",
        "<base href=x>",
        "<style>*{display:none}",
        "<plaintext>",
        "<textarea>",
        "<template>",
        "<table><tr><td>",
        "<form action=x>",
        "<a href=x>",
        "<meta http-equiv=refresh content=0>",
        "<![CDATA[",
        "<?xml?>",
        "&lt;b&gt;",
        "&amp;",
        "&#60;script&#62;",
        "&",
        "&copy",
        "\" onclick=hacked=1 x=\"",
        "' onclick=hacked=1 x='",
        "\"><script>hacked=1",
        "'><script>hacked=1",
        "`${hacked=1}`",
        "{{rows}}",
        "{{base}}",
        "$1",
        "${title}",
        "\\",
        "\\u003cb\\u003e",
        "\\#033",
        "javascript:hacked=1",
        "data:text;html,hacked",
        "http:",
        "mailto:x",
        "blob:x",
    };
    private static final String[] ADDRESS = {
        "%",
        "%2e%2e",
        "%2f",
        "%00",
        "%252e",
        "?",
        "?download",
        "?archive=zip",
        "#",
        "#i-get",
        ";",
        ";a=b",
        "&x=y",
        "=",
        "+",
        "a+b c",
        "@",
        "user@host",
        ":",
        "::",
        "a:b",
        "~",
        "!",
        "*",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "|",
        "^",
        "`",
        ",",
        "$",
        "'",
        "\"",
        "<",
        ">",
        "\\..\\x",
        "..a",
        "...",
        "-rf",
        "--help",
        " ",
        "  two",
        "end ",
        "end.",
        " .",
        "._x",
    };
    private static final String[] DEVICES = {
        "CON",
        "con.txt",
        "NUL",
        "AUX.log",
        "COM1",
        "LPT1.png",
        "index.html",
        "favicon.ico",
        "page.js",
        "desktop.ini",
        "constructor",
        "__proto__",
        "toString",
        "hasOwnProperty",
    };
    private static final String[] SHOWN = {
        "\u202egnp.exe",
        "\u202dltr",
        "\u2066iso\u2069",
        "\u200e",
        "\u200f",
        "\ufeff",
        "\u200b",
        "\u00ad",
        "\u2028",
        "\u2029",
        "\u0085",
        "\u0007",
        "\u001b[31mred",
        "\u001b]0;title\u0007",
        "\t",
        "\n",
        "\r",
        "\r\nSet-Cookie: x",
        "line\nline.txt",
        "\u007f",
        "\u0301combining",
        "Z\u0351\u036b\u0343\u036a\u0302",
        "\u00e9",
        "e\u0301",
        "\u0130",
        "\u00df",
        "\u05d0\u05d1.txt",
        "\u0645\u0644\u0641.pdf",
        "\u6587\u4ef6",
        "\uff0e\uff0e\uff0f",
        "\ud83d\ude00",
        "\ud83d\udc68\u200d\ud83d\udc69",
        "\ufffd",
        "\ufffe",
        "\ue000",
        "\u2044",
        "\u2215",
        "\u115f",
        "\u3164",
        "\u00a0",
    };

    private HostileNames() {}

    /** All of them, as bytes; some are no text. */
    static List<byte[]> all() {
        List<byte[]> names = new ArrayList<>();
        for (String[] group : List.of(MARKUP, ADDRESS, DEVICES, SHOWN)) {
            for (String name : group) {
                names.add(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        for (int suffix : new int[] {0xff, 0xfe, 0x80, 0xc0, 0xed}) {
            ByteArrayOutputStream name = new ByteArrayOutputStream();
            name.write('n');
            name.write(suffix);
            name.writeBytes("<b>.txt".getBytes(StandardCharsets.UTF_8));
            names.add(name.toByteArray());
        }
        names.add(new byte[] {(byte) 0xff});
        names.add(new byte[] {(byte) 0xc3, '('});
        names.add("n".repeat(255).getBytes(StandardCharsets.UTF_8));
        names.add("\u00fc".repeat(127).getBytes(StandardCharsets.UTF_8));
        for (String suffix : List.of("png", "mp4", "mp3", "txt", "svg", "html", "xml")) {
            names.add(("<b>&\"'." + suffix).getBytes(StandardCharsets.UTF_8));
        }
        return names;
    }
}
