// Depthwise convolutions of 16-bit integers, with the operations that quantized.h asks for.


/// A block of channels has 3 rows of 4 kinds of pairs, each in a low and a high vector; then scales
/// and biases, low and high.
static size_t KERNEL(quantized_depthwise_packed_count)(size_t channels) {
  return channels / BLOCK * (3 * 4 + 2) * 2 * sizeof(vector);
}

static void KERNEL(quantized_pack_depthwise)(const float *weights, const float *bias,
                                             size_t channels, void *packed) {
  char *block = packed;
  for (size_t first = 0; first < channels; first += BLOCK) {
    for (size_t lane = 0; lane < BLOCK; lane++) {
      size_t place = place_of(lane);
      const float *source = weights + first + lane;
      float largest = 0, total = 0;
      for (size_t k = 0; k < 9; k++) {
        float magnitude = __builtin_fabsf(source[k * channels]);
        if (!(magnitude <= largest)) largest = magnitude;  // keeps NaN
        total += magnitude;
      }
      // As fine as 32 bits allow for sums of nine, each rounded by at most a half.
      const float most = (float)(INT32_MAX / QUANTIZED_LEVELS - 10);
      float scale = largest / 32767.0f;
      if (scale < total / most) scale = total / most;
      float inverse = scale > 0 ? 1 / scale : 0;
      int16_t levels[9];
      for (size_t k = 0; k < 9; k++)
        levels[k] = (int16_t)nearest(source[k * channels] * inverse, 32767.0f);
      for (size_t ky = 0; ky < 3; ky++) {
        const int16_t *w = levels + 3 * ky;
        int16_t pairs[4][2] = {{w[0], w[1]}, {w[2], 0}, {0, w[0]}, {w[1], w[2]}};
        for (size_t kind = 0; kind < 4; kind++)
          memcpy(block + ((ky * 4 + kind) * 2 * VECTOR_WIDTH + place) * 4, pairs[kind], 4);
      }
      float added = bias[first + lane] * (QUANTIZED_LEVELS / 6.0f) + 0.5f;
      memcpy(block + ((size_t)12 * 2 * VECTOR_WIDTH + place) * 4, &scale, 4);
      memcpy(block + ((size_t)13 * 2 * VECTOR_WIDTH + place) * 4, &added, 4);
    }
    block += (3 * 4 + 2) * 2 * sizeof(vector);
  }
}

/// `count` neighbouring outputs, from an even one on. `column` is the first input of the first output;
/// inputs left and right of the image are zeros.
INLINE void quantized_depthwise_run(const size_t stride, const size_t count, const bool skips_first,
                                    const bool skips_last, const neural_convolution *s,
                                    const int16_t *const *rows, ptrdiff_t column,
                                    const char *packed, int16_t *output) {
  const size_t inputs = (count - 1) * stride + 3;
  const size_t begin = skips_first ? 1 : 0, end = skips_last ? inputs - 1 : inputs;
  size_t channels = s->channels;
  const char *block = packed;
  for (size_t c = 0; c < channels; c += BLOCK, block += (3 * 4 + 2) * 2 * sizeof(vector)) {
    signed_integers low[4], high[4];
    UNROLL for (size_t i = 0; i < count; i++) low[i] = high[i] = (signed_integers)(0);
    UNROLL for (size_t ky = 0; ky < 3; ky++) {
      if (!rows[ky]) continue;
      const int16_t *in = rows[ky] + (column * (ptrdiff_t)channels + (ptrdiff_t)c);
      UNROLL for (size_t pair = 0; pair < (inputs + 1) / 2; pair++) {
        shorts first = (shorts)(0), second = (shorts)(0);
        if (2 * pair >= begin && 2 * pair < end)
          memcpy(&first, in + 2 * pair * channels, sizeof first);
        if (2 * pair + 1 < end) memcpy(&second, in + (2 * pair + 1) * channels, sizeof second);
        shorts below = low_pairs(first, second), above = high_pairs(first, second);
        UNROLL for (size_t i = 0; i < count; i++) {
          // The pair's place in the output's kernel decides which weights meet it.
          const size_t start = i * stride;
          int kind = -1;
          if (start % 2 == 0 && start == 2 * pair) kind = 0;
          if (start % 2 == 0 && start + 2 == 2 * pair) kind = 1;
          if (start % 2 == 1 && start == 2 * pair + 1) kind = 2;
          if (start % 2 == 1 && start + 1 == 2 * pair) kind = 3;
          if (kind >= 0) {
            size_t index = (ky * 4 + (size_t)kind) * 2;
            low[i] = dot2(low[i], below, load_shorts(block + index * sizeof(shorts)));
            high[i] = dot2(high[i], above, load_shorts(block + (index + 1) * sizeof(shorts)));
          }
        }
      }
    }
    const float *scales = (const float *)(const void *)(block + 12 * 2 * sizeof(vector));
    UNROLL for (size_t i = 0; i < count; i++) {
      vector a = widened_floats(low[i]) * load(scales) + load(scales + 2 * VECTOR_WIDTH);
      vector b = widened_floats(high[i]) * load(scales + VECTOR_WIDTH) +
                 load(scales + 3 * VECTOR_WIDTH);
      shorts levels = clamped_levels(a, b);
      memcpy(output + i * channels + c, &levels, sizeof levels);
    }
  }
}

INLINE void quantized_depthwise_columns(const size_t stride, const neural_convolution *s,
                                        const int16_t *const *rows, const char *packed,
                                        int16_t *output) {
#define RUN(count, skips_first, skips_last)                                                       \
  quantized_depthwise_run(stride, count, skips_first, skips_last, s, rows, column, packed,        \
                          output + x * s->channels)
#define RUN_OF(count)                                                                             \
  if (skips_first && skips_last)                                                                  \
    RUN(count, true, true);                                                                       \
  else if (skips_first)                                                                           \
    RUN(count, true, false);                                                                      \
  else if (skips_last)                                                                            \
    RUN(count, false, true);                                                                      \
  else                                                                                            \
    RUN(count, false, false)
  size_t x = 0;
  while (x < s->output_width) {
    size_t remaining = s->output_width - x;
    size_t count = remaining >= 4 ? 4 : remaining >= 2 ? 2 : 1;
    ptrdiff_t column = (ptrdiff_t)(x * stride) - 1;
    ptrdiff_t last = column + (ptrdiff_t)((count - 1) * stride) + 2;
    bool skips_first = x == 0, skips_last = last >= (ptrdiff_t)s->width;
    if (count == 4) {
      RUN_OF(4);
    } else if (count == 2) {
      RUN_OF(2);
    } else {
      RUN_OF(1);
    }
    x += count;
  }
#undef RUN_OF
#undef RUN
}

static void KERNEL(quantized_depthwise_row)(const neural_convolution *s,
                                            const int16_t *const *rows, const void *packed,
                                            int16_t *output) {
  if (s->stride == 1)
    quantized_depthwise_columns(1, s, rows, packed, output);
  else
    quantized_depthwise_columns(2, s, rows, packed, output);
}
