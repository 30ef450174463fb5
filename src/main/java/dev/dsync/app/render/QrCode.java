package dev.dsync.app.render;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/** A text as a QR code that a terminal can show: two rows of it a line, light on dark. */
public final class QrCode {
    /** Light squares around it, without which readers do not find it. */
    private static final int MARGIN = 2;

    private QrCode() {}

    /** The code, each line ended; light squares are drawn, dark ones are what lies behind. */
    public static String of(String text) {
        BitMatrix matrix;
        try {
            matrix =
                    new QRCodeWriter()
                            .encode(
                                    text,
                                    BarcodeFormat.QR_CODE,
                                    0,
                                    0,
                                    Map.of(
                                            EncodeHintType.MARGIN,
                                            MARGIN,
                                            EncodeHintType.ERROR_CORRECTION,
                                            ErrorCorrectionLevel.L));
        } catch (WriterException e) {
            throw new IllegalArgumentException("longer than a code can be", e);
        }
        StringBuilder lines = new StringBuilder();
        for (int y = 0; y < matrix.getHeight(); y += 2) {
            for (int x = 0; x < matrix.getWidth(); x++) {
                boolean upper = !matrix.get(x, y);
                boolean lower = y + 1 < matrix.getHeight() && !matrix.get(x, y + 1);
                lines.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            lines.append('\n');
        }
        return lines.toString();
    }
}
