// Matrix product with weights packed in panels: see neural_pack. A tile of TILE_ROWS rows by two
// vectors of outputs stays in registers while the inputs run by.

#define PANEL (2 * VECTOR_WIDTH)

/// Rows of a panel written at once while packing, few enough to stay in the first-level cache.
#define PACK_ROWS 32

static size_t KERNEL(packed_count)(size_t inputs, size_t outputs) {
  size_t vectors = outputs / PANEL * 2;
  if (outputs % PANEL != 0) vectors += panel_vectors(outputs % PANEL);
  return vectors * VECTOR_WIDTH * (inputs + 1);
}

static void KERNEL(pack)(const neural_weights *weights, const float *bias, float *packed) {
  for (size_t first = 0; first < weights->outputs; first += PANEL) {
    size_t remaining = weights->outputs - first;
    size_t width = panel_vectors(remaining) * VECTOR_WIDTH;
    size_t present = remaining < width ? remaining : width;
    for (size_t o = 0; o < width; o++) packed[o] = bias && o < present ? bias[first + o] : 0;
    packed += width;
    for (size_t start = 0; start < weights->inputs; start += PACK_ROWS) {
      size_t end = start + PACK_ROWS < weights->inputs ? start + PACK_ROWS : weights->inputs;
      for (size_t o = 0; o < width; o++) {
        size_t output = first + (o < present ? o : 0);
        const float *source = weights->scalars + output * weights->output_stride;
        for (size_t i = start; i < end; i++)
          packed[i * width + o] = o < present ? source[i * weights->input_stride] : 0;
      }
    }
    packed += weights->inputs * width;
  }
}

/// Where the inputs of a tile lie: rows `stride` floats apart, each in `pieces` runs of `length`
/// floats that begin `distance` floats apart. A row of a matrix is one run, a receptive field one
/// run for each row of the kernel.
typedef struct KERNEL(tile_input) {
  const float *first;
  size_t stride, pieces, length, distance;
} KERNEL(tile_input);

