/// Arithmetic of neural networks over 8-bit integers, one implementation a SIMD instruction set;
/// the sums are exact, so every set gives the same integers.
///
/// Features that are clamped to 0 … 6 have 15 bits in 16, those that are not are floats. Where a
/// product takes them, both are rounded to bytes with a scale for each row, that is for each pixel:
/// steps of one size for all would make errors of flat pictures that add up over a network. Weights
/// have a scale for each output, 8 bits in products and up to 16 in depthwise convolutions. Every function
/// is single-threaded and allocates nothing.
#ifndef QUANTIZED_KERNELS_H
#define QUANTIZED_KERNELS_H

#include "neural_kernels.h"

enum {
  QUANTIZED_LEVELS = 32767,  ///< The 16-bit integer that stands for 6.
  QUANTIZED_ZERO = 128,     ///< The byte that stands for 0 in rows with scales.
  /// Channels of a depthwise convolution are a multiple of this.
  QUANTIZED_CHANNELS = 32,
  /// Bytes that are read past the end of rows whose length is not a multiple of four.
  QUANTIZED_SLACK = 3,
};

/// What becomes of the sums of a product.
typedef struct quantized_epilogue {
  const float *row_scales;  ///< Of each row, or NULL for 1.
  const float *residual;    ///< Added last when not NULL: rows as far apart as the output's.
  float low, high;          ///< Clamps the scaled sum without the residual.
} quantized_epilogue;

/// The number of bytes `quantized_pack` writes, for kernels of `pieces` rows of `length` inputs
/// (a matrix: one piece).
size_t quantized_packed_count(neural_instruction_set set, size_t pieces, size_t length,
                              size_t outputs);

/// Rounds weights to 8 bits and lays them out: `weights->inputs` is pieces · length. What an input
/// byte of `zero` stands for is 0. Matrices for 16-bit results have a layout of their own, and a
/// multiple of QUANTIZED_CHANNELS outputs.
void quantized_pack(neural_instruction_set set, const neural_weights *weights, size_t pieces,
                    const float *bias, int32_t zero, bool to_int16, void *packed);

/// rows × weights + bias as floats.
void quantized_multiply(neural_instruction_set set, const uint8_t *rows, size_t row_count,
                        size_t row_stride, const void *packed, size_t inputs, size_t outputs,
                        const quantized_epilogue *epilogue, float *output, size_t output_stride);

/// rows × weights + bias, rounded and clamped to 0 … QUANTIZED_LEVELS.
void quantized_multiply_to_int16(neural_instruction_set set, const uint8_t *rows, size_t row_count,
                                 size_t row_stride, const void *packed, size_t inputs,
                                 size_t outputs, const float *row_scales, int16_t *output,
                                 size_t output_stride);

/// A dense convolution of a padded image, as `neural_convolve`, rounded and clamped to
/// 0 … QUANTIZED_LEVELS.
void quantized_convolve_to_int16(neural_instruction_set set, const neural_convolution *shape,
                                 const uint8_t *padded, const void *packed, size_t outputs,
                                 int16_t *output, size_t output_stride);

/// The number of bytes `quantized_pack_depthwise` writes.
size_t quantized_depthwise_packed_count(neural_instruction_set set, size_t channels);

/// Rounds the weights `[3, 3, channels]` of a depthwise convolution to 16 bits and lays them out.
void quantized_pack_depthwise(neural_instruction_set set, const float *weights, const float *bias,
                              size_t channels, void *packed);

/// One row of a 3 × 3 depthwise convolution with a padding of one, as `neural_depthwise_row`, rounded
/// and clamped to 0 … QUANTIZED_LEVELS, as its inputs are.
void quantized_depthwise_row(neural_instruction_set set, const neural_convolution *shape,
                             const int16_t *const *rows, const void *packed, int16_t *output);

/// Rounds each row to bytes around QUANTIZED_ZERO, its largest magnitude to 127 from it.
void quantized_rows(neural_instruction_set set, const float *input, size_t row_count, size_t width,
                    uint8_t *output, float *row_scales);

/// Rounds each row of 0 … QUANTIZED_LEVELS to bytes, its largest to 255, or leaves it as it is where
/// that is less; `width` is a multiple of QUANTIZED_CHANNELS, and scales are in levels.
void quantized_levels(neural_instruction_set set, const int16_t *input, size_t row_count,
                      size_t width, uint8_t *output, float *row_scales);

#endif
