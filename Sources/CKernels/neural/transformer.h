// Layer normalisation and attention.

static void KERNEL(layer_norm)(const float *input, size_t rows, size_t width, const float *scale,
                               const float *shift, float epsilon, float *output) {
  size_t whole = width / VECTOR_WIDTH * VECTOR_WIDTH, rest = width - whole;
  for (size_t r = 0; r < rows; r++, input += width, output += width) {
    vector total = load_first(input + whole, rest);
    for (size_t i = 0; i < whole; i += VECTOR_WIDTH) total += load(input + i);
    float mean = sum(total) / (float)width;
    vector squares = (vector)(0.0f);
    for (size_t i = 0; i < whole; i += VECTOR_WIDTH) {
      vector d = load(input + i) - (vector)(mean);
      squares = d * d + squares;
    }
    float variance = sum(squares);
    for (size_t i = whole; i < width; i++) variance += (input[i] - mean) * (input[i] - mean);
    float factor = 1.0f / __builtin_sqrtf(variance / (float)width + epsilon);
    for (size_t i = 0; i < width; i += VECTOR_WIDTH) {
      size_t count = width - i < VECTOR_WIDTH ? rest : VECTOR_WIDTH;
      vector value = (load_first(input + i, count) - (vector)(mean)) * (vector)(factor);
      value = value * load_first(scale + i, count) + load_first(shift + i, count);
      store_first(output + i, value, count);
    }
  }
}

/// Turns scores, once they are scaled, into e^(score − largest) and returns their sum.
INLINE float exponentiate(float *scores, size_t count, float scale) {
  const size_t whole = count / VECTOR_WIDTH * VECTOR_WIDTH;
  vector most = (vector)(-INFINITY);
  for (size_t i = 0; i < whole; i += VECTOR_WIDTH) {
    vector s = load(scores + i);
    most = s > most ? s : most;
  }
  float lanes[VECTOR_WIDTH], largest = -INFINITY;
  memcpy(lanes, &most, sizeof lanes);
  UNROLL for (int i = 0; i < VECTOR_WIDTH; i++) largest = lanes[i] > largest ? lanes[i] : largest;
  for (size_t i = whole; i < count; i++) largest = scores[i] > largest ? scores[i] : largest;
  vector total = (vector)(0.0f);
  for (size_t i = 0; i < whole; i += VECTOR_WIDTH) {
    vector e = exponential((load(scores + i) - (vector)(largest)) * (vector)(scale));
    store(scores + i, e);
    total += e;
  }
  float rest = 0;
  if (whole < count) {
    vector e = exponential((load_first(scores + whole, count - whole) - (vector)(largest)) *
                           (vector)(scale));
    store_first(scores + whole, e, count - whole);
    for (size_t i = whole; i < count; i++) rest += scores[i];
  }
  return sum(total) + rest;
}

static size_t KERNEL(attention_scratch_count)(size_t tokens, size_t head_width) {
  size_t whole = (tokens + PANEL - 1) / PANEL * PANEL;
  size_t bytes = KERNEL(packed_bytes)(NEURAL_FLOAT32, head_width, whole) +
                 KERNEL(packed_bytes)(NEURAL_FLOAT32, tokens, head_width);
  return bytes / sizeof(float) + TILE_ROWS * whole;
}

/// Both products of a head are products of matrices: queries with keys, TILE_ROWS queries at a time,
/// then scores with values.
static void KERNEL(attention)(const float *projected, size_t tokens, size_t heads,
                              size_t head_width, bool causal, float *scratch, float *output) {
  const size_t width = heads * head_width, row = 3 * width;
  const size_t whole = (tokens + PANEL - 1) / PANEL * PANEL;
  const float scale = 1.0f / __builtin_sqrtf((float)head_width);
  float *scores = scratch, *keys = scores + TILE_ROWS * whole;
  float *values =
      keys + KERNEL(packed_bytes)(NEURAL_FLOAT32, head_width, whole) / sizeof(float);
  for (size_t head = 0; head < heads; head++) {
    const float *queries = projected + head * head_width;
    neural_weights key = {queries + width, head_width, tokens, 1, row};
    KERNEL(pack)(NEURAL_FLOAT32, &key, NULL, keys);
    neural_weights value = {queries + 2 * width, tokens, head_width, row, 1};
    KERNEL(pack)(NEURAL_FLOAT32, &value, NULL, values);
    for (size_t token = 0; token < tokens; token += TILE_ROWS) {
      size_t count = tokens - token < TILE_ROWS ? tokens - token : TILE_ROWS;
      size_t seen = causal ? token + count : tokens;
      // Causal: whole panels, so that they lie as those of all tokens do.
      size_t keys_seen = (seen + PANEL - 1) / PANEL * PANEL;
      neural_matrix of_keys = {NEURAL_FLOAT32, head_width,
                               keys_seen < tokens ? keys_seen : tokens, keys};
      KERNEL(tile_input) input = {queries + token * row, row, 1, head_width, 0};
      KERNEL(tile_output) out = {NULL, NULL, NULL, NULL, -INFINITY, INFINITY, scores, whole};
      panels(&input, count, &of_keys, 0, &out);
      float factors[TILE_ROWS];
      for (size_t r = 0; r < count; r++) {
        size_t present = causal ? token + r + 1 : tokens;
        factors[r] = 1.0f / exponentiate(scores + r * whole, present, scale);
        memset(scores + r * whole + present, 0, (seen - present) * sizeof(float));
      }
      float *mixed = output + token * width + head * head_width;
      neural_matrix of_values = {NEURAL_FLOAT32, tokens, head_width, values};
      KERNEL(tile_input) weighted = {scores, whole, 1, seen, 0};
      KERNEL(tile_output) result = {NULL, NULL, NULL, NULL, -INFINITY, INFINITY, mixed, width};
      panels(&weighted, count, &of_values, 0, &result);
      for (size_t r = 0; r < count; r++)
        for (size_t c = 0; c < head_width; c += VECTOR_WIDTH) {
          float *place = mixed + r * width + c;
          store_first(place, load_first(place, head_width - c) * (vector)(factors[r]),
                      head_width - c);
        }
    }
  }
}
