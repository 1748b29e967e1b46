/// What all decoders do to rows and to messages: composite on white, and keep a library's words.
#ifndef C_IMAGE_CODECS_ROWS_H
#define C_IMAGE_CODECS_ROWS_H

#include "CImageCodecs.h"

/// Copies `text`, cut to fit and without control characters, so that it can stand in one line.
static inline void record_message(char destination[IMAGE_CODEC_MESSAGE_LENGTH], const char *text) {
  size_t index = 0;
  for (; text[index] != '\0' && index + 1 < IMAGE_CODEC_MESSAGE_LENGTH; index++) {
    unsigned char character = (unsigned char)text[index];
    destination[index] = character >= 0x20 && character < 0x7f ? (char)character : ' ';
  }
  destination[index] = '\0';
}

/// One channel composited on white: (channel · alpha + 255 · (255 − alpha)) / 255, to nearest.
static inline uint8_t over_white(uint8_t channel, uint8_t alpha) {
  unsigned sum = (unsigned)channel * alpha + 255u * (255u - alpha) + 127u;
  return (uint8_t)(sum / 255u);
}

/// Composites `count` RGBA pixels on white. `rgb` may be `rgba`: writing stays behind reading.
static inline void composite_over_white(const uint8_t *rgba, uint8_t *rgb, size_t count) {
  for (size_t index = 0; index < count; index++) {
    uint8_t red = rgba[4 * index], green = rgba[4 * index + 1], blue = rgba[4 * index + 2];
    uint8_t alpha = rgba[4 * index + 3];
    rgb[3 * index] = over_white(red, alpha);
    rgb[3 * index + 1] = over_white(green, alpha);
    rgb[3 * index + 2] = over_white(blue, alpha);
  }
}

#endif