/// Where the sums of a tile begin and go. They begin with the bias and with what `start` holds, where
/// these are not NULL; `start` and `residual` lie as the output does, and each may be the output.
typedef struct KERNEL(tile_output) {
  const float *bias, *start, *residual;
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
INLINE void tile(const int rows, const int vectors, const KERNEL(tile_input) *input,
                 const float *weights, size_t present, const KERNEL(tile_output) *out) {
  vector sums[TILE_ROWS][2];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      sums[r][v] = out->bias ? load(out->bias + v * VECTOR_WIDTH) : (vector)(0.0f);
  if (out->start) add_rows(rows, vectors, out->start, out->stride, present, sums);
  size_t stride = input->stride;
  for (size_t piece = 0; piece < input->pieces; piece++) {
    const float *groups[(TILE_ROWS + 2) / 3];
    UNROLL for (int g = 0; g < (rows + 2) / 3; g++)
      groups[g] = input->first + piece * input->distance + 3 * (size_t)g * stride;
    for (size_t i = 0; i < input->length; i++) {
      vector w[2];
      UNROLL for (int v = 0; v < vectors; v++) w[v] = load(weights + v * VECTOR_WIDTH);
      weights += vectors * VECTOR_WIDTH;
      UNROLL for (int r = 0; r < rows; r++) {
        vector x = (vector)(groups[r / 3][(size_t)(r % 3) * stride]);
        UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = x * w[v] + sums[r][v];
      }
      UNROLL for (int g = 0; g < (rows + 2) / 3; g++) groups[g]++;
    }
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

/// A tile of any number of rows up to TILE_ROWS, each compiled with its number known.
INLINE void tile_of(const int vectors, int rows, const KERNEL(tile_input) *input,
                    const float *weights, size_t present, const KERNEL(tile_output) *out) {
#define ROWS(n)                                                                                   \
  case n:                                                                                         \
    if (n <= TILE_ROWS)                                                                           \
      tile(n <= TILE_ROWS ? n : 1, vectors, input, weights, present, out);                        \
    break;
  switch (rows) {
    ROWS(1) ROWS(2) ROWS(3) ROWS(4) ROWS(5) ROWS(6) ROWS(7)
    ROWS(8) ROWS(9) ROWS(10) ROWS(11) ROWS(12) ROWS(13) ROWS(14)
  }
#undef ROWS
}

static void KERNEL(tile_wide)(int rows, const KERNEL(tile_input) *input, const float *weights,
                              size_t present, const KERNEL(tile_output) *out) {
  tile_of(2, rows, input, weights, present, out);
}

static void KERNEL(tile_narrow)(int rows, const KERNEL(tile_input) *input, const float *weights,
                                size_t present, const KERNEL(tile_output) *out) {
  tile_of(1, rows, input, weights, present, out);
}

/// Rows in tiles of nearly equal height, so that no tile is nearly empty; `first` is the first of
/// the `present` outputs that the weights of `width` outputs make.
INLINE void tiles(const KERNEL(tile_input) *input, size_t rows, const float *weights, size_t width,
                  size_t first, size_t present, const KERNEL(tile_output) *out) {
  size_t count = (rows + TILE_ROWS - 1) / TILE_ROWS, row = 0;
  for (size_t t = 0; t < count; t++) {
    size_t end = rows * (t + 1) / count, offset = row * out->stride + first;
    KERNEL(tile_input) part = *input;
    part.first += row * input->stride;
    KERNEL(tile_output) to = *out;
    to.first += offset;
    if (to.start) to.start += offset;
    if (to.residual) to.residual += offset;
    (width == PANEL ? KERNEL(tile_wide) : KERNEL(tile_narrow))((int)(end - row), &part, weights,
                                                               present, &to);
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
INLINE void panels(const KERNEL(tile_input) *input, size_t rows, const float *packed,
                   size_t inputs, size_t first_input, size_t outputs,
                   const KERNEL(tile_output) *out) {
  for (size_t first = 0; first < outputs; first += PANEL) {
    size_t remaining = outputs - first;
    size_t width = panel_vectors(remaining) * VECTOR_WIDTH;
    KERNEL(tile_output) part = *out;
    part.bias = first_input == 0 ? packed : NULL;
    tiles(input, rows, packed + width * (first_input + 1), width, first,
          remaining < width ? remaining : width, &part);
    packed += width * (inputs + 1);
  }
}

/// Rows are taken in groups and inputs in blocks, between which the sums wait in the output. Where a
/// residual might lie there, the sums begin with it.
static void KERNEL(multiply)(const float *rows, size_t row_count, size_t row_stride,
                             const float *packed, size_t inputs, size_t outputs,
                             const neural_epilogue *epilogue, float *output,
                             size_t output_stride) {
  float copy[GROUP_FLOATS];
  const bool is_clamped = !(epilogue->low == -INFINITY && epilogue->high == INFINITY);
  const bool is_whole = inputs <= BLOCK_INPUTS || (epilogue->residual && is_clamped);
  size_t blocks = is_whole ? 1 : (inputs + BLOCK_INPUTS - 1) / BLOCK_INPUTS;
  size_t longest = (inputs + blocks - 1) / blocks;
  // A little longer than what is copied, so that the copies are not crowded.
  size_t spacing = longest / VECTOR_WIDTH * VECTOR_WIDTH + VECTOR_WIDTH;
  size_t most = GROUP_FLOATS / spacing > TILE_ROWS ? GROUP_FLOATS / spacing : TILE_ROWS;
  size_t groups = (row_count + most - 1) / most;
  const bool copies = is_crowded(row_stride) && outputs > PANEL && most * spacing <= GROUP_FLOATS;
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
      KERNEL(tile_output) out = {NULL, NULL, NULL, -INFINITY, INFINITY, output + offset,
                                 output_stride};
      const float *residual = epilogue->residual ? epilogue->residual + offset : NULL;
      if (blocks == 1)
        out.residual = residual;
      else
        out.start = block == 0 ? residual : out.first;
      if (block == blocks - 1) out.low = epilogue->low, out.high = epilogue->high;
      panels(&input, count, packed, inputs, begin, outputs, &out);
    }
  }
}

/// A convolution is a product with receptive fields, read where they lie.
static void KERNEL(convolve)(const neural_convolution *s, const float *padded, const float *packed,
                             size_t outputs, const neural_epilogue *epilogue, float *output,
                             size_t output_stride) {
  size_t length = s->kernel * s->channels, row = (s->width + 2 * s->padding) * s->channels;
  for (size_t first = 0; first < outputs; first += PANEL) {
    size_t remaining = outputs - first;
    size_t width = panel_vectors(remaining) * VECTOR_WIDTH;
    for (size_t y = 0; y < s->output_height; y++) {
      KERNEL(tile_input) input = {
          padded + y * s->stride * row, s->stride * s->channels, s->kernel, length, row};
      size_t start = y * s->output_width * output_stride;
      KERNEL(tile_output) out = {
          packed, NULL, epilogue->residual ? epilogue->residual + start : NULL, epilogue->low,
          epilogue->high, output + start, output_stride};
      tiles(&input, s->output_width, packed + width, width, first,
            remaining < width ? remaining : width, &out);
    }
    packed += width * (s->kernel * length + 1);
  }
}
