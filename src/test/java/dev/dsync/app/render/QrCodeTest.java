package dev.dsync.app.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class QrCodeTest {
    private static final int SCALE = 4;

    @Test
    void code_isReadAsWhatWasWritten() throws ReaderException {
        String url = "http://192.0.2.7:22002/0123456789abcdefABCDEF/";
        assertEquals(url, read(QrCode.of(url)));
    }

    /** What a camera makes of a terminal with light letters on dark ground. */
    private static String read(String code) throws ReaderException {
        List<String> lines = code.lines().toList();
        int width = lines.getFirst().length() * SCALE;
        int height = lines.size() * 2 * SCALE;
        int[] pixels = new int[width * height];
        Arrays.fill(pixels, 0);
        for (int y = 0; y < height; y++) {
            String line = lines.get(y / (2 * SCALE));
            boolean upper = y / SCALE % 2 == 0;
            for (int x = 0; x < width; x++) {
                char c = line.charAt(x / SCALE);
                boolean light = c == '\u2588' || c == (upper ? '\u2580' : '\u2584');
                pixels[y * width + x] = light ? 0xffffff : 0;
            }
        }
        RGBLuminanceSource picture = new RGBLuminanceSource(width, height, pixels);
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(picture))).getText();
    }
}
