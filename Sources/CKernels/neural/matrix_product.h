// Matrix product with weights packed in panels: see neural_pack. A tile of TILE_ROWS rows by two
// vectors of outputs stays in registers while the inputs run by.

#define PANEL (2 * VECTOR_WIDTH)

/// Rows of a panel written at once while packing, few enough to stay in the first-level cache.
#define PACK_ROWS 32

INLINE size_t scalar_bytes(const neural_format format) {
  return format == NEURAL_FLOAT32 ? 4 : format == NEURAL_FLOAT16 ? 2 : 1;
}

/// The bytes of a panel that come before its weights: the biases and perhaps the scales.
INLINE size_t panel_head(const neural_format format, size_t width) {
  return (format == NEURAL_INT8 ? 2 : 1) * width * sizeof(float);
}

INLINE size_t panel_bytes_of(const neural_format format, size_t inputs, size_t width) {
  return panel_head(format, width) + inputs * width * scalar_bytes(format);
}

static size_t KERNEL(packed_bytes)(neural_format format, size_t inputs, size_t outputs) {
  size_t bytes = outputs / PANEL * panel_bytes_of(format, inputs, PANEL);
  size_t rest = outputs % PANEL;
  return rest == 0 ? bytes
                   : bytes + panel_bytes_of(format, inputs, panel_vectors(rest) * VECTOR_WIDTH);
}

/// What 127 stands for, and the factor that makes levels of weights.
INLINE float scale_of(const float *source, size_t stride, size_t count, float *inverse) {
  float largest = 0;
  for (size_t i = 0; i < count; i++) {
    float magnitude = __builtin_fabsf(source[i * stride]);
    if (!(magnitude <= largest)) largest = magnitude;  // keeps NaN
  }
  *inverse = largest > 0 ? 127.0f / largest : 0;
  return largest / 127.0f;
}

INLINE void pack_scalar(const neural_format format, float value, float inverse, char *place) {
  if (format == NEURAL_FLOAT32) {
    memcpy(place, &value, sizeof value);
  } else if (format == NEURAL_FLOAT16) {
    float high = value > 65504.0f ? 65504.0f : value;
    uint16_t half = KERNEL(narrowed)(high < -65504.0f ? -65504.0f : high);
    memcpy(place, &half, sizeof half);
  } else {
    float level = value * inverse;
    // NaN has a scale of NaN, which makes NaN of any level.
    *place = level == level ? (char)(int)(level < 0 ? level - 0.5f : level + 0.5f) : 0;
  }
}

INLINE void pack_panels(const neural_format format, const neural_weights *weights,
                        const float *bias, char *packed) {
  const size_t size = scalar_bytes(format);
  for (size_t first = 0; first < weights->outputs; first += PANEL) {
    size_t remaining = weights->outputs - first;
    size_t width = panel_vectors(remaining) * VECTOR_WIDTH;
    size_t present = remaining < width ? remaining : width;
    char *panel = packed + panel_head(format, width);
    float inverses[PANEL] = {0};
    memset(packed, 0, panel_head(format, width));
    if (bias) memcpy(packed, bias + first, present * sizeof(float));
    for (size_t o = 0; o < present && format == NEURAL_INT8; o++) {
      float scale = scale_of(weights->scalars + (first + o) * weights->output_stride,
                             weights->input_stride, weights->inputs, &inverses[o]);
      memcpy(packed + (width + o) * sizeof(float), &scale, sizeof scale);
    }
    for (size_t start = 0; start < weights->inputs; start += PACK_ROWS) {
      size_t end = start + PACK_ROWS < weights->inputs ? start + PACK_ROWS : weights->inputs;
      for (size_t o = 0; o < width; o++) {
        const float *source =
            weights->scalars + (first + (o < present ? o : 0)) * weights->output_stride;
        for (size_t i = start; i < end; i++)
          pack_scalar(format, o < present ? source[i * weights->input_stride] : 0, inverses[o],
                      panel + (i * width + o) * size);
      }
    }
    packed += panel_bytes_of(format, weights->inputs, width);
  }
}

