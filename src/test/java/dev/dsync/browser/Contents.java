package dev.dsync.browser;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** What a browser can show, made here. */
final class Contents {
    private static final int RATE = 8000;

    private Contents() {}

    static byte[] text(String words) {
        return words.getBytes(StandardCharsets.UTF_8);
    }

    /** A picture of hills. */
    static byte[] image(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D drawing = image.createGraphics();
        drawing.setPaint(
                new GradientPaint(0, 0, new Color(0x8cb4e1), 0, height, new Color(0xf0dce8)));
        drawing.fillRect(0, 0, width, height);
        drawing.setColor(new Color(0x689670));
        drawing.fillOval(-width / 4, height / 2, width, height);
        drawing.setColor(new Color(0x34703e));
        drawing.fillOval(width / 3, height * 5 / 8, width, height);
        drawing.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** A second of a tone. */
    static byte[] sound() throws IOException {
        byte[] samples = new byte[2 * RATE];
        for (int i = 0; i < RATE; i++) {
            int value = (int) (9000 * Math.sin(i * 0.35));
            samples[2 * i] = (byte) value;
            samples[2 * i + 1] = (byte) (value >> 8);
        }
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(samples), format, RATE),
                AudioFileFormat.Type.WAVE,
                out);
        return out.toByteArray();
    }

    /** Half a second of changing colour. */
    static byte[] video() throws IOException {
        try (InputStream in = Contents.class.getResourceAsStream("clip.webm")) {
            if (in == null) {
                throw new IOException("clip.webm is missing");
            }
            return in.readAllBytes();
        }
    }
}
