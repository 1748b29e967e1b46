// The functions of one instantiation, and the macro that fills the table with them.
#ifndef NEURAL_QUANTIZED_TABLE_H
#define NEURAL_QUANTIZED_TABLE_H

#include "quantized_kernels.h"

typedef struct quantized_table {
  size_t (*packed_count)(size_t pieces, size_t length, size_t outputs);
  void (*pack)(const neural_weights *weights, size_t pieces, const float *bias, int32_t zero, bool to_int16, void *packed);
  void (*multiply)(const uint8_t *rows, size_t row_count, size_t row_stride, const void *packed,
                   size_t inputs, size_t outputs, const quantized_epilogue *epilogue,
                   float *output, size_t output_stride);
  void (*multiply_to_int16)(const uint8_t *rows, size_t row_count, size_t row_stride,
                            const void *packed, size_t inputs, size_t outputs,
                            const float *row_scales, int16_t *output, size_t output_stride);
  void (*convolve_to_int16)(const neural_convolution *shape, const uint8_t *padded,
                            const void *packed, size_t outputs, int16_t *output,
                            size_t output_stride);
  size_t (*depthwise_packed_count)(size_t channels);
  void (*pack_depthwise)(const float *weights, const float *bias, size_t channels, void *packed);
  void (*depthwise_row)(const neural_convolution *shape, const int16_t *const *rows,
                        const void *packed, int16_t *output);
  void (*rows)(const float *input, size_t row_count, size_t width, uint8_t *output,
               float *row_scales);
  void (*levels)(const int16_t *input, size_t row_count, size_t width, uint8_t *output,
                 float *row_scales);
} quantized_table;

extern const quantized_table quantized_portable, quantized_avx2, quantized_vnni;

#define QUANTIZED_TABLE                                                                          \
  {                                                                                              \
    KERNEL(quantized_packed_count), KERNEL(quantized_pack), KERNEL(quantized_multiply),          \
        KERNEL(quantized_multiply_to_int16), KERNEL(quantized_convolve_to_int16),                \
        KERNEL(quantized_depthwise_packed_count), KERNEL(quantized_pack_depthwise),              \
        KERNEL(quantized_depthwise_row), KERNEL(quantized_rows), KERNEL(quantized_levels)        \
  }

#endif