static void KERNEL(pack)(neural_format format, const neural_weights *weights, const float *bias,
                         void *packed) {
  switch (format) {
    case NEURAL_FLOAT32: pack_panels(NEURAL_FLOAT32, weights, bias, packed); break;
    case NEURAL_FLOAT16: pack_panels(NEURAL_FLOAT16, weights, bias, packed); break;
    case NEURAL_INT8: pack_panels(NEURAL_INT8, weights, bias, packed); break;
  }
}

typedef int8_t levels_vector __attribute__((ext_vector_type(VECTOR_WIDTH)));

/// A vector of weights as floats, without their scales.
INLINE vector weights_at(const neural_format format, const char *place) {
  if (format == NEURAL_FLOAT16) return KERNEL(widened)(place);
  if (format == NEURAL_INT8) {
    levels_vector levels;
    memcpy(&levels, place, sizeof levels);
    return __builtin_convertvector(levels, vector);
  }
  vector v;
  memcpy(&v, place, sizeof v);
  return v;
}

/// Where the inputs of a tile lie: rows `stride` floats apart, each in `pieces` runs of `length`
/// floats that begin `distance` floats apart. A row of a matrix is one run, a receptive field one
/// run for each row of the kernel.
typedef struct KERNEL(tile_input) {
  const float *first;
  size_t stride, pieces, length, distance;
} KERNEL(tile_input);

/// Where the sums of a tile begin and go. They begin with the bias and with what `start` holds, where
/// these are not NULL; scales are those of NEURAL_INT8. `start` and `residual` lie as the output does, and each may be the output.
typedef struct KERNEL(tile_output) {
  const float *bias, *scales, *start, *residual;
  float low, high;
  float *first;
  size_t stride;
} KERNEL(tile_output);

/// How many of the present outputs are in a vector of a tile.
INLINE size_t part_of(size_t present, int v) {
  size_t begin = (size_t)v * VECTOR_WIDTH;
  return present > begin ? present - begin : 0;
}

INLINE void add_rows(const int rows, const int vectors, const float *added, size_t stride,
                     size_t present, vector sums[TILE_ROWS][2]) {
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      sums[r][v] += load_first(added + (size_t)r * stride + v * VECTOR_WIDTH, part_of(present, v));
}

/// One register tile. Rows are addressed from every third, so that few addresses are live.
INLINE void tile(const neural_format format, const int rows, const int vectors,
                 const KERNEL(tile_input) *input, const char *weights, size_t present,
                 const KERNEL(tile_output) *out) {
  vector sums[TILE_ROWS][2], bias[2];
  UNROLL for (int v = 0; v < vectors; v++)
    bias[v] = out->bias ? load(out->bias + v * VECTOR_WIDTH) : (vector)(0.0f);
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      sums[r][v] = format == NEURAL_INT8 ? (vector)(0.0f) : bias[v];
  if (out->start && format != NEURAL_INT8)
    add_rows(rows, vectors, out->start, out->stride, present, sums);
  const size_t step = VECTOR_WIDTH * scalar_bytes(format);
  size_t stride = input->stride;
  for (size_t piece = 0; piece < input->pieces; piece++) {
    const float *groups[(TILE_ROWS + 2) / 3];
    UNROLL for (int g = 0; g < (rows + 2) / 3; g++)
      groups[g] = input->first + piece * input->distance + 3 * (size_t)g * stride;
    for (size_t i = 0; i < input->length; i++) {
      vector w[2];
      UNROLL for (int v = 0; v < vectors; v++) w[v] = weights_at(format, weights + v * step);
      weights += vectors * step;
      UNROLL for (int r = 0; r < rows; r++) {
        vector x = (vector)(groups[r / 3][(size_t)(r % 3) * stride]);
        UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = x * w[v] + sums[r][v];
      }
      UNROLL for (int g = 0; g < (rows + 2) / 3; g++) groups[g]++;
    }
  }
  if (format == NEURAL_INT8) {
    UNROLL for (int r = 0; r < rows; r++)
      UNROLL for (int v = 0; v < vectors; v++)
        sums[r][v] = sums[r][v] * load(out->scales + v * VECTOR_WIDTH) + bias[v];
    if (out->start) add_rows(rows, vectors, out->start, out->stride, present, sums);
  }
  vector low = (vector)(out->low), high = (vector)(out->high);
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = clamp(sums[r][v], low, high);
  if (out->residual) add_rows(rows, vectors, out->residual, out->stride, present, sums);
  const bool is_whole = present >= (size_t)vectors * VECTOR_WIDTH;
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++) {
      float *place = out->first + (size_t)r * out->stride + v * VECTOR_WIDTH;
      if (is_whole)
        store(place, sums[r][v]);
      else
        store_first(place, sums[r][v], part_of(present, v));
    }
}

