/// Arithmetic of neural networks over float32, one implementation a SIMD instruction set.
///
/// Every function is single-threaded, allocates nothing and may run on any number of threads at
/// once. Pointers need no alignment beyond that of their type. Buffers written never overlap
/// buffers read, except where a comment says "in place". NaN in gives NaN out.
#ifndef NEURAL_KERNELS_H
#define NEURAL_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The instruction sets the kernels are compiled for.
typedef enum neural_instruction_set {
  NEURAL_PORTABLE = 0,  ///< Four floats a vector: the compiler's baseline (SSE2, NEON).
  NEURAL_AVX2 = 1,      ///< Eight floats a vector: AVX2, FMA and F16C.
  NEURAL_AVX512 = 2,    ///< Sixteen floats a vector: AVX-512 F, BW, DQ and VL.
} neural_instruction_set;

/// Whether this processor runs a set.
bool neural_supports(neural_instruction_set set);

/// The element-wise functions; `torch.nn` gives the definitions.
typedef enum neural_activation {
  NEURAL_GELU = 0,        ///< x · Φ(x), with the error function.
  NEURAL_QUICK_GELU = 1,  ///< x · σ(1.702 x).
  NEURAL_SILU = 2,        ///< x · σ(x).
  NEURAL_HARD_SWISH = 3,  ///< x · min(max(x + 3, 0), 6) / 6.
} neural_activation;

/// Where the elements of a weight matrix lie: element (output, input) is at
/// `scalars[output * output_stride + input * input_stride]`.
typedef struct neural_weights {
  const float *scalars;
  size_t inputs, outputs;
  size_t input_stride, output_stride;
} neural_weights;

/// What a matrix product does to each sum before it is stored.
typedef struct neural_epilogue {
  const float *residual;  ///< Added when not NULL: rows as far apart as the output's; may be the
                          ///< output itself.
  float low, high;        ///< Clamps the sum without the residual; −∞ and ∞ leave it as it is.
} neural_epilogue;

/// The numbers in which packed weights are held; inputs, sums and biases are float32 with all of them.
typedef enum neural_format {
  NEURAL_FLOAT32 = 0,
  NEURAL_FLOAT16 = 1,  ///< IEEE half precision, rounded to nearest, at most 65,504.
  NEURAL_INT8 = 2,     ///< −127 … 127 times a scale for each output, the largest of its weights / 127.
} neural_format;

/// Packed weights: see `neural_pack`.
typedef struct neural_matrix {
  neural_format format;
  size_t inputs, outputs;
  const void *packed;  ///< Aligned to a float.
} neural_matrix;

/// The number of bytes `neural_pack` writes.
size_t neural_packed_bytes(neural_instruction_set set, neural_format format, size_t inputs,
                           size_t outputs);

/// Lays weights and bias (`[outputs]`, or NULL for zeros) out for `neural_multiply`: panels of
/// two vectors' width, each the bias, the scales of NEURAL_INT8, then the weights `[inputs, width]`.
void neural_pack(neural_instruction_set set, neural_format format, const neural_weights *weights,
                 const float *bias, void *packed);

/// rows × weights + bias: `output[r][o] = clamp(bias[o] + Σ_i rows[r][i] · weights[o][i]) +
/// residual[r][o]`. The sum over i runs in order, so a row's result does not depend on the others;
/// it begins with the bias, and with the residual, too, where there are many inputs and no clamp.
void neural_multiply(neural_instruction_set set, const float *rows, size_t row_count,
                     size_t row_stride, const neural_matrix *matrix,
                     const neural_epilogue *epilogue, float *output, size_t output_stride);

/// The geometry of a two-dimensional convolution with square kernels over one image.
typedef struct neural_convolution {
  size_t height, width, channels;       ///< Of the input, `[height, width, channels]`.
  size_t kernel, stride, padding;       ///< In pixels, the same in both directions.
  size_t output_height, output_width;
} neural_convolution;

