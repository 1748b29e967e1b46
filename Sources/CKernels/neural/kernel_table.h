// The functions of one instantiation, and the macro that fills the table with them.
#ifndef NEURAL_KERNEL_TABLE_H
#define NEURAL_KERNEL_TABLE_H

#include "neural_kernels.h"

typedef struct kernel_table {
  size_t (*packed_bytes)(neural_format format, size_t inputs, size_t outputs);
  void (*pack)(neural_format format, const neural_weights *weights, const float *bias,
               void *packed);
  void (*multiply)(const float *rows, size_t row_count, size_t row_stride,
                   const neural_matrix *matrix, const neural_epilogue *epilogue, float *output,
                   size_t output_stride);
  void (*convolve)(const neural_convolution *shape, const float *padded,
                   const neural_matrix *matrix, const neural_epilogue *epilogue, float *output,
                   size_t output_stride);
  void (*winograd_input)(const neural_convolution *shape, const float *input, size_t first_row,
                         size_t tile_rows, float *tiles);
  void (*winograd_output)(const neural_convolution *shape, const float *products,
                          size_t tile_rows, size_t row_count, const float *bias, size_t outputs,
                          const neural_epilogue *epilogue, float *output);
  void (*depthwise_row)(const neural_convolution *shape, const float *const *rows,
                        const float *weights, const float *bias, float low, float high,
                        float *output);
  void (*mean)(const float *input, size_t pixels, size_t channels, float *output);
  void (*activate)(neural_activation activation, float *scalars, size_t count);
  void (*layer_norm)(const float *input, size_t rows, size_t width, const float *scale,
                     const float *shift, float epsilon, float *output);
  size_t (*attention_scratch_count)(size_t tokens, size_t head_width);
  void (*attention)(const float *projected, size_t tokens, size_t heads, size_t head_width,
                    bool causal, float *scratch, float *output);
  void (*widen_float16)(const void *halves, size_t count, float *output);
} kernel_table;

extern const kernel_table neural_portable, neural_avx2, neural_avx512;

#define KERNEL_TABLE                                                                             \
  {                                                                                              \
    KERNEL(packed_bytes), KERNEL(pack), KERNEL(multiply), KERNEL(convolve),                      \
        KERNEL(winograd_input), KERNEL(winograd_output), KERNEL(depthwise_row), KERNEL(mean),    \
        KERNEL(activate), KERNEL(layer_norm), KERNEL(attention_scratch_count),                   \
        KERNEL(attention), KERNEL(widen_float16)                                                 \
  }

#endif
