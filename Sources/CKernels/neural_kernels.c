// Dispatch to the kernels of an instruction set, and those that need none.
#include "neural_kernels.h"

#include <string.h>

#include "neural/kernel_table.h"

bool neural_supports(neural_instruction_set set) {
  if (set == NEURAL_PORTABLE) return true;
#if defined(__x86_64__)
  if (set == NEURAL_AVX2)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("f16c");
  if (set == NEURAL_AVX512)
    return neural_supports(NEURAL_AVX2) && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
#endif
  return false;
}

static const kernel_table *table(neural_instruction_set set) {
#if defined(__x86_64__)
  if (set == NEURAL_AVX512) return &neural_avx512;
  if (set == NEURAL_AVX2) return &neural_avx2;
#endif
  (void)set;
  return &neural_portable;
}

size_t neural_packed_bytes(neural_instruction_set set, neural_format format, size_t inputs,
                           size_t outputs) {
  return table(set)->packed_bytes(format, inputs, outputs);
}

void neural_pack(neural_instruction_set set, neural_format format, const neural_weights *weights,
                 const float *bias, void *packed) {
  table(set)->pack(format, weights, bias, packed);
}

void neural_multiply(neural_instruction_set set, const float *rows, size_t row_count,
                     size_t row_stride, const neural_matrix *matrix,
                     const neural_epilogue *epilogue, float *output, size_t output_stride) {
  table(set)->multiply(rows, row_count, row_stride, matrix, epilogue, output, output_stride);
}

void neural_convolve(neural_instruction_set set, const neural_convolution *shape,
                     const float *padded, const neural_matrix *matrix,
                     const neural_epilogue *epilogue, float *output, size_t output_stride) {
  table(set)->convolve(shape, padded, matrix, epilogue, output, output_stride);
}

void neural_winograd_input(neural_instruction_set set, const neural_convolution *shape,
                           const float *input, size_t first_row, size_t tile_rows, float *tiles) {
  table(set)->winograd_input(shape, input, first_row, tile_rows, tiles);
}

void neural_winograd_output(neural_instruction_set set, const neural_convolution *shape,
                            const float *products, size_t tile_rows, size_t row_count,
                            const float *bias, size_t outputs, const neural_epilogue *epilogue,
                            float *output) {
  table(set)->winograd_output(shape, products, tile_rows, row_count, bias, outputs, epilogue,
                              output);
}

void neural_depthwise_row(neural_instruction_set set, const neural_convolution *shape,
                          const float *const *rows, const float *weights, const float *bias,
                          float low, float high, float *output) {
  table(set)->depthwise_row(shape, rows, weights, bias, low, high, output);
}

void neural_mean(neural_instruction_set set, const float *input, size_t pixels, size_t channels,
                 float *output) {
  table(set)->mean(input, pixels, channels, output);
}

void neural_activate(neural_instruction_set set, neural_activation activation, float *scalars,
                     size_t count) {
  table(set)->activate(activation, scalars, count);
}

void neural_layer_norm(neural_instruction_set set, const float *input, size_t rows, size_t width,
                       const float *scale, const float *shift, float epsilon, float *output) {
  table(set)->layer_norm(input, rows, width, scale, shift, epsilon, output);
}

size_t neural_attention_scratch_count(neural_instruction_set set, size_t tokens,
                                      size_t head_width) {
  return table(set)->attention_scratch_count(tokens, head_width);
}

void neural_attention(neural_instruction_set set, const float *projected, size_t tokens,
                      size_t heads, size_t head_width, bool causal, float *scratch, float *output) {
  table(set)->attention(projected, tokens, heads, head_width, causal, scratch, output);
}

void neural_widen_float16(neural_instruction_set set, const void *halves, size_t count,
                          float *output) {
  table(set)->widen_float16(halves, count, output);
}

void neural_widen_bfloat16(const void *halves, size_t count, float *output) {
  const char *bytes = halves;
  for (size_t i = 0; i < count; i++) {
    uint16_t half;
    memcpy(&half, bytes + 2 * i, sizeof half);
    uint32_t bits = (uint32_t)half << 16;
    memcpy(output + i, &bits, sizeof bits);
  }
}

void neural_normalize_pixels(const uint8_t *pixels, size_t pixel_count, const float *table,
                             float *output) {
  for (size_t i = 0; i < pixel_count; i++, pixels += 3, output += 3) {
    output[0] = table[pixels[0]];
    output[1] = table[256 + pixels[1]];
    output[2] = table[512 + pixels[2]];
  }
}

void neural_pad(const neural_convolution *s, const float *input, size_t channel, size_t channels,
                ptrdiff_t first, size_t count, float *padded) {
  size_t margin = s->padding * channels;
  for (size_t row = 0; row < count; row++) {
    ptrdiff_t y = first + (ptrdiff_t)row;
    if (y < 0 || y >= (ptrdiff_t)s->height) {
      memset(padded, 0, (s->width * channels + 2 * margin) * sizeof(float));
      padded += s->width * channels + 2 * margin;
      continue;
    }
    const float *source = input + (size_t)y * s->width * s->channels + channel;
    memset(padded, 0, margin * sizeof(float));
    padded += margin;
    if (channels == s->channels) {
      memcpy(padded, source, s->width * channels * sizeof(float));
      padded += s->width * channels;
    } else {
      for (size_t x = 0; x < s->width; x++, padded += channels, source += s->channels)
        memcpy(padded, source, channels * sizeof(float));
    }
    memset(padded, 0, margin * sizeof(float));
    padded += margin;
  }
}
