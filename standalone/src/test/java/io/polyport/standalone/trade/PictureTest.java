package io.polyport.standalone.trade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PictureTest {
    @Test
    @DisplayName("a picture is a PNG of some hundred bytes that others can read, and each number has its own")
    void readable() throws Exception {
        byte[] file = Picture.png(3);
        assertThat(file).hasSizeBetween(100, 900).isNotEqualTo(Picture.png(4));
        var image = ImageIO.read(new ByteArrayInputStream(file));
        assertThat(image.getWidth()).isEqualTo(16);
        assertThat(image.getRGB(0, 0)).isNotEqualTo(image.getRGB(4, 0));
    }
}