typedef void KERNEL(tile_function)(int rows, const KERNEL(tile_input) *input, const char *weights,
                                   size_t present, const KERNEL(tile_output) *out);

/// Defines the tile of any number of rows up to TILE_ROWS, each compiled with its number known.
#define ROWS(n, format, vectors)                                                                  \
  case n:                                                                                         \
    if (n <= TILE_ROWS)                                                                           \
      tile(format, n <= TILE_ROWS ? n : 1, vectors, input, weights, present, out);                \
    break;
#define TILE_FUNCTION(name, format, vectors)                                                      \
  static void KERNEL(name)(int rows, const KERNEL(tile_input) *input, const char *weights,        \
                           size_t present, const KERNEL(tile_output) *out) {                      \
    switch (rows) {                                                                               \
      ROWS(1, format, vectors) ROWS(2, format, vectors) ROWS(3, format, vectors)                  \
      ROWS(4, format, vectors) ROWS(5, format, vectors) ROWS(6, format, vectors)                  \
      ROWS(7, format, vectors) ROWS(8, format, vectors) ROWS(9, format, vectors)                  \
      ROWS(10, format, vectors) ROWS(11, format, vectors) ROWS(12, format, vectors)               \
      ROWS(13, format, vectors) ROWS(14, format, vectors)                                         \
    }                                                                                             \
  }
TILE_FUNCTION(tile_wide, NEURAL_FLOAT32, 2)
TILE_FUNCTION(tile_narrow, NEURAL_FLOAT32, 1)
TILE_FUNCTION(tile_wide_float16, NEURAL_FLOAT16, 2)
TILE_FUNCTION(tile_narrow_float16, NEURAL_FLOAT16, 1)
TILE_FUNCTION(tile_wide_int8, NEURAL_INT8, 2)
TILE_FUNCTION(tile_narrow_int8, NEURAL_INT8, 1)
#undef TILE_FUNCTION
#undef ROWS

/// By the format and by the vectors of a panel, less one.
static KERNEL(tile_function) *const KERNEL(tile_functions)[3][2] = {
    {KERNEL(tile_narrow), KERNEL(tile_wide)},
    {KERNEL(tile_narrow_float16), KERNEL(tile_wide_float16)},
    {KERNEL(tile_narrow_int8), KERNEL(tile_wide_int8)},
};

/// Rows in tiles of nearly equal height, so that no tile is nearly empty; `first` is the first of
/// the outputs that the panel makes, and `begin` the first of its inputs that there are.
INLINE void tiles(const KERNEL(tile_input) *input, size_t rows, const neural_matrix *matrix,
                  const char *panel, size_t first, size_t begin,
                  const KERNEL(tile_output) *out) {
  const size_t remaining = matrix->outputs - first;
  const size_t width = panel_vectors(remaining) * VECTOR_WIDTH;
  const char *weights =
      panel + panel_head(matrix->format, width) + begin * width * scalar_bytes(matrix->format);
  size_t count = (rows + TILE_ROWS - 1) / TILE_ROWS, row = 0;
  for (size_t t = 0; t < count; t++) {
    size_t end = rows * (t + 1) / count, offset = row * out->stride + first;
    KERNEL(tile_input) part = *input;
    part.first += row * input->stride;
    KERNEL(tile_output) to = *out;
    to.bias = begin == 0 ? (const float *)(const void *)panel : NULL;
    to.scales = (const float *)(const void *)panel + width;
    to.first += offset;
    if (to.start) to.start += offset;
    if (to.residual) to.residual += offset;
    KERNEL(tile_functions)[matrix->format][width / VECTOR_WIDTH - 1](
        (int)(end - row), &part, weights, remaining < width ? remaining : width, &to);
    row = end;
  }
}

/// The most inputs of a block, whose weights and rows stay in the second-level cache together.
#define BLOCK_INPUTS 1024
/// The most floats of rows that every panel runs over before the next rows have their turn.
#define GROUP_FLOATS (64 * 1024)

