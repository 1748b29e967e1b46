// Half-precision numbers to floats by the instructions of F16C; included by each variant that has them.

static void KERNEL(widen_float16)(const void *halves, size_t count, float *output) {
  const char *bytes = halves;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    __m128i eight;
    memcpy(&eight, bytes + 2 * i, sizeof eight);
    _mm256_storeu_ps(output + i, _mm256_cvtph_ps(eight));
  }
  if (i < count) {
    uint16_t last[8] = {0};
    float widened[8];
    memcpy(last, bytes + 2 * i, 2 * (count - i));
    __m128i eight;
    memcpy(&eight, last, sizeof eight);
    _mm256_storeu_ps(widened, _mm256_cvtph_ps(eight));
    memcpy(output + i, widened, sizeof(float) * (count - i));
  }
}
