#include "CScanning.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define INLINE static inline __attribute__((always_inline))

/// One bit for each of 64 bytes, set where it is one of the three.
INLINE uint64_t mask_of(const uint8_t *bytes, uint8_t first, uint8_t second, uint8_t third) {
#if defined(__x86_64__)
  const __m128i a = _mm_set1_epi8((char)first);
  const __m128i b = _mm_set1_epi8((char)second);
  const __m128i c = _mm_set1_epi8((char)third);
  uint64_t mask = 0;
  for (int part = 0; part < 4; part++) {
    const __m128i own = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
    const __m128i found = _mm_or_si128(
      _mm_or_si128(_mm_cmpeq_epi8(own, a), _mm_cmpeq_epi8(own, b)), _mm_cmpeq_epi8(own, c));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(found) << (16 * part);
  }
  return mask;
#elif defined(__aarch64__)
  static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t weight = vld1q_u8(weights);
  const uint8x16_t a = vdupq_n_u8(first);
  const uint8x16_t b = vdupq_n_u8(second);
  const uint8x16_t c = vdupq_n_u8(third);
  uint8x16_t found[4];
  for (int part = 0; part < 4; part++) {
    const uint8x16_t own = vld1q_u8(bytes + 16 * part);
    found[part] =
      vandq_u8(vorrq_u8(vorrq_u8(vceqq_u8(own, a), vceqq_u8(own, b)), vceqq_u8(own, c)), weight);
  }
  // Neighbours added three times over are the bits of eight bytes each.
  const uint8x16_t sum =
    vpaddq_u8(vpaddq_u8(found[0], found[1]), vpaddq_u8(found[2], found[3]));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
#else
  uint64_t mask = 0;
  for (int place = 0; place < 64; place++) {
    const uint8_t own = bytes[place];
    mask |= (uint64_t)(own == first || own == second || own == third) << place;
  }
  return mask;
#endif
}

INLINE size_t find(
  const uint8_t *bytes, size_t count, uint8_t first, uint8_t second, uint8_t third, uint32_t base,
  uint32_t *out) {
  uint32_t *next = out;
  for (size_t start = 0; start < count; start += 64) {
    uint64_t bits = mask_of(bytes + start, first, second, third);
    if (count - start < 64) bits &= ((uint64_t)1 << (count - start)) - 1;
    for (; bits != 0; bits &= bits - 1) {
      *next++ = base + (uint32_t)start + (uint32_t)__builtin_ctzll(bits);
    }
  }
  return (size_t)(next - out);
}

#if defined(__x86_64__)

#define WIDE __attribute__((target("avx2,bmi,popcnt")))

WIDE static size_t find_wide(
  const uint8_t *bytes, size_t count, uint8_t first, uint8_t second, uint8_t third, uint32_t base,
  uint32_t *out) {
  const __m256i a = _mm256_set1_epi8((char)first);
  const __m256i b = _mm256_set1_epi8((char)second);
  const __m256i c = _mm256_set1_epi8((char)third);
  uint32_t *next = out;
  for (size_t start = 0; start < count; start += 64) {
    uint64_t bits = 0;
    for (int part = 0; part < 2; part++) {
      const __m256i own = _mm256_loadu_si256((const __m256i *)(bytes + start + 32 * part));
      const __m256i found = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpeq_epi8(own, a), _mm256_cmpeq_epi8(own, b)),
        _mm256_cmpeq_epi8(own, c));
      bits |= (uint64_t)(uint32_t)_mm256_movemask_epi8(found) << (32 * part);
    }
    if (count - start < 64) bits &= ((uint64_t)1 << (count - start)) - 1;
    const uint32_t place = base + (uint32_t)start;
    const long long all = _mm_popcnt_u64(bits);
    // Eight at a time whether there are so many or not: how many there are no branch could foretell.
    for (long long done = 0; done < all; done += 8) {
      for (int step = 0; step < 8; step++) {
        next[done + step] = place + (uint32_t)_tzcnt_u64(bits);
        bits = _blsr_u64(bits);
      }
    }
    next += all;
  }
  return (size_t)(next - out);
}

#endif

int tiendo_has_wide_vectors(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
    && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("aes");
#else
  return 0;
#endif
}

size_t tiendo_find_separators(
  int wide, const uint8_t *bytes, size_t count, uint8_t first, uint8_t second, uint8_t third,
  uint32_t base, uint32_t *out) {
#if defined(__x86_64__)
  if (wide) return find_wide(bytes, count, first, second, third, base, out);
#else
  (void)wide;
#endif
  return find(bytes, count, first, second, third, base, out);
}