/// Whether rows that are so far apart compete for the same few lines of the first-level cache, which
/// finds a line by the last twelve bits of its address.
INLINE bool is_crowded(size_t stride) { return stride % 1024 == 0; }

/// All outputs of some rows, from a block of their inputs.
INLINE void panels(const KERNEL(tile_input) *input, size_t rows, const neural_matrix *matrix,
                   size_t begin, const KERNEL(tile_output) *out) {
  const char *panel = matrix->packed;
  for (size_t first = 0; first < matrix->outputs; first += PANEL) {
    tiles(input, rows, matrix, panel, first, begin, out);
    panel += panel_bytes_of(matrix->format, matrix->inputs, PANEL);
  }
}

/// Rows are taken in groups and inputs in blocks, between which the sums wait in the output. Where a
/// residual might lie there, the sums begin with it.
static void KERNEL(multiply)(const float *rows, size_t row_count, size_t row_stride,
                             const neural_matrix *matrix, const neural_epilogue *epilogue,
                             float *output, size_t output_stride) {
  const size_t inputs = matrix->inputs;
  float copy[GROUP_FLOATS];
  const bool is_clamped = !(epilogue->low == -INFINITY && epilogue->high == INFINITY);
  const bool is_whole = inputs <= BLOCK_INPUTS || (epilogue->residual && is_clamped);
  size_t blocks = is_whole ? 1 : (inputs + BLOCK_INPUTS - 1) / BLOCK_INPUTS;
  size_t longest = (inputs + blocks - 1) / blocks;
  // A little longer than what is copied, so that the copies are not crowded.
  size_t spacing = longest / VECTOR_WIDTH * VECTOR_WIDTH + VECTOR_WIDTH;
  size_t most = GROUP_FLOATS / spacing > TILE_ROWS ? GROUP_FLOATS / spacing : TILE_ROWS;
  size_t groups = (row_count + most - 1) / most;
  const bool copies = is_crowded(row_stride) && matrix->outputs > PANEL && most * spacing <= GROUP_FLOATS;
  for (size_t group = 0; group < groups; group++) {
    size_t start = row_count * group / groups;
    size_t count = row_count * (group + 1) / groups - start, offset = start * output_stride;
    for (size_t block = 0; block < blocks; block++) {
      size_t begin = inputs * block / blocks, end = inputs * (block + 1) / blocks;
      KERNEL(tile_input) input = {rows + start * row_stride + begin, row_stride, 1, end - begin, 0};
      if (copies) {
        for (size_t r = 0; r < count; r++)
          memcpy(copy + r * spacing, input.first + r * row_stride, (end - begin) * sizeof(float));
        input.first = copy;
        input.stride = spacing;
      }
      KERNEL(tile_output) out = {NULL, NULL, NULL, NULL, -INFINITY, INFINITY, output + offset,
                                 output_stride};
      const float *residual = epilogue->residual ? epilogue->residual + offset : NULL;
      if (blocks == 1)
        out.residual = residual;
      else
        out.start = block == 0 ? residual : out.first;
      if (block == blocks - 1) out.low = epilogue->low, out.high = epilogue->high;
      panels(&input, count, matrix, begin, &out);
    }
  }
}

/// A convolution is a product with receptive fields, read where they lie.
static void KERNEL(convolve)(const neural_convolution *s, const float *padded,
                             const neural_matrix *matrix, const neural_epilogue *epilogue,
                             float *output, size_t output_stride) {
  size_t length = s->kernel * s->channels, row = (s->width + 2 * s->padding) * s->channels;
  const char *panel = matrix->packed;
  for (size_t first = 0; first < matrix->outputs; first += PANEL) {
    for (size_t y = 0; y < s->output_height; y++) {
      KERNEL(tile_input) input = {
          padded + y * s->stride * row, s->stride * s->channels, s->kernel, length, row};
      size_t start = y * s->output_width * output_stride;
      KERNEL(tile_output) out = {
          NULL, NULL, NULL, epilogue->residual ? epilogue->residual + start : NULL,
          epilogue->low, epilogue->high, output + start, output_stride};
      tiles(&input, s->output_width, matrix, panel, first, 0, &out);
    }
    panel += panel_bytes_of(matrix->format, matrix->inputs, PANEL);
  }
}
