#include "Spans.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,aes")))

/// 32 bytes of ones and as many of zeros: from 32 - n on, n ones come first.
static const uint8_t edges[64] __attribute__((aligned(64))) = {
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};

/// The first bytes of a text, at most 32; zeros behind them.
WIDE INLINE __m256i head(const uint8_t *text, size_t length) {
  const size_t count = length < 32 ? length : 32;
  return _mm256_and_si256(
    _mm256_loadu_si256((const __m256i *)text),
    _mm256_loadu_si256((const __m256i *)(edges + 32 - count)));
}

/// Rounds of AES as a hash: two of them spread each bit over all others.
WIDE INLINE uint64_t hash(const uint8_t *text, size_t length) {
  const __m128i key = _mm_set_epi64x((int64_t)0x9E3779B97F4A7C15, (int64_t)0xD6E8FEB86659FD93);
  const __m256i first = head(text, length);
  __m128i state = _mm_aesenc_si128(
    _mm_xor_si128(_mm256_castsi256_si128(first), key), _mm256_extracti128_si256(first, 1));
  for (size_t place = 32; place < length;) {
    // The last piece ends with the text, over bytes that were there before.
    const size_t start = length - place < 32 ? length - 32 : place;
    const __m256i more = _mm256_loadu_si256((const __m256i *)(text + start));
    state = _mm_aesenc_si128(state, _mm256_castsi256_si128(more));
    state = _mm_aesenc_si128(state, _mm256_extracti128_si256(more, 1));
    place = start + 32;
  }
  state = _mm_aesenc_si128(state, _mm_xor_si128(key, _mm_set1_epi64x((int64_t)length)));
  state = _mm_aesenc_si128(state, key);
  return (uint64_t)_mm_cvtsi128_si64(state);
}

WIDE INLINE int is_equal(const uint8_t *left, const uint8_t *right, size_t length) {
  const __m256i differing = _mm256_xor_si256(head(left, length), head(right, length));
  if (!_mm256_testz_si256(differing, differing)) return 0;
  return length <= 32 || memcmp(left + 32, right + 32, length - 32) == 0;
}

WIDE uint64_t tiendo_hash_text(const uint8_t *text, size_t length) { return hash(text, length); }

WIDE size_t tiendo_number_texts(
  tiendo_texts texts, tiendo_text_table table, uint64_t *hashes, uint64_t *found, int64_t *out) {
  const uint64_t low = 0xFFFFFFFF;
  size_t missed = 0;
  // In rounds, each of which asks for the memory of the next: that of many rows is waited for together.
  const tiendo_span *span = texts.spans;
  for (size_t row = 0; row < texts.rows; row++, span += texts.stride) {
    hashes[row] = hash(text_of(&texts, span), length_of(span));
  }
  for (size_t row = 0; row < texts.rows; row++) {
    const uint64_t slot = table.slots[(hashes[row] >> 16) & table.mask];
    found[row] = slot;
    _mm_prefetch((const char *)(table.starts + (slot & low)), _MM_HINT_T0);
  }
  for (size_t row = 0; row < texts.rows; row++) {
    uint64_t slot = found[row];
    if ((slot ^ hashes[row]) > low) {
      // Another text stands in the first slot, or none.
      uint64_t place = hashes[row] >> 16;
      while (slot != 0 && (slot ^ hashes[row]) > low) slot = table.slots[++place & table.mask];
      found[row] = slot;
    }
    if (slot != 0) {
      _mm_prefetch((const char *)table.bytes + table.starts[(slot & low) - 1], _MM_HINT_T0);
    }
  }
  span = texts.spans;
  for (size_t row = 0; row < texts.rows; row++, span += texts.stride) {
    const uint8_t *text = text_of(&texts, span);
    const size_t length = length_of(span);
    const uint64_t slot = found[row];
    int64_t number = -1;
    if (slot != 0 && (length != 0 || is_quoted(span))) {
      const int64_t known = (int64_t)(slot & low) - 1;
      const int64_t start = table.starts[known];
      if ((size_t)(table.starts[known + 1] - start) == length
        && is_equal(table.bytes + start, text, length)) {
        number = known;
      }
    }
    missed += number < 0;
    out[row] = number;
  }
  return missed;
}

#else

// No machine without the wide vectors calls these.
uint64_t tiendo_hash_text(const uint8_t *text, size_t length) {
  (void)text;
  return length;
}

size_t tiendo_number_texts(
  tiendo_texts texts, tiendo_text_table table, uint64_t *hashes, uint64_t *found, int64_t *out) {
  (void)table, (void)hashes, (void)found;
  for (size_t row = 0; row < texts.rows; row++) out[row] = -1;
  return texts.rows;
}

#endif
