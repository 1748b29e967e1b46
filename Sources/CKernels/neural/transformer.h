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

INLINE float dot(const float *a, const float *b, size_t count) {
  size_t whole = count / VECTOR_WIDTH * VECTOR_WIDTH;
  vector total = (vector)(0.0f);
  for (size_t i = 0; i < whole; i += VECTOR_WIDTH) total = load(a + i) * load(b + i) + total;
  if (whole < count) {
    size_t rest = count - whole;
    total = load_first(a + whole, rest) * load_first(b + whole, rest) + total;
  }
  return sum(total);
}

/// Turns scores into e^(score − largest) and returns their sum.
INLINE float exponentiate(float *scores, size_t count) {
  float largest = scores[0];
  for (size_t i = 1; i < count; i++) largest = scores[i] > largest ? scores[i] : largest;
  float total = 0;
  for (size_t i = 0; i < count; i += VECTOR_WIDTH) {
    size_t present = count - i < VECTOR_WIDTH ? count - i : VECTOR_WIDTH;
    vector e = exponential(load_first(scores + i, present) - (vector)(largest));
    store_first(scores + i, e, present);
  }
  for (size_t i = 0; i < count; i++) total += scores[i];
  return total;
}

static void KERNEL(attention)(const float *projected, size_t tokens, size_t heads,
                              size_t head_width, bool causal, float *scores, float *output) {
  size_t width = heads * head_width, row = 3 * width;
  float scale = 1.0f / __builtin_sqrtf((float)head_width);
  for (size_t head = 0; head < heads; head++) {
    const float *queries = projected + head * head_width;
    const float *keys = queries + width, *values = keys + width;
    for (size_t token = 0; token < tokens; token++) {
      size_t seen = causal ? token + 1 : tokens;
      for (size_t other = 0; other < seen; other++)
        scores[other] = dot(queries + token * row, keys + other * row, head_width) * scale;
      float factor = 1.0f / exponentiate(scores, seen);
      float *out = output + token * width + head * head_width;
      for (size_t c = 0; c < head_width; c += VECTOR_WIDTH) {
        size_t count = head_width - c < VECTOR_WIDTH ? head_width - c : VECTOR_WIDTH;
        vector total = (vector)(0.0f);
        for (size_t other = 0; other < seen; other++)
          total = load_first(values + other * row + c, count) * (vector)(scores[other]) + total;
        store_first(out + c, total * (vector)(factor), count);
      }
    }
  }
}
