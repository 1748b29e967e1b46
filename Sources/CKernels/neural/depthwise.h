// Depthwise convolution over NHWC: channels are the lanes of a vector.

/// One output pixel, any kernel, any part of the kernel outside the image.
INLINE void depthwise_pixel(const neural_convolution *s, const float *input, const float *weights,
                            const float *bias, float low, float high, size_t y, size_t x,
                            float *output) {
  ptrdiff_t top = (ptrdiff_t)(y * s->stride) - (ptrdiff_t)s->padding;
  ptrdiff_t left = (ptrdiff_t)(x * s->stride) - (ptrdiff_t)s->padding;
  size_t ky_first = top < 0 ? (size_t)-top : 0, kx_first = left < 0 ? (size_t)-left : 0;
  size_t ky_end = s->kernel, kx_end = s->kernel;
  if (top + (ptrdiff_t)ky_end > (ptrdiff_t)s->height) ky_end = (size_t)((ptrdiff_t)s->height - top);
  if (left + (ptrdiff_t)kx_end > (ptrdiff_t)s->width) kx_end = (size_t)((ptrdiff_t)s->width - left);
  for (size_t c = 0; c < s->channels; c += VECTOR_WIDTH) {
    size_t count = s->channels - c < VECTOR_WIDTH ? s->channels - c : VECTOR_WIDTH;
    vector total = load_first(bias + c, count);
    for (size_t ky = ky_first; ky < ky_end; ky++)
      for (size_t kx = kx_first; kx < kx_end; kx++) {
        size_t pixel = (size_t)(top + (ptrdiff_t)ky) * s->width + (size_t)(left + (ptrdiff_t)kx);
        const float *in = input + pixel * s->channels + c;
        const float *w = weights + (ky * s->kernel + kx) * s->channels + c;
        total = load_first(in, count) * load_first(w, count) + total;
      }
    store_first(output + c, clamp(total, (vector)(low), (vector)(high)), count);
  }
}

#define RUN 4

/// RUN neighbouring outputs of a 3 × 3 kernel that lies within the image: the nine weights stay in
/// registers and each input is loaded once. `corner` is the first input of the first output.
INLINE void depthwise_run(const size_t stride, const neural_convolution *s, const float *corner,
                          const float *weights, const float *bias, float low, float high,
                          float *output) {
  size_t channels = s->channels, row = s->width * channels, c = 0;
  for (; c + VECTOR_WIDTH <= channels; c += VECTOR_WIDTH) {
    vector w[9], totals[RUN];
    UNROLL for (size_t k = 0; k < 9; k++) w[k] = load(weights + k * channels + c);
    UNROLL for (size_t i = 0; i < RUN; i++) totals[i] = load(bias + c);
    UNROLL for (size_t ky = 0; ky < 3; ky++)
      UNROLL for (size_t column = 0; column < (RUN - 1) * stride + 3; column++) {
        vector in = load(corner + ky * row + column * channels + c);
        UNROLL for (size_t i = 0; i < RUN; i++)
          if (column >= i * stride && column - i * stride < 3)
            totals[i] = in * w[ky * 3 + column - i * stride] + totals[i];
      }
    UNROLL for (size_t i = 0; i < RUN; i++)
      store(output + i * channels + c, clamp(totals[i], (vector)(low), (vector)(high)));
  }
  if (c < channels) {
    size_t count = channels - c;
    for (size_t i = 0; i < RUN; i++) {
      vector total = load_first(bias + c, count);
      for (size_t k = 0; k < 9; k++) {
        const float *in = corner + k / 3 * row + (i * stride + k % 3) * channels + c;
        total = load_first(in, count) * load_first(weights + k * channels + c, count) + total;
      }
      store_first(output + i * channels + c, clamp(total, (vector)(low), (vector)(high)), count);
    }
  }
}

/// The columns whose kernels lie within the image go RUN at a time, the others one by one.
INLINE void depthwise_row(const size_t stride, const neural_convolution *s, const float *input,
                          const float *weights, const float *bias, float low, float high, size_t y,
                          float *output) {
  size_t top = y * stride, x = 0;
  bool inside = s->kernel == 3 && top >= s->padding && top - s->padding + 3 <= s->height;
  while (x < s->output_width) {
    size_t left = x * stride, last = (x + RUN - 1) * stride;
    if (inside && x + RUN <= s->output_width && left >= s->padding &&
        last - s->padding + 3 <= s->width) {
      size_t corner = (top - s->padding) * s->width + left - s->padding;
      depthwise_run(stride, s, input + corner * s->channels, weights, bias, low, high,
                    output + x * s->channels);
      x += RUN;
    } else {
      depthwise_pixel(s, input, weights, bias, low, high, y, x, output + x * s->channels);
      x++;
    }
  }
}

static void KERNEL(depthwise)(const neural_convolution *s, const float *input,
                              const float *weights, const float *bias, float low, float high,
                              float *output) {
  for (size_t y = 0; y < s->output_height; y++) {
    float *row = output + y * s->output_width * s->channels;
    if (s->stride == 1)
      depthwise_row(1, s, input, weights, bias, low, high, y, row);
    else if (s->stride == 2)
      depthwise_row(2, s, input, weights, bias, low, high, y, row);
    else
      for (size_t x = 0; x < s->output_width; x++)
        depthwise_pixel(s, input, weights, bias, low, high, y, x, row + x * s->channels);
  }
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
