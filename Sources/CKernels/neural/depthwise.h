// Depthwise convolution over NHWC: channels are the lanes of a vector.

/// One output pixel, any kernel, any part of the kernel outside the image.
INLINE void depthwise_pixel(const neural_convolution *s, const float *const *rows,
                            const float *weights, const float *bias, vector low, vector high,
                            size_t x, float *output) {
  ptrdiff_t left = (ptrdiff_t)(x * s->stride) - (ptrdiff_t)s->padding;
  size_t kx_first = left < 0 ? (size_t)-left : 0, kx_end = s->kernel;
  if (left + (ptrdiff_t)kx_end > (ptrdiff_t)s->width) kx_end = (size_t)((ptrdiff_t)s->width - left);
  for (size_t c = 0; c < s->channels; c += VECTOR_WIDTH) {
    size_t count = s->channels - c < VECTOR_WIDTH ? s->channels - c : VECTOR_WIDTH;
    vector total = load_first(bias + c, count);
    for (size_t ky = 0; ky < s->kernel; ky++)
      for (size_t kx = kx_first; kx < kx_end && rows[ky]; kx++) {
        const float *in = rows[ky] + (size_t)(left + (ptrdiff_t)kx) * s->channels + c;
        const float *w = weights + (ky * s->kernel + kx) * s->channels + c;
        total = load_first(in, count) * load_first(w, count) + total;
      }
    store_first(output + c, clamp(total, low, high), count);
  }
}

/// `count` neighbouring outputs: the weights of a row stay in registers and each input is loaded once.
/// `column` is the first input of the first output; of the inputs only those from `begin` to before
/// `end` lie in the image.
INLINE void depthwise_run(const size_t kernel, const size_t stride, const size_t count,
                          const size_t begin, const size_t end, const neural_convolution *s,
                          const float *const *rows, ptrdiff_t column, const float *weights,
                          const float *bias, vector low, vector high, float *output) {
  size_t channels = s->channels;
  ptrdiff_t start = column * (ptrdiff_t)channels;
  for (size_t c = 0; c < channels; c += VECTOR_WIDTH) {
    size_t present = channels - c < VECTOR_WIDTH ? channels - c : VECTOR_WIDTH;
    vector totals[8];
    UNROLL for (size_t i = 0; i < count; i++) totals[i] = load_first(bias + c, present);
    UNROLL for (size_t ky = 0; ky < kernel; ky++) {
      if (!rows[ky]) continue;
      vector w[7];
      UNROLL for (size_t kx = 0; kx < kernel; kx++)
        w[kx] = load_first(weights + (ky * kernel + kx) * channels + c, present);
      UNROLL for (size_t x = 0; x < (count - 1) * stride + kernel; x++) {
        if (x < begin || x >= end) continue;
        vector in = load_first(rows[ky] + (start + (ptrdiff_t)(x * channels + c)), present);
        UNROLL for (size_t i = 0; i < count; i++)
          if (x >= i * stride && x - i * stride < kernel)
            totals[i] = in * w[x - i * stride] + totals[i];
      }
    }
    UNROLL for (size_t i = 0; i < count; i++)
      store_first(output + i * channels + c, clamp(totals[i], low, high), present);
  }
}

/// Runs of four outputs, then of two, then single ones: 3 × 3 kernels with a padding of one.
INLINE void depthwise_columns(const size_t stride, const neural_convolution *s,
                              const float *const *rows, const float *weights, const float *bias,
                              vector low, vector high, float *output) {
#define RUN(count, skips_first, skips_last)                                                       \
  depthwise_run(3, stride, count, skips_first, (count - 1) * stride + 3 - skips_last, s, rows,    \
                column, weights, bias, low, high, output + x * s->channels)
  size_t x = 0;
  while (x < s->output_width) {
    size_t remaining = s->output_width - x;
    size_t count = remaining >= 4 ? 4 : remaining >= 2 ? 2 : 1;
    ptrdiff_t column = (ptrdiff_t)(x * stride) - 1;
    ptrdiff_t last = column + (ptrdiff_t)((count - 1) * stride) + 2;
    bool skips_first = x == 0, skips_last = last >= (ptrdiff_t)s->width;
    if (count == 1 || (skips_first && skips_last)) {
      depthwise_pixel(s, rows, weights, bias, low, high, x, output + x * s->channels);
      count = 1;
    } else if (count == 4) {
      if (skips_first)
        RUN(4, 1, 0);
      else if (skips_last)
        RUN(4, 0, 1);
      else
        RUN(4, 0, 0);
    } else {
      if (skips_first)
        RUN(2, 1, 0);
      else if (skips_last)
        RUN(2, 0, 1);
      else
        RUN(2, 0, 0);
    }
    x += count;
  }
#undef RUN
}

/// Runs of eight outputs, then of four, two and one: 7 × 7 kernels with a padding of three.
static void KERNEL(depthwise_columns_of_seven)(const neural_convolution *s,
                                               const float *const *rows, const float *weights,
                                               const float *bias, vector low, vector high,
                                               float *output) {
#define RUN(count)                                                                                \
  depthwise_run(7, 1, count, left, right < count + 6 ? right : count + 6, s, rows, column,        \
                weights, bias, low, high, output + x * s->channels);                              \
  x += count
  size_t x = 0;
  while (x < s->output_width) {
    size_t remaining = s->output_width - x, left = x < 3 ? 3 - x : 0, right = s->width + 3 - x;
    ptrdiff_t column = (ptrdiff_t)x - 3;
    if (remaining >= 8) {
      RUN(8);
    } else if (remaining >= 4) {
      RUN(4);
    } else if (remaining >= 2) {
      RUN(2);
    } else {
      RUN(1);
    }
  }
#undef RUN
}

static void KERNEL(depthwise_row)(const neural_convolution *s, const float *const *rows,
                                  const float *weights, const float *bias, float low, float high,
                                  float *output) {
  vector lowest = (vector)(low), highest = (vector)(high);
  if (s->kernel == 3 && s->padding == 1 && s->stride == 1)
    depthwise_columns(1, s, rows, weights, bias, lowest, highest, output);
  else if (s->kernel == 3 && s->padding == 1 && s->stride == 2)
    depthwise_columns(2, s, rows, weights, bias, lowest, highest, output);
  else if (s->kernel == 7 && s->padding == 3 && s->stride == 1)
    KERNEL(depthwise_columns_of_seven)(s, rows, weights, bias, lowest, highest, output);
  else
    for (size_t x = 0; x < s->output_width; x++)
      depthwise_pixel(s, rows, weights, bias, lowest, highest, x, output + x * s->channels);
}

static void KERNEL(mean)(const float *input, size_t pixels, size_t channels, float *output) {
  float scale = 1.0f / (float)pixels;
  for (size_t c = 0; c < channels; c += VECTOR_WIDTH) {
    size_t count = channels - c < VECTOR_WIDTH ? channels - c : VECTOR_WIDTH;
    vector total = (vector)(0.0f);
    for (size_t p = 0; p < pixels; p++)
      total += load_first(input + p * channels + c, count);
    store_first(output + c, total * scale, count);
  }
}
