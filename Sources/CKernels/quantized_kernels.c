// Dispatch to the kernels over integers.
#include "quantized_kernels.h"

#include "neural/quantized_table.h"

/// AVX-512 processors without VNNI multiply bytes as AVX2 ones do.
static const quantized_table *table(neural_instruction_set set) {
#if defined(__x86_64__)
  if (set == NEURAL_AVX512 && __builtin_cpu_supports("avx512vnni")) return &quantized_vnni;
  if (set == NEURAL_AVX512 || set == NEURAL_AVX2) return &quantized_avx2;
#endif
  (void)set;
  return &quantized_portable;
}

size_t quantized_packed_count(neural_instruction_set set, size_t pieces, size_t length,
                              size_t outputs) {
  return table(set)->packed_count(pieces, length, outputs);
}

void quantized_pack(neural_instruction_set set, const neural_weights *weights, size_t pieces,
                    const float *bias, int32_t zero, bool to_int16, void *packed) {
  table(set)->pack(weights, pieces, bias, zero, to_int16, packed);
}

void quantized_multiply(neural_instruction_set set, const uint8_t *rows, size_t row_count,
                        size_t row_stride, const void *packed, size_t inputs, size_t outputs,
                        const quantized_epilogue *epilogue, float *output, size_t output_stride) {
  table(set)->multiply(rows, row_count, row_stride, packed, inputs, outputs, epilogue, output,
                       output_stride);
}

void quantized_multiply_to_int16(neural_instruction_set set, const uint8_t *rows, size_t row_count,
                                 size_t row_stride, const void *packed, size_t inputs,
                                 size_t outputs, const float *row_scales, int16_t *output,
                                 size_t output_stride) {
  table(set)->multiply_to_int16(rows, row_count, row_stride, packed, inputs, outputs, row_scales,
                                output, output_stride);
}

void quantized_convolve_to_int16(neural_instruction_set set, const neural_convolution *shape,
                                 const uint8_t *padded, const void *packed, size_t outputs,
                                 int16_t *output, size_t output_stride) {
  table(set)->convolve_to_int16(shape, padded, packed, outputs, output, output_stride);
}

size_t quantized_depthwise_packed_count(neural_instruction_set set, size_t channels) {
  return table(set)->depthwise_packed_count(channels);
}

void quantized_pack_depthwise(neural_instruction_set set, const float *weights, const float *bias,
                              size_t channels, void *packed) {
  table(set)->pack_depthwise(weights, bias, channels, packed);
}

void quantized_depthwise_row(neural_instruction_set set, const neural_convolution *shape,
                             const int16_t *const *rows, const void *packed, int16_t *output) {
  table(set)->depthwise_row(shape, rows, packed, output);
}

void quantized_rows(neural_instruction_set set, const float *input, size_t row_count, size_t width,
                    uint8_t *output, float *row_scales) {
  table(set)->rows(input, row_count, width, output, row_scales);
}

void quantized_levels(neural_instruction_set set, const int16_t *input, size_t row_count,
                      size_t width, uint8_t *output, float *row_scales) {
  table(set)->levels(input, row_count, width, output, row_scales);
}