/// Copies input rows `first ..< first + count`, of which some may lie above or below the image,
/// channels `channel ..< channel + channels` of them, and surrounds them with zeros: `padded` is
/// `[count, width + 2 · padding, channels]`.
void neural_pad(const neural_convolution *shape, const float *input, size_t channel,
                size_t channels, ptrdiff_t first, size_t count, float *padded);

/// Dense convolution of an input that was padded: `padded` has `width + 2 · padding` columns and at
/// least `(output_height − 1) · stride + kernel` rows, of which the first is the first row's first;
/// the matrix holds `[outputs, kernel, kernel, channels]`; `output` is
/// `[output_height, output_width, output_stride]`, of which `outputs` are written.
void neural_convolve(neural_instruction_set set, const neural_convolution *shape,
                     const float *padded, const neural_matrix *matrix,
                     const neural_epilogue *epilogue, float *output, size_t output_stride);

/// The products that take the place of a convolution's by Winograd's F(4 × 4, 3 × 3).
enum { NEURAL_WINOGRAD_PRODUCTS = 36 };

/// The first step of a convolution of 3 × 3 pixels with a stride and a padding of one, which makes
/// squares of 4 × 4 outputs: `tiles` is `[36, tile_rows, ⌈output_width / 4⌉, channels]`, of which
/// each of the 36 is to be multiplied with weights of its own. `first_row` is the first row of the
/// outputs. The last tiles of a row or a column may reach beyond the image.
void neural_winograd_input(neural_instruction_set set, const neural_convolution *shape,
                           const float *input, size_t first_row, size_t tile_rows, float *tiles);

/// The last step: from the products `[36, tile_rows, ⌈output_width / 4⌉, outputs]` to `row_count`
/// rows of outputs, `[row_count, output_width, outputs]`, at most four for each row of tiles;
/// `bias` is `[outputs]`, and the residual lies as the output does.
void neural_winograd_output(neural_instruction_set set, const neural_convolution *shape,
                            const float *products, size_t tile_rows, size_t row_count,
                            const float *bias, size_t outputs, const neural_epilogue *epilogue,
                            float *output);

/// One row of a depthwise convolution: `rows` are the kernel's rows of the input, NULL where they
/// lie outside the image; weights `[kernel, kernel, channels]`, bias `[channels]`, output
/// `[output_width, channels]`, clamped to [low, high].
void neural_depthwise_row(neural_instruction_set set, const neural_convolution *shape,
                          const float *const *rows, const float *weights, const float *bias,
                          float low, float high, float *output);

/// The mean over pixels of `[pixels, channels]`.
void neural_mean(neural_instruction_set set, const float *input, size_t pixels, size_t channels,
                 float *output);

/// Applies a function to each of `count` scalars in place.
void neural_activate(neural_instruction_set set, neural_activation activation, float *scalars,
                     size_t count);

/// Layer normalisation of each row of `[rows, width]`: (x − mean) / √(variance + epsilon) · scale
/// + shift; input and output may be the same.
void neural_layer_norm(neural_instruction_set set, const float *input, size_t rows, size_t width,
                       const float *scale, const float *shift, float epsilon, float *output);

/// The floats of scratch that `neural_attention` needs.
size_t neural_attention_scratch_count(neural_instruction_set set, size_t tokens,
                                      size_t head_width);

/// Scaled dot-product attention. `projected` is `[tokens, 3, heads, head_width]`: queries, keys and
/// values; `output` is `[tokens, heads, head_width]`; `scratch` has room for
/// `neural_attention_scratch_count` floats. A causal token attends to itself and those before it.
void neural_attention(neural_instruction_set set, const float *projected, size_t tokens,
                      size_t heads, size_t head_width, bool causal, float *scratch, float *output);

/// Converts little-endian IEEE half-precision numbers; `halves` may be unaligned.
void neural_widen_float16(neural_instruction_set set, const void *halves, size_t count,
                          float *output);

/// Converts little-endian bfloat16 numbers; `halves` may be unaligned.
void neural_widen_bfloat16(const void *halves, size_t count, float *output);

/// Looks interleaved RGB bytes up in `table`, `[3, 256]`.
void neural_normalize_pixels(const uint8_t *pixels, size_t pixel_count, const float *table,
                             float *output);

#endif
